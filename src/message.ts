/**
 * What a reason, note, departure or control says, as data: a code with typed fields. The register of each part declares the fields of its codes
 * once, as plain data; the types of TypeScript, the schema of `result.json` and the tests that compare the languages are all read from there.
 * Sentences are made in one place alone, `outputs/words/<language>`.
 */

/** What one field holds. `fraction` is 0–1; `text` is quoted as an input wrote it; `name` is a name of the method; `day` is `YYYY-MM-DD`. */
export type FieldKind =
  | 'integer'
  | 'number'
  | 'fraction'
  | 'boolean'
  | 'text'
  | 'name'
  | 'file'
  | 'day'
  | 'instant'
  | 'message'
  | { readonly oneOf: readonly string[] }
  | { readonly list: FieldKind }
  | { readonly record: FieldKinds }
  | { readonly orNull: FieldKind };

export type FieldKinds = { readonly [field: string]: FieldKind };

/** Any value that a field can hold: what JSON can. */
export type FieldValue = string | number | boolean | null | Message | readonly FieldValue[] | { readonly [field: string]: FieldValue };

/** The fields of any message. */
export type MessageFields = { readonly [field: string]: FieldValue };

/** A message whose code is not known to the type: one quoted inside another, or read from a file. */
export interface Message {
  readonly code: string;
  readonly fields: MessageFields;
}

export type ValueOf<Kind> = Kind extends 'integer' | 'number' | 'fraction'
  ? number
  : Kind extends 'boolean'
    ? boolean
    : Kind extends 'text' | 'name' | 'file' | 'day' | 'instant'
      ? string
      : Kind extends 'message'
        ? Message
        : Kind extends { readonly oneOf: readonly (infer Word extends string)[] }
          ? Word
          : Kind extends { readonly list: infer Item }
            ? readonly ValueOf<Item>[]
            : Kind extends { readonly record: infer Kinds }
              ? FieldsOf<Kinds>
              : Kind extends { readonly orNull: infer Inner }
                ? ValueOf<Inner> | null
                : never;

/** The fields of a message by the kinds that its register declares. */
export type FieldsOf<Kinds> = { readonly [Field in keyof Kinds]: ValueOf<Kinds[Field]> };

/** A register: code → its fields, with whatever else its part declares of a code. */
export type Register = { readonly [code: string]: { readonly fields: FieldKinds } };

/** Says a message that is quoted in another one, in the same language. */
export type Say = (message: Message) => string;

/** The sentences of a register in one language: one function for every code, none left out. */
export type Sentences<Codes extends Register> = {
  readonly [Code in keyof Codes]: (fields: FieldsOf<Codes[Code]['fields']>, say: Say) => string;
};

/** A code of a register with its fields. */
export type MessageOf<Codes extends Register> = {
  readonly [Code in keyof Codes & string]: { readonly code: Code; readonly fields: FieldsOf<Codes[Code]['fields']> };
}[keyof Codes & string];

/** What tells one message from another: its code and all that it says, in whatever order its fields stand: a record that is read back has them sorted. */
export function messageKey({ code, fields }: Message): string {
  return JSON.stringify([code, fields], (_, value: FieldValue) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).sort(byName)) : value,
  );
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Messages of a list that say something new, in the order of first appearance. */
export function distinctMessages<One extends Message>(messages: readonly One[]): One[] {
  const seen = new Set<string>();
  return messages.filter((one) => {
    const key = messageKey(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Whether fields read from elsewhere are those that the kinds declare, no more and no fewer. */
export function holdsFields(kinds: FieldKinds, fields: MessageFields): boolean {
  const names = Object.keys(kinds);
  if (names.length !== Object.keys(fields).length) return false;
  return names.every((name) => {
    const kind = kinds[name];
    const value = fields[name];
    return kind !== undefined && value !== undefined && holds(kind, value);
  });
}

function holds(kind: FieldKind, value: FieldValue): boolean {
  if (typeof kind !== 'string') return holdsCompound(kind, value);
  switch (kind) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
    case 'fraction':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'message':
      return isMessage(value);
    default:
      return typeof value === 'string';
  }
}

function holdsCompound(kind: Exclude<FieldKind, string>, value: FieldValue): boolean {
  if ('oneOf' in kind) return typeof value === 'string' && kind.oneOf.includes(value);
  if ('orNull' in kind) return value === null || holds(kind.orNull, value);
  if ('list' in kind) return isList(value) && value.every((item) => holds(kind.list, item));
  return isRecord(value) && holdsFields(kind.record, value);
}

function isList(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function isRecord(value: FieldValue): value is MessageFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a message. */
export function isMessage(value: FieldValue): value is Message {
  if (!isRecord(value)) return false;
  const { code, fields } = value;
  return typeof code === 'string' && fields !== undefined && isRecord(fields);
}

const END = { orNull: { record: { value: 'number', closed: 'boolean' } } } as const satisfies FieldKind;

/** What is known of a number that is not one number: its two ends, `null` where it is unbounded. */
export const RANGE = { record: { lower: END, upper: END } } as const satisfies FieldKind;
