import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../../errors.ts';
import type { ByteSource } from '../../fcs/fcs-file.ts';
import { type FileStamp, settledStamp, stampOfDescriptor, stampOfPath } from './file-stamp.ts';

/** A file opened for reading; `close` gives its descriptor back. */
export interface OpenByteSource extends ByteSource {
  /** The state in which the file was opened. */
  readonly stamp: FileStamp;
  /** Throws `io/changed` where the open file, or what lies at its path, is no longer in that state: what was read may be of two files. */
  readonly refuseChanged: () => void;
  readonly close: () => void;
}

/** What a file held when it was read, with the SHA-256 of those very bytes. */
export interface FileContent {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly stamp: FileStamp;
}

/** Opens a regular file for reading at any place. Codes: usage/not-found, io/failed. Never waits on a FIFO or a device. */
export function openByteSource(path: string): OpenByteSource {
  const name = basename(path);
  const descriptor = openRegularFile(path);
  const stamp = attemptOpen(path, descriptor, () => settledStamp(descriptor) ?? refuse(name, 'it is still being written'));
  const byteLength = fstatSync(descriptor).size;
  const read = (offset: number, target: Uint8Array): void => {
    let done = 0;
    while (done < target.length) {
      const count = attempt(path, () => readSync(descriptor, target, done, target.length - done, offset + done));
      if (count === 0) {
        const sentence = `Expected ${target.length} bytes at byte ${offset}, found ${done}. The file changed while it was read: wait until it is complete.`;
        throw new InputError('io/changed', sentence, { file: name, byte: offset + done });
      }
      done += count;
    }
  };
  const refuseChanged = (): void => {
    if (attempt(path, () => stampOfDescriptor(descriptor)) !== stamp) refuse(name, 'it was written to');
    const now = attempt(path, () => stampOfPath(path));
    if (now !== stamp) refuse(name, now === null ? 'it is no longer there' : 'another file took its place');
  };
  return { name, byteLength, stamp, read, refuseChanged, close: () => closeSync(descriptor) };
}

/**
 * Opens a file, hands it on and closes it; throws `io/changed` where it was not as `stamp` says before, or not so afterwards. `null` = no earlier reading to agree with.
 * A failure of `use` on a file that changed is told as the change, which is its cause.
 */
export function readUnchanged<Result>(path: string, stamp: FileStamp | null, use: (source: OpenByteSource) => Result): Result {
  const source = openByteSource(path);
  try {
    if (stamp !== null && source.stamp !== stamp) refuse(source.name, 'it is no longer the file that was looked at first');
    try {
      return use(source);
    } finally {
      source.refuseChanged();
    }
  } finally {
    source.close();
  }
}

/** Reads a whole file once: hash and content are of the same bytes. Where it changed meanwhile it is read again, three times at most. Codes as `readBytes`, and io/changed. */
export function readContent(path: string, mostBytes?: number): FileContent {
  for (let reading = 1; ; reading++) {
    try {
      return readUnchanged(path, null, (source) => {
        const bytes = wholeOf(source, mostBytes);
        return { bytes, sha256: sha256Of(bytes), stamp: source.stamp };
      });
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== 'io/changed' || reading === 3) throw error;
    }
  }
}

/** The whole file. For events use `openByteSource`: this is for tables, workbooks and definitions. Codes as there, and io/failed above `mostBytes`. */
export function readBytes(path: string, mostBytes?: number): Uint8Array {
  return readContent(path, mostBytes).bytes;
}

function wholeOf(source: ByteSource, mostBytes = 256 * 1024 * 1024): Uint8Array {
  if (source.byteLength > mostBytes) {
    throw new InputError('io/failed', `Expected at most ${mostBytes} bytes, found ${source.byteLength}.`, { file: source.name });
  }
  const bytes = new Uint8Array(source.byteLength);
  source.read(0, bytes);
  return bytes;
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

function refuse(file: string, found: string): never {
  throw new InputError(
    'io/changed',
    `Expected the file to stay as it was while it was read, found that ${found}. Run again when nothing writes to it.`,
    { file },
  );
}

/** As `attempt`, and gives the descriptor back where it fails. */
function attemptOpen<Result>(path: string, descriptor: number, act: () => Result): Result {
  try {
    return attempt(path, act);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
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
