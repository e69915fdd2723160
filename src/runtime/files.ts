import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../errors.ts';
import type { ByteSource } from '../fcs/fcs-file.ts';

/** A file opened for reading; `close` gives its descriptor back. */
export interface OpenByteSource extends ByteSource {
  readonly close: () => void;
}

/** Opens a regular file for reading at any place. Codes: usage/not-found, io/failed. Never waits on a FIFO or a device. */
export function openByteSource(path: string): OpenByteSource {
  const name = basename(path);
  const descriptor = openRegularFile(path);
  const byteLength = fstatSync(descriptor).size;
  const read = (offset: number, target: Uint8Array): void => {
    let done = 0;
    while (done < target.length) {
      const count = attempt(path, () => readSync(descriptor, target, done, target.length - done, offset + done));
      if (count === 0) {
        const sentence = `Expected ${target.length} bytes at byte ${offset}, found ${done}. The file changed while it was read: wait until it is complete.`;
        throw new InputError('io/failed', sentence, { file: name, byte: offset + done });
      }
      done += count;
    }
  };
  return { name, byteLength, read, close: () => closeSync(descriptor) };
}

/** The whole file. For events use `openByteSource`: this is for tables, workbooks and definitions. Codes as there, and io/failed above `mostBytes`. */
export function readBytes(path: string, mostBytes = 256 * 1024 * 1024): Uint8Array {
  const source = openByteSource(path);
  try {
    if (source.byteLength > mostBytes) {
      throw new InputError('io/failed', `Expected at most ${mostBytes} bytes, found ${source.byteLength}.`, { file: source.name });
    }
    const bytes = new Uint8Array(source.byteLength);
    source.read(0, bytes);
    return bytes;
  } finally {
    source.close();
  }
}

/** The whole file as UTF-8 text; a byte order mark is dropped. Codes as `readBytes`, and io/failed for bytes that are not UTF-8. */
export function readText(path: string): string {
  return decodeText(readBytes(path), basename(path));
}

/** Bytes as UTF-8 text, without a byte order mark. Codes: io/failed. */
export function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError('io/failed', 'Expected UTF-8 text, found other bytes. Save the file as UTF-8.', { file });
  }
}

/** SHA-256 of a file in lower-case hexadecimal digits, read in pieces. Codes as `openByteSource`. */
export function sha256OfFile(path: string): string {
  const source = openByteSource(path);
  try {
    return sha256OfSource(source);
  } finally {
    source.close();
  }
}

/** SHA-256 over all bytes of an open source, in lower-case hexadecimal digits. */
export function sha256OfSource(source: ByteSource): string {
  const hash = createHash('sha256');
  const piece = new Uint8Array(Math.min(1024 * 1024, Math.max(1, source.byteLength)));
  for (let offset = 0; offset < source.byteLength; offset += piece.length) {
    const part = piece.subarray(0, Math.min(piece.length, source.byteLength - offset));
    source.read(offset, part);
    hash.update(part);
  }
  return hash.digest('hex');
}

/** SHA-256 of bytes or text in lower-case hexadecimal digits. */
export function sha256Of(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function openRegularFile(path: string): number {
  const file = basename(path);
  const kind = attempt(path, () => statSync(path));
  if (!kind.isFile()) throw new InputError('io/failed', `Expected a regular file, found ${kindOf(kind)}.`, { file });
  // Non-blocking, so that a FIFO put there since cannot hold us; what was opened is looked at once more.
  const descriptor = attempt(path, () => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw new InputError('io/failed', 'Expected a regular file, found something else that took its place.', { file });
}

function kindOf(kind: ReturnType<typeof statSync> & object): string {
  if (kind.isDirectory()) return 'a directory';
  if (kind.isFIFO()) return 'a pipe';
  if (kind.isSocket()) return 'a socket';
  return 'a device';
}

const sentences = new Map<string, string>([
  ['ENOENT', 'Expected a file, found none of this name.'],
  ['ENOTDIR', 'Expected a file, found that a part of its path is not a folder.'],
  ['ELOOP', 'Expected a file, found a symbolic link that leads back to itself.'],
  ['EACCES', 'Expected a readable file, found no permission to read it.'],
  ['EPERM', 'Expected a readable file, found no permission to read it.'],
  ['ENAMETOOLONG', 'Expected a file, found a name that is too long for this file system.'],
  ['EMFILE', 'Too many files are open. Run fewer jobs at once.'],
]);

function attempt<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
    const sentence = sentences.get(code) ?? `Reading failed: ${error instanceof Error ? error.message : String(error)}.`;
    throw new InputError(code === 'ENOENT' || code === 'ENOTDIR' ? 'usage/not-found' : 'io/failed', sentence, { file: basename(path) });
  }
}
