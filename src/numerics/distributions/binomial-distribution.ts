import { betaCdf, betaUpperTail } from './beta-distribution.ts';

/** Probability of at most k positives of n, each with probability p (0–1). */
export function binomialCdf(k: number, n: number, p: number): number {
  requireCounts(k, n);
  return k === n ? 1 : betaUpperTail(p, k + 1, n - k);
}

/** Probability of k or more positives of n, each with probability p (0–1). */
export function binomialUpperTail(k: number, n: number, p: number): number {
  requireCounts(k, n);
  return k === 0 ? 1 : betaCdf(p, k, n - k + 1);
}

function requireCounts(k: number, n: number): void {
  if (!(Number.isSafeInteger(k) && Number.isSafeInteger(n) && k >= 0 && k <= n)) {
    throw new RangeError(`Expected counts with 0 <= k <= n, found ${k} of ${n}.`);
  }
}
