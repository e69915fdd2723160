import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';

/** What controls taught is learned again after this time: a listing of inputs that is still ordered then is rare. */
const KEPT_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

/**
 * Removes what lies below `OUT/watch/learned` for longer than thirty days, by the clock of the disk that holds it: times of files are compared with that of one that is made now. All of it
 * can be learned again, so that what cannot be removed is left for the next time.
 */
export function forgetLearned({ disk, root }: Pick<Shelf, 'disk' | 'root'>): void {
  const learned = join(root, 'watch', 'learned');
  try {
    const now = timeOf(disk, learned);
    for (const group of namesInFolder(disk, learned)) {
      const folder = join(learned, group);
      for (const name of namesInFolder(disk, folder)) removeOld(disk, join(folder, name), now);
      if (now - disk.changedAt(folder) >= KEPT_MILLISECONDS) disk.removeEmpty(folder);
    }
  } catch {
    // Not there, or not to be written now: nothing hangs on it.
  }
}

/** The time that the disk gives a file now. */
function timeOf(disk: Disk, folder: string): number {
  const probe = join(folder, `.now-${randomUUID()}`);
  disk.writeNew(probe, new Uint8Array());
  try {
    return disk.changedAt(probe);
  } finally {
    disk.remove(probe);
  }
}

function removeOld(disk: Disk, path: string, now: number): void {
  try {
    if (now - disk.changedAt(path) >= KEPT_MILLISECONDS) disk.remove(path);
  } catch {
    // Another process may have removed it, or be using it.
  }
}
