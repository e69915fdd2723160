import { binomialCdf } from '../distributions/binomial-distribution.ts';

/** Ranks of the order statistics, counting from 1, between which a quantile lies with at least the stated confidence; `null` = no such order statistic, no limit on that side. */
export interface OrderStatisticRanks {
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Distribution-free confidence limits of the quantile p (0–1) of n independent values: the order statistics l = qbinom(a, n, p) and
 * u = qbinom(1 − a, n, p) + 1, with a = (1 − level)/2, or 1 − level for one side. The number of values below the quantile is binomial (n, p), so that
 * l ≤ it < u has probability F(u − 1) − F(l − 1) ≥ level (Conover, Practical Nonparametric Statistics, 3rd ed., 3.2). l = 0 and u = n + 1 are no values: that side is unbounded.
 */
export function orderStatisticRanks(
  n: number,
  p: number,
  { level, sides }: { readonly level: number; readonly sides: 'two' | 'lower' | 'upper' },
): OrderStatisticRanks {
  if (!(Number.isSafeInteger(n) && n >= 1)) throw new RangeError(`Expected a number of values from 1 on, found ${n}.`);
  if (!(p > 0 && p < 1)) throw new RangeError(`Expected a probability between 0 and 1, found ${p}.`);
  const tail = sides === 'two' ? (1 - level) / 2 : 1 - level;
  const lower = binomialQuantile(tail, n, p);
  const upper = binomialQuantile(1 - tail, n, p) + 1;
  return { lower: sides === 'upper' || lower === 0 ? null : lower, upper: sides === 'lower' || upper === n + 1 ? null : upper };
}

/** The least k with P(K ≤ k) ≥ q for K binomial (n, p), by bisection. */
export function binomialQuantile(q: number, n: number, p: number): number {
  let [below, at] = [-1, n];
  while (at - below > 1) {
    const middle = Math.floor((below + at) / 2);
    if (binomialCdf(middle, n, p) >= q) at = middle;
    else below = middle;
  }
  return at;
}
