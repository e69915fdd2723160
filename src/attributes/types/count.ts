import * as z from 'zod';
import { compareCodeUnits } from '../../order.ts';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import { attributeKeys, defineAttribute, NO_NEEDS } from '../attribute-type.ts';
import { meanWithLimits, plannedPreparations } from '../estimates/combine-counts.ts';
import { countNeed, replicatesSchema } from '../estimates/count-source.ts';
import { countValues } from '../estimates/count-values.ts';
import { dated, estimateRecord } from '../estimates/estimate-record.ts';
import { plannedNumberSchema } from '../planned-units.ts';

const schema = z
  .strictObject({
    type: z.literal('count').describe('A value of the count file.'),
    ...attributeKeys,
    count: z.string().min(1).describe('Name of the value in the count file, e.g. viable-cells-per-mL.'),
    unit: z.string().min(1).describe('Its unit; the file must give the same.'),
    replicates: replicatesSchema,
    preparations: plannedNumberSchema
      .default(1)
      .describe(
        'Planned number of preparations, for all purposes or each that is named; with fewer the result is pending, with more not valid.',
      ),
    level: z.number().gt(0.5).lt(1).default(0.95).describe('Level of the two-sided t interval between preparations.'),
  })
  .describe('A counted or measured value with its unit: cells per mL, cells per vial, volume. Preparations are averaged.');

type Definition = z.output<typeof schema>;

/** Mean of a counted value over preparations, with Student's t limits where there are two or more. */
export const count = defineAttribute({
  id: 'count',
  schema,
  units: (definition) => [definition.unit],
  needs: (definition) => ({ ...NO_NEEDS, controls: definition.controls, counts: [countNeed(definition)] }),
  estimate: (definition, context) => [estimate(definition, context)],
});

function estimate(definition: Definition, context: AttributeContext): AttributeEstimate {
  const values = countValues(definition.count, definition.unit, context);
  const { records } = values;
  const names = records.map((record) => record.preparation);
  const planned = records.length === 0 ? [] : plannedPreparations(names, definition.preparations, context.purpose);
  const several = values.reasons.length === 0 && records.length > 1;
  const limits = several
    ? meanWithLimits(
        records.map((record) => record.value),
        { level: definition.level, sides: 'two' },
      ).interval
    : null;
  return estimateRecord(definition, context, {
    unit: definition.unit,
    estimate: values.mean,
    interval: limits,
    status: values.mean === null ? 'missing' : 'computed',
    replicates: records.map((record) => ({ name: record.preparation, estimate: record.value, lower: null, upper: null })),
    reasons: [...values.reasons, ...planned],
    sources: [...new Set(records.flatMap((record) => record.sources))].sort(compareCodeUnits),
    ...dated(records.map((record) => record.acquiredAt ?? undefined)),
  });
}
