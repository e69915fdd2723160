import { chiSquaredQuantile } from '../numerics/chi-squared-distribution.ts';
import { exp, ln, sqrt } from '../numerics/elementary.ts';
import { fitLinear } from '../numerics/linear-model.ts';
import { normalQuantile } from '../numerics/normal-distribution.ts';
import { meanOfLogs } from './mean-of-logs.ts';
import { tTwoSided } from './potency-interval.ts';

/** Margins that a share of future assays of truly parallel samples will keep. */
export interface ProposedMargins {
  readonly lower: number;
  readonly upper: number;
  readonly assays: number;
  readonly geometricMean: number;
  readonly sdLn: number;
}

/**
 * Equivalence margins for a ratio from historic assays of samples known to be parallel (reference against itself): the two-sided tolerance interval of its
 * logarithm, which holds `coverage` of all assays with `confidence` (factor of Howe, JASA 64:610, 1969).
 */
export function marginsFromHistory(
  ratios: readonly number[],
  told: { readonly coverage: number; readonly confidence: number },
): ProposedMargins {
  const n = ratios.length;
  if (n < 3 || ratios.some((ratio) => !(ratio > 0))) throw new RangeError('Expected at least three positive ratios of historic assays.');
  const { mean, sd } = meanOfLogs(ratios);
  const spread = sd ?? 0;
  const factor = normalQuantile((1 + told.coverage) / 2) * sqrt(((n - 1) * (1 + 1 / n)) / chiSquaredQuantile(1 - told.confidence, n - 1));
  return { lower: exp(mean - factor * spread), upper: exp(mean + factor * spread), assays: n, geometricMean: exp(mean), sdLn: spread };
}

/** The change of a figure of the reference standard over its runs. */
export interface Trend {
  /** Relative change a year, exp(slope) − 1, with its two-sided limits. */
  readonly changePerYear: number;
  readonly lower: number;
  readonly upper: number;
  readonly degreesOfFreedom: number;
}

/** Trend of ln EC50 (or of a positive asymptote or slope) of a reference standard over the days of its runs; `null` with fewer than three runs on two days. */
export function referenceTrend(runs: readonly { readonly day: number; readonly value: number }[], level: number): Trend | null {
  const years = runs.map((run) => run.day / 365.25);
  const fit = fitLinear(
    [years.map(() => 1), years],
    runs.map((run) => ln(run.value)),
  );
  if (fit === null || fit.degreesOfFreedom < 1) return null;
  const slope = fit.coefficients[1]!;
  const half = tTwoSided(level, fit.degreesOfFreedom) * sqrt((fit.rss / fit.degreesOfFreedom) * fit.unscaledCovariance[1]![1]!);
  return {
    changePerYear: exp(slope) - 1,
    lower: exp(slope - half) - 1,
    upper: exp(slope + half) - 1,
    degreesOfFreedom: fit.degreesOfFreedom,
  };
}

/** A potency assigned to a standard, with its relative standard uncertainty (of the logarithm). */
export interface AssignedPotency {
  readonly value: number;
  readonly uncertaintyLn: number;
}

/** A new standard calibrated against the current one. */
export interface Calibration extends AssignedPotency {
  /** Relative potency against the current standard with its limits. */
  readonly relativePotency: number;
  readonly lower: number;
  readonly upper: number;
  readonly equivalent: boolean;
}

/**
 * Calibration of a new standard by independent assays against the current one: the assigned value is carried along the chain with its uncertainty, and the
 * interval of the relative potency (0.90 = two one-sided tests at 5 %) must lie within the bounds.
 */
export function calibrateStandard(
  relativePotencies: readonly number[],
  current: AssignedPotency,
  told: { readonly lower: number; readonly upper: number; readonly level: number },
): Calibration {
  const n = relativePotencies.length;
  const { mean, sd } = meanOfLogs(relativePotencies);
  if (sd === null) throw new RangeError(`Expected at least two independent assays of the new standard, found ${n}.`);
  const error = sd / sqrt(n);
  const half = tTwoSided(told.level, n - 1) * error;
  const [lower, upper] = [exp(mean - half), exp(mean + half)];
  return {
    relativePotency: exp(mean),
    lower,
    upper,
    equivalent: lower >= told.lower && upper <= told.upper,
    value: current.value * exp(mean),
    uncertaintyLn: sqrt(current.uncertaintyLn * current.uncertaintyLn + error * error),
  };
}
