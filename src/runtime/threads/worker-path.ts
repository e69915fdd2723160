import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeDisk } from '../disk/disk.ts';

/** What threads load, below dist/. */
const ENTRY = 'gate-thread.cjs';

/**
 * The built entry of a thread: of the build that this module itself belongs to (dist/runtime/threads/ or dist/command/), wherever that was moved, so that
 * no thread computes with another version; from source, of dist/.
 */
export function workerPath(): string {
  const folder = dirname(fileURLToPath(import.meta.url));
  const builds = ['..', '../..', '../../../dist'].map((build) => join(folder, build, ENTRY));
  const found = builds.find((file) => nodeDisk.kindOf(file) === 'file');
  if (found === undefined) throw new Error(`expected ${ENTRY} in the build beside ${folder}, found none: build dist/ again`);
  return found;
}
