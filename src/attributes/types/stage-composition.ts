import * as z from 'zod';
import { attributeKeys, countingKeys, defineAttribute } from '../attribute-type.ts';
import { classesOf, compositionKeys, estimateComposition } from '../estimates/composition-classes.ts';
import { countingNeeds } from '../estimates/estimate-record.ts';

/** The same exclusive classes over several stages of a process, each stage summing to 1. Components are `stage/class`. */
export const stageComposition = defineAttribute({
  id: 'stage-composition',
  schema: z
    .strictObject({
      type: z.literal('stage-composition').describe('The same exclusive classes at several stages.'),
      ...attributeKeys,
      ...countingKeys,
      ...compositionKeys,
      stages: z.array(z.string().min(1)).min(1).describe('Stages in their order; components are named stage/class.'),
    })
    .describe('Composition by stage: how target, non-target and unclassified cells change over the process.'),
  units: () => ['fraction'],
  needs: (definition) => {
    const populations = classesOf(definition).map((one) => one.population);
    const needs = definition.stages.map((stage) => countingNeeds({ ...definition, stage: stage }, [...populations, definition.of]));
    return {
      ...countingNeeds(definition, []),
      populations: needs.flatMap((need) => need.populations),
      exclusive: populations.length < 2 ? [] : definition.stages.map((stage) => ({ panel: definition.panel, stage, populations })),
    };
  },
  estimate: (definition, context) =>
    definition.stages.flatMap((stage) => estimateComposition(definition, context, { stage, componentOf: (id) => `${stage}/${id}` })),
});
