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
export type FieldValue = string | number | null | Message | readonly FieldValue[] | { readonly [field: string]: FieldValue };

/** A message whose code is not known to the type: one quoted inside another, or read from a file. */
export interface Message {
  readonly code: string;
  readonly fields: { readonly [field: string]: FieldValue };
}

export type ValueOf<Kind> = Kind extends 'integer' | 'number' | 'fraction'
  ? number
  : Kind extends 'text' | 'name' | 'file' | 'day' | 'instant'
    ? string
    : Kind extends 'message'
      ? Message
      : Kind extends { readonly oneOf: readonly (infer Word)[] }
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

/** The sentences of a register in one language: one function for every code, none left out. */
export type Sentences<Codes extends Register> = {
  readonly [Code in keyof Codes]: (fields: FieldsOf<Codes[Code]['fields']>) => string;
};

/** A code of a register with its fields. */
export type MessageOf<Codes extends Register> = {
  readonly [Code in keyof Codes & string]: { readonly code: Code; readonly fields: FieldsOf<Codes[Code]['fields']> };
}[keyof Codes & string];
