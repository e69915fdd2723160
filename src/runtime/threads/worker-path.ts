import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeDisk } from '../disk/disk.ts';

/** What worker threads load, below dist/. */
const WORKERS = { 'gate-thread': 'gate-thread.cjs', 'analysis-worker': 'runtime/threads/analysis-worker.js' } as const;

/**
 * The built file of a worker: of the build that this module itself belongs to (dist/runtime/threads/ or dist/command/), wherever that was moved, so that
 * no thread computes with another version; from source, of dist/.
 */
export function workerPath(name: keyof typeof WORKERS): string {
  const folder = dirname(fileURLToPath(import.meta.url));
  const found = [join(folder, '..'), join(folder, '../..'), join(folder, '../../../dist')]
    .map((build) => join(build, WORKERS[name]))
    .find((file) => nodeDisk.kindOf(file) === 'file');
  if (found === undefined) throw new Error(`expected ${WORKERS[name]} in the build beside ${folder}, found none: build dist/ again`);
  return found;
}
