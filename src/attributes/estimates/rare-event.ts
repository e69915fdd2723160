import { type LimitedEstimate, moverDifference } from '../../numerics/intervals/mover.ts';
import { proportionInterval, zeroCountUpperLimit } from '../../numerics/intervals/proportion-interval.ts';
import { conditionalTestAbove } from '../../numerics/statistics/binomial-test.ts';
import { type IntervalMethod, methodOn } from '../interval-method.ts';
import { ONE_SIDED_LEVEL } from '../result-words.ts';

/** k positives of N events. */
export interface RareCount {
  readonly k: number;
  readonly N: number;
}

/** Estimate and one-sided 95 % limits of a rare population. */
export interface RareEventEstimate {
  readonly estimate: number;
  /** Decides only against a value of too few events. */
  readonly lower: number;
  /** Decides. */
  readonly upper: number;
  readonly method: IntervalMethod;
}

/** One-sided confidence of every rare-event limit. */
export const RARE_EVENT_LEVEL = ONE_SIDED_LEVEL;

/** The uncorrected rule: Clopper-Pearson on the sample alone, as if the control had no background. */
export function uncorrectedRareEvent({ k, N }: RareCount): RareEventEstimate {
  const one = (sides: 'lower' | 'upper'): { lower: number | null; upper: number | null } =>
    proportionInterval(k, N, { method: 'clopper-pearson', level: RARE_EVENT_LEVEL, sides });
  return { estimate: k / N, lower: one('lower').lower ?? 0, upper: one('upper').upper ?? 1, method: { method: 'clopper-pearson' } };
}

/**
 * Sample minus control by MOVER on two-sided 90 % Clopper-Pearson limits, whose ends are one-sided 95 % limits.
 * The upper limit is never below 1 − 0.05^(1/N): no background can show more than a sample without a positive would.
 */
export function correctedRareEvent(sample: RareCount, control: RareCount): RareEventEstimate {
  const difference = moverDifference(twoSided(sample), twoSided(control));
  return {
    ...difference,
    upper: Math.max(difference.upper, zeroCountUpperLimit(sample.N, RARE_EVENT_LEVEL)),
    method: methodOn('mover', [{ method: 'clopper-pearson' }]),
  };
}

function twoSided({ k, N }: RareCount): LimitedEstimate {
  const limits = proportionInterval(k, N, { method: 'clopper-pearson', level: 2 * RARE_EVENT_LEVEL - 1, sides: 'two' });
  return { estimate: k / N, lower: limits.lower ?? 0, upper: limits.upper ?? 1 };
}

/** One-sided p of the exact conditional test that the first count's rate is above the second's. */
export function probabilityAbove(first: RareCount, second: RareCount): number {
  return conditionalTestAbove({ k: first.k, n: first.N }, { k: second.k, n: second.N });
}
