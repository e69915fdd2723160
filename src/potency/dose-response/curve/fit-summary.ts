import { sqrt } from '../../../numerics/elementary.ts';
import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { FitSummary } from '../../potency-result.ts';
import type { CurveModel } from './curve-model.ts';
import { lnEc50WithSlopes } from './ln-ec50.ts';

/** A sample's own curve, with its fixed parameters (which have no standard error); `suffix` tells two samples apart. */
export function summarizeCurve(curve: CurveModel, fit: LeastSquaresFit, suffix = ''): FitSummary {
  const parameters: Record<string, number> = {};
  const standardErrors: Record<string, number | null> = {};
  curve.model.parameters.forEach((name, index) => {
    const j = curve.free.indexOf(index);
    parameters[name + suffix] = j < 0 ? curve.template[index]! : fit.parameters[j]!;
    standardErrors[name + suffix] = j < 0 ? null : (fit.standardErrors[j] ?? null);
  });
  const lnEc50 = derivedLnEc50(curve, fit);
  if (lnEc50 !== null) {
    parameters[`lnEc50${suffix}`] = lnEc50.value;
    standardErrors[`lnEc50${suffix}`] = spread(fit.covariance, lnEc50.slopes);
  }
  return { parameters, standardErrors, ...measures(fit) };
}

/** ln EC50 where the location of a model is another quantity, by the free parameters; `null` where it is a parameter, or no dose has half of the effect. */
function derivedLnEc50(curve: CurveModel, fit: LeastSquaresFit) {
  const { parameters } = curve.model;
  if (parameters.includes('lnEc50') || parameters.includes('hormesis')) return null;
  const derived = lnEc50WithSlopes(curve, fit.parameters.slice(0, curve.free.length));
  return Number.isFinite(derived.value) && derived.slopes.every(Number.isFinite) ? derived : null;
}

/** Standard error of a linear combination of parameters. */
function spread(covariance: LeastSquaresFit['covariance'], slopes: readonly number[]): number | null {
  if (covariance === null) return null;
  const variance = slopes.reduce((sum, a, i) => sum + slopes.reduce((inner, b, j) => inner + a * b * covariance[i]![j]!, 0), 0);
  return sqrt(Math.max(0, variance));
}

/** The free fits of reference standard and test article as one, with the common residual variance. */
export function summarizeFree(curve: CurveModel, reference: LeastSquaresFit, test: LeastSquaresFit): FitSummary {
  const degreesOfFreedom = reference.degreesOfFreedom + test.degreesOfFreedom;
  const rss = reference.rss + test.rss;
  const variance = rss / degreesOfFreedom;
  const pooled = (fit: LeastSquaresFit): LeastSquaresFit => ({
    ...fit,
    covariance: fit.unscaledCovariance?.map((row) => row.map((value) => value * variance)) ?? null,
    standardErrors: fit.standardErrors.map((_, j) =>
      fit.unscaledCovariance === null ? null : sqrt(fit.unscaledCovariance[j]![j]! * variance),
    ),
  });
  const one = summarizeCurve(curve, pooled(reference), '_reference');
  const other = summarizeCurve(curve, pooled(test), '_test');
  return {
    parameters: { ...one.parameters, ...other.parameters },
    standardErrors: { ...one.standardErrors, ...other.standardErrors },
    rss,
    degreesOfFreedom,
    stopped: reference.stopped === 'converged' ? test.stopped : reference.stopped,
    iterations: reference.iterations + test.iterations,
  };
}

/** The constrained fit: shared parameters, the location (and with it ln EC50) of both samples, and ln RP (`rho` among the parameters of the fit). */
export function summarizeConstrained(curve: CurveModel, fit: LeastSquaresFit, rho: number): FitSummary {
  const shared = summarizeCurve(curve, fit);
  const parameters: Record<string, number> = { ...shared.parameters };
  const standardErrors: Record<string, number | null> = { ...shared.standardErrors };
  const unit = curve.free.map((_, j) => (j === curve.location ? 1 : 0));
  const derived = derivedLnEc50(curve, fit);
  const moving = [
    { name: curve.model.parameters[curve.free[curve.location]!]!, slopes: unit },
    ...(derived === null ? [] : [{ name: 'lnEc50', slopes: derived.slopes }]),
  ];
  for (const { name, slopes } of moving) {
    const { [name]: value = Number.NaN } = parameters;
    parameters[`${name}_reference`] = value;
    parameters[`${name}_test`] = value - fit.parameters[rho]!;
    standardErrors[`${name}_reference`] = standardErrors[name] ?? null;
    standardErrors[`${name}_test`] = spread(fit.covariance, withShift(slopes, fit, rho));
    delete parameters[name];
    delete standardErrors[name];
  }
  parameters.lnRelativePotency = fit.parameters[rho]!;
  standardErrors.lnRelativePotency = fit.standardErrors[rho] ?? null;
  return { parameters, standardErrors, ...measures(fit) };
}

/** The slopes by the joint vector of what lies ln RP lower. */
function withShift(slopes: readonly number[], fit: LeastSquaresFit, rho: number): readonly number[] {
  return fit.parameters.map((_, j) => (j === rho ? -1 : (slopes[j] ?? 0)));
}

function measures(fit: LeastSquaresFit): Pick<FitSummary, 'rss' | 'degreesOfFreedom' | 'stopped' | 'iterations'> {
  return { rss: fit.rss, degreesOfFreedom: fit.degreesOfFreedom, stopped: fit.stopped, iterations: fit.iterations };
}
