import { studentUpperTail } from '../distributions/student-distribution.ts';

/** A residual that is too far for its rank. */
export interface Discovery {
  /** Place in the input, counting from 0. */
  readonly index: number;
  /** Size of the residual over the robust standard deviation. */
  readonly t: number;
  /** Two-sided p of t. */
  readonly p: number;
}

/** The share of the residuals, counted from the smallest, that is never tested. */
const UNTESTED = 0.7;

/**
 * Outliers among residuals at a false discovery rate Q (Motulsky and Brown 2006, after Benjamini and Hochberg): from the 70th percentile up, the first whose p is
 * below Q(N − i + 1)/N, with all that are larger.
 */
export function farResiduals(
  residuals: readonly number[],
  rule: { readonly scale: number; readonly degreesOfFreedom: number; readonly q: number },
): readonly Discovery[] {
  const n = residuals.length;
  const ranked = residuals
    .map((residual, index) => ({ index, t: Math.abs(residual) / rule.scale }))
    .sort((a, b) => a.t - b.t || a.index - b.index)
    .map((one) => ({ ...one, p: Math.min(1, 2 * studentUpperTail(one.t, rule.degreesOfFreedom)) }));
  for (let rank = Math.max(1, Math.trunc(UNTESTED * n)); rank <= n; rank += 1) {
    if (ranked[rank - 1]!.p < (rule.q * (n - rank + 1)) / n) return ranked.slice(rank - 1).sort((a, b) => a.index - b.index);
  }
  return [];
}
