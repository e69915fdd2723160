import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { registryOf } from '../../registry.ts';
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

/** Every kind of gate. One file and one line here add another. */
export const GATES = registryOf(range, rectangle, polygon, ellipse, quadrant, boolean, singlet, time, nearest);

/** A gate as a definition writes it. */
export const gateSchema = lazily(() => {
  const [first, ...others] = GATES.members;
  return z.discriminatedUnion('type', [first.schema(), ...others.map((kind) => kind.schema())]);
});

export type Gate = z.output<ReturnType<typeof gateSchema>>;

/** The names of the populations that a gate makes: its own, or those of its quadrants. */
export function populationsOf(gate: Gate): readonly string[] {
  return namedPopulationsOf(gate).map(({ name }) => name);
}

/** The same with their titles, where they have any. */
export function namedPopulationsOf(gate: Gate): readonly NamedPopulation[] {
  return GATES.of(gate.type).populations(gate);
}

/** The gate with other names of all populations: its own, its parent and those that it refers to. */
export function renameGate(gate: Gate, nameOf: (name: string) => string): Gate {
  const renamed = GATES.of(gate.type).rename(gate, nameOf);
  return { ...renamed, name: nameOf(gate.name), parent: gate.parent === null ? null : nameOf(gate.parent) };
}

/** The populations that a gate needs first: its parent and, of a boolean gate, its operands. */
export function prerequisitesOf(gate: Gate): readonly string[] {
  const references = GATES.of(gate.type).references(gate);
  return gate.parent === null ? references : [gate.parent, ...references];
}

/** Plans one gate. Errors: `population/bad-gate` and those of its axes. */
export function planGate(gate: Gate, context: GateContext): readonly PlannedPopulation[] {
  return GATES.of(gate.type).plan(gate, context);
}

/** A gate's shape in its own coordinates, or null where it has none. */
export function drawGate(gate: Gate): Drawing | null {
  return GATES.of(gate.type).draw(gate);
}

/** Every axis on which a gate compares values, also those of dimensions that are not drawn; none of a boolean gate. */
export function axesOf(gate: Gate): readonly Axis[] {
  return GATES.of(gate.type).axes(gate);
}
