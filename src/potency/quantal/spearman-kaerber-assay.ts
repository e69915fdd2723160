import { normalQuantile } from '../../numerics/distributions/normal-distribution.ts';
import { exp, sqrt } from '../../numerics/elementary.ts';
import type { Reason } from '../../reason.ts';
import type { PotencyMethod } from '../method.ts';
import type { PotencyAssay } from '../potency-assay.ts';
import type { AssayResult, RelativePotency, TestArticleResult } from '../potency-result.ts';
import { reason, type SampleScope } from '../reasons.ts';
import { outcomesOf } from '../suitability-outcomes.ts';
import { type CountedSample, countSample } from './quantal-assay.ts';
import { type SpearmanKaerber, spearmanKaerber } from './spearman-kaerber.ts';

interface Estimated {
  readonly sample: CountedSample;
  readonly found: SpearmanKaerber | null;
  readonly reasons: readonly Reason[];
}

/** ED50 of counts by Spearman–Kärber, with why there is none. */
export function estimateCounts(sample: CountedSample, scope: SampleScope): Estimated {
  const zero = sample.observations.some((one) => one.dose === 0);
  const reasons = zero
    ? [...sample.reasons, reason('potency/too-few-doses', scope, { for: 'logarithmic-line', sample: sample.name })]
    : sample.reasons;
  if (reasons.length > 0) return { sample, found: null, reasons };
  const found = spearmanKaerber(sample.observations);
  const { lowest, highest } = found;
  return found.lnEd50 === null
    ? { sample, found, reasons: [reason('potency/not-bracketed', scope, { sample: sample.name, lowest, highest })] }
    : { sample, found, reasons: [] };
}

/** Relative potencies as ratios of ED50s by Spearman–Kärber; limits by the normal distribution on the logarithm. */
export function estimateSpearmanKaerber(assay: PotencyAssay, method: PotencyMethod): AssayResult {
  const reference = estimateCounts(countSample(assay.reference, 'assay-run'), 'assay-run');
  return {
    name: assay.name,
    model: 'spearman-kaerber',
    doseUnit: assay.doseUnit,
    responseUnit: assay.responseUnit,
    transform: method.responseTransform,
    reference: { name: assay.reference.name, points: assay.reference.points, checks: [] },
    tests: assay.tests.map((test) => articleOf(reference, estimateCounts(countSample(test, 'test-article'), 'test-article'), method)),
  };
}

function articleOf(reference: Estimated, test: Estimated, { interval }: PotencyMethod): TestArticleResult {
  const { name, points } = test.sample;
  const potency = potencyOf(reference.found, test.found, interval.level);
  const reasons = [...withoutVariance(reference, 'assay-run'), ...withoutVariance(test, 'test-article')];
  return {
    name,
    relativePotency: potency,
    reasons,
    constrained: null,
    free: null,
    parallelism: { fTest: null, equivalence: [] },
    lackOfFit: null,
    checks: [],
    outcomes: outcomesOf(reasons, potency),
    points,
  };
}

/** Where at no dose only some respond, a bracket of doses is all that is known of an ED50: its variance of 0 is not that of a dose known exactly. */
function withoutVariance({ sample, found, reasons }: Estimated, scope: SampleScope): readonly Reason[] {
  if (found === null || reasons.length > 0 || hasVariance(found)) return reasons;
  return [reason('potency/no-replicate-variation', scope, { of: 'counts', sample: sample.name })];
}

function hasVariance({ variance }: SpearmanKaerber): boolean {
  return variance !== null && variance > 0;
}

function potencyOf(reference: SpearmanKaerber | null, test: SpearmanKaerber | null, level: number): RelativePotency | null {
  if (reference?.lnEd50 == null || test?.lnEd50 == null) return null;
  const estimate = reference.lnEd50 - test.lnEd50;
  const known = hasVariance(reference) && hasVariance(test);
  const half = normalQuantile(0.5 + level / 2) * sqrt((reference.variance ?? 0) + (test.variance ?? 0));
  const limits = known ? { lower: exp(estimate - half), upper: exp(estimate + half) } : { lower: null, upper: null };
  return { estimate: exp(estimate), ...limits, level, sides: 'two', method: 'spearman-kaerber' };
}
