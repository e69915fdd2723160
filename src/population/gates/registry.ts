import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { boolean } from './boolean.ts';
import { ellipse } from './ellipse.ts';
import type { Drawing, GateContext, NamedPopulation, PlannedPopulation } from './gate-kind.ts';
import type { Axis } from './keys.ts';
import { nearest } from './nearest.ts';
import { polygon } from './polygon.ts';
import { quadrant } from './quadrant.ts';
import { range } from './range.ts';
import { rectangle } from './rectangle.ts';
import { singlet } from './singlet.ts';
import { time } from './time.ts';

/** Every gate. One file and one line here add another. */
export const GATES = { range, rectangle, polygon, ellipse, quadrant, boolean, singlet, time, nearest } as const;

/** A gate as a definition writes it. */
export const gateSchema = lazily(() => {
  const [first, ...others] = Object.values(GATES).map((kind) => kind.schema());
  return z.discriminatedUnion('type', [first!, ...others]);
});

export type Gate = z.output<ReturnType<typeof gateSchema>>;

interface AnyKind {
  readonly populations: (gate: Gate) => readonly NamedPopulation[];
  readonly references?: (gate: Gate) => readonly string[];
  readonly rename?: (gate: Gate, nameOf: (name: string) => string) => Gate;
  readonly axes?: (gate: Gate) => readonly Axis[];
  readonly draw?: (gate: Gate) => Drawing;
  readonly plan: (gate: Gate, context: GateContext) => readonly PlannedPopulation[];
}

/** The kind and its gate carry the same `type`, which TypeScript cannot follow through the record. */
function kindOf(gate: Gate): AnyKind {
  return GATES[gate.type] as AnyKind;
}

/** The names of the populations that a gate makes: its own, or those of its quadrants. */
export function populationsOf(gate: Gate): readonly string[] {
  return namedPopulationsOf(gate).map(({ name }) => name);
}

/** The same with their titles, where they have any. */
export function namedPopulationsOf(gate: Gate): readonly NamedPopulation[] {
  return kindOf(gate).populations(gate);
}

/** The gate with other names of all populations: its own, its parent and those that it refers to. */
export function renameGate(gate: Gate, nameOf: (name: string) => string): Gate {
  const renamed = kindOf(gate).rename?.(gate, nameOf) ?? gate;
  return { ...renamed, name: nameOf(gate.name), parent: gate.parent === null ? null : nameOf(gate.parent) };
}

/** The populations that a gate needs first: its parent and, of a boolean gate, its operands. */
export function prerequisitesOf(gate: Gate): readonly string[] {
  const references = kindOf(gate).references?.(gate) ?? [];
  return gate.parent === null ? references : [gate.parent, ...references];
}

/** Plans one gate. Errors: `population/bad-gate` and those of its axes. */
export function planGate(gate: Gate, context: GateContext): readonly PlannedPopulation[] {
  return kindOf(gate).plan(gate, context);
}

/** A gate's shape in its own coordinates, or null where it has none. */
export function drawGate(gate: Gate): Drawing | null {
  return kindOf(gate).draw?.(gate) ?? null;
}

/** Every axis on which a gate compares values, also those of dimensions that are not drawn; none of a boolean gate. */
export function axesOf(gate: Gate): readonly Axis[] {
  return kindOf(gate).axes?.(gate) ?? drawGate(gate)?.axes ?? [];
}
