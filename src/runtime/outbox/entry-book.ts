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
  readonly put: (record: OutboxRecord) => void;
  /** Makes what a subject needs beside what it has; sends again what was refused and reads again what differed, where that is asked for. */
  readonly plan: (subject: string, standing: SentAnalysis | null, again: SendAgain) => void;
}

export function openEntryBook(shelf: Shelf, target: string, records: readonly OutboxRecord[]): EntryBook {
  const subjects = new Map<string, Map<string, OutboxRecord>>();
  const waiting = new Map<string, OutboxRecord>();
  const remember = (record: OutboxRecord): void => {
    const subject = subjectOfFolder(record.folder);
    const own = subjects.get(subject) ?? new Map<string, OutboxRecord>();
    subjects.set(subject, own.set(record.key, record));
    if (record.state === 'waiting') waiting.set(record.key, record);
    else waiting.delete(record.key);
  };
  const put = (record: OutboxRecord): void => {
    writeOutboxRecord(shelf, record);
    remember(record);
  };
  for (const record of records) remember(record);
  return {
    all: () => [...subjects.values()].flatMap((own) => [...own.values()]),
    waiting: () => [...waiting.values()],
    put,
    plan: (subject, standing, again) => {
      const entries = [...(subjects.get(subject)?.values() ?? [])];
      for (const planned of planSendings(target, { standing, entries, again })) put(recordOf(planned));
    },
  };
}

function recordOf({ kind, record }: PlannedEntry): OutboxRecord {
  if (kind === 'create') return record;
  const event =
    kind === 'drop' ? ({ kind: 'refused', reason: limsNote('lims/no-longer-stands', {}) } as const) : ({ kind: 'retried' } as const);
  return afterEvent(record, event);
}
