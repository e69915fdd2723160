import { InputError } from '../../errors.ts';
import { normalQuantile } from '../../numerics/distributions/normal-distribution.ts';
import { exp, sqrt } from '../../numerics/elementary.ts';
import { type ComputedPreparation, doseOfLog } from '../computed-preparation.ts';
import { estimateEc50 } from '../dose-response/comparison/curve-of-one.ts';
import { isLineModel, isQuantalModel } from '../line-models.ts';
import type { PotencyMethod } from '../method.ts';
import type { PotencyAssay } from '../potency-assay.ts';
import type { AssayResult } from '../potency-result.ts';
import { quantalAssay } from '../quantal/quantal.ts';
import { judgeAlone } from '../quantal/quantal-alone.ts';
import { countSample } from '../quantal/quantal-assay.ts';
import { estimateCounts } from '../quantal/spearman-kaerber-assay.ts';
import { reason } from '../reasons.ts';

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
        : estimateEc50(assay, method, model);
  const { checks = [], notes = [], model: fitted = model, weightExponent, ...found } = computed;
  const outcome = found.reasons.length === 0 && found.estimate !== null ? 'reportable' : 'not-reportable';
  return {
    name: assay.name,
    model: fitted,
    doseUnit: assay.doseUnit,
    responseUnit: assay.responseUnit,
    transform: method.responseTransform,
    ...(weightExponent == null ? {} : { weightExponent }),
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

function byLine(assay: PotencyAssay, method: PotencyMethod, link: 'probit' | 'logit'): ComputedPreparation {
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
    ...doseOfLog(lnEd50 ?? Number.NaN, own ?? { lower: null, upper: null }),
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

function byCounts(assay: PotencyAssay, method: PotencyMethod): ComputedPreparation {
  const { found, reasons } = estimateCounts(countSample(assay.reference, 'assay-run'), 'assay-run');
  const bare = { quantity: 'ED50', fit: null, quantal: null, reasons } as const;
  if (found?.lnEd50 == null) return { ...bare, estimate: null, lower: null, upper: null, method: 'spearman-kaerber' };
  // All or none at every dose: the ED50 lies between two doses, which is no interval of a level.
  if (found.variance === 0) return { ...bare, estimate: exp(found.lnEd50), ...found.bracket, method: 'bracketing-doses' };
  if (found.variance === null) {
    const unknown = reason('potency/no-replicate-variation', 'assay-run', { of: 'counts', sample: assay.reference.name });
    return {
      ...bare,
      ...doseOfLog(found.lnEd50, { lower: null, upper: null }),
      method: 'spearman-kaerber',
      reasons: [...reasons, unknown],
    };
  }
  const half = normalQuantile(0.5 + method.interval.level / 2) * sqrt(found.variance);
  const limits = { lower: found.lnEd50 - half, upper: found.lnEd50 + half };
  return { ...bare, ...doseOfLog(found.lnEd50, limits), method: 'spearman-kaerber' };
}
