import type { FieldsOf } from '../message.ts';

/** A text of method or specification in both languages, as part of a message. */
export const TITLE = { record: { en: 'text', zh: 'text' } } as const;

export const LIMIT_KINDS = ['alert', 'action', 'discard'] as const;

/** One end of a criterion: its digits as printed, its nearest number in the unit of the row (`null` = it cannot be derived), whether the end itself meets, and what it was derived from. */
const LIMIT_END = {
  orNull: {
    record: {
      printed: 'text',
      value: { orNull: 'number' },
      closed: 'boolean',
      derived: {
        orNull: {
          record: {
            amount: 'number',
            unit: 'text',
            per: { oneOf: ['maximum-dose', 'kg'] },
            patient: { orNull: { record: { kg: 'number', which: { oneOf: ['lightest', 'heaviest'] } } } },
            /** Whether the printed digits say more than the amount does. */
            shown: 'boolean',
          },
        },
      },
    },
  },
} as const;

const CRITERION_FIELDS = {
  kind: { oneOf: ['range', 'words', 'not-detected', 'report-only'] },
  /** What is held against the ends. */
  on: { oneOf: ['estimate', 'lower-limit', 'upper-limit'] },
  unit: 'text',
  lower: LIMIT_END,
  upper: LIMIT_END,
  /** The words that meet; `null` = the criterion is no words. */
  words: { orNull: TITLE },
} as const;

/** A criterion or a further limit, as a program reads it. */
export const CRITERION = { record: CRITERION_FIELDS } as const;
export type CriterionFields = FieldsOf<typeof CRITERION_FIELDS>;
export type LimitEnd = NonNullable<CriterionFields['lower']>;

/** A value as it is held against a criterion: as printed where it is reportable, else its number or its words. */
export const FOUND_VALUE = {
  record: {
    operator: { oneOf: ['', '<', '<=', '>', '>='] },
    printed: { orNull: 'text' },
    value: { orNull: 'number' },
    text: { orNull: 'text' },
    unit: 'text',
  },
} as const;
export type FoundValue = FieldsOf<(typeof FOUND_VALUE)['record']>;
