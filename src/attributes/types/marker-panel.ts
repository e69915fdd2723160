import * as z from 'zod';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import { attributeKeys, countingKeys, defineAttribute, populationNameSchema, titleSchema } from '../attribute-type.ts';
import { countingNeeds, declaredControls, estimateFraction } from '../estimates/estimate-record.ts';

const markerSchema = z.strictObject({
  marker: z.string().min(1).describe('Marker, e.g. CD105; the component that the specification refers to.'),
  population: populationNameSchema.describe('The positive population of the marker.'),
  expected: z
    .enum(['positive', 'negative'])
    .describe('Whether cells of the product have the marker. The value is the positive fraction either way.'),
  of: populationNameSchema.optional().describe("Denominator of this marker, where it is not the panel's."),
  tube: z.string().min(1).optional().describe("Tube of this marker, where it is not the panel's."),
  title: titleSchema.optional().describe('Title of the row. Default: the marker with its expected sign.'),
  controls: z.array(z.string().min(1)).default([]).describe('Controls whose validity this marker alone declares.'),
});

const schema = z
  .strictObject({
    type: z.literal('marker-panel').describe('Several markers, each expected positive or negative.'),
    ...attributeKeys,
    ...countingKeys,
    of: populationNameSchema.describe('Denominator of the markers.'),
    markers: z
      .array(markerSchema)
      .min(1)
      .refine((markers) => new Set(markers.map((one) => one.marker)).size === markers.length, 'expected each marker once')
      .describe('The markers, each a component.'),
  })
  .describe('A panel of markers that identify the cells: positive fraction of each.');

type Definition = z.output<typeof schema>;

/** Positive fraction of each marker of a panel. */
export const markerPanel = defineAttribute({
  id: 'marker-panel',
  schema,
  units: () => ['fraction'],
  needs: (definition) => {
    const each = definition.markers.map((one) =>
      countingNeeds({ ...definition, tube: one.tube ?? definition.tube }, [one.population, one.of ?? definition.of], {
        controls: one.controls,
      }),
    );
    return {
      ...countingNeeds(definition, []),
      populations: each.flatMap((needs) => needs.populations),
      controls: [...new Set(each.flatMap((needs) => needs.controls))],
    };
  },
  estimate: (definition, context) => definition.markers.map((marker) => estimate(definition, context, marker)),
});

function estimate(definition: Definition, context: AttributeContext, marker: Definition['markers'][number]): AttributeEstimate {
  const sign = marker.expected === 'positive' ? '+' : '−';
  return estimateFraction(definition, context, {
    component: marker.marker,
    title: marker.title ?? { en: `${marker.marker}, expected ${sign}`, zh: `${marker.marker}（预期 ${sign}）` },
    query: {
      panel: definition.panel,
      tube: marker.tube ?? definition.tube,
      stage: definition.stage,
      population: marker.population,
      of: marker.of ?? definition.of,
    },
    extra: {
      reasons: declaredControls(marker.controls, context),
      details: [{ name: 'expected', value: marker.expected, unit: '' }],
    },
  });
}
