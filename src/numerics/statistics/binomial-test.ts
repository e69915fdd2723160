import { binomialUpperTail } from '../distributions/binomial-distribution.ts';
import { chiSquaredUpperTail } from '../distributions/chi-squared-distribution.ts';

/** k positives of n events. */
export interface Count {
  readonly k: number;
  readonly n: number;
}

/**
 * One-sided exact conditional test that the first rate is above the second: given their sum, k of the first is binomial
 * with probability n1/(n1 + n2) (Przyborowski and Wilenski, Biometrika 31:313, 1940). Returns P(X >= k1).
 */
export function conditionalTestAbove(first: Count, second: Count): number {
  const total = first.k + second.k;
  return binomialUpperTail(first.k, total, first.n / (first.n + second.n));
}

export interface HomogeneityTest {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
}

/** Chi-square test that several counts share one proportion, given both margins of the 2 x m table. All or none positive is homogeneous. */
export function homogeneityTest(counts: readonly Count[]): HomogeneityTest {
  const k = counts.reduce((sum, count) => sum + count.k, 0);
  const n = counts.reduce((sum, count) => sum + count.n, 0);
  const degreesOfFreedom = Math.max(0, counts.length - 1);
  if (k === 0 || k === n || degreesOfFreedom === 0) return { statistic: 0, degreesOfFreedom, p: 1 };
  const p = k / n;
  const statistic = counts.reduce((sum, count) => sum + squaredResidual(count, p), 0);
  return { statistic, degreesOfFreedom, p: chiSquaredUpperTail(statistic, degreesOfFreedom) };
}

function squaredResidual(count: Count, p: number): number {
  const expected = count.n * p;
  const difference = count.k - expected;
  return count.n === 0 ? 0 : (difference * difference) / (expected * (1 - p));
}
