import * as z from 'zod';
import { decimalsOf } from '../numerics/exact/exact-decimal.ts';

const amount = z.number().gt(0);

const limit = z
  .union([
    z.number(),
    z.strictObject({
      cellsPerMaximumDose: amount.describe(
        "Allowed cells in the product's maximum dose; the limit is this / viable cells x min(1, recovery).",
      ),
    }),
    z.strictObject({
      perDose: amount.describe(
        "Amount in the product's maximum dose, in the unit of the row before /mL, /dose or per dose; cells in a row of fractions.",
      ),
    }),
    z.strictObject({
      perKg: amount.describe(
        'Amount per kg of body mass: an upper end is judged by the lightest patient, a lower end by the heaviest; where the dose goes by body mass, by the heaviest.',
      ),
    }),
  ])
  .describe('A number in the unit of the row, or an amount per maximum dose or per kg, from which the limit is derived.');

const range = {
  lessThan: limit.optional().describe('Meets below the limit.'),
  atMost: limit.optional().describe('Meets at the limit and below.'),
  moreThan: limit.optional().describe('Meets above the limit.'),
  atLeast: limit.optional().describe('Meets at the limit and above.'),
};

const between = z
  .strictObject(range)
  .refine(
    (ends) =>
      (ends.moreThan === undefined) !== (ends.atLeast === undefined) && (ends.lessThan === undefined) !== (ends.atMost === undefined),
    {
      error: 'expected one lower end (moreThan or atLeast) and one upper end (lessThan or atMost)',
    },
  )
  .describe('A lower and an upper end, each open (moreThan, lessThan) or closed (atLeast, atMost).');

const exactlyOne = (criterion: object): boolean => Object.values(criterion).filter((value) => value !== undefined).length === 1;

/** Schema of an acceptance criterion: exactly one of its keys. */
export const criterionSchema = z
  .strictObject({
    ...range,
    between: between.optional().describe('Meets between two ends.'),
    equals: z
      .strictObject({
        en: z.string().min(1).describe('The words that meet, in English.'),
        zh: z.string().min(1).describe('The words that meet, in Chinese.'),
        accepted: z.array(z.string().min(1)).default([]).describe('Other words that mean the same.'),
      })
      .optional()
      .describe('Meets where the result has these words; case and spaces do not matter.'),
    notDetected: z.literal(true).optional().describe('Meets where k <= limit of blank and the upper limit <= limit of detection.'),
    reportOnly: z.literal(true).optional().describe('No limit: the value is reported as information.'),
  })
  .refine(exactlyOne, { error: 'expected exactly one of lessThan, atMost, moreThan, atLeast, between, equals, notDetected, reportOnly' });

/** Schema of an alert, action or discard limit: what the value must keep to. */
export const furtherLimitSchema = z
  .strictObject({ ...range, between: between.optional().describe('Between two ends.') })
  .refine(exactlyOne, { error: 'expected exactly one of lessThan, atMost, moreThan, atLeast, between' });

export type CriterionDefinition = z.output<typeof criterionSchema>;
export type FurtherLimitDefinition = z.output<typeof furtherLimitSchema>;
export type LimitDefinition = z.output<typeof limit>;

/** One end of a range. */
export interface RangeEnd {
  readonly limit: LimitDefinition;
  /** The end of the range that it is. */
  readonly side: 'lower' | 'upper';
  /** Whether the limit itself meets. */
  readonly closed: boolean;
}

export type Criterion =
  | { readonly kind: 'range'; readonly lower: RangeEnd | null; readonly upper: RangeEnd | null }
  | { readonly kind: 'text'; readonly en: string; readonly zh: string; readonly accepted: readonly string[] }
  | { readonly kind: 'not-detected' }
  | { readonly kind: 'report-only' };

/** The criterion in one shape for each kind of judgement. */
export function criterionOf(definition: CriterionDefinition): Criterion {
  if (definition.equals !== undefined) return { kind: 'text', ...definition.equals };
  if (definition.notDetected) return { kind: 'not-detected' };
  if (definition.reportOnly) return { kind: 'report-only' };
  return rangeOf(definition);
}

export function rangeOf(definition: FurtherLimitDefinition): Extract<Criterion, { kind: 'range' }> {
  const ends = definition.between ?? definition;
  return { kind: 'range', lower: end('lower', ends.atLeast, ends.moreThan), upper: end('upper', ends.atMost, ends.lessThan) };
}

function end(side: RangeEnd['side'], closed: LimitDefinition | undefined, open: LimitDefinition | undefined): RangeEnd | null {
  if (closed !== undefined) return { limit: closed, side, closed: true };
  return open === undefined ? null : { limit: open, side, closed: false };
}

/** Ends of a criterion that have a limit. */
export function endsOf(criterion: Criterion): readonly RangeEnd[] {
  if (criterion.kind !== 'range') return [];
  return [criterion.lower, criterion.upper].filter((one) => one !== null);
}

/** Most decimals that a numeric limit of the criterion has; 0 without one. */
export function limitDecimals(criterion: Criterion): number {
  return Math.max(0, ...endsOf(criterion).map((one) => (typeof one.limit === 'number' ? decimalsOf(one.limit) : 0)));
}
