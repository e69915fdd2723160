import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What worker threads load, below dist/. */
const WORKERS = { 'gate-thread': 'gate-thread.cjs', 'analysis-worker': 'runtime/analysis-worker.js' } as const;

/** The built file of a worker from wherever this module runs (source, library build or bundled command). */
export function workerPath(name: keyof typeof WORKERS): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'dist', WORKERS[name]);
  }
  throw new Error(`dist/${WORKERS[name]}: no package.json above this module`);
}
