import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Disk } from '../disk/disk.ts';
import type { PlannedFolder } from './plan-folder.ts';

/** Errors that mean that a file, or the way to it, is not as it was; any other is in what the file holds. */
const LOST: readonly string[] = ['io/changed', 'io/failed', 'usage/not-found'];

export function isLost(error: unknown): error is InputError {
  return error instanceof InputError && LOST.includes(error.code);
}

/** Every one of these files that is no longer what was read, with what was found in its place, in a sentence. */
export function changedFiles(disk: Disk, { folder, files, contents }: PlannedFolder, names: Iterable<string>): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const file of names) {
    const failure = contents.failed().get(file);
    const stamp = contents.read().get(file)?.stamp ?? files.get(file)?.stamp ?? null;
    const found = isLost(failure) ? failure.message : stamp === null ? null : differenceFrom(disk, join(folder, file), stamp);
    if (found !== null) changed.set(file, found);
  }
  return changed;
}

/** Every file that serves something. */
export function servingFiles({ bound, contents }: PlannedFolder): ReadonlySet<string> {
  return new Set([...bound.map(({ binding }) => binding.file), ...contents.read().keys()]);
}

function differenceFrom(disk: Disk, path: string, stamp: string): string | null {
  try {
    const now = disk.stateOf(path);
    if (now?.stamp === stamp) return null;
    const found = now === null ? 'that it is gone' : 'that it was changed or replaced';
    return `Expected it at the end of the run as it was read, found ${found}. Run again when nothing writes to the folder.`;
  } catch (error) {
    return `Expected it at the end of the run as it was read, found ${error instanceof Error ? error.message : String(error)}.`;
  }
}
