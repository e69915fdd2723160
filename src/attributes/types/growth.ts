import * as z from 'zod';
import { LN_2, ln, log2 } from '../../numerics/elementary.ts';
import { compareCodeUnits } from '../../order.ts';
import type { Reason } from '../../reason.ts';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import { attributeKeys, defineAttribute, NO_NEEDS } from '../attribute-type.ts';
import { countName, countNeed, countSourceSchema } from '../estimates/count-source.ts';
import { countValues } from '../estimates/count-values.ts';
import { dated, estimateRecord } from '../estimates/estimate-record.ts';
import { attributeReason, note } from '../reasons.ts';

const passageSchema = z.strictObject({
  passage: z.string().min(1).describe('Name of the passage, e.g. P4.'),
  seeded: countSourceSchema.describe('Count of viable cells seeded.'),
  harvested: countSourceSchema.describe('Count of viable cells harvested.'),
  attachment: countSourceSchema.optional().describe('Value of the fraction that attached, unit fraction; without it none is assumed.'),
  hours: countSourceSchema.optional().describe('Value of the time between seeding and harvest, unit hours; the doubling time needs it.'),
});

const schema = z
  .strictObject({
    type: z.literal('growth').describe('Population doublings and doubling time from cell counts.'),
    ...attributeKeys,
    startingDoublings: z.number().min(0).describe('Population doublings before the first passage of the list (PDL0).'),
    passages: z.array(passageSchema).min(1).describe('Passages in their order, with the names of their values in the count file.'),
  })
  .describe(
    'Cumulative population doubling level (component "doublings") and doubling time of the last passage (component "doubling-time").',
  );

type Definition = z.output<typeof schema>;

/** PDL = PDL0 + sum of log2(viable harvested / viable seeded [x attachment]); PDT = t ln 2 / ln(harvested / seeded). */
export const growth = defineAttribute({
  id: 'growth',
  schema,
  units: () => ['doublings', 'hours'],
  needs: (definition) => ({
    ...NO_NEEDS,
    controls: definition.controls,
    counts: definition.passages.flatMap((one) =>
      [one.seeded, one.harvested, one.attachment, one.hours].flatMap((source) => (source === undefined ? [] : [countNeed(source)])),
    ),
  }),
  estimate: (definition, context) => estimate(definition, context),
});

interface PassageGrowth {
  readonly passage: string;
  /** Harvested / seeded, or seeded x attachment. */
  readonly fold: number | null;
  readonly hours: number | null;
  readonly reasons: readonly Reason[];
  readonly sources: readonly string[];
  readonly dates: readonly (string | null)[];
}

function estimate(definition: Definition, context: AttributeContext): AttributeEstimate[] {
  const passages = definition.passages.map((one) => growthOf(one, context));
  const common = {
    sources: [...new Set(passages.flatMap((one) => one.sources))].sort(compareCodeUnits),
    ...dated(passages.flatMap((one) => one.dates.map((date) => date ?? undefined))),
  };
  return [doublings(definition, context, { passages, common }), doublingTime(definition, context, { passages, common })];
}

interface Growth {
  readonly passages: readonly PassageGrowth[];
  readonly common: Pick<AttributeEstimate, 'sources' | 'acquiredAt'>;
}

function growthOf(definition: Definition['passages'][number], context: AttributeContext): PassageGrowth {
  const seeded = countValues(countName(definition.seeded), 'cells', context);
  const harvested = countValues(countName(definition.harvested), 'cells', context);
  const attachment = definition.attachment === undefined ? null : countValues(countName(definition.attachment), 'fraction', context);
  const hours = definition.hours === undefined ? null : countValues(countName(definition.hours), 'hours', context);
  const all = [seeded, harvested, attachment, hours].filter((values) => values !== null);
  const start = seeded.mean === null || attachment?.mean === null ? null : seeded.mean * (attachment?.mean ?? 1);
  return {
    passage: definition.passage,
    fold: start === null || start === 0 || harvested.mean === null ? null : harvested.mean / start,
    hours: hours?.mean ?? null,
    reasons: [
      ...all.flatMap((values) => values.reasons),
      ...(start === 0 ? [attributeReason('attribute/none-seeded', { passage: definition.passage })] : []),
    ],
    sources: all.flatMap((values) => values.records.flatMap((record) => record.sources)),
    dates: all.flatMap((values) => values.records.map((record) => record.acquiredAt)),
  };
}

function doublings(definition: Definition, context: AttributeContext, { passages, common }: Growth): AttributeEstimate {
  const added = passages.map((one) => (one.fold === null ? null : one.fold <= 1 ? 0 : log2(one.fold)));
  const known = added.filter((value) => value !== null);
  const complete = known.length === passages.length;
  return estimateRecord(definition, context, {
    ...common,
    component: 'doublings',
    title: { en: `${definition.title.en}: population doubling level`, zh: `${definition.title.zh}：群体倍增水平` },
    unit: 'doublings',
    estimate: complete ? known.reduce((sum, value) => sum + value, definition.startingDoublings) : null,
    status: complete ? 'computed' : 'missing',
    reasons: passages.flatMap((one) => one.reasons),
    notes: passages
      .filter((one) => one.fold !== null && one.fold <= 1)
      .map(({ passage }) => note('attribute/no-growth', { passage, of: 'doublings' })),
    details: passages.map((one, index) => ({
      name: 'doublings',
      of: one.passage,
      value: added[index] ?? null,
      unit: 'doublings',
    })),
  });
}

function doublingTime(definition: Definition, context: AttributeContext, { passages, common }: Growth): AttributeEstimate {
  const last = passages.at(-1);
  const { fold = null, hours = null, passage = '' } = last ?? {};
  const still = fold !== null && fold <= 1;
  const untimed = !still && fold !== null && hours === null;
  return estimateRecord(definition, context, {
    ...common,
    component: 'doubling-time',
    title: { en: `${definition.title.en}: population doubling time`, zh: `${definition.title.zh}：群体倍增时间` },
    unit: 'hours',
    estimate: fold === null || hours === null || still ? null : (hours * LN_2) / ln(fold),
    status: fold === null || hours === null || still ? 'missing' : 'computed',
    reasons: [
      ...(last?.reasons ?? []),
      ...(still ? [attributeReason('attribute/no-growth', { passage, of: 'doubling-time' })] : []),
      ...(untimed ? [attributeReason('attribute/no-count', { passage })] : []),
    ],
  });
}
