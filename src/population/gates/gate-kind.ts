import type * as z from 'zod';
import type { Member } from '../../registry.ts';
import type { ScaleTransform } from '../transforms/scale-transform.ts';
import type { Axis, Bound } from './keys.ts';
import type { Region } from './region.ts';

/** One condition `min <= value < max` on a linear value, or on its place on a scale. */
export interface Side {
  /** Index into the plan's values. */
  readonly value: number;
  readonly transform: ScaleTransform | null;
  readonly min: number;
  readonly max: number;
}

/** One coordinate of a region. */
export interface Coordinate {
  readonly value: number;
  readonly transform: ScaleTransform | null;
}

/** What every gate comes to: the exact and the fast path know these three and nothing else. */
export type GateTest =
  | { readonly kind: 'box'; readonly sides: readonly Side[] }
  | { readonly kind: 'region'; readonly coordinates: readonly Coordinate[]; readonly region: Region }
  | { readonly kind: 'boolean'; readonly operator: 'and' | 'or' | 'not'; readonly operands: readonly Operand[] };

export interface Operand {
  readonly population: string;
  readonly complement: boolean;
}

/** A population as its gate plans it, before names are resolved. */
export interface PlannedPopulation {
  readonly name: string;
  readonly parent: string | null;
  readonly test: GateTest;
}

/** What a gate may ask for while it is planned; `gate` names it in errors. */
export interface GateContext {
  /** The sides of one axis between two bounds: bounds in linear units stay there, bounds on the scale are compared on the scale. */
  readonly sides: (axis: Axis, range: BoundedRange) => readonly Side[];
  readonly coordinate: (axis: Axis) => Coordinate;
  /** A time axis: the named parameter, or the one called Time in any case. */
  readonly time: (parameter: string | undefined) => Coordinate;
  readonly bad: (sentence: string) => Error;
}

export interface BoundedRange {
  readonly min?: Bound | undefined;
  readonly max?: Bound | undefined;
  readonly on?: 'linear' | 'transformed' | undefined;
}

type Range = readonly [min: Bound | undefined, max: Bound | undefined];

/** A gate's shape in its own coordinates; `on` says which those are. A threshold is always linear. */
export type Drawing = { readonly axes: readonly Axis[]; readonly on: 'linear' | 'transformed' } & (
  | { readonly kind: 'box'; readonly ranges: readonly Range[] }
  | { readonly kind: 'polygon'; readonly points: readonly (readonly [number, number])[] }
  | {
      readonly kind: 'ellipse';
      readonly mean: readonly number[];
      readonly covariance: readonly (readonly number[])[];
      readonly distanceSquare: number;
    }
  /** Corners as `++`, `-+`: x first. */
  | {
      readonly kind: 'dividers';
      readonly at: readonly Bound[];
      readonly corners: readonly { readonly corner: string; readonly population: string }[];
    }
  /** The places nearest to each of several centroids, distances in units of the scales; no scales = not drawn. */
  | {
      readonly kind: 'cells';
      readonly scales: readonly number[];
      readonly cells: readonly { readonly population: string | null; readonly at: readonly number[] }[];
    }
);

/** A population as its gate names it, with what a report calls it. */
export interface NamedPopulation {
  readonly name: string;
  readonly title?: { readonly en: string; readonly zh: string } | undefined;
}

/** All that there is to a kind of gate, as its file writes it: its schema (used as it stands in the pipeline definition), its populations, how it is drawn, its plan. */
export interface GateParts<Id extends string, Schema extends GateSchema<Id>> {
  readonly id: Id;
  readonly schema: Schema;
  /** The populations that it makes, in order; absent = one, with the gate's name and title. */
  readonly populations?: (gate: z.output<ReturnType<Schema>>) => readonly NamedPopulation[];
  /** Populations that it refers to besides its parent. */
  readonly references?: (gate: z.output<ReturnType<Schema>>) => readonly string[];
  /** The gate with other names of populations, its own and those it refers to; absent = it has none besides its name and its parent, which the registry renames. */
  readonly rename?: (gate: z.output<ReturnType<Schema>>, nameOf: (name: string) => string) => z.output<ReturnType<Schema>>;
  /** All its axes; absent = those that it is drawn on. */
  readonly axes?: (gate: z.output<ReturnType<Schema>>) => readonly Axis[];
  /** How it is drawn; a boolean gate is not. */
  readonly draw?: (gate: z.output<ReturnType<Schema>>) => Drawing;
  /** Errors: `population/bad-gate`, `population/bad-transform`, `population/missing-parameter`, `population/ambiguous-parameter`. */
  readonly plan: (gate: z.output<ReturnType<Schema>>, context: GateContext) => readonly PlannedPopulation[];
}

type GateSchema<Id extends string> = () => z.ZodObject<{ readonly type: z.ZodLiteral<Id>; readonly name: z.ZodString }>;

/** A kind of gate as the registry holds it: it takes any gate that was read and reads it by its own schema. */
export interface GateKind<Id extends string = string, Schema = () => z.ZodObject> extends Member<Id> {
  readonly schema: Schema;
  readonly populations: (gate: NamedGate) => readonly NamedPopulation[];
  readonly references: (gate: NamedGate) => readonly string[];
  readonly rename: <Gate extends NamedGate>(gate: Gate, nameOf: (name: string) => string) => Gate;
  /** Every axis on which it compares values, also those of dimensions that are not drawn. */
  readonly axes: (gate: NamedGate) => readonly Axis[];
  readonly draw: (gate: NamedGate) => Drawing | null;
  readonly plan: (gate: NamedGate, context: GateContext) => readonly PlannedPopulation[];
}

interface NamedGate extends NamedPopulation {
  readonly type: string;
}

/** Makes a member of the registry, which hands it only gates of its `type`, read by its schema: the one cast for all of them. */
export function defineGate<const Id extends string, Schema extends GateSchema<Id>>(parts: GateParts<Id, Schema>): GateKind<Id, Schema> {
  type Own = z.output<ReturnType<Schema>>;
  const { id, schema, plan } = parts;
  const draw = (gate: NamedGate) => parts.draw?.(gate as Own) ?? null;
  return {
    id,
    schema,
    populations: (gate) => parts.populations?.(gate as Own) ?? [{ name: gate.name, title: gate.title }],
    references: (gate) => parts.references?.(gate as Own) ?? [],
    rename: (gate, nameOf) => (parts.rename === undefined ? gate : (parts.rename(gate as Own, nameOf) as typeof gate)),
    axes: (gate) => parts.axes?.(gate as Own) ?? draw(gate)?.axes ?? [],
    draw,
    plan: (gate, context) => plan(gate as Own, context),
  };
}
