import * as z from 'zod';
import { ALL_EVENTS } from '../../population/population.ts';
import { attributeKeys, countingKeys, defineAttribute, populationNameSchema } from '../attribute-type.ts';
import { countingNeeds, estimateFraction } from '../estimates/estimate-record.ts';

/** A population as a fraction of a declared denominator: purity, a subset, an expected cell type. */
export const fraction = defineAttribute({
  id: 'fraction',
  schema: z
    .strictObject({
      type: z.literal('fraction').describe('A population as a fraction of a declared denominator.'),
      ...attributeKeys,
      ...countingKeys,
      population: populationNameSchema.describe('The population whose events are counted.'),
      of: populationNameSchema.describe(`The denominator: a parent of the population, or "${ALL_EVENTS}".`),
    })
    .describe('Purity: target cells, or any population, of a declared denominator.'),
  units: () => ['fraction'],
  needs: (definition) => countingNeeds(definition, [definition.population, definition.of]),
  estimate: (definition, context) => [
    estimateFraction(definition, context, {
      component: null,
      title: definition.title,
      query: {
        panel: definition.panel,
        tube: definition.tube,
        stage: definition.stage,
        population: definition.population,
        of: definition.of,
      },
    }),
  ],
});
