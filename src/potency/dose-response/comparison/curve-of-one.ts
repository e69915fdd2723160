import { tTwoSided } from '../../../numerics/distributions/student-limits.ts';
import { sqrt } from '../../../numerics/elementary.ts';
import { type ComputedPreparation, doseOfLog } from '../../computed-preparation.ts';
import type { PotencyMethod } from '../../method.ts';
import type { PotencyAssay } from '../../potency-assay.ts';
import { reason } from '../../reasons.ts';
import { curveData } from '../curve/curve-data.ts';
import { fitCurve } from '../curve/curve-fit.ts';
import { type CurveModel, curveModel } from '../curve/curve-model.ts';
import { summarizeCurve } from '../curve/fit-summary.ts';
import { modelIds } from '../curve/orientation.ts';
import { prepareSample } from '../curve/prepared-sample.ts';
import { weightObservations } from '../curve/weights.ts';
import type { ModelId } from '../models/registry.ts';
import { judgeCurve } from './assay-frame.ts';
import { lnEc50Of } from './partly-shared.ts';
import { suitabilityAlone } from './sample-rows.ts';
import { systemSuitability, unsuitable } from './suitability.ts';

/** The EC50 of one preparation by its curve, with all that the method asks of it; of both orientations that with the smaller sum of squares. */
export function estimateEc50(assay: PotencyAssay, method: PotencyMethod, model: ModelId): ComputedPreparation {
  const each = modelIds(model, method.orientation).map((id) => ec50Of(curveModel(id, method.fixed), assay, method));
  return each.reduce((best, one) => (one.rss < best.rss ? one : best)).computed;
}

function ec50Of(
  curve: CurveModel,
  assay: PotencyAssay,
  method: PotencyMethod,
): { readonly rss: number; readonly computed: ComputedPreparation } {
  const prepared = prepareSample(assay.reference, method, 'assay-run');
  const weighted = weightObservations([prepared.observations], method, curve);
  const none = { quantity: 'EC50', estimate: null, lower: null, upper: null, method: 'log-delta', fit: null, quantal: null } as const;
  if (weighted.samples === null) {
    const reasons = [...prepared.reasons, reason('potency/no-weights', 'assay-run', weighted.problem)];
    return { rss: Number.POSITIVE_INFINITY, computed: { ...none, reasons } };
  }
  const sample = { ...prepared, observations: weighted.samples[0] ?? [] };
  const data = curveData(sample.observations);
  const fit = fitCurve(curve, data);
  const own = judgeCurve(curve, sample, { data, fit }, { scope: 'assay-run', averaging: method.averaging });
  const { doseUnit, responseUnit } = assay;
  const system = systemSuitability({ sample, data, curve, fit, doseUnit, responseUnit }, method);
  const alone = suitabilityAlone(curve, own, method);
  const judged = {
    model: curve.model.id,
    weightExponent: weighted.exponent,
    checks: [...system, ...alone.checks],
    notes: alone.notes,
    // Here no other sample can determine what the own curve leaves open.
    reasons: [...own.reasons, ...own.doubts.reasons, ...unsuitable(system), ...alone.reasons],
  };
  if (fit === null || fit.covariance === null || fit.stopped !== 'converged')
    return { rss: Number.POSITIVE_INFINITY, computed: { ...none, ...judged } };
  const { value, slopes } = lnEc50Of({ curve, shared: curve.free.map(() => true) }, fit, 0);
  const variance = fit.covariance.reduce((sum, row, i) => sum + slopes[i]! * row.reduce((inner, one, j) => inner + one * slopes[j]!, 0), 0);
  const half = tTwoSided(method.interval.level, fit.degreesOfFreedom) * sqrt(Math.max(0, variance));
  const limits = { lower: value - half, upper: value + half };
  return { rss: fit.rss, computed: { ...none, ...judged, ...doseOfLog(value, limits), fit: summarizeCurve(curve, fit) } };
}
