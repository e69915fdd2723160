import { InputError } from '../../errors.ts';
import { nodeDisk } from '../../runtime/disk/disk.ts';
import type { OpenFile } from '../../runtime/disk/open-file.ts';

/** Creates a file that a command was asked to write. Errors: `usage/cannot-create`. */
export function createOutput(path: string): OpenFile {
  try {
    return nodeDisk.open(path, 'over');
  } catch (error) {
    throw new InputError('usage/cannot-create', `Expected to create '${path}': ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Writes all bytes. Errors: `io/failed`. */
export function writeOutput(file: OpenFile, bytes: Uint8Array): void {
  try {
    file.write(bytes);
  } catch (error) {
    throw new InputError('io/failed', `Writing an output failed: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Writes a text as UTF-8. Errors: `usage/cannot-create`, `io/failed`. */
export function writeTextOutput(path: string, text: string): void {
  const file = createOutput(path);
  try {
    writeOutput(file, Buffer.from(text));
  } finally {
    file.close();
  }
}
