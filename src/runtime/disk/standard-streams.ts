import { writeSync } from 'node:fs';

/**
 * Writes all of it at once to standard output (1) or standard error (2), and says why it could not, or null. Without `process.stdout`: its stream takes longer
 * to load than a small file to be read, and where nobody reads any more it ends the process with a trace.
 */
export function writeStandard(descriptor: 1 | 2, text: string): string | null {
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
