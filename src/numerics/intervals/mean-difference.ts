import { studentQuantile } from '../distributions/student-distribution.ts';
import { sqrt } from '../elementary.ts';
import { meanOf } from '../mean.ts';

/** A difference of means, first minus second, with its two-sided limits. */
export interface MeanDifference {
  readonly difference: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly lower: number;
  readonly upper: number;
}

/** Of two independent samples with variances of their own (Welch, Biometrika 34:28, 1947); `null` with fewer than two values in one, or none that vary. */
export function welchDifference(first: readonly number[], second: readonly number[], level: number): MeanDifference | null {
  if (first.length < 2 || second.length < 2) return null;
  const [a, b] = [moments(first), moments(second)];
  const [va, vb] = [a.variance / first.length, b.variance / second.length];
  const degreesOfFreedom = ((va + vb) * (va + vb)) / ((va * va) / (first.length - 1) + (vb * vb) / (second.length - 1));
  return va + vb > 0 ? limited(a.mean - b.mean, sqrt(va + vb), { degreesOfFreedom, level }) : null;
}

/** Of pairs; `null` with fewer than two, or differences that do not vary. */
export function pairedDifference(pairs: readonly (readonly [number, number])[], level: number): MeanDifference | null {
  if (pairs.length < 2) return null;
  const { mean, variance } = moments(pairs.map(([first, second]) => first - second));
  return variance > 0 ? limited(mean, sqrt(variance / pairs.length), { degreesOfFreedom: pairs.length - 1, level }) : null;
}

function limited(
  difference: number,
  standardError: number,
  { degreesOfFreedom, level }: { readonly degreesOfFreedom: number; readonly level: number },
): MeanDifference {
  const half = studentQuantile(0.5 + level / 2, degreesOfFreedom) * standardError;
  return { difference, standardError, degreesOfFreedom, lower: difference - half, upper: difference + half };
}

function moments(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = meanOf(values);
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1) };
}
