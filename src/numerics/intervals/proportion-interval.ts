import { betaQuantile } from '../distributions/beta-distribution.ts';
import { normalQuantile } from '../distributions/normal-distribution.ts';
import { expm1, ln, log1p } from '../elementary.ts';

export type ProportionMethod = 'clopper-pearson' | 'wilson';
export type IntervalSides = 'two' | 'lower' | 'upper';

export interface ProportionIntervalOptions {
  readonly method: ProportionMethod;
  /** Confidence level, 0–1. */
  readonly level: number;
  readonly sides: IntervalSides;
}

/** Limits of a proportion, 0–1; `null` on the side that a one-sided interval leaves open. */
export interface ProportionLimits {
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Confidence limits of k positives of n: Clopper and Pearson (Biometrika 26:404, 1934) by beta quantiles, or Wilson (JASA 22:209, 1927).
 * Counting only: variation between preparations is not in them.
 */
export function proportionInterval(k: number, n: number, options: ProportionIntervalOptions): ProportionLimits {
  requireCounts(k, n);
  if (!(options.level > 0 && options.level < 1))
    throw new RangeError(`Expected a confidence level between 0 and 1, found ${options.level}.`);
  const tail = options.sides === 'two' ? (1 - options.level) / 2 : 1 - options.level;
  const limits = options.method === 'wilson' ? wilson(k, n, tail) : clopperPearson(k, n, tail);
  return {
    lower: options.sides === 'upper' ? null : limits.lower,
    upper: options.sides === 'lower' ? null : limits.upper,
  };
}

function clopperPearson(k: number, n: number, tail: number): { lower: number; upper: number } {
  return {
    lower: k === 0 ? 0 : betaQuantile(tail, k, n - k + 1),
    upper: k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k),
  };
}

function wilson(k: number, n: number, tail: number): { lower: number; upper: number } {
  const z = normalQuantile(1 - tail);
  const p = k / n;
  const zz = z * z;
  const centre = (p + zz / (2 * n)) / (1 + zz / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + zz / (4 * n * n))) / (1 + zz / n);
  // At k = 0 and k = n the formula is 0 and 1 exactly, but for rounding.
  return { lower: k === 0 ? 0 : Math.max(0, centre - half), upper: k === n ? 1 : Math.min(1, centre + half) };
}

/** The events that must be seen without a positive to exclude a fraction: the least n with (1 − fraction)^n <= 1 − confidence. */
export function eventsToExclude(fraction: number, confidence: number): number {
  if (!(fraction > 0 && fraction < 1)) throw new RangeError(`Expected a fraction between 0 and 1, found ${fraction}.`);
  return Math.ceil(ln(1 - confidence) / log1p(-fraction));
}

/** The largest fraction that n events without a positive leave possible: 1 − (1 − confidence)^(1/n). */
export function zeroCountUpperLimit(n: number, confidence: number): number {
  return -expm1(ln(1 - confidence) / n);
}

function requireCounts(k: number, n: number): void {
  if (!(Number.isSafeInteger(k) && Number.isSafeInteger(n) && k >= 0 && k <= n && n > 0)) {
    throw new RangeError(`Expected counts with 0 <= k <= n and n > 0, found ${k} of ${n}.`);
  }
}
