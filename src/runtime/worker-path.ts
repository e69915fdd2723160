import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built file of a worker, `dist/runtime/<name>.js`, from wherever this module runs (source, library build or bundled command). */
export function workerPath(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'dist/runtime', `${name}.js`);
  }
  throw new Error(`dist/runtime/${name}.js: no package.json above this module`);
}
