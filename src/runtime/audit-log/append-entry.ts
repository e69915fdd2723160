import { type AuditEvent, MOST_ENTRIES } from '../../audit-log/audit-entry.ts';
import { InputError } from '../../errors.ts';
import type { Shelf } from '../disk/draft.ts';
import { beginLog } from './begin-log.ts';
import { entriesFolder, nextIndex } from './log-folder.ts';
import { publishEntry, stampedEvent } from './publish-entry.ts';

/** Where the entry stands that was appended. */
export interface AppendedEntry {
  readonly index: number;
}

/**
 * Appends one entry to the log of a folder of results: its bytes and every folder above them are on the disk when this comes back, and no index
 * below it is free. Where another process takes the index first, the next one is taken; a log that is not there is begun. Throws `usage/cannot-create`
 * (the entry may stand even then), `audit-log/damaged`.
 */
export async function appendEntry(shelf: Shelf, event: AuditEvent): Promise<AppendedEntry> {
  await beginLog(shelf);
  const made = stampedEvent(shelf, event);
  for (let index = nextIndex(shelf); index < MOST_ENTRIES; index = Math.max(index + 1, nextIndex(shelf))) {
    if (await publishEntry(shelf, { ...made, index })) return { index };
  }
  throw new InputError('usage/cannot-create', `Expected fewer than ${MOST_ENTRIES} entries in the log, found no room for one more.`, {
    file: entriesFolder(shelf),
  });
}
