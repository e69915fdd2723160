import type { InputError } from '../../errors.ts';
import { limsNote } from '../../lims/lims-notes.ts';
import { afterEvent, type OutboxRecord } from '../../lims/outbox-record.ts';
import { type PlannedEntry, planSendings, type SendAgain, type SentAnalysis } from '../../lims/plan-entries.ts';
import { subjectOfFolder } from '../../persons/published-result.ts';
import type { Shelf } from '../disk/draft.ts';
import { writeOutboxRecord } from './outbox-folder.ts';

/** The entries of a target, in memory and on the disk. */
export interface EntryBook {
  readonly all: () => readonly OutboxRecord[];
  readonly waiting: () => readonly OutboxRecord[];
  /** Of a key; `undefined` = there is none. */
  readonly get: (key: string) => OutboxRecord | undefined;
  readonly put: (record: OutboxRecord) => void;
  /**
   * Makes what a subject needs beside what it has; sends again what was refused and reads again what differed, where that is asked for. Gives what rests from now on. Throws
   * where an entry that it needs cannot be read.
   */
  readonly plan: (subject: string, standing: SentAnalysis | null, again: SendAgain) => readonly OutboxRecord[];
}

export interface BookOptions {
  readonly target: string;
  readonly keys: 'known' | 'unknown';
  readonly records: readonly OutboxRecord[];
  /** Keys whose entries cannot be read: these are not written over. */
  readonly broken: ReadonlyMap<string, InputError>;
}

export function openEntryBook(shelf: Shelf, { target, keys, records, broken }: BookOptions): EntryBook {
  const subjects = new Map<string, Map<string, OutboxRecord>>();
  const byKey = new Map<string, OutboxRecord>();
  const waiting = new Map<string, OutboxRecord>();
  const remember = (record: OutboxRecord): void => {
    const subject = subjectOfFolder(record.folder);
    const own = subjects.get(subject) ?? new Map<string, OutboxRecord>();
    subjects.set(subject, own.set(record.key, record));
    byKey.set(record.key, record);
    if (record.state === 'waiting') waiting.set(record.key, record);
    else waiting.delete(record.key);
  };
  const put = (record: OutboxRecord): void => {
    writeOutboxRecord(shelf, record);
    remember(record);
  };
  for (const record of records) remember(record);
  return {
    all: () => [...byKey.values()],
    waiting: () => [...waiting.values()],
    get: (key) => byKey.get(key),
    put,
    plan: (subject, standing, again) => {
      const entries = [...(subjects.get(subject)?.values() ?? [])];
      const planned = planSendings(target, { standing, entries, keys, again });
      for (const { record } of planned) {
        const error = broken.get(record.key);
        if (error !== undefined) throw error;
      }
      return planned.flatMap((one) => {
        const record = recordOf(one, { standing, keys });
        put(record);
        return one.kind === 'overtake' ? [record] : [];
      });
    },
  };
}

function recordOf(
  { kind, record }: PlannedEntry,
  { standing, keys }: { readonly standing: SentAnalysis | null; readonly keys: 'known' | 'unknown' },
): OutboxRecord {
  switch (kind) {
    case 'create':
      return record;
    case 'revive':
      return afterEvent(record, { kind: 'retried', first: keys === 'unknown' && record.mayHaveArrived ? 'look' : 'as it was' });
    case 'overtake': {
      const stands = standing === null ? 'none' : 'another';
      const arrived = record.mayHaveArrived ? 'perhaps' : 'never';
      return afterEvent(record, { kind: 'overtaken', reason: limsNote('lims/overtaken', { stands, arrived }) });
    }
  }
}
