import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { InputError } from '../../errors.ts';
import type { ByteSource } from '../../fcs/fcs-file.ts';
import { codeOf, type Disk, nodeDisk } from './disk.ts';
import { type FileStamp, settledStamp } from './file-stamp.ts';
import type { FileState, OpenFile } from './open-file.ts';

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

/** Where a file lies. */
export interface FilePlace {
  readonly path: string;
  /** What messages call it; absent = the last part of the path. */
  readonly name?: string;
}

const nameOf = ({ path, name }: FilePlace): string => name ?? basename(path);

/** Opens a regular file for reading at any place. Codes: usage/not-found, io/failed. Never waits on a FIFO or a device. */
export function openByteSource(place: FilePlace, disk: Disk = nodeDisk): OpenByteSource {
  const { path } = place;
  const name = nameOf(place);
  const file = openRegularFile(place, disk);
  const { stamp, size: byteLength } = attemptOpen(name, file, () => settledStamp(file) ?? refuse(name, 'it is still being written'));
  const read = (offset: number, target: Uint8Array): void => {
    for (let done = 0; done < target.length; ) {
      const count = attempt(name, () => file.read(target, { offset: offset + done, at: done }));
      if (count === 0) {
        const sentence = `Expected ${target.length} bytes at byte ${offset}, found ${done}. The file changed while it was read: wait until it is complete.`;
        throw new InputError('io/changed', sentence, { file: name, byte: offset + done });
      }
      done += count;
    }
  };
  const refuseChanged = (): void => {
    if (attempt(name, () => file.state().stamp) !== stamp) refuse(name, 'it was written to');
    const now = attempt(name, () => disk.stateOf(path));
    if (now?.stamp !== stamp) refuse(name, now === null ? 'it is no longer there' : 'another file took its place');
  };
  return { name, byteLength, stamp, read, refuseChanged, close: () => file.close() };
}

/** Which file is read, and the state in which it must be; `null` = no earlier reading to agree with. */
export interface StampedFile extends FilePlace {
  readonly stamp: FileStamp | null;
}

/**
 * Opens a file, hands it on and closes it; throws `io/changed` where it was not as `stamp` says before, or not so afterwards.
 * A failure of `use` on a file that changed is told as the change, which is its cause.
 */
export function readUnchanged<Result>(disk: Disk, { stamp, ...place }: StampedFile, use: (source: OpenByteSource) => Result): Result {
  const source = openByteSource(place, disk);
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
export function readContent(place: FilePlace, disk: Disk = nodeDisk): FileContent {
  for (let reading = 1; ; reading++) {
    try {
      return readUnchanged(disk, { ...place, stamp: null }, (source) => {
        const bytes = wholeOf(source);
        return { bytes, sha256: sha256Of(bytes), stamp: source.stamp };
      });
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== 'io/changed' || reading === 3) throw error;
    }
  }
}

/** The whole file. For events use `openByteSource`: this is for tables, workbooks and definitions. Codes as there, and io/failed above 256 MiB. */
export function readBytes(path: string, disk: Disk = nodeDisk): Uint8Array {
  return readContent({ path }, disk).bytes;
}

const MOST_BYTES = 256 * 1024 * 1024;

function wholeOf(source: ByteSource): Uint8Array {
  if (source.byteLength > MOST_BYTES) {
    throw new InputError('io/failed', `Expected at most ${MOST_BYTES} bytes, found ${source.byteLength}.`, { file: source.name });
  }
  const bytes = new Uint8Array(source.byteLength);
  source.read(0, bytes);
  return bytes;
}

/** The whole file as UTF-8 text; a byte order mark is dropped. Codes as `readBytes`, and io/failed for bytes that are not UTF-8. */
export function readText(path: string, disk: Disk = nodeDisk): string {
  return decodeUtf8(readBytes(path, disk), basename(path));
}

/** Bytes as UTF-8 text, without a byte order mark. Codes: io/failed. */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
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

/** As `attempt`, and closes the file where it fails. */
function attemptOpen<Result>(name: string, file: OpenFile, act: () => Result): Result {
  try {
    return attempt(name, act);
  } catch (error) {
    file.close();
    throw error;
  }
}

function openRegularFile(place: FilePlace, disk: Disk): OpenFile {
  const { path } = place;
  const name = nameOf(place);
  const found = attempt(name, () => disk.stateOf(path));
  if (found === null) throw new InputError('usage/not-found', NOT_FOUND, { file: name });
  if (found.kind !== 'file') throw new InputError('io/failed', `Expected a regular file, found ${KINDS[found.kind]}.`, { file: name });
  // Opened without waiting, so that a FIFO put there since cannot hold us; what was opened is looked at once more.
  const file = attempt(name, () => disk.open(path, 'reading'));
  if (attemptOpen(name, file, () => file.state().kind) === 'file') return file;
  file.close();
  throw new InputError('io/failed', 'Expected a regular file, found something else that took its place.', { file: name });
}

const KINDS: Readonly<Record<FileState['kind'], string>> = {
  file: 'a file',
  folder: 'a directory',
  link: 'a symbolic link',
  pipe: 'a pipe',
  socket: 'a socket',
  device: 'a device',
};

const NOT_FOUND = 'Expected a file, found none of this name.';

const sentences: ReadonlyMap<string, string> = new Map([
  ['ENOENT', NOT_FOUND],
  ['ENOTDIR', 'Expected a file, found that a part of its path is not a folder.'],
  ['ELOOP', 'Expected a file, found a symbolic link that leads back to itself.'],
  ['EACCES', 'Expected a readable file, found no permission to read it.'],
  ['EPERM', 'Expected a readable file, found no permission to read it.'],
  ['ENAMETOOLONG', 'Expected a file, found a name that is too long for this file system.'],
  ['EMFILE', 'Too many files are open. Run fewer jobs at once.'],
]);

function attempt<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw readingError(error, file);
  }
}

/** What the system says of reading a file, as an error of the input. Codes: usage/not-found, io/failed. */
export function readingError(error: unknown, file: string): InputError {
  if (error instanceof InputError) return error;
  const code = codeOf(error) ?? '';
  const sentence = sentences.get(code) ?? `Reading failed: ${error instanceof Error ? error.message : String(error)}.`;
  return new InputError(code === 'ENOENT' || code === 'ENOTDIR' ? 'usage/not-found' : 'io/failed', sentence, { file });
}
