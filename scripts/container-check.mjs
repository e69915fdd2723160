// Judges the three demo folders inside the image and on this machine's Node, and compares every result.json byte for byte.
//   node scripts/container-check.mjs --run 'docker run --rm --network none --read-only --cap-drop ALL --user {user} --volume {in}:/in:ro --volume {out}:/out cytolot'
// --run is what starts the container: {user}, {in} and {out} are filled in, the arguments of `cytolot` come after it. No engine is taken for granted:
// anything that takes a user, two folders and arguments will do. Twice: as the image's own user, and as one that no file of the image names.
// Exits 1 where a result, an exit code or the export differs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = {
  dopaminergic: 'dopaminergic-progenitors',
  mesenchymal: 'mesenchymal-stromal-cells',
  'gene-modified': 'gene-modified-cells',
};

const { values: options } = parseArgs({
  options: { run: { type: 'string' }, users: { type: 'string', default: '10001:10001,4711:4711' }, only: { type: 'string' } },
});
if (options.run === undefined) {
  process.stderr.write('Expected --run with the command that starts the container, found nothing.\n');
  process.exit(64);
}

/** SHA-256 of every file below a folder whose name the pattern has, by its path. */
function sumsBelow(folder, pattern) {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && pattern.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

function differences(expected, found) {
  const names = new Set([...expected.keys(), ...found.keys()]);
  return [...names].filter((name) => expected.get(name) !== found.get(name));
}

function start([command, ...args]) {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.error) throw done.error;
  return done;
}

const work = mkdtempSync(join(tmpdir(), 'cytolot-container-'));
const template = options.run.trim().split(/\s+/);
let wrong = 0;
try {
  for (const [folder, pipeline] of Object.entries(FOLDERS)) {
    if (options.only !== undefined && options.only !== folder) continue;
    const export_ = join(root, 'fixtures', folder);
    const before = sumsBelow(export_, /./);
    const here = join(work, folder, 'here');
    const reference = start([
      process.execPath,
      'dist/cytolot.cjs',
      'run',
      export_,
      '--pipeline',
      `pipelines/${pipeline}/pipeline.yaml`,
      '--out',
      here,
      '--quiet',
    ]);
    const expected = sumsBelow(here, /^result\.json$/);
    for (const user of options.users.split(',')) {
      const out = join(work, folder, user.replace(':', '-'));
      mkdirSync(out, { recursive: true });
      // Whoever the container's user is on this host.
      chmodSync(out, 0o777);
      const filled = template.map((word) => word.replaceAll('{user}', user).replaceAll('{in}', export_).replaceAll('{out}', out));
      const done = start([...filled, 'run', '/in', '--pipeline', `/pipelines/${pipeline}/pipeline.yaml`, '--out', '/out', '--quiet']);
      const found = sumsBelow(out, /^result\.json$/);
      const differing = differences(expected, found);
      const touched = differences(before, sumsBelow(export_, /./));
      const right = expected.size > 0 && differing.length === 0 && touched.length === 0 && done.status === reference.status;
      console.log(
        `${folder}, user ${user}: exit ${done.status} (here ${reference.status}), ${found.size} of ${expected.size} results, ${differing.length} differ, ${touched.length} files of the export changed`,
      );
      if (right) continue;
      wrong += 1;
      process.stderr.write(`${differing.join('\n')}\n${done.stderr}`);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = wrong === 0 ? 0 : 1;
