import { chiSquaredUpperTail } from '../../../numerics/distributions/chi-squared-distribution.ts';
import { tTwoSided } from '../../../numerics/distributions/student-limits.ts';
import { deltaLimits, fiellerInterval, type Limits, logDeltaLimits, type Ratio } from '../../../numerics/intervals/ratio-limits.ts';
import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { EquivalenceMargins } from '../../method.ts';
import type { EquivalenceTest } from '../../potency-result.ts';
import type { CurveModel } from '../curve/curve-model.ts';
import type { ParameterName } from '../models/model.ts';

/** p of the sum of squares of non-parallelism over a known variance. */
export function chiSquaredOfKnownVariance(extra: { readonly sum: number; readonly df: number }, variance: number): number {
  return chiSquaredUpperTail(Math.max(0, extra.sum) / variance, extra.df);
}

/** The free fits of a reference standard and a test article. */
export interface FreeFits {
  readonly curve: CurveModel;
  readonly reference: LeastSquaresFit;
  readonly test: LeastSquaresFit;
}

/** One equivalence test on the free fits with their common residual variance. */
export function equivalenceTest(fits: FreeFits, margins: EquivalenceMargins): EquivalenceTest {
  const comparison = compare(fits, margins);
  const lowerMargin = margins.lower ?? null;
  const upperMargin = margins.upper ?? null;
  const frame = { parameter: margins.parameter, level: margins.level, lowerMargin, upperMargin };
  if (comparison === null) return { ...frame, estimate: null, lower: null, upper: null, outcome: 'not-estimable' };
  const { estimate, lower, upper } = comparison;
  return { ...frame, estimate, lower, upper, outcome: outcomeOf(comparison, lowerMargin, upperMargin) };
}

function outcomeOf({ lower, upper }: Limits, lowerMargin: number | null, upperMargin: number | null): EquivalenceTest['outcome'] {
  if (lowerMargin === null && upperMargin === null) return 'no-margins';
  if (lower === null || upper === null) return 'not-estimable';
  const within = (lowerMargin === null || lower >= lowerMargin) && (upperMargin === null || upper <= upperMargin);
  return within ? 'within' : 'outside';
}

function compare(fits: FreeFits, margins: EquivalenceMargins): (Limits & { readonly estimate: number }) | null {
  const { reference, test } = fits;
  const degreesOfFreedom = reference.degreesOfFreedom + test.degreesOfFreedom;
  const ratio = ratioOf(fits, margins.parameter, (reference.rss + test.rss) / degreesOfFreedom);
  if (ratio === null || degreesOfFreedom < 1 || ratio.denominator === 0) return null;
  const t = tTwoSided(margins.level, degreesOfFreedom);
  const estimate = ratio.numerator / ratio.denominator;
  if (margins.method === 'log-delta' && margins.parameter !== 'lower-asymptote-difference')
    return { estimate, ...logDeltaLimits(ratio, t) };
  if (margins.method === 'delta') return { estimate, ...deltaLimits(ratio, t) };
  const { lower, upper } = fiellerInterval(ratio, t);
  return { estimate, lower, upper };
}

/** Numerator and denominator as linear combinations of the free parameters, with their (co)variances. */
function ratioOf(fits: FreeFits, parameter: EquivalenceMargins['parameter'], variance: number): Ratio | null {
  const of = (fit: LeastSquaresFit, name: ParameterName): Combination | null => single(fits.curve, fit, name, variance);
  const { reference, test } = fits;
  const simple = { 'upper-asymptote-ratio': 'upperAsymptote', 'slope-ratio': 'slope', 'asymmetry-ratio': 'asymmetry' } as const;
  if (parameter in simple) {
    const name = simple[parameter as keyof typeof simple];
    const one = of(test, name);
    const other = of(reference, name);
    return one === null || other === null
      ? null
      : { numerator: one.value, denominator: other.value, v11: one.variance, v12: 0, v22: other.variance };
  }
  const range = rangeOf(fits.curve, reference, variance);
  if (range === null) return null;
  if (parameter === 'range-ratio') {
    const other = rangeOf(fits.curve, test, variance);
    return other === null ? null : { numerator: other.value, denominator: range.value, v11: other.variance, v12: 0, v22: range.variance };
  }
  const one = of(test, 'lowerAsymptote');
  const base = of(reference, 'lowerAsymptote');
  if (one === null || base === null) return null;
  // cov(c_t − c_r, d_r − c_r) = var(c_r) − cov(c_r, d_r).
  const v12 = base.variance - range.withLower;
  return { numerator: one.value - base.value, denominator: range.value, v11: one.variance + base.variance, v12, v22: range.variance };
}

interface Combination {
  readonly value: number;
  readonly variance: number;
}

function single(curve: CurveModel, fit: LeastSquaresFit, name: ParameterName, variance: number): Combination | null {
  const j = curve.free.indexOf(curve.model.parameters.indexOf(name));
  if (j < 0 || fit.unscaledCovariance === null) return null;
  return { value: fit.parameters[j]!, variance: fit.unscaledCovariance[j]![j]! * variance };
}

function rangeOf(curve: CurveModel, fit: LeastSquaresFit, variance: number): (Combination & { readonly withLower: number }) | null {
  const upper = single(curve, fit, 'upperAsymptote', variance);
  const lower = single(curve, fit, 'lowerAsymptote', variance);
  if (upper === null || lower === null) return null;
  const u = curve.free.indexOf(curve.model.parameters.indexOf('upperAsymptote'));
  const l = curve.free.indexOf(curve.model.parameters.indexOf('lowerAsymptote'));
  const withLower = fit.unscaledCovariance![u]![l]! * variance;
  return { value: upper.value - lower.value, variance: upper.variance + lower.variance - 2 * withLower, withLower };
}
