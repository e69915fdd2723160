import { InputError } from '../../errors.ts';
import { type FileTrouble, type FileTroubles, troubleOf } from '../../pipeline/binding/hold-changed.ts';
import type { Disk } from '../disk/disk.ts';
import type { PlannedFolder } from './plan-folder.ts';

/** Errors that mean that a file, or the way to it, is not as it was, or that no thread could compute it; any other is in what the file holds. */
const LOST: readonly string[] = ['io/changed', 'io/failed', 'usage/not-found', 'internal/thread-ended'];

export function isLost(error: unknown): error is InputError {
  return error instanceof InputError && LOST.includes(error.code);
}

/** Every one of these files that is no longer what was read, with what was found in its place. */
export function changedFiles(disk: Disk, { files, contents, placeOf }: PlannedFolder, names: Iterable<string>): FileTroubles {
  const changed = new Map<string, FileTrouble>();
  for (const file of names) {
    const failure = contents.failed().get(file);
    const stamp = contents.read().get(file)?.stamp ?? files.get(file)?.stamp ?? null;
    const found = isLost(failure)
      ? troubleOf(failure)
      : stamp === null
        ? null
        : differenceFrom(disk, { path: placeOf(file).path, file, stamp });
    if (found !== null) changed.set(file, found);
  }
  return changed;
}

/** Every file that serves something. */
export function servingFiles({ bound, contents }: PlannedFolder): ReadonlySet<string> {
  return new Set([...bound.map(({ binding }) => binding.file), ...contents.read().keys()]);
}

function differenceFrom(
  disk: Disk,
  { path, file, stamp }: { readonly path: string; readonly file: string; readonly stamp: string },
): FileTrouble | null {
  try {
    const now = disk.stateOf(path);
    if (now?.stamp === stamp) return null;
    return { kind: now === null ? 'gone' : 'replaced' };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return troubleOf(new InputError('io/failed', `Expected it at the end of the run as it was read, found ${found}.`, { file }));
  }
}
