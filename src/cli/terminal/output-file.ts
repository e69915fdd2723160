import { closeSync, openSync, writeSync } from 'node:fs';
import { InputError } from '../../errors.ts';

/** Creates a file that a command was asked to write. Errors: `usage/cannot-create`. */
export function createOutput(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw new InputError('usage/cannot-create', `Expected to create '${path}': ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Writes all bytes. Errors: `io/failed`. */
export function writeOutput(descriptor: number, bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
  } catch (error) {
    throw new InputError('io/failed', `Writing an output failed: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Writes a text as UTF-8. Errors: `usage/cannot-create`, `io/failed`. */
export function writeTextOutput(path: string, text: string): void {
  const descriptor = createOutput(path);
  try {
    writeOutput(descriptor, Buffer.from(text));
  } finally {
    closeSync(descriptor);
  }
}
