import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { formatRemembered, NOTHING_REMEMBERED, parseRemembered, type Remembered } from '../../watch/remembered.ts';
import type { WatchStatus } from '../../watch/watch-status.ts';
import { type Disk, makeFolders } from '../disk/disk.ts';
import type { Shelf } from '../disk/draft.ts';

/** The files that a watch keeps in the store: what it remembers, and its status. */
export interface WatchFiles {
  readonly remembered: () => Remembered;
  /** Throws what the disk says. */
  readonly remember: (remembered: Remembered) => void;
  /** Where the disk takes nothing more, the old status goes: it would not be true. */
  readonly show: (status: WatchStatus) => void;
  /** At the end: nobody watches any more. */
  readonly hide: () => void;
}

/** The folder of a watch below `OUT/watch`: of the drop folder without links. */
export function watchName(drop: string): string {
  return createHash('sha256').update(drop).digest('hex').slice(0, 16);
}

/** `OUT/watch`, with a folder for every drop folder. */
export function watchFolderOf(root: string): string {
  return join(root, 'watch');
}

export const STATUS_FILE = 'status.json';
const STATE_FILE = 'remembered.json';

/** `drop`: the drop folder without links; its hash names the folder of its watch. */
export function openWatchFiles(shelf: Shelf, drop: string): WatchFiles {
  const { disk, processes } = shelf;
  const folder = join(watchFolderOf(shelf.root), watchName(drop));
  let written = '';
  return {
    remembered: () => {
      const text = textOrNull(disk, join(folder, STATE_FILE));
      return text === null ? NOTHING_REMEMBERED : parseRemembered(text);
    },
    remember: (remembered) => {
      const text = formatRemembered(remembered);
      if (text === written) return;
      makeFolders(disk, folder);
      replaceFile(disk, folder, { name: STATE_FILE, text, durable: 'synced' });
      written = text;
    },
    show: (status) => {
      try {
        makeFolders(disk, folder);
        const owner = { ...processes.self, since: status.updatedAtUtc };
        replaceFile(disk, folder, { name: STATUS_FILE, text: `${JSON.stringify({ ...status, owner }, null, 2)}\n`, durable: 'not-synced' });
      } catch {
        removeQuietly(disk, join(folder, STATUS_FILE));
      }
    },
    hide: () => removeQuietly(disk, join(folder, STATUS_FILE)),
  };
}

interface Replacement {
  readonly name: string;
  readonly text: string;
  readonly durable: 'synced' | 'not-synced';
}

function replaceFile(disk: Disk, folder: string, { name, text, durable }: Replacement): void {
  const temporary = join(folder, `.${name}.${process.pid}.partial`);
  disk.remove(temporary);
  const file = disk.open(temporary, 'new');
  try {
    file.write(Buffer.from(text, 'utf8'));
    if (durable === 'synced') file.sync();
  } catch (error) {
    removeQuietly(disk, temporary);
    throw error;
  } finally {
    file.close();
  }
  disk.rename(temporary, join(folder, name));
  if (durable === 'synced') disk.syncFolder(folder);
}

function removeQuietly(disk: Disk, path: string): void {
  try {
    disk.remove(path);
  } catch {
    // Nothing is told of what is only shown.
  }
}

function textOrNull(disk: Disk, path: string): string | null {
  try {
    return disk.readText(path);
  } catch {
    return null;
  }
}
