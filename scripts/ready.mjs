// Makes a fresh clone ready: installs the locked packages when the lock changed, builds dist/ when a source is newer than it.
// Called inside the npm scripts (not as pretest), because `ignore-scripts` skips pre- and post-scripts.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules/.installed-lock');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  if (npm) execFileSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' });
  else execFileSync('npm', args, { cwd: root, stdio: 'inherit' });
  writeFileSync(stamp, lock);
}

/** SHA-256 over the names and bytes of every file that the build reads. */
function sourcesHash() {
  const hash = createHash('sha256');
  const visit = (folder) => {
    for (const entry of readdirSync(folder).sort()) {
      const path = join(folder, entry);
      if (statSync(path).isDirectory()) visit(path);
      else hash.update(path.slice(root.length)).update(readFileSync(path));
    }
  };
  visit(join(root, 'src'));
  const scripts = ['build.mjs', 'bundle-command.mjs', 'bundle-library.mjs', 'lazy-modules.mjs'].map((name) => `scripts/${name}`);
  for (const file of ['tsconfig.json', 'tsconfig.build.json', 'package.json', ...scripts]) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const built = join(root, 'dist/.built-from');
const sources = sourcesHash();
if (!existsSync(built) || readFileSync(built, 'utf8') !== sources) {
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
  writeFileSync(built, sources);
}
