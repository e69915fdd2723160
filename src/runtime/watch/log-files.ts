import { isHeld, type Patience } from '../../watch/watched-file.ts';
import { appendEntry } from '../audit-log/append-entry.ts';
import type { Shelf } from '../disk/draft.ts';
import { appendReceived, logReceived } from '../run/received-log.ts';
import { heldFileEvent } from './store-entry.ts';
import type { WatchMemory } from './watch-memory.ts';

/**
 * Names in the log what was taken into the intake and what is held. What the intake had before may have been taken by a process that was killed before it could say so: the log is
 * looked through for it. Codes as `appendEntry`; what was not named stays to be.
 */
export async function logFiles(shelf: Shelf, memory: WatchMemory, patience: Patience): Promise<void> {
  const { unlogged, loggedHeld, files } = memory;
  const [known, fresh] = [unlogged.filter(({ intake }) => intake === 'had-them'), unlogged.filter(({ intake }) => intake === 'had-none')];
  if (known.length > 0) await logReceived(shelf, known);
  memory.unlogged = fresh;
  await appendReceived(shelf, fresh);
  memory.unlogged = [];
  const held = new Map([...files.values()].filter((file) => isHeld(file, patience)).map((file) => [`${file.path} ${file.stamp}`, file]));
  for (const key of loggedHeld) if (!held.has(key)) loggedHeld.delete(key);
  for (const [key, file] of held) {
    if (loggedHeld.has(key)) continue;
    await appendEntry(shelf, heldFileEvent(file));
    loggedHeld.add(key);
  }
}
