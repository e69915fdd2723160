import type { FieldKinds, FieldsOf, MessageOf } from '../message.ts';
import type { QUOTED_ERROR } from '../quoted-error.ts';

const NONE = {} as const;

/** Why the second reader has nothing to compare with, and how it differs: each stands in `inputs[].secondReader.detail` of `result.json`. */
export const SECOND_READINGS = {
  'second-reader/first-data-set-only': { meaning: 'The second reader reads the first data set of a file only.', fields: NONE },
  'second-reader/empty-value': { meaning: 'The second reader shifts the keywords that follow an empty value.', fields: NONE },
  'second-reader/no-events': { meaning: 'The second reader cannot read a data set without events.', fields: NONE },
  'second-reader/storage': {
    meaning: 'The second reader reads values of whole bytes only.',
    fields: { storage: { oneOf: ['packed', 'text'] } },
  },
  'second-reader/byte-order': { meaning: 'The second reader refuses a byte order.', fields: { byteOrder: 'text' } },
  'second-reader/data-type': { meaning: 'The second reader knows one data type of I, F and D in a file.', fields: NONE },
  'second-reader/integer-width': {
    meaning: 'The second reader reads integers of 16 or 32 bits, all of one width.',
    fields: { bits: { list: 'integer' } },
  },
  'second-reader/keyword-not-found': {
    meaning: 'The second reader finds no such keyword in TEXT, or another value.',
    fields: { keyword: 'text' },
  },
  'second-reader/data-begin': {
    meaning: 'The second reader takes DATA to begin at another byte.',
    fields: { here: 'integer', there: { orNull: 'integer' } },
  },
  'second-reader/stopped': { meaning: 'The second reader stops at a file, with the words that it gives.', fields: { words: 'text' } },
  'second-reader/name-differs': {
    meaning: 'The second reader reads another name of a parameter, or none.',
    fields: { parameter: 'integer', here: 'text', there: { orNull: 'text' } },
  },
  'second-reader/value-differs': {
    meaning: 'The second reader reads another value of an event, or no finite one.',
    fields: { event: 'integer', parameter: 'integer', here: 'number', there: { orNull: 'number' } },
  },
  'second-reader/zero-sign-differs': {
    meaning: 'One of the two readers reads a zero of an event as negative.',
    fields: { event: 'integer', parameter: 'integer', negative: { oneOf: ['here', 'there'] } },
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

/** A finding of the second reader, or the error by which we refuse the data set ourselves. */
export type SecondReaderDetail = MessageOf<typeof SECOND_READINGS> | MessageOf<typeof QUOTED_ERROR>;

export function secondReaderDetail<Code extends keyof typeof SECOND_READINGS>(
  code: Code,
  fields: FieldsOf<(typeof SECOND_READINGS)[Code]['fields']>,
): { readonly code: Code; readonly fields: FieldsOf<(typeof SECOND_READINGS)[Code]['fields']> } {
  return { code, fields };
}
