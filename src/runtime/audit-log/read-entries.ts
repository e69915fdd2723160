import { type AuditEntry, parseEntry } from '../../audit-log/audit-entry.ts';
import { InputError } from '../../errors.ts';
import type { Shelf } from '../disk/draft.ts';
import { entryFile, nextIndex } from './log-folder.ts';

/**
 * The entries of a log from an index on, in order, each read when it is asked for. Ends behind the last one that was there at the start. Throws
 * `audit-log/damaged` where one is missing or is not an entry, which `cytolot verify` looks into.
 */
export function* readEntries(shelf: Pick<Shelf, 'disk' | 'root'>, from = 0): Generator<AuditEntry, void> {
  const size = nextIndex(shelf);
  for (let index = from; index < size; index += 1) yield readEntry(shelf, index);
}

/** The entries of a log from the last one backwards: what was done last is mostly what is looked for. Codes as `readEntries`. */
export function* readEntriesBackwards(shelf: Pick<Shelf, 'disk' | 'root'>): Generator<AuditEntry, void> {
  for (let index = nextIndex(shelf) - 1; index >= 0; index -= 1) yield readEntry(shelf, index);
}

export function readEntry(shelf: Pick<Shelf, 'disk' | 'root'>, index: number): AuditEntry {
  const entry = parseEntry(readEntryText(shelf, index));
  if ('found' in entry) throw damagedEntry(shelf, index, entry.found);
  if (entry.index !== index) throw damagedEntry(shelf, index, `the entry ${entry.index}`);
  return entry;
}

function readEntryText({ disk, root }: Pick<Shelf, 'disk' | 'root'>, index: number): string {
  const file = entryFile({ root }, index);
  if (disk.kindOf(file) === 'nothing') throw damagedEntry({ root }, index, 'no file');
  try {
    return disk.readText(file);
  } catch (error) {
    throw new InputError('io/failed', `Expected to read the entry ${index} of the log, found that the system says ${String(error)}.`, {
      file,
    });
  }
}

/** That an entry is none. */
export function damagedEntry(shelf: Pick<Shelf, 'root'>, index: number, found: string): InputError {
  return new InputError(
    'audit-log/damaged',
    `Expected the entry ${index} of the log, found ${found}. An entry is never changed nor taken away: run 'cytolot verify', and restore the folder from a copy.`,
    { file: entryFile(shelf, index) },
  );
}
