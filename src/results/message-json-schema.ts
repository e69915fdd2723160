import { REASON_SCOPES } from '../cause.ts';
import type { FieldKind, FieldKinds, Register } from '../message.ts';
import { FILE_DEPARTURES, QUOTABLE, REASONS, SECOND_READER_DETAILS, UNUSED_ROW_NOTES } from './messages.ts';

type JsonSchema = { readonly [key: string]: unknown };

/** Where the schema of a message that another one quotes stands. */
const QUOTED = '#/$defs/quotedMessage';

const TEXT: JsonSchema = { type: 'string' };

const PLAIN: Readonly<Record<Extract<FieldKind, string>, JsonSchema>> = {
  integer: { type: 'integer' },
  number: { type: 'number' },
  fraction: { type: 'number', minimum: 0, maximum: 1, description: 'A fraction, 0 to 1.' },
  boolean: { type: 'boolean' },
  text: { type: 'string', description: 'As an input wrote it.' },
  name: { type: 'string', description: 'A name of the method or of a table.' },
  file: { type: 'string', description: 'A file, by its path in the export folder.' },
  day: { type: 'string', format: 'date' },
  instant: { type: 'string', format: 'date-time' },
  message: { $ref: QUOTED },
};

function kindJson(kind: FieldKind): JsonSchema {
  if (typeof kind === 'string') return PLAIN[kind];
  if ('oneOf' in kind) return { type: 'string', enum: [...kind.oneOf] };
  if ('orNull' in kind) return { anyOf: [kindJson(kind.orNull), { type: 'null' }] };
  if ('list' in kind) return { type: 'array', items: kindJson(kind.list) };
  return fieldsJson(kind.record);
}

function fieldsJson(kinds: FieldKinds): JsonSchema {
  return closedObject(Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, kindJson(kind)])));
}

function closedObject(properties: { readonly [name: string]: JsonSchema }, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** One object a code: its code decides its fields. `further` are the keys beside them. */
function messagesJson(
  register: Register,
  further: { readonly [name: string]: JsonSchema } = {},
  optional: readonly string[] = [],
): JsonSchema {
  const of = Object.keys(register)
    .sort()
    .map((code) => {
      const kinds = register[code]?.fields ?? {};
      return closedObject({ code: { const: code }, ...further, fields: fieldsJson(kinds) }, optional);
    });
  return { oneOf: of };
}

const SCOPE: JsonSchema = { type: 'string', enum: [...REASON_SCOPES], description: 'Whose validity it decides.' };

/** The JSON Schemas of messages, by the key `messages` in the metadata of their schemas. */
export const MESSAGE_DEFINITIONS: { readonly [name: string]: JsonSchema } = {
  reason: messagesJson(REASONS, { scope: SCOPE }),
  note: messagesJson(REASONS, { assay: { ...TEXT, description: 'The assay that it is about, where the value stands on several.' } }, [
    'assay',
  ]),
  unusedRow: messagesJson(UNUSED_ROW_NOTES, { place: { ...TEXT, description: 'File and line.' } }),
  departure: messagesJson(FILE_DEPARTURES, { file: TEXT, admitted: { type: 'boolean', description: 'By the definition.' } }),
  secondReaderDetail: messagesJson(SECOND_READER_DETAILS),
  quotedMessage: messagesJson(QUOTABLE),
};
