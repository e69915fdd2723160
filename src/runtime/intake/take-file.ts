import { createHash, type Hash, randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import { type Disk, makeFolders, messageOf } from '../disk/disk.ts';
import { type FileStamp, settledStamp } from '../disk/file-stamp.ts';
import { readingError, readUnchanged, sha256OfSource } from '../disk/files.ts';
import type { FileState, OpenFile } from '../disk/open-file.ts';
import { intakePath } from './intake-path.ts';

/** Which file is taken, and where to. Plain data. */
export interface TakingRequest {
  /** The folder, without links, below which it lies. */
  readonly root: string;
  /** Its path from there, with `/`. */
  readonly path: string;
  /** What messages call it. */
  readonly name: string;
  /** The state in which it was listed; `null` = whatever it is in. */
  readonly stamp: FileStamp | null;
  readonly intake: string;
  /** Folder on the disk of the intake for what is not whole yet; whoever opened it clears it. */
  readonly partial: string;
  readonly mostBytes: number | null;
  /** What its bytes probably are: where the intake has them, they are compared and nothing is written. */
  readonly probably: string | null;
}

/** What is told of a file that was not taken. */
export type TakingError = Pick<InputError, 'code' | 'message' | 'place'>;

/**
 * What became of it. `changed`: it is being written, or is no longer what was listed. `not-kept`: the intake could not take it, whatever the file is; the
 * others are of the file itself.
 */
export type Taking =
  | {
      readonly outcome: 'taken';
      readonly sha256: string;
      readonly bytes: number;
      readonly stamp: FileStamp;
      readonly intake: 'had-none' | 'had-them';
    }
  | {
      readonly outcome: 'gone' | 'changed' | 'not-a-file' | 'unreadable' | 'too-large' | 'not-kept';
      readonly error: TakingError;
    };

/**
 * Copies a file into the intake while it is hashed: a regular file, reached without following a link, that is the same before and after. Its bytes are
 * on the disk when this returns, and appear by one rename. Bytes that the intake has already are compared by their hash and not written again.
 */
export function takeFile(disk: Disk, request: TakingRequest): Taking {
  const { name } = request;
  let file: OpenFile;
  try {
    file = disk.openBelow(request.root, request.path);
  } catch (error) {
    return unopened(error, name);
  }
  try {
    const state = file.state();
    if (state.kind !== 'file') return not('not-a-file', notAFile(name, KINDS[state.kind]));
    const { stamp, mostBytes } = request;
    if (stamp !== null && state.stamp !== stamp) return not('changed', changed(name));
    if (mostBytes !== null && state.size > mostBytes) return not('too-large', tooLarge(name, state.size, mostBytes));
    const settled = settledStamp(file);
    return settled === null || settled.stamp !== state.stamp ? not('changed', changed(name)) : copyIn(disk, file, { request, settled });
  } catch (error) {
    return not('unreadable', readingError(error, name));
  } finally {
    file.close();
  }
}

interface Copy {
  readonly request: TakingRequest;
  readonly settled: FileState;
}

function copyIn(disk: Disk, file: OpenFile, copy: Copy): Taking {
  const { request, settled } = copy;
  const { stamp, size: bytes } = settled;
  const before = request.probably === null ? null : knownIn(disk, file, copy, request.probably);
  if (before !== null) return file.state().stamp === stamp ? before : not('changed', changed(request.name));
  const temporary = join(request.partial, `${randomUUID()}.partial`);
  try {
    const target = keeping(request, () => disk.open(temporary, 'new'));
    let sha256: string | null;
    try {
      sha256 = hashed(file, bytes, (part) => keeping(request, () => target.write(part)));
      keeping(request, () => target.sync());
    } finally {
      target.close();
    }
    if (sha256 === null || file.state().stamp !== stamp) return not('changed', changed(request.name));
    const found = sha256;
    const intake = keeping(request, () => putInPlace(disk, temporary, intakePath(request.intake, found)));
    return { outcome: 'taken', sha256, bytes, stamp, intake };
  } catch (error) {
    if (error instanceof NotKept) return refused(error);
    throw error;
  } finally {
    removeQuietly(disk, temporary);
  }
}

/** Where the intake has these bytes already. `null` = it has not, or the file holds others. */
function knownIn(disk: Disk, file: OpenFile, { request, settled }: Copy, probably: string): Taking | null {
  const path = intakePath(request.intake, probably);
  if (disk.stateOf(path)?.size !== settled.size) return null;
  if (hashed(file, settled.size, () => undefined) !== probably) return null;
  try {
    keeping(request, () => refuseDamaged(disk, path, probably));
  } catch (error) {
    if (error instanceof NotKept) return refused(error);
    throw error;
  }
  return { outcome: 'taken', sha256: probably, bytes: settled.size, stamp: settled.stamp, intake: 'had-them' };
}

const PIECE = 1024 * 1024;

/** Hash of the first `bytes` bytes; `null` where the file has fewer. */
function hashed(file: OpenFile, bytes: number, also: (part: Uint8Array) => void): string | null {
  const hash: Hash = createHash('sha256');
  const piece = new Uint8Array(Math.min(PIECE, Math.max(1, bytes)));
  for (let offset = 0; offset < bytes; ) {
    const room = piece.subarray(0, Math.min(piece.length, bytes - offset));
    const count = file.read(room, { offset, at: 0 });
    if (count === 0) return null;
    const part = room.subarray(0, count);
    hash.update(part);
    also(part);
    offset += count;
  }
  return hash.digest('hex');
}

function putInPlace(disk: Disk, temporary: string, path: string): 'had-none' | 'had-them' {
  const folder = dirname(path);
  makeFolders(disk, folder);
  if (disk.kindOf(path) !== 'nothing') {
    refuseDamaged(disk, path, path.slice(folder.length + 1));
    return 'had-them';
  }
  disk.rename(temporary, path);
  disk.syncFolder(folder);
  return 'had-none';
}

function refuseDamaged(disk: Disk, path: string, sha256: string): void {
  const found = readUnchanged(disk, { path, stamp: null }, sha256OfSource);
  if (found !== sha256) {
    const sentence = `Expected the bytes of SHA-256 ${sha256} in this file of the intake, found those of ${found}: it was changed or is damaged. Put a true copy into its place.`;
    throw new DamagedCopy('io/failed', sentence, { file: path });
  }
}

/** What stands in the intake under a hash has another one. It concerns who needs these bytes, and nobody else. */
class DamagedCopy extends InputError {}

function refused({ why, cause }: NotKept): Taking {
  return not(cause instanceof DamagedCopy ? 'unreadable' : 'not-kept', why);
}

/** The intake could not take a file. */
class NotKept extends Error {
  readonly why: TakingError;

  constructor(why: TakingError, cause: unknown) {
    super(why.message, { cause });
    this.why = why;
  }
}

function keeping<Result>({ name, intake }: TakingRequest, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const { code, message, place } =
      error instanceof InputError
        ? error
        : new InputError(
            'io/failed',
            `Expected to keep a copy of it in '${intake}', found: ${messageOf(error)}. Check the rights of the folder and the space on its disk.`,
            { file: name },
          );
    throw new NotKept({ code, message, place }, error);
  }
}

function removeQuietly(disk: Disk, path: string): void {
  try {
    disk.remove(path);
  } catch {
    // What stays is cleared with the folder of what is not whole.
  }
}

function unopened(error: unknown, name: string): Taking {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ELOOP' || code === 'ENOTDIR')
    return not('not-a-file', notAFile(name, 'a symbolic link, or a folder on the way that is one'));
  // Of a socket, or of a device without a driver.
  if (code === 'ENXIO') return not('not-a-file', notAFile(name, 'a socket or a device'));
  const why = readingError(error, name);
  return not(why.code === 'usage/not-found' ? 'gone' : 'unreadable', why);
}

function not(outcome: Exclude<Taking['outcome'], 'taken'>, { code, message, place }: TakingError): Taking {
  return { outcome, error: { code, message, place } };
}

const KINDS: Readonly<Record<FileState['kind'], string>> = {
  file: 'a file',
  folder: 'a folder',
  link: 'a symbolic link',
  pipe: 'a pipe',
  socket: 'a socket',
  device: 'a device',
};

function notAFile(file: string, found: string): InputError {
  return new InputError('io/failed', `Expected a regular file, found ${found}.`, { file });
}

function changed(file: string): InputError {
  const sentence =
    'Expected the file to stay as it was while it was copied, found that it was written to, or that another took its place. Run again when nothing writes to it.';
  return new InputError('io/changed', sentence, { file });
}

function tooLarge(file: string, bytes: number, most: number): InputError {
  return new InputError('io/failed', `Expected at most ${most} bytes, as --max-file says, found ${bytes}.`, { file });
}
