import type { Outcome } from '../attributes/attribute-result.ts';

/**
 * Our outcome words and what a LIMS calls them: the one published mapping (`docs/outputs.md` repeats it, a test keeps them equal).
 * `results.csv` says our words; what is pushed to a LIMS says these.
 */
export const limsOutcomes: Readonly<Record<Outcome, string>> = {
  meets: 'PASS',
  fails: 'FAIL',
  'no valid result': 'INVALID',
  pending: 'PENDING',
  information: 'INFO',
};
