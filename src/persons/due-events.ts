import type { AuditEntry, AuditEvent } from '../audit-log/audit-entry.ts';
import { reopensBy } from './acts.ts';
import type { State } from './steps.ts';
import type { SubjectActs } from './subject-acts.ts';

/** States before which no person had a hand in it: that another analysis takes its place needs no entry of its own. */
const UNTOUCHED: readonly State[] = ['analysed', 'superseded'];

/**
 * The entries that the program owes the log of a subject: that a signed analysis is superseded, and that a released lot is open again. States do not hang on
 * them: they say in the log, at the time, what follows from the publication. One that is there is not owed again.
 */
export function dueEvents({ latest, earlier }: SubjectActs, entries: readonly AuditEntry[]): readonly AuditEvent[] {
  const due = earlier.flatMap(({ publication, state, released }, i) => {
    const by = earlier[i + 1]?.publication ?? latest;
    const base = { objectSha256: null, reason: null } as const;
    const superseded: AuditEvent = {
      ...base,
      action: 'superseded',
      object: publication.folder,
      old: { state },
      new: { by: by.folder, state: 'superseded' },
    };
    const reopened: AuditEvent = {
      ...base,
      action: 'reopened',
      object: by.folder,
      old: { folder: publication.folder, state },
      new: { disposition: by.disposition, state: 're-opened' },
    };
    return [...(UNTOUCHED.includes(state) ? [] : [superseded]), ...(reopensBy(by, { released }) ? [reopened] : [])];
  });
  return due.filter(({ action, object }) => !entries.some((entry) => entry.action === action && entry.object === object));
}
