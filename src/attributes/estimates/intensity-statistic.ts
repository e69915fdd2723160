import { studentQuantile } from '../../numerics/distributions/student-distribution.ts';
import { exp, ln, sqrt } from '../../numerics/elementary.ts';
import { moverDifference } from '../../numerics/intervals/mover.ts';
import type { PopulationQuantiles, ValueLimits, ValueMoments } from '../../population/population.ts';
import type { IntervalMethodName } from '../interval-method.ts';

export const INTENSITY_STATISTICS = ['median', 'percentile', 'geometric-mean', 'cv', 'robust-cv'] as const;
export type IntensityStatistic = (typeof INTENSITY_STATISTICS)[number];

export interface Confidence {
  readonly level: number;
  readonly sides: 'two' | 'lower' | 'upper';
}

/** A statistic of a population's values; `limits: null` = no interval is covered. */
export interface IntensityValue {
  readonly estimate: number;
  readonly limits: ValueLimits | null;
}

/** Why there is no value, without the file: what it is of (a statistic or a side of a ratio) and what was found. */
export type NoIntensity =
  | {
      readonly why: 'no-control' | 'no-parameter' | 'no-events' | 'one-event' | 'not-positive' | 'no-ratio';
      readonly of: string | null;
      readonly value: number | null;
    }
  | { readonly why: 'values-not-positive'; readonly events: number };

/** How the interval of a statistic is made, by name; `null` = none is covered. */
export const INTERVAL_METHODS = {
  median: 'order-statistics',
  percentile: 'order-statistics',
  'geometric-mean': 'student-t-on-logarithms',
  cv: null,
  'robust-cv': null,
} as const satisfies Record<IntensityStatistic, IntervalMethodName | null>;

/** 1.4826 makes the MAD estimate the standard deviation of a normal distribution: 1/Φ⁻¹(3/4). */
const MAD_TO_SD = 1.4826;

/** The statistic of values that gating has summed up. */
export function intensityOf(
  statistic: IntensityStatistic,
  found: PopulationQuantiles,
  confidence: Confidence,
): IntensityValue | NoIntensity {
  const { moments, values, limits } = found;
  const [quantile] = values ?? [];
  if (moments === undefined || quantile === undefined) return { why: 'no-events', of: null, value: null };
  switch (statistic) {
    case 'median':
    case 'percentile':
      return { estimate: quantile, limits: limits?.[0] ?? null };
    case 'geometric-mean':
      return geometricMean(moments, found.count, confidence);
    case 'cv':
      return quotient(moments.sd, moments.mean, 'mean');
    case 'robust-cv':
      return quotient(MAD_TO_SD * moments.mad, moments.median, 'median');
  }
}

/** exp of the mean logarithm ± t(n − 1) s/√n: the limits of the median of a log-normal distribution (Armitage, Berry and Matthews, Statistical Methods in Medical Research, 4th ed., 4.2). */
function geometricMean({ logs, notPositive }: ValueMoments, n: number, { level, sides }: Confidence): IntensityValue | NoIntensity {
  if (logs === null) return { why: 'values-not-positive', events: notPositive };
  const estimate = exp(logs.mean);
  if (logs.sd === null) return { estimate, limits: { lower: null, upper: null } };
  const half = (studentQuantile(1 - (sides === 'two' ? (1 - level) / 2 : 1 - level), n - 1) * logs.sd) / sqrt(n);
  return {
    estimate,
    limits: { lower: sides === 'upper' ? null : exp(logs.mean - half), upper: sides === 'lower' ? null : exp(logs.mean + half) },
  };
}

function quotient(spread: number | null, centre: number, name: 'mean' | 'median'): IntensityValue | NoIntensity {
  if (spread === null) return { why: 'one-event', of: null, value: null };
  if (!(centre > 0)) return { why: 'not-positive', of: name, value: centre };
  return { estimate: spread / centre, limits: null };
}

/**
 * The ratio of two independent positive values, with limits by MOVER on their logarithms (Zou and Donner 2008) where both have the limits that it needs:
 * the lower limit of a ratio takes the numerator's lower and the denominator's upper one.
 */
export function intensityRatio(value: IntensityValue, control: IntensityValue): IntensityValue | NoIntensity {
  for (const [name, { estimate }] of [
    ['sample', value],
    ['control', control],
  ] as const)
    if (!(estimate > 0)) return { why: 'no-ratio', of: name, value: estimate };
  const estimate = value.estimate / control.estimate;
  if (value.limits === null || control.limits === null) return { estimate, limits: null };
  const log = (one: IntensityValue, limits: ValueLimits) => ({
    estimate: ln(one.estimate),
    // A limit that is missing leaves the side that needs it without one.
    lower: limits.lower !== null && limits.lower > 0 ? ln(limits.lower) : Number.NaN,
    upper: limits.upper !== null && limits.upper > 0 ? ln(limits.upper) : Number.NaN,
  });
  const { lower, upper } = moverDifference(log(value, value.limits), log(control, control.limits));
  return { estimate, limits: { lower: Number.isNaN(lower) ? null : exp(lower), upper: Number.isNaN(upper) ? null : exp(upper) } };
}
