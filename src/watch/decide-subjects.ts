import { type Subject, subjectKey } from '../subject.ts';
import type { ClaimedSubject } from './claim-subjects.ts';
import { decideSubject, type SubjectHistory, type SubjectNow, type SubjectState, type WaitingRules } from './subject-state.ts';
import { endedInEveryTry } from './subject-tries.ts';
import type { WatchedFiles } from './watched-file.ts';

/** A subject with what is decided of it; `now` is `null` where nobody can say which product it is. */
export interface DecidedSubject {
  readonly key: string;
  readonly product: string | null;
  readonly subject: Subject;
  readonly state: SubjectState;
  readonly now: SubjectNow | null;
}

export interface DecisionGround {
  readonly files: WatchedFiles;
  readonly histories: ReadonlyMap<string, SubjectHistory>;
  readonly tablesOf: (product: string) => readonly string[];
  readonly rowsMeaning: (product: string, need: SubjectNow['need']) => readonly string[];
  readonly rules: WaitingRules;
  /** Since the last decision. */
  readonly elapsedMs: number;
}

/** The key of a subject's history: a lot of one name may be of two products. */
export function historyKey(product: string, subject: Subject): string {
  return JSON.stringify([product, subjectKey(subject)]);
}

/** Decides over every subject of the folder; `now.history` of each has waited for longer where it still waits. */
export function decideSubjects(claimed: readonly ClaimedSubject[], ground: DecisionGround): readonly DecidedSubject[] {
  return claimed.map((one) => {
    if (one.product === null) {
      const { subject, why } = one;
      return { key: subjectKey(subject), product: null, subject, state: { state: 'held', why: [why] }, now: null };
    }
    return decided(one.product, one.need, ground);
  });
}

function decided(product: string, need: SubjectNow['need'], ground: DecisionGround): DecidedSubject {
  const { files, histories, rules, elapsedMs } = ground;
  const { subject } = need;
  const key = historyKey(product, subject);
  const known = histories.get(key);
  const before = known ?? newHistory(product, subject);
  const tables = ground.tablesOf(product);
  const tableRows = ground.rowsMeaning(product, need);
  const waited: SubjectNow = {
    need,
    files,
    tables,
    tableRows,
    history: { ...before, waitedMs: before.waitedMs + (known === undefined ? 0 : elapsedMs) },
  };
  const state = withoutEndedTries(waited, decideSubject(waited, rules));
  const isWaiting = state.state === 'waiting' || state.state === 'ready';
  return { key, product, subject, state, now: isWaiting ? waited : { ...waited, history: before } };
}

function withoutEndedTries(now: SubjectNow, state: SubjectState): SubjectState {
  const why = state.state === 'ready' ? endedInEveryTry(now) : null;
  return why === null ? state : { state: 'held', why: [why] };
}

function newHistory(product: string, subject: Subject): SubjectHistory {
  return { product, subject, waitedMs: 0, settled: null, tries: { of: '', count: 0 } };
}
