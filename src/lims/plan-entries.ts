import { type DispatchKind, dispatchKey } from './dispatch.ts';
import type { OutboxRecord } from './outbox-record.ts';

/** A published analysis, as far as it is sent or not. */
export interface SentAnalysis {
  /** `lots/<lot>/<subject>/0001`. */
  readonly folder: string;
  readonly resultSha256: string;
}

/** What a target should have of a subject, and what it was sent. */
export interface SubjectToSend {
  /** The analysis that stands; `null` = none does: none was approved, or the lot is open again. */
  readonly standing: SentAnalysis | null;
  /** The entries of the subject in the outbox of the target. */
  readonly entries: readonly OutboxRecord[];
  /** `parked and differing`: a person asks for what was refused again, and for what differed to be read again. */
  readonly again?: SendAgain;
}

export type SendAgain = 'nothing' | 'parked and differing';

export interface PlannedEntry {
  readonly record: OutboxRecord;
  /** `create`: there is none of its key. `drop`: it no longer stands and nothing of it was sent. `revive`: it was dropped, and stands again, or a person asks for it again. */
  readonly kind: 'create' | 'drop' | 'revive';
}

const isOpen = ({ state, attempts }: OutboxRecord) => state === 'waiting' && attempts > 0;
const isBooked = ({ state }: OutboxRecord) => state === 'sent' || state === 'mismatch';

/**
 * What is to be done of one subject, in order: an attempt that may have arrived is settled first; what was booked is never written over, but replaced by the next
 * revision, or said to be open again; what was never sent and stands no longer is not sent.
 */
export function planSendings(target: string, { standing, entries, again = 'nothing' }: SubjectToSend): readonly PlannedEntry[] {
  if (entries.some(isOpen)) return [];
  const booked = entries.filter(isBooked).sort((a, b) => a.revision - b.revision);
  const last = booked.at(-1) ?? null;
  const wanted = wantedEntry(standing, last);
  const name = wanted === null ? null : { target, ...wanted, revision: booked.length + 1 };
  const key = name === null ? null : dispatchKey(name);
  const dropped = entries
    .filter((entry) => entry.state === 'waiting' && entry.key !== key)
    .map((record): PlannedEntry => ({ kind: 'drop', record }));
  if (wanted === null || name === null || key === null) {
    // What differed is read again, not sent.
    return again === 'parked and differing' && last?.state === 'mismatch' ? [...dropped, { kind: 'revive', record: last }] : dropped;
  }
  const known = entries.find((entry) => entry.key === key);
  // What is asked for again is sent only where it is what the target should have now: one that was refused may not stand any longer.
  if (known !== undefined)
    return known.state === 'parked' && (known.reason?.code === 'lims/no-longer-stands' || again === 'parked and differing')
      ? [...dropped, { kind: 'revive', record: known }]
      : dropped;
  const record: OutboxRecord = {
    schemaVersion: 1,
    key,
    target,
    kind: wanted.kind,
    resultSha256: wanted.resultSha256,
    revision: name.revision,
    replaces: last?.key ?? null,
    folder: wanted.folder,
    state: 'waiting',
    step: 'send',
    attempts: 0,
    nextAt: null,
    messageSha256: null,
    reason: null,
  };
  return [...dropped, { kind: 'create', record }];
}

function wantedEntry(
  standing: SentAnalysis | null,
  last: OutboxRecord | null,
): { readonly kind: DispatchKind; readonly resultSha256: string; readonly folder: string } | null {
  if (standing === null)
    return last === null || last.kind === 'reopened' ? null : { kind: 'reopened', resultSha256: last.resultSha256, folder: last.folder };
  const hasIt = last?.kind === 'result' && last.resultSha256 === standing.resultSha256;
  return hasIt ? null : { kind: 'result', ...standing };
}
