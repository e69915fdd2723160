import type { AuditEntry } from '../../audit-log/audit-entry.ts';
import { originOf } from '../../audit-log/checkpoint.ts';
import { parseBeginning } from '../../audit-log/log-beginning.ts';
import { logKeysOf } from '../../audit-log/log-keys.ts';
import { type Acts, actsOf } from '../../persons/acts.ts';
import { type PersonKeys, personKeysOf } from '../../persons/person-keys.ts';
import { cryptography } from '../audit-log/ed25519.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import type { Shelf } from '../disk/draft.ts';

function contextOf(entries: readonly AuditEntry[]) {
  const origin = originOf(parseBeginning(entries[0])?.storeId ?? '');
  return { origin, logKeys: logKeysOf(entries, origin, cryptography), cryptography };
}

/** What each subject is and who signed what, by these entries of a log, in their order. */
export function actsIn(entries: readonly AuditEntry[]): Acts {
  return actsOf(entries, contextOf(entries));
}

/** The keys of persons by these entries of a log. */
export function personsIn(entries: readonly AuditEntry[]): PersonKeys {
  return personKeysOf(entries, contextOf(entries));
}

/** As `actsIn`, of the log of a store. Codes: as `readEntries`. */
export function readActs(shelf: Pick<Shelf, 'disk' | 'root'>): Acts {
  return actsIn([...readEntries(shelf)]);
}
