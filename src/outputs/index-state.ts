import type { Meaning, State } from '../persons/steps.ts';
import type { SubjectActs } from '../persons/subject-acts.ts';

/** What a subject is by the acts of persons, as a table shows it. */
export interface IndexedState {
  readonly state: State;
  /** What the signature means that released or approved it; `null` = the state says all. */
  readonly meaning: Meaning | null;
  /** An earlier analysis was released, and the last one is not. */
  readonly releasedBefore: boolean;
}

export function shownState({ state, signatures, earlier }: Pick<SubjectActs, 'state' | 'signatures' | 'earlier'>): IndexedState {
  const last = signatures.filter(({ standing }) => standing === 'stands').at(-1);
  const decided = state === 'approved' || state === 'released';
  return {
    state,
    meaning: decided && last !== undefined && last.record.meaning !== state ? last.record.meaning : null,
    releasedBefore: state !== 'released' && earlier.some((one) => one.state === 'released'),
  };
}
