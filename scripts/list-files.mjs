// dist/files.sha256: every file of the build, as `sha256sum --check` reads it. `cytolot qualify` compares an installation with it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export function listFiles(root) {
  const dist = join(root, 'dist');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => path !== 'files.sha256')
    .sort();
  const line = (path) =>
    `${createHash('sha256')
      .update(readFileSync(join(dist, path)))
      .digest('hex')}  ${path}\n`;
  writeFileSync(join(dist, 'files.sha256'), files.map(line).join(''));
}
