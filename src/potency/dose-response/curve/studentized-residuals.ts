import { studentUpperTail } from '../../../numerics/distributions/student-distribution.ts';
import { ln, sqrt } from '../../../numerics/elementary.ts';
import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { Observation } from './curve-data.ts';
import { type CurveModel, fullParameters } from './curve-model.ts';

/** How far one response lies from its curve. */
export interface StudentizedResidual {
  readonly dose: number;
  readonly response: number;
  readonly residual: number;
  /** Diagonal of the hat matrix, 0–1. */
  readonly leverage: number;
  /** Residual over s√(1 − leverage). */
  readonly internal: number;
  /** The same with s from the other responses: Student's t on n − k − 1. */
  readonly external: number;
  /** Two-sided p of the external residual, times the number of responses. */
  readonly bonferroniP: number;
}

/** Studentised residuals of a sample's own curve, with leverage from J(J'WJ)⁻¹J'W; `null` without a covariance. */
export function studentizedResiduals(
  curve: CurveModel,
  fit: LeastSquaresFit,
  observations: readonly Observation[],
): readonly StudentizedResidual[] | null {
  const inverse = fit.unscaledCovariance;
  const df = fit.degreesOfFreedom;
  if (inverse === null || df < 2) return null;
  const full = fullParameters(curve, fit.parameters);
  const gradient = new Float64Array(full.length + 1);
  const variance = fit.rss / df;
  return observations.map(({ dose, response, weight }) => {
    const residual = response - curve.model.evaluate(ln(dose), full, gradient);
    const g = curve.free.map((index) => gradient[index]!);
    const leverage = weight * g.reduce((sum, a, i) => sum + a * g.reduce((inner, b, j) => inner + inverse[i]![j]! * b, 0), 0);
    const scaled = sqrt(weight) * residual;
    const internal = scaled / sqrt(variance * (1 - leverage));
    const others = (fit.rss - (scaled * scaled) / (1 - leverage)) / (df - 1);
    const external = scaled / sqrt(others * (1 - leverage));
    const bonferroniP = Math.min(1, 2 * observations.length * studentUpperTail(Math.abs(external), df - 1));
    return { dose, response, residual, leverage, internal, external, bonferroniP };
  });
}

/** How many responses lie beyond a limit of the external studentised residual; `null` where none can be computed. */
export function countOutliers(
  curve: CurveModel,
  fit: LeastSquaresFit | null,
  rule: { readonly observations: readonly Observation[]; readonly limit: number },
): number | null {
  const residuals = fit?.stopped === 'converged' ? studentizedResiduals(curve, fit, rule.observations) : null;
  return residuals === null ? null : residuals.filter((one) => Math.abs(one.external) > rule.limit).length;
}
