import type { Shelf } from '../disk/draft.ts';
import { readKeyFile } from './key-file.ts';
import { nextIndex } from './log-folder.ts';
import { openReadLog } from './read-log.ts';
import { useStoreKey } from './store-key.ts';
import { type WrittenCheckpoint, writeCheckpoint } from './write-checkpoint.ts';

export interface Signing {
  /** File of the private key. */
  readonly path: string;
  /** The folder of results, the export or drop folder. */
  readonly notBelow: readonly string[];
}

/** Looks at the key before hours are spent: a wrong one is refused by a log that is there. Gives what signs the log as it then is. Errors: as `readKeyFile`, `useStoreKey`, `writeCheckpoint`. */
export async function openSigning(shelf: Shelf, { path, notBelow }: Signing): Promise<() => Promise<WrittenCheckpoint>> {
  const pair = readKeyFile(shelf.disk, { path, notBelow });
  // Each entry is read once, however often this process signs.
  const log = openReadLog(shelf);
  if (nextIndex(shelf) > 0) await useStoreKey(shelf, pair, log);
  return async () => writeCheckpoint(shelf, await useStoreKey(shelf, pair, log), log);
}
