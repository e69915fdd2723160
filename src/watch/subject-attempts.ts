import type { Message } from '../message.ts';
import type { DecidedSubject } from './decide-subjects.ts';
import {
  awaitedKey,
  judgedFiles,
  type PublishedSubject,
  type SettledSubject,
  type SubjectHistory,
  type SubjectNow,
  subjectFingerprint,
  tablesKey,
} from './subject-state.ts';
import { attemptOf, MOST_TRIES, triesOf } from './subject-tries.ts';
import { watchNote } from './watch-notes.ts';

/** A subject that is to be analysed, with what is known of it. */
export interface ReadySubject extends DecidedSubject {
  readonly product: string;
  readonly now: SubjectNow;
  readonly awaited: readonly Message[];
}

/** What became of an analysis. */
export type SubjectOutcome =
  | { readonly kind: 'published'; readonly published: PublishedSubject }
  | { readonly kind: 'reason-needed'; readonly why: Message }
  | { readonly kind: 'failed'; readonly error: Message };

/** The subjects that may be analysed now. */
export function readySubjects(decided: readonly DecidedSubject[]): readonly ReadySubject[] {
  return decided.flatMap((one): ReadySubject[] => {
    const { product, state, now } = one;
    return state.state === 'ready' && product !== null && now !== null ? [{ ...one, product, now, awaited: state.awaited }] : [];
  });
}

/**
 * The subjects that are analysed next, together: those of one product that were never tried; else one alone that was, since whatever ended its last try, the
 * process itself perhaps, must take no other with it. Empty = none is ready.
 */
export function nextSubjects(decided: readonly DecidedSubject[]): readonly ReadySubject[] {
  const ready = readySubjects(decided);
  const fresh = ready.filter(({ now }) => triesOf(now) === 0);
  const [first] = fresh;
  return first === undefined
    ? [...ready].sort((a, b) => triesOf(a.now) - triesOf(b.now)).slice(0, 1)
    : fresh.filter(({ product }) => product === first.product);
}

/** Written down before an analysis begins: if the process ends with it, the next one knows. */
export function begunHistory(now: SubjectNow): SubjectHistory {
  return { ...now.history, tries: { of: attemptOf(now), count: triesOf(now) + 1 } };
}

/** After an analysis of what `now` says. A failure settles a subject only at the last try. */
export function settledHistory(
  { now, awaited }: Pick<ReadySubject, 'now' | 'awaited'>,
  begun: SubjectHistory,
  outcome: SubjectOutcome,
): SubjectHistory {
  const settle = (how: Pick<SettledSubject, 'outcome' | 'why' | 'published'>): SubjectHistory => ({
    ...begun,
    tries: { of: '', count: 0 },
    settled: {
      fingerprint: subjectFingerprint(now),
      tables: tablesKey(now.files, now.tables),
      files: judgedFiles(now),
      awaited: awaited.map(awaitedKey),
      ...how,
    },
  });
  const { count: tries } = begun.tries;
  const standing = begun.settled?.published ?? null;
  switch (outcome.kind) {
    case 'published':
      return settle({ outcome: 'published', why: [], published: outcome.published });
    case 'reason-needed':
      return settle({ outcome: 'reason-needed', why: [outcome.why], published: standing });
    case 'failed':
      if (tries < MOST_TRIES) return begun;
      return settle({ outcome: 'failed', why: [watchNote('watch/not-analysed', { tries, error: outcome.error })], published: standing });
  }
}
