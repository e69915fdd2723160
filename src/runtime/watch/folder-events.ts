import type { Message } from '../../message.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import { messageOf } from '../disk/disk.ts';

/** Hears of changes below a folder, as far as the system reports them. */
export interface FolderEvents {
  readonly close: () => Promise<void>;
}

const MOST_LEVELS = 8;

/**
 * Calls `wake` when the system reports a change. A share reports none of what other machines write, and a system has a limit of folders that it watches: where it
 * refuses, or where the package that listens cannot be loaded, that is noted once, and nothing more is heard: the scans find all.
 */
export async function openFolderEvents(
  folder: string,
  { wake, note }: { readonly wake: () => void; readonly note: (message: Message) => void },
): Promise<FolderEvents> {
  const watcher = await import('chokidar')
    .then(({ watch }) => watch(folder, { followSymlinks: false, depth: MOST_LEVELS, ignoreInitial: true, ignorePermissionErrors: true }))
    .catch((error: unknown) => {
      note(watchNote('watch/no-events', { error: messageOf(error) }));
      return null;
    });
  if (watcher === null) return { close: async () => {} };
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await watcher.close();
  };
  watcher.on('all', wake);
  watcher.on('error', (error) => {
    if (isClosed) return;
    note(watchNote('watch/no-events', { error: messageOf(error) }));
    void close();
  });
  return { close };
}
