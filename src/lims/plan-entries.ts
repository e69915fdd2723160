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
  /** Whether the target knows a sending that comes again; one that does not is looked at first. */
  readonly keys: 'known' | 'unknown';
  /** `parked and differing`: a person asks for what was refused again, and for what differed to be read again. */
  readonly again?: SendAgain;
}

export type SendAgain = 'nothing' | 'parked and differing';

export interface PlannedEntry {
  readonly record: OutboxRecord;
  /**
   * `create`: there is none of its key. `overtake`: it no longer stands; where it may have arrived, what follows names it. `revive`: it stands again, or a person asks for
   * it again.
   */
  readonly kind: 'create' | 'overtake' | 'revive';
}

const isBooked = ({ state, step }: OutboxRecord) =>
  state === 'sent' || state === 'mismatch' || (step === 'read' && (state === 'waiting' || state === 'parked'));

/** Booked, or perhaps booked: what follows stands in its place. */
const mayBeThere = (entry: OutboxRecord) => isBooked(entry) || entry.mayHaveArrived;

/** It must be looked for before anything else is said of its subject. */
const isUnsettled = (entry: OutboxRecord) => entry.state === 'waiting' && entry.mayHaveArrived && entry.step === 'look';

/**
 * What is to be done of one subject, in order. What was booked, or may have been, is never written over, but replaced by the next revision, or said to be open again; what
 * surely never arrived and stands no longer is not sent.
 */
export function planSendings(target: string, { standing, entries, keys, again = 'nothing' }: SubjectToSend): readonly PlannedEntry[] {
  if (keys === 'unknown' && entries.some(isUnsettled)) return [];
  const there = entries.filter(mayBeThere).sort((a, b) => a.revision - b.revision);
  const last = there.at(-1) ?? null;
  const wanted = wantedEntry(standing, last);
  if (wanted === null) return [...overtaken(entries, last?.key ?? null), ...revived(last, again)];
  const name = { target, ...wanted, revision: (last?.revision ?? 0) + 1 };
  const key = dispatchKey(name);
  const dropped = overtaken(entries, key);
  const known = entries.find((entry) => entry.key === key);
  // What is asked for again is sent only where it is what the target should have now: one that was refused may not stand any longer.
  if (known !== undefined) return [...dropped, ...revived(known, again)];
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
    mayHaveArrived: false,
    nextAt: null,
    messageSha256: null,
    reason: null,
  };
  return [...dropped, { kind: 'create', record }];
}

/** What waits and is not the one that the target should have. */
function overtaken(entries: readonly OutboxRecord[], key: string | null): readonly PlannedEntry[] {
  return entries
    .filter((entry) => entry.state === 'waiting' && entry.key !== key)
    .map((record): PlannedEntry => ({ kind: 'overtake', record }));
}

/** One that the target should have, and that rests: it was overtaken and stands again, or a person asks for it. */
function revived(record: OutboxRecord | null, again: SendAgain): readonly PlannedEntry[] {
  const rests = record?.state === 'parked' || record?.state === 'mismatch';
  const isAsked = again === 'parked and differing' || (record?.state === 'parked' && record.reason?.code === 'lims/overtaken');
  return record !== null && rests && isAsked ? [{ kind: 'revive', record }] : [];
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
