import { sqrt } from '../../../numerics/elementary.ts';
import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { FitSummary } from '../../potency-result.ts';
import type { CurveModel } from './curve-model.ts';

/** A sample's own curve, with its fixed parameters (which have no standard error); `suffix` tells two samples apart. */
export function summarizeCurve(curve: CurveModel, fit: LeastSquaresFit, suffix = ''): FitSummary {
  const parameters: Record<string, number> = {};
  const standardErrors: Record<string, number | null> = {};
  curve.model.parameters.forEach((name, index) => {
    const j = curve.free.indexOf(index);
    parameters[name + suffix] = j < 0 ? curve.template[index]! : fit.parameters[j]!;
    standardErrors[name + suffix] = j < 0 ? null : (fit.standardErrors[j] ?? null);
  });
  return { parameters, standardErrors, ...measures(fit) };
}

/** The free fits of reference standard and test article as one, with the common residual variance. */
export function summarizeFree(curve: CurveModel, reference: LeastSquaresFit, test: LeastSquaresFit): FitSummary {
  const degreesOfFreedom = reference.degreesOfFreedom + test.degreesOfFreedom;
  const rss = reference.rss + test.rss;
  const variance = rss / degreesOfFreedom;
  const pooled = (fit: LeastSquaresFit): LeastSquaresFit => ({
    ...fit,
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

/** The constrained fit: shared parameters, the location of both samples, and ln RP (`rho` among the parameters of the fit). */
export function summarizeConstrained(curve: CurveModel, fit: LeastSquaresFit, rho: number): FitSummary {
  const shared = summarizeCurve(curve, fit);
  const name = curve.model.parameters[curve.free[curve.location]!]!;
  const { [name]: location = Number.NaN, ...parameters } = shared.parameters;
  const { [name]: locationError = null, ...standardErrors } = shared.standardErrors;
  const v = fit.covariance;
  const at = curve.location;
  const variance = v === null ? null : v[at]![at]! + v[rho]![rho]! - 2 * v[at]![rho]!;
  const ofTest = location - fit.parameters[rho]!;
  const testError = variance === null ? null : sqrt(Math.max(0, variance));
  return {
    parameters: { ...parameters, [`${name}_reference`]: location, [`${name}_test`]: ofTest, lnRelativePotency: fit.parameters[rho]! },
    standardErrors: {
      ...standardErrors,
      [`${name}_reference`]: locationError,
      [`${name}_test`]: testError,
      lnRelativePotency: fit.standardErrors[rho] ?? null,
    },
    ...measures(fit),
  };
}

function measures(fit: LeastSquaresFit): Pick<FitSummary, 'rss' | 'degreesOfFreedom' | 'stopped' | 'iterations'> {
  return { rss: fit.rss, degreesOfFreedom: fit.degreesOfFreedom, stopped: fit.stopped, iterations: fit.iterations };
}
