import * as z from 'zod';
import { attributeKeys, countingKeys, defineAttribute } from '../attribute-type.ts';
import { classesOf, compositionKeys, estimateComposition } from '../estimates/composition-classes.ts';
import { countingNeeds } from '../estimates/estimate-record.ts';

/** Target, each non-target and unclassified cells of one denominator; exclusive classes that add up to 1. */
export const composition = defineAttribute({
  id: 'composition',
  schema: z
    .strictObject({
      type: z.literal('composition').describe('Exclusive classes of one denominator, with what is left over.'),
      ...attributeKeys,
      ...countingKeys,
      ...compositionKeys,
    })
    .describe('Purity as a composition: target, each non-target and unclassified cells, each a component with a limit of its own.'),
  units: () => ['fraction'],
  needs: (definition) => {
    const populations = classesOf(definition).map((one) => one.population);
    const exclusive = populations.length < 2 ? [] : [{ panel: definition.panel, stage: definition.stage, populations }];
    return countingNeeds(definition, [...populations, definition.of], { exclusive });
  },
  estimate: (definition, context) => estimateComposition(definition, context, { stage: definition.stage, componentOf: (id) => id }),
});
