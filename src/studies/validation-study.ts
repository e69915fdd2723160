import { chiSquaredQuantile } from '../numerics/distributions/chi-squared-distribution.ts';
import { normalCdf } from '../numerics/distributions/normal-distribution.ts';
import { tTwoSided } from '../numerics/distributions/student-limits.ts';
import { exp, ln, sqrt } from '../numerics/elementary.ts';
import { geometricCvPercent, meanOf, squaresAbout } from '../numerics/mean.ts';
import { fitLinear } from '../numerics/regression/linear-model.ts';
import { momentComponents, oneWayAnova, remlComponents, type VarianceComponents } from '../numerics/statistics/variance-components.ts';

/** One relative potency of a validation study: its target level and its independent run. */
export interface ValidationValue {
  readonly level: number;
  readonly run: string;
  readonly relativePotency: number;
}

/** Accuracy and precision at one level (USP <1033>); variances are of ln RP, `null` where no run has replicates to part them. */
export interface LevelPrecision {
  readonly level: number;
  readonly runs: number;
  readonly values: number;
  /** Mean of ln(RP/target) over run means. */
  readonly meanLn: number;
  readonly geometricMean: number;
  /** 100(geometric mean/target − 1) with its limits from the run means. */
  readonly relativeBiasPercent: number;
  readonly biasLimits: readonly [number, number];
  readonly meanSquareBetween: number;
  readonly meanSquareWithin: number | null;
  readonly varianceBetween: number | null;
  readonly varianceWithin: number | null;
  readonly intermediatePrecisionPercent: number;
  /** Upper limit of the intermediate precision, by Satterthwaite's degrees of freedom. */
  readonly intermediatePrecisionUpper: number;
  readonly satterthwaiteDf: number;
  readonly repeatabilityPercent: number | null;
}

/** Levels of the limits of a validation study. */
export interface ValidationLevels {
  /** Two-sided level of the relative bias. */
  readonly bias: number;
  /** One-sided level of the upper limit of the intermediate precision. */
  readonly precision: number;
}

/** 100(exp s − 1): the geometric coefficient of variation as USP <1033> writes it. */
export function gcvPercent(variance: number): number {
  return geometricCvPercent(sqrt(variance));
}

/** ln RP in runs, a level at a time, ascending. */
export function lnByRun(
  values: readonly ValidationValue[],
): readonly { readonly level: number; readonly runs: readonly (readonly number[])[] }[] {
  const levels = [...new Set(values.map((value) => value.level))].sort((a, b) => a - b);
  return levels.map((level) => {
    const own = values.filter((value) => value.level === level);
    const names = [...new Set(own.map((value) => value.run))];
    return { level, runs: names.map((run) => own.filter((value) => value.run === run).map((value) => ln(value.relativePotency))) };
  });
}

/**
 * Bias and precision of every level, runs nested in levels. Runs may differ in their number of replicates: the bias then takes run means alike, whose own
 * variance gives its limits exactly; mean squares give the components by their effective size, and the degrees of freedom are approximate.
 */
export function precisionByLevel(values: readonly ValidationValue[], confidence: ValidationLevels): readonly LevelPrecision[] {
  return lnByRun(values).map(({ level, runs }) => levelPrecision(level, runs, confidence));
}

function levelPrecision(level: number, runs: readonly (readonly number[])[], confidence: ValidationLevels): LevelPrecision {
  const k = runs.length;
  if (k < 2) throw new RangeError(`Expected at least two runs at the level ${level}, found ${k}.`);
  const anova = oneWayAnova(runs);
  const means = runs.map(meanOf);
  const grand = meanOf(means);
  const meanSquareBetween = anova.sumOfSquaresBetween / anova.degreesOfFreedomBetween;
  const within = anova.degreesOfFreedomWithin < 1 ? null : anova.sumOfSquaresWithin / anova.degreesOfFreedomWithin;
  const components = momentComponents([anova]);
  const total = components === null ? meanSquareBetween : components.between + components.within;
  const n = anova.effectiveSize;
  const df =
    within === null
      ? k - 1
      : satterthwaite(
          { between: meanSquareBetween / n, within: ((n - 1) / n) * within },
          { between: k - 1, within: anova.degreesOfFreedomWithin },
        );
  const half = tTwoSided(confidence.bias, k - 1) * sqrt(squaresAbout(means, grand) / (k - 1) / k);
  const bias = (meanLn: number): number => 100 * (exp(meanLn - ln(level)) - 1);
  return {
    level,
    runs: k,
    values: anova.count,
    meanLn: grand - ln(level),
    geometricMean: exp(grand),
    relativeBiasPercent: bias(grand),
    biasLimits: [bias(grand - half), bias(grand + half)],
    meanSquareBetween,
    meanSquareWithin: within,
    varianceBetween: components?.between ?? null,
    varianceWithin: within,
    intermediatePrecisionPercent: gcvPercent(total),
    intermediatePrecisionUpper: gcvPercent((total * df) / chiSquaredQuantile(1 - confidence.precision, df)),
    satterthwaiteDf: df,
    repeatabilityPercent: within === null ? null : gcvPercent(within),
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

/** Components over all levels, each level with its own mean; `null` where no run has replicates. */
export function pooledComponents(values: readonly ValidationValue[], method: 'anova' | 'reml'): VarianceComponents | null {
  const strata = lnByRun(values).map(({ runs }) => runs);
  return method === 'reml' ? remlComponents(strata) : momentComponents(strata.map(oneWayAnova));
}

/** Variance of ln of a reportable value that is the geometric mean of runs and of replicates within each. */
export function formatVariance(components: VarianceComponents, format: { readonly runs: number; readonly replicates: number }): number {
  return components.between / format.runs + components.within / (format.runs * format.replicates);
}

/** The line of ln RP on ln target. */
export interface Linearity {
  readonly slope: number;
  readonly intercept: number;
  readonly slopeLimits: readonly [number, number];
  /** `null` where all run means are equal. */
  readonly rSquared: number | null;
  readonly degreesOfFreedom: number;
}

/** Linearity: the line of ln RP on ln target over run means, with the two-sided interval of its slope; `null` with fewer than two levels. */
export function linearity(values: readonly ValidationValue[], level: number): Linearity | null {
  const runs = [...new Map(values.map((value) => [JSON.stringify([value.level, value.run]), value])).values()];
  const x = runs.map((run) => ln(run.level));
  const y = runs.map((run) =>
    meanOf(values.filter((value) => value.level === run.level && value.run === run.run).map((value) => ln(value.relativePotency))),
  );
  const fit = fitLinear([x.map(() => 1), x], y);
  if (fit === null || fit.degreesOfFreedom < 1) return null;
  const [intercept = 0, slope = 0] = fit.coefficients;
  const half = tTwoSided(level, fit.degreesOfFreedom) * sqrt((fit.rss / fit.degreesOfFreedom) * fit.unscaledCovariance[1]![1]!);
  const { rss, degreesOfFreedom } = fit;
  const total = squaresAbout(y, meanOf(y));
  return { slope, intercept, slopeLimits: [slope - half, slope + half], rSquared: total > 0 ? 1 - rss / total : null, degreesOfFreedom };
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
