import { InputError } from '../errors.ts';
import { isCompendial } from './line-models.ts';
import type { PotencyMethod } from './method.ts';
import type { PotencyAssay } from './potency-assay.ts';

/** Keys of a method that compare an article with the reference standard: over one preparation they would be passed over. Error: potency/bad-model. */
export function refuseWithoutArticle(assay: PotencyAssay, method: PotencyMethod): void {
  const { fit, shared, assigned, decisionLimits, interval, model, sampleSuitability } = method;
  const { range, maximumIntervalRatio, parallelism } = sampleSuitability;
  const asked: readonly (readonly [string, boolean])[] = [
    ['fit: simultaneous', fit === 'simultaneous'],
    ['shared', shared !== undefined],
    ['assigned', assigned !== undefined],
    ['decisionLimits', decisionLimits !== undefined],
    // Limits of lines and counts are what they are, whatever the method says.
    [`interval.method: ${interval.method}`, !isCompendial(model) && interval.method !== 'log-delta'],
    ['sampleSuitability.range', range !== undefined],
    ['sampleSuitability.maximumIntervalRatio', maximumIntervalRatio !== undefined],
    ['sampleSuitability.parallelism.chiSquared', parallelism.chiSquared !== undefined],
    ['sampleSuitability.parallelism.maximumRsse', parallelism.maximumRsse !== undefined],
    ['sampleSuitability.parallelism.equivalence', parallelism.equivalence.length > 0],
  ];
  const found = asked.flatMap(([key, isAsked]) => (isAsked ? [`'${key}'`] : []));
  if (found.length === 0) return;
  throw new InputError(
    'potency/bad-model',
    `Expected a test article beside '${assay.reference.name}' in the assay '${assay.name}' for ${found.join(', ')} of the method, found none: one preparation alone has an EC50 or ED50 (of curves with limits of its logarithm, 'log-delta') and no relative potency. Give the test article, or leave them out of the method.`,
  );
}
