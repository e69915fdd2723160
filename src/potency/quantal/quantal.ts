import { InputError } from '../../errors.ts';
import { chiSquaredUpperTail } from '../../numerics/distributions/chi-squared-distribution.ts';
import { fUpperTail } from '../../numerics/distributions/f-distribution.ts';
import { normalQuantile } from '../../numerics/distributions/normal-distribution.ts';
import { tTwoSided } from '../../numerics/distributions/student-limits.ts';
import { exp, ln } from '../../numerics/elementary.ts';
import { fiellerInterval, type Limits, limitsOfRatio, ratioError } from '../../numerics/intervals/ratio-limits.ts';
import { type BinomialFit, type BinomialLink, fitBinomial } from '../../numerics/regression/binomial-regression.ts';
import type { FTest } from '../../numerics/regression/extra-sum-of-squares.ts';
import { fitWithNatural, type NaturalFit } from '../../numerics/regression/natural-response.ts';
import type { ChiSquaredTest } from '../potency-result.ts';

/** Responders among the units of one dose. */
export interface QuantalObservation {
  readonly sample: string;
  readonly dose: number;
  readonly total: number;
  readonly responders: number;
}

export interface QuantalOptions {
  readonly reference: string;
  readonly link: BinomialLink;
  readonly level: number;
  /** Whether a chi-squared about separate lines that is significant widens the limits by χ²/df and Student's t (Ph. Eur. 5.3, 4.2.4). */
  readonly heterogeneity: 'none' | 'when-significant';
  /** The level of that chi-squared; absent = 0.05. */
  readonly linearityAlpha?: number;
}

export interface QuantalSample extends Limits {
  readonly name: string;
  /** ln of the dose at which half respond, with its limits; the standard error by the delta method. */
  readonly lnEd50: number;
  readonly lnEd50Error: number;
  readonly g: number;
  /** Relative potency against the reference standard; `null` for the reference itself. */
  readonly relativePotency: (Limits & { readonly estimate: number; readonly lnError: number; readonly delta: Limits }) | null;
}

export interface QuantalResult {
  readonly slope: number;
  readonly slopeError: number;
  readonly intercepts: readonly number[];
  readonly interceptErrors: readonly number[];
  readonly deviance: number;
  readonly pearson: number;
  readonly degreesOfFreedom: number;
  readonly iterations: number;
  readonly heterogeneityFactor: number;
  /** Separate slopes against the common one, by the fall of the deviance. */
  readonly parallelism: { readonly chiSquared: number; readonly df: number; readonly p: number } | null;
  /** The same over the heterogeneity factor, where there is one. */
  readonly parallelismF: FTest | null;
  /** Pearson's chi-squared about separate lines: N − 2h degrees of freedom, one less with a natural response; `null` without any. */
  readonly linearity: ChiSquaredTest | null;
  /** Lines with a slope each; of a single sample its line; `null` where their likelihood has no maximum. */
  readonly separate: BinomialFit | null;
  /** The rate at which units respond at the dose 0 (Abbott); `null` without zero doses. */
  readonly natural: { readonly rate: number; readonly error: number | null } | null;
  readonly samples: readonly QuantalSample[];
}

/**
 * Quantal assay by maximum likelihood: probit or logit lines of ln dose with a common slope (Ph. Eur. 5.3, 4); `null` where the likelihood has no maximum,
 * as where no dose has some but not all units responding. Errors: potency/bad-data.
 */
export function quantalAssay(observations: readonly QuantalObservation[], options: QuantalOptions): QuantalResult | null {
  const names = namesOf(observations, options.reference);
  const x = observations.map((one) => (one.dose > 0 ? ln(one.dose) : 0));
  const untreated = observations.map((one) => one.dose === 0);
  const ofSample = names.map((name) => observations.map((one) => (one.sample === name ? 1 : 0)));
  const counts = { trials: observations.map((one) => one.total), successes: observations.map((one) => one.responders), link: options.link };
  const fitLines = (columns: readonly (readonly number[])[]): BinomialFit | NaturalFit | null =>
    untreated.includes(true) ? fitWithNatural({ columns, ...counts, untreated }) : fitBinomial({ columns, ...counts });
  const fit = fitLines([...ofSample, x]);
  if (fit === null) return null;
  const at = names.length;
  const slopes = ofSample.map((column) => column.map((value, i) => value * x[i]!));
  const separate = names.length < 2 ? fit : fitLines([...ofSample, ...slopes]);
  const linearity = chiSquaredOf(separate);
  // A factor below 1, which a large level would admit, would narrow the limits.
  const wide = linearity !== null && linearity.p < (options.linearityAlpha ?? 0.05) && linearity.statistic > linearity.df;
  const scaled = wide && options.heterogeneity === 'when-significant';
  const factor = scaled ? linearity.statistic / linearity.df : 1;
  const t = scaled ? tTwoSided(options.level, linearity.df) : normalQuantile(0.5 + options.level / 2);
  const frame = { fit, at, factor, t };
  const parallelism = names.length < 2 ? null : parallelismOf({ common: fit, separate }, names.length - 1);
  return {
    slope: fit.coefficients[at]!,
    slopeError: Math.sqrt(fit.covariance[at]![at]! * factor),
    intercepts: fit.coefficients.slice(0, at),
    interceptErrors: names.map((_, j) => Math.sqrt(fit.covariance[j]![j]! * factor)),
    deviance: fit.deviance,
    pearson: fit.pearson,
    degreesOfFreedom: fit.degreesOfFreedom,
    iterations: fit.iterations,
    heterogeneityFactor: factor,
    parallelism,
    parallelismF: scaled && parallelism !== null ? scaledParallelism(parallelism, linearity) : null,
    linearity,
    separate,
    natural: 'rate' in fit ? { rate: fit.rate, error: fit.rateError } : null,
    samples: names.map((name, j) => sampleOf(name, j, frame)),
  };
}

function chiSquaredOf(fit: BinomialFit | null): ChiSquaredTest | null {
  if (fit === null || fit.degreesOfFreedom < 1) return null;
  return { statistic: fit.pearson, df: fit.degreesOfFreedom, p: chiSquaredUpperTail(fit.pearson, fit.degreesOfFreedom) };
}

/** With heterogeneous responses parallelism is tested by F over the heterogeneity factor (Ph. Eur. 5.3, 4.2.4). */
function scaledParallelism({ chiSquared, df }: { readonly chiSquared: number; readonly df: number }, linearity: ChiSquaredTest): FTest {
  const statistic = Math.max(0, chiSquared) / df / (linearity.statistic / linearity.df);
  return { statistic, df1: df, df2: linearity.df, p: fUpperTail(statistic, df, linearity.df) };
}

/** Deviances that differ by less than this share are equal but for rounding. */
const WORSE = 1e-9;

interface Frame {
  readonly fit: BinomialFit;
  readonly at: number;
  readonly factor: number;
  readonly t: number;
}

function sampleOf(name: string, j: number, { fit, at, factor, t }: Frame): QuantalSample {
  const [slope, intercept, base] = [fit.coefficients[at]!, fit.coefficients[j]!, fit.coefficients[0]!];
  const v = fit.covariance;
  const v22 = factor * v[at]![at]!;
  // Half respond where intercept + slope x = 0.
  const ed50 = { numerator: -intercept, denominator: slope, v11: factor * v[j]![j]!, v12: -factor * v[j]![at]!, v22 };
  const half = fiellerInterval(ed50, t);
  const own = { name, lnEd50: -intercept / slope, lnEd50Error: ratioError(ed50), lower: half.lower, upper: half.upper, g: half.g };
  if (j === 0) return { ...own, relativePotency: null };
  const v11 = factor * (v[j]![j]! + v[0]![0]! - 2 * v[0]![j]!);
  const lnRatio = { numerator: intercept - base, denominator: slope, v11, v12: factor * (v[j]![at]! - v[0]![at]!), v22 };
  const ratio = fiellerInterval(lnRatio, t);
  const lnEstimate = (intercept - base) / slope;
  const lnError = ratioError(lnRatio);
  const delta = { lower: exp(lnEstimate - t * lnError), upper: exp(lnEstimate + t * lnError) };
  return {
    ...own,
    relativePotency: { estimate: exp(lnEstimate), lnError, ...limitsOfRatio(ratio), delta },
  };
}

/**
 * One slope less a sample. Residual degrees of freedom do not say so: a fit with the natural response 0 does not count the untreated units, and the other
 * may. Separate lines hold the common ones: a fit of them that is worse is not their maximum, and tests nothing.
 */
function parallelismOf(
  { common, separate }: { readonly common: BinomialFit; readonly separate: BinomialFit | null },
  df: number,
): QuantalResult['parallelism'] {
  if (separate === null || separate.deviance - common.deviance > WORSE * (1 + common.deviance)) return null;
  const chiSquared = common.deviance - separate.deviance;
  return { chiSquared, df, p: chiSquaredUpperTail(Math.max(0, chiSquared), df) };
}

function namesOf(observations: readonly QuantalObservation[], reference: string): readonly string[] {
  for (const one of observations) {
    const counts =
      Number.isSafeInteger(one.total) &&
      Number.isSafeInteger(one.responders) &&
      one.responders >= 0 &&
      one.responders <= one.total &&
      one.total > 0;
    if (!(one.dose >= 0 && Number.isFinite(one.dose)) || !counts) {
      throw new InputError(
        'potency/bad-data',
        `Expected a dose from 0 up and responders of a total, found ${one.responders} of ${one.total} at the dose ${one.dose} for '${one.sample}'.`,
      );
    }
  }
  const found = [...new Set(observations.map((one) => one.sample))];
  if (!found.includes(reference))
    throw new InputError(
      'potency/bad-data',
      `Expected the reference standard '${reference}', found ${found.map((name) => `'${name}'`).join(', ')}.`,
    );
  return [reference, ...found.filter((name) => name !== reference)];
}
