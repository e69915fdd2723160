import { ln, sqrt } from '../../numerics/elementary.ts';
import { orderStatisticRanks } from '../../numerics/intervals/order-statistic-limits.ts';
import { quantileOfSorted } from '../../numerics/quantile.ts';
import type { ValueLimits, ValueMoments } from '../population.ts';

/** Limits of each quantile of values in ascending order; a side without an order statistic is `null`. A quantile of 0 or 1 has none. */
export function quantileLimits(
  sorted: ArrayLike<number>,
  probabilities: readonly number[],
  options: { readonly level: number; readonly sides: 'two' | 'lower' | 'upper' },
): readonly ValueLimits[] {
  return probabilities.map((p) => {
    if (!(p > 0 && p < 1)) return { lower: null, upper: null };
    const { lower, upper } = orderStatisticRanks(sorted.length, p, options);
    return { lower: lower === null ? null : (sorted[lower - 1] ?? null), upper: upper === null ? null : (sorted[upper - 1] ?? null) };
  });
}

/** Mean, spread and logarithms of values in ascending order, at least one. Sums run over them in order, so that no worker count changes a digit. */
export function valueMoments(sorted: Float64Array): ValueMoments {
  const { mean, sd } = meanAndSd(sorted);
  const median = quantileOfSorted(sorted, 0.5);
  const deviations = sorted.map((value) => Math.abs(value - median)).sort();
  const notPositive = sorted.findIndex((value) => value > 0);
  const logs = (sorted[0] ?? 0) > 0 ? meanAndSd(sorted.map(ln)) : null;
  return {
    mean,
    sd,
    median,
    mad: quantileOfSorted(deviations, 0.5),
    notPositive: notPositive === -1 ? sorted.length : notPositive,
    logs,
  };
}

/** Two passes; the sample standard deviation (n − 1), `null` of one value. */
function meanAndSd(values: Float64Array): { readonly mean: number; readonly sd: number | null } {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i] ?? 0;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const deviation = (values[i] ?? 0) - mean;
    squares += deviation * deviation;
  }
  return { mean, sd: n < 2 ? null : sqrt(squares / (n - 1)) };
}
