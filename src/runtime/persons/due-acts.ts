import { join } from 'node:path';
import { dueEvents } from '../../persons/due-events.ts';
import { appendEntry } from '../audit-log/append-entry.ts';
import { nextIndex } from '../audit-log/log-folder.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';
import { actsIn } from './read-acts.ts';
import { settleSignatures } from './signature-draft.ts';

/**
 * Finishes what persons or a publication began: signatures whose entry stands get their names, and the log says of every signed result that a later analysis
 * superseded it, and of a released lot that one re-opened it. Looks no further in a store that nobody signed in. Codes as `appendEntry`, `readEntries`.
 */
export async function settleActs(shelf: Shelf): Promise<void> {
  if (nextIndex(shelf) === 0 || namesInFolder(shelf.disk, join(shelf.root, 'signatures')).length === 0) return;
  settleSignatures(shelf);
  const entries = [...readEntries(shelf)];
  for (const subject of actsIn(entries).subjects.values()) for (const event of dueEvents(subject, entries)) await appendEntry(shelf, event);
}
