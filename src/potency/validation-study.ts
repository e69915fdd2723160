import { chiSquaredQuantile } from '../numerics/chi-squared-distribution.ts';
import { exp, ln, sqrt } from '../numerics/elementary.ts';
import { fitLinear } from '../numerics/linear-model.ts';
import { normalCdf } from '../numerics/normal-distribution.ts';
import { tTwoSided } from './potency-interval.ts';

/** One relative potency of a validation study: its target level and its independent run. */
export interface ValidationValue {
  readonly level: number;
  readonly run: string;
  readonly relativePotency: number;
}

/** Accuracy and precision at one level (USP <1033>); variances are of ln RP. */
export interface LevelPrecision {
  readonly level: number;
  readonly runs: number;
  readonly replicates: number;
  readonly meanLn: number;
  readonly geometricMean: number;
  /** 100(geometric mean/target − 1) with its 90 % limits from the run means. */
  readonly relativeBiasPercent: number;
  readonly biasLimits: readonly [number, number];
  readonly meanSquareBetween: number;
  readonly meanSquareWithin: number;
  readonly varianceBetween: number;
  readonly varianceWithin: number;
  readonly intermediatePrecisionPercent: number;
  /** Upper 95 % limit of the intermediate precision, by Satterthwaite's degrees of freedom. */
  readonly intermediatePrecisionUpper: number;
  readonly satterthwaiteDf: number;
  readonly repeatabilityPercent: number;
}

/** 100(exp s − 1): the geometric coefficient of variation as USP <1033> writes it. */
export function gcvPercent(variance: number): number {
  return 100 * (exp(sqrt(variance)) - 1);
}

/** Precision and bias of every level, runs nested in levels with equal numbers of replicates. */
export function precisionByLevel(values: readonly ValidationValue[]): readonly LevelPrecision[] {
  const levels = [...new Set(values.map((value) => value.level))].sort((a, b) => a - b);
  return levels.map((level) =>
    levelPrecision(
      level,
      values.filter((value) => value.level === level),
    ),
  );
}

function levelPrecision(level: number, values: readonly ValidationValue[]): LevelPrecision {
  const runs = [...new Set(values.map((value) => value.run))].map((run) =>
    values.filter((value) => value.run === run).map((value) => ln(value.relativePotency)),
  );
  const n = runs[0]?.length ?? 0;
  const k = runs.length;
  if (k < 2 || n < 2 || runs.some((run) => run.length !== n)) {
    throw new RangeError(`Expected at least two runs with the same number of at least two replicates at the level ${level}.`);
  }
  const means = runs.map(mean);
  const grand = mean(means);
  const meanSquareBetween = (n * sumOfSquares(means, grand)) / (k - 1);
  const meanSquareWithin = runs.reduce((sum, run, i) => sum + sumOfSquares(run, means[i]!), 0) / (k * (n - 1));
  const varianceBetween = Math.max(0, (meanSquareBetween - meanSquareWithin) / n);
  const total = varianceBetween + meanSquareWithin;
  const df = satterthwaite(
    { between: meanSquareBetween / n, within: ((n - 1) / n) * meanSquareWithin },
    { between: k - 1, within: k * (n - 1) },
  );
  const half = tTwoSided(0.9, k - 1) * sqrt(meanSquareBetween / (n * k));
  const bias = (meanLn: number): number => 100 * (exp(meanLn - ln(level)) - 1);
  return {
    level,
    runs: k,
    replicates: n,
    meanLn: grand - ln(level),
    geometricMean: exp(grand),
    relativeBiasPercent: bias(grand),
    biasLimits: [bias(grand - half), bias(grand + half)],
    meanSquareBetween,
    meanSquareWithin,
    varianceBetween,
    varianceWithin: meanSquareWithin,
    intermediatePrecisionPercent: gcvPercent(total),
    intermediatePrecisionUpper: gcvPercent((total * df) / chiSquaredQuantile(0.05, df)),
    satterthwaiteDf: df,
    repeatabilityPercent: gcvPercent(meanSquareWithin),
  };
}

interface Parts {
  readonly between: number;
  readonly within: number;
}

function satterthwaite(parts: Parts, degrees: Parts): number {
  const sum = parts.between + parts.within;
  return (sum * sum) / ((parts.between * parts.between) / degrees.between + (parts.within * parts.within) / degrees.within);
}

/** Variance components over all levels: the means of those of the levels, which for a balanced study are the REML estimates. */
export function pooledComponents(levels: readonly LevelPrecision[]): { readonly between: number; readonly within: number } {
  const within = mean(levels.map((level) => level.meanSquareWithin));
  const between = mean(levels.map((level) => level.meanSquareBetween));
  const n = levels[0]?.replicates ?? 1;
  return { between: Math.max(0, (between - within) / n), within };
}

/** Intermediate precision of a reportable value that is the mean of runs and of replicates within each. */
export function formatPrecision(
  components: { readonly between: number; readonly within: number },
  format: { readonly runs: number; readonly replicates: number },
): number {
  return gcvPercent(components.between / format.runs + components.within / (format.runs * format.replicates));
}

/** Linearity: the line of ln RP on ln target over run means, with the 90 % interval of its slope. */
export function linearity(values: readonly ValidationValue[]): {
  readonly slope: number;
  readonly intercept: number;
  readonly slopeLimits: readonly [number, number];
  readonly rSquared: number;
} {
  const runs = [...new Map(values.map((value) => [JSON.stringify([value.level, value.run]), value])).values()];
  const x = runs.map((run) => ln(run.level));
  const y = runs.map((run) =>
    mean(values.filter((value) => value.level === run.level && value.run === run.run).map((value) => ln(value.relativePotency))),
  );
  const fit = fitLinear([x.map(() => 1), x], y);
  if (fit === null || fit.degreesOfFreedom < 1)
    throw new RangeError('Expected at least two levels and three values for a line, found fewer.');
  const [intercept = 0, slope = 0] = fit.coefficients;
  const half = tTwoSided(0.9, fit.degreesOfFreedom) * sqrt((fit.rss / fit.degreesOfFreedom) * fit.unscaledCovariance[1]![1]!);
  return { slope, intercept, slopeLimits: [slope - half, slope + half], rSquared: 1 - fit.rss / sumOfSquares(y, mean(y)) };
}

/** Probability that a reportable value falls outside its limits, when the product's true potency lies at `truth` and the assay has a bias and a variance of ln RP. */
export function probabilityOutside(
  limits: { readonly lower: number | null; readonly upper: number | null },
  assay: { readonly truth: number; readonly relativeBiasPercent: number; readonly variance: number },
): number {
  const centre = ln(assay.truth) + ln(1 + assay.relativeBiasPercent / 100);
  const sd = sqrt(assay.variance);
  const below = limits.lower === null ? 0 : normalCdf((ln(limits.lower) - centre) / sd);
  const above = limits.upper === null ? 0 : normalCdf((centre - ln(limits.upper)) / sd);
  return below + above;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sumOfSquares(values: readonly number[], centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
}
