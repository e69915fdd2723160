import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import { codeOf, type Disk, nodeDisk } from './disk.ts';
import type { FileState } from './open-file.ts';

/** Where a file goes that a command was asked to write, and what it must not touch. */
export interface OutputTarget {
  readonly path: string;
  /** Files that the command reads, and folders with all that is in them: nothing of them is ever replaced. */
  readonly inputs: readonly string[];
  /** What becomes of a file that has the name. */
  readonly existing: 'refuse' | 'replace';
}

/** A file that appears under its name only when it is whole. */
export interface PendingFile {
  readonly write: (bytes: Uint8Array) => void;
  /** Makes the file appear. Takes the place of another only where the target says so. */
  readonly publish: () => void;
  /** Removes what was written; nothing after `publish`. */
  readonly discard: () => void;
}

/**
 * The one way in which a command writes a file that it was given the name of: under a temporary name beside it, which becomes its own when all is on the
 * disk. Codes: usage/cannot-create (also as `refuseTaken`), io/failed.
 */
export function createOutputFile(target: OutputTarget, disk: Disk = nodeDisk): PendingFile {
  refuseTaken(target, disk);
  const file = basename(target.path);
  const { temporary, opened } = attempt('usage/cannot-create', file, () => openTemporary(dirname(target.path), disk));
  let open = true;
  let present = true;
  const close = (): void => {
    if (open) opened.close();
    open = false;
  };
  const discard = (): void => {
    close();
    if (present) disk.remove(temporary);
    present = false;
  };
  const write = (bytes: Uint8Array): void => {
    attempt('io/failed', file, () => opened.write(bytes));
  };
  const publish = (): void => {
    attempt('io/failed', file, () => opened.sync());
    close();
    // Once more: computing may have taken an hour.
    refuseTaken(target, disk);
    attempt('usage/cannot-create', file, () => giveName(temporary, target, disk));
    discard();
  };
  return { write, publish, discard };
}

/** Writes a whole file. Codes as `createOutputFile`. */
export function writeOutputFile(target: OutputTarget, bytes: Uint8Array, disk: Disk = nodeDisk): void {
  const output = createOutputFile(target, disk);
  try {
    output.write(bytes);
    output.publish();
  } finally {
    output.discard();
  }
}

/** Writes a file that nobody but the account may read, where there is none of this name. Codes: usage/cannot-create. */
export function writePrivateFile(path: string, text: string, disk: Disk = nodeDisk): void {
  const file = attempt('usage/cannot-create', basename(path), () => disk.open(path, 'private'));
  try {
    attempt('usage/cannot-create', basename(path), () => {
      file.write(Buffer.from(text));
      file.sync();
    });
  } finally {
    file.close();
  }
}

/** Refuses a target that is an input, that is no file, or that is there and may not be replaced: to be asked before anything is computed. Code: usage/cannot-create. */
export function refuseTaken({ path, inputs, existing }: OutputTarget, disk: Disk = nodeDisk): void {
  const file = basename(path);
  const state = attempt('usage/cannot-create', file, () => disk.stateOf(path));
  if (state === null) return;
  const taken = (sentence: string) => new InputError('usage/cannot-create', sentence, { file });
  if (inputs.some((input) => isPartOf(path, input, disk))) {
    throw taken('Expected the name of an output, found a file that is read or lies in a folder that is read. Name another.');
  }
  if (state.kind !== 'file') throw taken(`Expected the name of a file, found a ${state.kind} of this name. Name another.`);
  if (existing === 'refuse') {
    throw taken('Expected a file name that is free, found a file of this name. Name another, or replace it with --force.');
  }
}

/** Whether what lies at a path is an input, under whatever name, or lies in a folder that is one. */
export function isPartOf(path: string, input: string, disk: Disk = nodeDisk): boolean {
  const of = disk.stateOf(input);
  if (of === null) return false;
  const own = disk.stateOf(path);
  if (own !== null && isSame(own, of)) return true;
  return (
    of.kind === 'folder' &&
    foldersAbove(own === null ? dirname(resolve(path)) : dirname(disk.realPath(path)), disk).some((one) => isSame(one, of))
  );
}

function foldersAbove(folder: string, disk: Disk): readonly FileState[] {
  const all: FileState[] = [];
  for (let at = folder; ; at = dirname(at)) {
    const state = disk.stateOf(at);
    if (state !== null) all.push(state);
    if (dirname(at) === at) return all;
  }
}

function isSame(a: FileState, b: FileState): boolean {
  return a.identity === b.identity;
}

const MOST_TRIES = 100;

/** The temporary name is short: that of the file may be as long as a file system allows. */
function openTemporary(folder: string, disk: Disk) {
  for (let i = 0; ; i += 1) {
    const temporary = join(folder, `.cytolot-${process.pid}-${i}.partial`);
    try {
      return { temporary, opened: disk.open(temporary, 'new') };
    } catch (error) {
      if (i >= MOST_TRIES || codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/**
 * A rename takes the place of what has the name. Where that is not asked for, a second name is given to the file, which fails where another has it; a file
 * system without second names (FAT, many network shares) gets an empty file that only we can have made, and the rename takes its place.
 */
function giveName(temporary: string, { path, existing }: OutputTarget, disk: Disk): void {
  if (existing === 'replace') {
    disk.rename(temporary, path);
    return;
  }
  try {
    disk.link(temporary, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    disk.open(path, 'new').close();
    try {
      disk.rename(temporary, path);
    } catch (failure) {
      disk.remove(path);
      throw failure;
    }
  }
}

function attempt<Result>(code: 'usage/cannot-create' | 'io/failed', file: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = codeOf(error) ?? String(error);
    throw new InputError(code, `Expected to ${code === 'io/failed' ? 'write' : 'create'} the file, the system says ${reason}.`, { file });
  }
}
