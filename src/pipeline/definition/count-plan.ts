import { attributeNeeds } from '../../attributes/types/registry.ts';
import type { Definition } from './definition.ts';

/** A count that an attribute reads at its stage. */
export interface PlannedCount {
  readonly attribute: string;
  /** Place of the attribute in the definition. */
  readonly index: number;
  readonly stage: string;
  readonly count: string;
  /** `null` = this attribute leaves it to the others. */
  readonly replicates: number | null;
}

/** Every count that the definition reads. */
export function plannedCounts(definition: Pick<Definition, 'attributes'>): readonly PlannedCount[] {
  return definition.attributes.flatMap((attribute, index) =>
    attributeNeeds(attribute).counts.map((need) => ({ attribute: attribute.id, index, stage: attribute.stage, ...need })),
  );
}

/** Readings of each preparation that the method plans for a count of a stage: one where no attribute says more. */
export function plannedReplicates(planned: readonly PlannedCount[], stage: string, count: string): number {
  return planned.find((one) => one.stage === stage && one.count === count && one.replicates !== null)?.replicates ?? 1;
}

/** One count has one plan: attributes that state different numbers of replicates for it contradict each other. */
export function countPlanMistakes(
  definition: Pick<Definition, 'attributes'>,
): readonly { readonly index: number; readonly sentence: string }[] {
  const planned = plannedCounts(definition);
  return planned.flatMap((one) => {
    if (one.replicates === null) return [];
    const first = planned.find((other) => other.stage === one.stage && other.count === one.count && other.replicates !== null);
    if (first === undefined || first.replicates === one.replicates) return [];
    const sentence = `Expected ${first.replicates} replicates of the count '${one.count}' at stage '${one.stage}', as attribute '${first.attribute}' plans them; attribute '${one.attribute}' plans ${one.replicates}.`;
    return [{ index: one.index, sentence }];
  });
}
