import { type AuditEntry, type AuditEvent, MOST_ENTRIES } from '../../audit-log/audit-entry.ts';
import { InputError } from '../../errors.ts';
import type { Shelf } from '../disk/draft.ts';
import { beginLog } from './begin-log.ts';
import { entriesFolder } from './log-folder.ts';
import { publishEntry, stampedEvent } from './publish-entry.ts';
import { readEntries } from './read-entries.ts';

/** What was appended, and where it stands. */
export interface DecidedEntry {
  readonly index: number;
  readonly event: AuditEvent;
}

/**
 * Appends the entry that is decided on all that are in the log, and on no other: where another process appends one meanwhile, it is decided again, so that of two
 * acts that exclude each other one is refused. `decide` is told the time that the entry will have; it throws to append nothing. Codes: as `appendEntry`.
 */
export async function appendDecided(
  shelf: Shelf,
  decide: (entries: readonly AuditEntry[], timeUtc: string) => AuditEvent,
): Promise<DecidedEntry> {
  await beginLog(shelf);
  for (;;) {
    const entries = [...readEntries(shelf)];
    const timeUtc = shelf.clock.now().toISOString();
    const event = decide(entries, timeUtc);
    const index = entries.length;
    if (index >= MOST_ENTRIES)
      throw new InputError('usage/cannot-create', `Expected fewer than ${MOST_ENTRIES} entries in the log, found no room for one more.`, {
        file: entriesFolder(shelf),
      });
    if (await publishEntry(shelf, { ...stampedEvent(shelf, event), timeUtc, index })) return { index, event };
  }
}
