import * as z from 'zod';
import { REASON_SCOPES } from '../cause.ts';
import { type FieldValue, holdsFields, isMessage, type Message, type Register } from '../message.ts';
import type { Note, Reason } from '../reason.ts';
import { FILE_DEPARTURES, REASONS, SECOND_READER_DETAILS, UNUSED_ROW_NOTES } from './messages.ts';
import type { SecondReaderDetail } from './second-readings.ts';

/**
 * Messages are checked against their registers by `holdsFields`: some two hundred codes as objects of zod would have to be built whenever the command starts.
 * The published JSON Schema is written from the same registers (`message-json-schema.ts`), by the key `messages` of a schema's metadata.
 */
const knownMessage = (register: Register, message: Message): boolean => {
  const kinds = register[message.code]?.fields;
  return kinds !== undefined && holdsFields(kinds, message.fields);
};

const refuse = (what: string) => ({ error: `expected ${what} of docs/errors.md with the fields of its code` });

/** Whether a value read from a file is an object with a known message and these further keys. */
function isKnown(value: unknown, register: Register, further: Readonly<Record<string, (value: FieldValue) => boolean>>): boolean {
  if (!isJsonRecord(value)) return false;
  const { code, fields, ...rest } = value;
  const message = { code: code ?? null, fields: fields ?? null };
  return isMessage(message) && knownMessage(register, message) && Object.entries(rest).every(([key, one]) => further[key]?.(one) === true);
}

function isJsonRecord(value: unknown): value is { readonly [key: string]: FieldValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText = (value: FieldValue): boolean => typeof value === 'string';
const isScope = (value: FieldValue): boolean => REASON_SCOPES.some((scope) => scope === value);

export const reasonSchema = z
  .custom<Reason>(
    (value) => isKnown(value, REASONS, { scope: isScope }) && isJsonRecord(value) && isScope(value.scope ?? null),
    refuse('a reason'),
  )
  .meta({ messages: 'reason', description: 'Why a value has no validity: a code, with the fields of that code.' });

export const noteSchema = z
  .custom<Note>((value) => isKnown(value, REASONS, { assay: isText }), refuse('a note'))
  .meta({ messages: 'note', description: 'What a reviewer must see, whether or not the value is valid.' });

export const secondReaderDetailSchema = z
  .custom<SecondReaderDetail>((value) => isKnown(value, SECOND_READER_DETAILS, {}), refuse('a finding of the second reader'))
  .meta({ messages: 'secondReaderDetail', description: 'Why there is nothing to compare with, or the first difference.' });

export const unusedRowSchema = z
  .custom<Message & { readonly place: string }>(
    (value) => isKnown(value, UNUSED_ROW_NOTES, { place: isText }) && isJsonRecord(value) && isText(value.place ?? null),
    refuse('a note of a row'),
  )
  .meta({ messages: 'unusedRow', description: 'A row of a table that names the lot and that nothing uses, with its file and line.' });

export const departureSchema = z
  .custom<Message & { readonly file: string; readonly admitted: boolean }>(
    (value) =>
      isKnown(value, FILE_DEPARTURES, { file: isText, admitted: (one) => typeof one === 'boolean' }) &&
      isJsonRecord(value) &&
      isText(value.file ?? null) &&
      typeof value.admitted === 'boolean',
    refuse('a departure'),
  )
  .meta({ messages: 'departure', description: 'A departure of an input file from its standard, and whether the definition admits it.' });
