import type * as z from 'zod';
import { InputError } from '../../errors.ts';
import type { Member } from '../../registry.ts';

/** A compiled transform: linear (compensated) value ⇄ position on its scale, where 1 is the top of scale `T`. */
export interface ScaleTransform {
  readonly type: string;
  /** NaN where the scale has no place for the value; no gate holds such an event. */
  readonly forward: (linear: number) => number;
  readonly inverse: (scaled: number) => number;
  /** Does not decrease over its domain, so that a bound on the scale is a bound on the linear values too. */
  readonly monotone: boolean;
  /** The smallest linear value that has a place on the scale. */
  readonly lowest: number;
  /** The part of the scale that a plot shows. */
  readonly view: { readonly from: number; readonly to: number };
  readonly ticks: 'linear' | 'decades';
  /** Where results are brought between two bounds (`boundMin`, `boundMax`; infinite where absent): those, and the scale without them. */
  readonly bounds?: { readonly min: number; readonly max: number; readonly of: ScaleTransform };
}

/** A kind of transform as its file writes it: its schema (used as it stands in the pipeline definition) and its compiler. */
export interface TransformParts<Id extends string, Schema extends TransformSchema<Id>> {
  readonly id: Id;
  readonly schema: Schema;
  /** Throws `population/bad-transform` where the parameters are outside their range. */
  readonly compile: (parameters: z.output<ReturnType<Schema>>) => ScaleTransform;
}

type TransformSchema<Id extends string> = () => z.ZodObject<{ readonly type: z.ZodLiteral<Id> }>;

/** A kind of transform as the registry holds it: it takes any transform that was read and reads it by its own schema. */
export interface TransformKind<Id extends string = string, Schema = () => z.ZodObject> extends Member<Id> {
  readonly schema: Schema;
  readonly compile: (parameters: { readonly type: string }) => ScaleTransform;
}

/** Makes a member of the registry, which hands it only transforms of its `type`, read by its schema: the one cast for all of them. */
export function defineTransform<const Id extends string, Schema extends TransformSchema<Id>>({
  id,
  schema,
  compile,
}: TransformParts<Id, Schema>): TransformKind<Id, Schema> {
  return { id, schema, compile: (parameters) => compile(parameters as z.output<ReturnType<Schema>>) };
}

/** Throws `population/bad-transform` unless the condition holds. */
export function requireParameters(holds: boolean, type: string, expected: string): void {
  if (!holds) throw new InputError('population/bad-transform', `Expected a ${type} transform with ${expected}.`);
}
