import type { AttributeResult, Reason } from '../attributes/attribute-result.ts';
import { SUPERSEDED } from './occasions.ts';

/** What the lot's rows propose; a person decides. The record of `results/release-result.ts` has the same shape. */
export interface ProposedDisposition {
  readonly proposed: 'conforms' | 'pending' | 'no valid result' | 'does not conform';
  readonly counts: {
    readonly fails: number;
    readonly noValidResult: number;
    readonly pending: number;
    readonly meets: number;
    readonly information: number;
  };
  readonly held: readonly Reason[];
}

/**
 * Proposes a disposition: does not conform > no valid result > pending > conforms. Only release rows decide and are counted by outcome;
 * all others are counted as information. A release row that gives only information (its method is a draft), a held input, or a lot
 * without any release row leaves no valid result.
 */
export function proposeDisposition(results: readonly AttributeResult[], held: readonly Reason[]): ProposedDisposition {
  const deciding = results.filter((result) => result.role === 'release' && !result.flags.some((flag) => flag.code === SUPERSEDED));
  const count = (outcome: AttributeResult['outcome']): number => deciding.filter((result) => result.outcome === outcome).length;
  const counts = {
    fails: count('fails'),
    noValidResult: count('no valid result'),
    pending: count('pending'),
    meets: count('meets'),
    information: results.length - deciding.length + count('information'),
  };
  const undecided = counts.noValidResult + count('information') + held.length;
  if (counts.fails > 0) return { proposed: 'does not conform', counts, held };
  if (undecided > 0 || deciding.length === 0) return { proposed: 'no valid result', counts, held };
  return { proposed: counts.pending > 0 ? 'pending' : 'conforms', counts, held };
}
