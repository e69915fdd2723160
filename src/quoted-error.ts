import { ERROR_CODES, type ErrorCode, type InputError } from './errors.ts';
import type { FieldKinds, FieldsOf } from './message.ts';

const CODES = Object.keys(ERROR_CODES).filter((code): code is ErrorCode => code in ERROR_CODES);

const PLACE = {
  record: {
    file: { orNull: 'file' },
    dataSet: { orNull: 'integer' },
    line: { orNull: 'integer' },
    column: { orNull: 'integer' },
    byte: { orNull: 'integer' },
    keyword: { orNull: 'text' },
    well: { orNull: 'text' },
    path: { orNull: 'text' },
  },
} as const;

/** An error where a message quotes it: its code, its place, and its sentence in English as it was made. */
export const QUOTED_ERROR = {
  'quoted/error': {
    meaning: 'An error that a reason quotes: the code of the error, its place, and its sentence.',
    fields: { error: { oneOf: CODES }, place: PLACE, sentence: 'text' },
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

export type QuotedErrorFields = FieldsOf<(typeof QUOTED_ERROR)['quoted/error']['fields']>;

/** An error as a message that another one quotes. */
export function quotedError({ code, place, message }: Pick<InputError, 'code' | 'place' | 'message'>): {
  readonly code: 'quoted/error';
  readonly fields: QuotedErrorFields;
} {
  const { file = null, dataSet = null, line = null, column = null, byte = null, keyword = null, well = null, path = null } = place;
  return {
    code: 'quoted/error',
    fields: { error: code, place: { file, dataSet, line, column, byte, keyword, well, path }, sentence: message },
  };
}
