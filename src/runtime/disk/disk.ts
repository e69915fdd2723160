import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  promises,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../errors.ts';
import { type EntryBelow, listBelow, openBelow } from './open-below.ts';
import { type FileState, type OpenFile, type OpenFor, openFile, stateOfPath } from './open-file.ts';

/** What a folder lists. `link`: a symbolic link, wherever it leads; `other`: a pipe, a socket, a device. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'folder' | 'file' | 'link' | 'other';
}

/**
 * What is asked of a file system: few acts, each of which a test can count, or let fail. All of them throw what the system says. Nothing else in the
 * program reads or writes files.
 */
export interface Disk {
  /** `nothing` also where a part of the path is a file, or may not be looked into. */
  readonly kindOf: (path: string) => 'folder' | 'file' | 'nothing';
  readonly names: (folder: string) => readonly string[];
  readonly entries: (folder: string) => readonly FolderEntry[];
  /** `null` where nothing lies there. */
  readonly stateOf: (path: string) => FileState | null;
  /** Milliseconds since 1970, by the clock of the file system. */
  readonly changedAt: (path: string) => number;
  /** The kind of file system that a path lies on, by its magic number (statfs(2)); `null` where the system does not say. */
  readonly fileSystemMagic: (path: string) => number | null;
  /** The path without links. */
  readonly realPath: (path: string) => string;
  readonly readText: (path: string) => string;
  /** Lists a folder below a root, itself where `folder` is '', without following a link; what changes on the way leads nowhere. */
  readonly listBelow: (root: string, folder: string) => readonly EntryBelow[];
  /** Opens a file below a root for reading, without following a link at any step. */
  readonly openBelow: (root: string, path: string) => OpenFile;
  /** Bytes of the file system on which something lies: those that this user may still write, and all. */
  readonly space: (path: string) => { readonly free: number; readonly total: number };
  readonly open: (path: string, purpose: OpenFor) => OpenFile;
  /** Throws where files may not be created in the folder. */
  readonly refuseUnwritable: (folder: string) => void;
  /** Exclusive: fails where something has the name. */
  readonly makeFolder: (path: string) => void;
  /** Creates a file that is not there; its bytes are on the disk when this returns. */
  readonly writeNew: (path: string, bytes: Uint8Array) => void;
  /** As `writeNew`, of several files at once: what the disk is waited for, others do meanwhile. */
  readonly writeSoon: (path: string, bytes: Uint8Array) => Promise<void>;
  readonly rename: (from: string, to: string) => void;
  /** A second name for a file; fails where something has it. */
  readonly link: (from: string, to: string) => void;
  /** With everything in it; nothing there is no error. */
  readonly remove: (path: string) => void;
  /** Fails where the folder holds anything. */
  readonly removeEmpty: (folder: string) => void;
  /** The names in a folder are on the disk when this returns. */
  readonly syncFolder: (folder: string) => void;
}

export const nodeDisk: Disk = {
  kindOf: (path) => {
    try {
      return statSync(path).isDirectory() ? 'folder' : 'file';
    } catch {
      return 'nothing';
    }
  },
  names: (folder) => readdirSync(folder).sort(),
  entries: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      kind: entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other',
    })),
  stateOf: stateOfPath,
  changedAt: (path) => statSync(path).mtimeMs,
  fileSystemMagic: (path) => {
    try {
      return statfsSync(path).type;
    } catch {
      return null;
    }
  },
  realPath: (path) => realpathSync(path),
  readText: (path) => readFileSync(path, 'utf8'),
  listBelow,
  openBelow,
  space: (path) => {
    const { bavail, blocks, bsize } = statfsSync(path);
    return { free: bavail * bsize, total: blocks * bsize };
  },
  open: openFile,
  refuseUnwritable: (folder) => accessSync(folder, constants.W_OK | constants.X_OK),
  makeFolder: (path) => {
    mkdirSync(path);
  },
  writeNew: (path, bytes) => {
    const file = openFile(path, 'new');
    try {
      file.write(bytes);
      file.sync();
    } finally {
      file.close();
    }
  },
  writeSoon: async (path, bytes) => {
    const file = await promises.open(path, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename: (from, to) => renameSync(from, to),
  link: (from, to) => linkSync(from, to),
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  removeEmpty: (folder) => rmdirSync(folder),
  syncFolder: (folder) => {
    // Windows opens no folder for this; its renames are journalled.
    if (process.platform === 'win32') return;
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
};

/**
 * Makes a folder and those above it one by one (Node's recursive mkdir never comes back where a file system answers ENOENT, as /proc does). The name of
 * each new one is on the disk when this returns.
 */
export function makeFolders(disk: Disk, path: string): void {
  if (disk.kindOf(path) === 'folder') return;
  const above = dirname(path);
  if (above !== path) makeFolders(disk, above);
  try {
    disk.makeFolder(path);
  } catch (error) {
    // Another run may have made it since.
    if (disk.kindOf(path) !== 'folder') throw error;
  }
  disk.syncFolder(above);
}

/** Does what creates something. Throws with what the system says: `io/failed` where the disk takes nothing more, `usage/cannot-create` else. */
export function creating<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const found = `Expected to create it, found: ${messageOf(error)}.`;
    if (isOfTheDisk(error) && codeOf(error) !== 'EROFS')
      throw new InputError(
        'io/failed',
        `${found} Make space on its disk, or mend the disk; then run again: what was published stands.`,
        { file: path },
        { cause: error },
      );
    throw new InputError(
      'usage/cannot-create',
      `${found} Check the folder given with --out, its rights and the space on its disk.`,
      { file: path },
      { cause: error },
    );
  }
}

/** What a file system says when it can take nothing more from anyone. */
const OF_THE_DISK: readonly string[] = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'ENODEV', 'ENXIO', 'ESTALE', 'ENOTCONN'];

/** Whether an error, or what caused it, is of the disk as a whole: what comes next would fail in the same way. */
export function isOfTheDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (OF_THE_DISK.includes(codeOf(error) ?? '')) return true;
  return isOfTheDisk(error.cause);
}

/** What a system calls an error: `ENOSPC`; `null` where it calls it nothing. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
