import { writeSync } from 'node:fs';
import { InputError } from '../../errors.ts';

/**
 * Standard output and standard error, written at once and whole. Without `process.stdout`: its stream takes longer to load than a small file to be
 * read, and where nobody reads any more it ends the process with a trace.
 */
export const terminal = {
  /** Codes: io/failed. */
  out: (text: string): void => {
    const failure = writeWhole(1, text);
    if (failure !== null) throw new InputError('io/failed', `Expected to write all of standard output, found ${failure}.`);
  },
  /** Where this fails there is no place left to say so. */
  err: (text: string): void => {
    writeWhole(2, text);
  },
};

/** Why it could not, or null. */
function writeWhole(descriptor: number, text: string): string | null {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code !== 'EAGAIN') return code === 'EPIPE' ? 'that its reader has gone' : String(error);
      waitForReader();
    }
  }
  return null;
}

/** A pipe that does not block is full for the moment. */
function waitForReader(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}
