import type { FieldKinds, FieldsOf, MessageOf } from '../message.ts';
import { EARLIER } from './reasons.ts';

/** Why a computed value has no interval, each quoted in `attribute/interval-not-covered`. */
export const INTERVAL_GAPS = {
  'interval/known-range': { meaning: 'An input is only known to lie below or above a number.', fields: EARLIER },
  'interval/limit-enters': { meaning: 'A confidence limit of an input enters, which has no interval of its own.', fields: EARLIER },
  'interval/none': { meaning: 'An input has no interval.', fields: EARLIER },
  'interval/other-level': {
    meaning: 'The intervals of two inputs differ in level or sides.',
    fields: { one: { record: EARLIER }, other: { record: EARLIER } },
  },
  'interval/no-input': { meaning: 'The formula does not depend on a value with an interval.', fields: {} },
  'interval/neither-side': { meaning: 'On neither side do the limits of the inputs give one of the formula.', fields: {} },
  'interval/constant-not-a-number': { meaning: 'A constant part of the formula is no number.', fields: {} },
  'interval/name-not-a-number': { meaning: 'A name of the formula has no number.', fields: {} },
  'interval/part-not-a-number': { meaning: 'A part of the formula is no number.', fields: {} },
  'interval/no-logarithm': { meaning: 'A factor is below 0, or a divisor 0, and has no logarithm.', fields: {} },
  'interval/function-of-several': { meaning: 'A function takes several values with intervals.', fields: { function: 'name' } },
  'interval/power': { meaning: 'A power has an exponent and a base with an interval each.', fields: {} },
  'interval/sign-not-certain': { meaning: 'The sign of a value under abs is not certain.', fields: {} },
  'interval/repeated-input': { meaning: 'An input stands in the formula more than once.', fields: EARLIER },
  'interval/shared-data': {
    meaning: 'Two inputs come from the same data.',
    fields: { one: { record: EARLIER }, other: { record: EARLIER }, source: 'text' },
  },
  'interval/unknown-data': { meaning: 'An input does not say which data it comes from.', fields: EARLIER },
  'interval/of-statistic': { meaning: 'The events of one tube give no limits to a statistic.', fields: { statistic: 'name' } },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

export type IntervalGap = MessageOf<typeof INTERVAL_GAPS>;

/** Why there is no interval. */
export function gap<Code extends keyof typeof INTERVAL_GAPS>(
  code: Code,
  fields: FieldsOf<(typeof INTERVAL_GAPS)[Code]['fields']>,
): { readonly code: Code; readonly fields: FieldsOf<(typeof INTERVAL_GAPS)[Code]['fields']> } {
  return { code, fields };
}
