import type { FieldKinds, FieldsOf, FieldValue, MessageFields, ValueOf } from './message.ts';

type Nullable<Kinds> = { readonly [Field in keyof Kinds]: Kinds[Field] extends { readonly orNull: unknown } ? Field : never }[keyof Kinds];

/** The fields of a message as the place that makes it gives them: one that may be `null` can be left out. */
export type GivenFields<Kinds> = { readonly [Field in Exclude<keyof Kinds, Nullable<Kinds>>]: ValueOf<Kinds[Field]> } & {
  readonly [Field in Nullable<Kinds>]?: ValueOf<Kinds[Field]>;
};

/** Fields of any code, some left out. */
export type AnyGiven = { readonly [field: string]: FieldValue | undefined };

/** All fields that the kinds declare, `null` where one was left out. */
export function allFields<Kinds extends FieldKinds>(kinds: Kinds, given: GivenFields<Kinds>): FieldsOf<Kinds>;
export function allFields(kinds: FieldKinds, given: AnyGiven): MessageFields {
  return Object.fromEntries(Object.keys(kinds).map((name) => [name, given[name] ?? null]));
}
