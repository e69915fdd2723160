import { InputError } from '../errors.ts';
import { normalQuantile } from '../numerics/distributions/normal-distribution.ts';
import { tTwoSided } from '../numerics/distributions/student-limits.ts';
import { exp, sqrt } from '../numerics/elementary.ts';
import { type Limits, limitsOfRatio } from '../numerics/intervals/ratio-limits.ts';
import type { Reason } from '../reason.ts';
import { lnEc50Of } from './dose-response/comparison/partly-shared.ts';
import { curveData } from './dose-response/curve/curve-data.ts';
import { fitCurve } from './dose-response/curve/curve-fit.ts';
import { curveModel } from './dose-response/curve/curve-model.ts';
import { summarizeCurve } from './dose-response/curve/fit-summary.ts';
import { reasonsOfCurve } from './dose-response/curve/identification.ts';
import { weightObservations } from './dose-response/curve/weights.ts';
import type { ModelId } from './dose-response/models/registry.ts';
import { isLineModel, isQuantalModel } from './lines/line-models.ts';
import type { PotencyMethod } from './method.ts';
import type { PotencyAssay } from './potency-assay.ts';
import type { AssayResult, PreparationResult, SuitabilityCheck } from './potency-result.ts';
import { prepareSample } from './prepared-sample.ts';
import { quantalAssay } from './quantal/quantal.ts';
import { judgeAlone } from './quantal/quantal-alone.ts';
import { countSample } from './quantal/quantal-assay.ts';
import { estimateCounts } from './quantal/spearman-kaerber-assay.ts';
import { reason } from './reasons.ts';

type Computed = Omit<PreparationResult, 'name' | 'level' | 'outcome'> & { readonly checks?: readonly SuitabilityCheck[] };

/** One preparation alone: its EC50, or the dose at which half of the units respond, with an interval. Straight lines of a measured response have none (`potency/bad-model`). */
export function estimateAlone(assay: PotencyAssay, method: PotencyMethod): AssayResult {
  const { model } = method;
  if (isLineModel(model)) {
    throw new InputError(
      'potency/bad-model',
      `Expected a test article beside '${assay.reference.name}' in the assay '${assay.name}' with the model '${model}', found none: a straight line alone has no EC50.`,
    );
  }
  const computed =
    model === 'spearman-kaerber'
      ? byCounts(assay, method)
      : isQuantalModel(model)
        ? byLine(assay, method, model)
        : byCurve(assay, method, model);
  const { checks = [], notes = [], ...found } = computed;
  const outcome = found.reasons.length === 0 && found.estimate !== null ? 'reportable' : 'not-reportable';
  return {
    name: assay.name,
    model,
    doseUnit: assay.doseUnit,
    responseUnit: assay.responseUnit,
    transform: method.responseTransform,
    reference: { name: assay.reference.name, points: assay.reference.points, checks },
    tests: [],
    preparation: {
      name: assay.reference.name,
      level: method.interval.level,
      outcome,
      ...found,
      ...(notes.length === 0 ? {} : { notes }),
    },
  };
}

function byCurve(assay: PotencyAssay, method: PotencyMethod, model: ModelId): Computed {
  const prepared = prepareSample(assay.reference, method, 'assay-run');
  const curve = curveModel(model === '5pl' && method.orientation === 'upper' ? '5pl-upper' : model, method.fixed);
  const weighted = weightObservations([prepared.observations], method, curve);
  const none = { quantity: 'EC50', estimate: null, lower: null, upper: null, method: 'log-delta', fit: null, quantal: null } as const;
  if (weighted.samples === null)
    return { ...none, reasons: [...prepared.reasons, reason('potency/no-weights', 'assay-run', weighted.problem)] };
  const data = curveData(weighted.samples[0] ?? []);
  const fit = fitCurve(curve, data);
  const found = reasonsOfCurve({ name: prepared.name, scope: 'assay-run', curve, data, fit });
  const reasons: Reason[] = [...prepared.reasons, ...found.reasons];
  if (fit === null || fit.covariance === null || fit.stopped !== 'converged') return { ...none, reasons };
  const { value, slopes } = lnEc50Of({ curve, shared: curve.free.map(() => true) }, fit, 0);
  const variance = fit.covariance.reduce((sum, row, i) => sum + slopes[i]! * row.reduce((inner, one, j) => inner + one * slopes[j]!, 0), 0);
  const half = tTwoSided(method.interval.level, fit.degreesOfFreedom) * sqrt(Math.max(0, variance));
  return { ...none, ...ratio(value, { lower: value - half, upper: value + half }), fit: summarizeCurve(curve, fit), reasons };
}

function byLine(assay: PotencyAssay, method: PotencyMethod, link: 'probit' | 'logit'): Computed {
  const sample = countSample(assay.reference, 'assay-run');
  const none = { quantity: 'ED50', estimate: null, lower: null, upper: null, method: 'fieller', fit: null, quantal: null } as const;
  if (sample.reasons.length > 0) return { ...none, reasons: sample.reasons };
  const { heterogeneity, interval, sampleSuitability } = method;
  const found = quantalAssay(sample.observations, {
    reference: sample.name,
    link,
    level: interval.level,
    heterogeneity,
    linearityAlpha: sampleSuitability.compendial.linearity.alpha,
  });
  if (found === null) {
    const doses = sample.observations.filter((one) => one.responders > 0 && one.responders < one.total).length;
    return {
      ...none,
      reasons: [reason('potency/not-identified', 'assay-run', { of: 'likelihood', sample: sample.name, reference: sample.name, doses })],
    };
  }
  const [own] = found.samples;
  const { lnEd50, checks, reasons, notes } = judgeAlone(found, sample.name, method);
  const natural = found.natural === null ? {} : { naturalResponse: found.natural };
  return {
    ...none,
    ...ratio(lnEd50 ?? Number.NaN, own ?? { lower: null, upper: null }),
    checks,
    notes,
    fit: {
      parameters: { intercept: found.intercepts[0]!, slope: found.slope, lnEd50: own?.lnEd50 ?? 0 },
      standardErrors: { intercept: found.interceptErrors[0] ?? null, slope: found.slopeError, lnEd50: own?.lnEd50Error ?? null },
      rss: found.pearson,
      degreesOfFreedom: found.degreesOfFreedom,
      stopped: 'converged',
      iterations: found.iterations,
    },
    quantal: { link, linearity: found.linearity, heterogeneityFactor: found.heterogeneityFactor, deviance: found.deviance, ...natural },
    reasons,
  };
}

function byCounts(assay: PotencyAssay, method: PotencyMethod): Computed {
  const { found, reasons } = estimateCounts(countSample(assay.reference, 'assay-run'), 'assay-run');
  const bare = { quantity: 'ED50', fit: null, quantal: null, reasons } as const;
  if (found?.lnEd50 == null) return { ...bare, estimate: null, lower: null, upper: null, method: 'spearman-kaerber' };
  // All or none at every dose: the ED50 lies between two doses, which is no interval of a level.
  if (found.variance === 0) return { ...bare, estimate: exp(found.lnEd50), ...found.bracket, method: 'bracketing-doses' };
  if (found.variance === null) {
    const unknown = reason('potency/no-replicate-variation', 'assay-run', { of: 'counts', sample: assay.reference.name });
    return { ...bare, ...ratio(found.lnEd50, { lower: null, upper: null }), method: 'spearman-kaerber', reasons: [...reasons, unknown] };
  }
  const half = normalQuantile(0.5 + method.interval.level / 2) * sqrt(found.variance);
  const limits = { lower: found.lnEd50 - half, upper: found.lnEd50 + half };
  return { ...bare, ...ratio(found.lnEd50, limits), method: 'spearman-kaerber' };
}

/** A dose from its logarithm. */
function ratio(value: number, limits: Limits): Limits & { readonly estimate: number | null } {
  const estimate = exp(value);
  return estimate > 0 && estimate < Number.POSITIVE_INFINITY
    ? { estimate, ...limitsOfRatio(limits) }
    : { estimate: null, lower: null, upper: null };
}
