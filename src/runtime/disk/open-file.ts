import { type BigIntStats, closeSync, constants, fstatSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs';

/** One state of a file, as the file system tells it. */
export interface FileState {
  /** `link` only where links are not followed. */
  readonly kind: 'file' | 'folder' | 'link' | 'pipe' | 'socket' | 'device';
  /** Bytes. */
  readonly size: number;
  /** Device and inode: the same under every name of the file. */
  readonly identity: string;
  /**
   * Tells this state from every other: device, inode, size, and the times of the last change of content and of its entry, in nanoseconds. The last cannot
   * be set by a program, so that a copy with an old date does not pass for the file.
   */
  readonly stamp: string;
  /** Milliseconds since the entry changed last, by the clock that the file system is compared with; negative = a clock of another machine. */
  readonly ageMilliseconds: number;
  /** `kept`: no account but this one may read it, or root has put it there for a group that may read it alone. Where a system has no such rights, `kept`. */
  readonly secrecy: 'kept' | 'shared';
}

/** Which bytes of a file are read, and where they go. */
export interface FilePart {
  /** Byte of the file. */
  readonly offset: number;
  /** Byte of the target from which on it is filled. */
  readonly at: number;
}

/** A file that is open. Every act throws what the system says. */
export interface OpenFile {
  readonly state: () => FileState;
  /** Fills the target from `at` on as far as the system does at once, and says how many bytes that were; 0 = the end of the file. */
  readonly read: (target: Uint8Array, part: FilePart) => number;
  /** Writes all bytes behind those that were written. */
  readonly write: (bytes: Uint8Array) => void;
  /** What was written is on the disk when this returns. */
  readonly sync: () => void;
  readonly close: () => void;
}

/** `new`: fails where something has the name. `private`: so too, and nobody but the account may read it. */
export type OpenFor = 'reading' | 'new' | 'private' | 'appending';

// Non-blocking, so that a FIFO cannot hold whoever opens it.
const FLAGS = { reading: constants.O_RDONLY | (constants.O_NONBLOCK ?? 0), new: 'wx', private: 'wx', appending: 'a' } as const;

export function openFile(path: string, purpose: OpenFor): OpenFile {
  return fileOf(openSync(path, FLAGS[purpose], purpose === 'private' ? 0o600 : undefined));
}

/** A file by its descriptor, which `close` gives back. */
export function fileOf(descriptor: number): OpenFile {
  return {
    state: () => stateFrom(fstatSync(descriptor, { bigint: true })),
    read: (target, { offset, at }) => readSync(descriptor, target, at, target.length - at, offset),
    write: (bytes) => writeAll(descriptor, bytes),
    sync: () => fsyncSync(descriptor),
    close: () => closeSync(descriptor),
  };
}

/** The state of what lies at a path; `null` where nothing does. */
export function stateOfPath(path: string): FileState | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : stateFrom(stats);
}

export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

export function stateFrom(stats: BigIntStats): FileState {
  const { dev, ino, size, mtimeNs, ctimeNs } = stats;
  return {
    kind: kindFrom(stats),
    size: Number(size),
    identity: [dev, ino].join(':'),
    stamp: [dev, ino, size, mtimeNs, ctimeNs].join(':'),
    ageMilliseconds: Date.now() - Number(ctimeNs / 1000n) / 1000,
    secrecy: isKept(stats) ? 'kept' : 'shared',
  };
}

/** Containers are given secrets as files of root that a group may read. */
function isKept({ mode, uid }: BigIntStats): boolean {
  if (process.platform === 'win32' || (mode & 0o077n) === 0n) return true;
  return uid === 0n && process.getuid?.() !== 0 && (mode & 0o037n) === 0n;
}

function kindFrom(stats: BigIntStats): FileState['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isFIFO()) return 'pipe';
  return stats.isSocket() ? 'socket' : 'device';
}
