import { InputError } from '../../src/errors.ts';
import type { ByteSource } from '../../src/fcs/fcs-file.ts';

/** Bytes in memory as a source, for tests. */
export function bytesSource(bytes: Uint8Array, name = 'made.fcs'): ByteSource {
  const read = (offset: number, target: Uint8Array): void => {
    if (offset < 0 || offset + target.length > bytes.length) {
      throw new InputError('io/failed', `Expected ${target.length} bytes at byte ${offset}, found ${bytes.length} in all.`, { file: name });
    }
    target.set(bytes.subarray(offset, offset + target.length));
  };
  return { name, byteLength: bytes.length, read };
}
