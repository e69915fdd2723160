import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Disk } from '../disk/disk.ts';
import type { FileStamp } from '../disk/file-stamp.ts';
import type { PlannedFolder } from './plan-folder.ts';

/** Errors that mean that a file, or the way to it, is not as it was; any other is in what the file holds. */
const LOST: readonly string[] = ['io/changed', 'io/failed', 'usage/not-found'];

export function isLost(error: unknown): error is InputError {
  return error instanceof InputError && LOST.includes(error.code);
}

/** Every file that serves something and is no longer what was read, with what was found in its place, in a sentence. */
export function changedFiles(disk: Disk, { folder, files, bound, contents }: PlannedFolder): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const [file, error] of contents.failed()) if (isLost(error)) changed.set(file, error.message);
  const read = new Map<string, FileStamp>([...contents.read()].map(([file, { stamp }]) => [file, stamp]));
  for (const { binding } of bound) {
    const known = files.get(binding.file);
    if (binding.kind !== 'plate' && known?.stamp != null) read.set(binding.file, known.stamp);
  }
  for (const [file, stamp] of read) {
    const found = differenceFrom(disk, join(folder, file), stamp);
    if (found !== null) changed.set(file, found);
  }
  return changed;
}

function differenceFrom(disk: Disk, path: string, stamp: FileStamp): string | null {
  try {
    const now = disk.stateOf(path);
    if (now?.stamp === stamp) return null;
    const found = now === null ? 'that it is gone' : 'that it was changed or replaced';
    return `Expected it at the end of the run as it was read, found ${found}. Run again when nothing writes to the folder.`;
  } catch (error) {
    return `Expected it at the end of the run as it was read, found ${error instanceof Error ? error.message : String(error)}.`;
  }
}
