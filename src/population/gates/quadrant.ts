import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { defineGate, type GateContext, type Side } from './gate-kind.ts';
import { axisSchema, boundSchema, gateKeys, onSchema } from './keys.ts';

export const MOST_DIVIDERS = 32;
export const MOST_VALUES = 64;
export const MOST_QUADRANTS = 4096;

const dividerSchema = lazily(() =>
  z.strictObject({
    x: axisSchema(),
    values: z
      .array(boundSchema())
      .min(1)
      .max(MOST_VALUES)
      .describe('Where the axis is divided, ascending; an event on a value lies above it.'),
  }),
);

const quadrantSchema = lazily(() =>
  z.strictObject({
    name: gateKeys().name,
    title: gateKeys().title,
    intervals: z
      .array(z.number().int().min(0).nullable())
      .describe('Interval on each divider, in their order: 0 = below its first value, 1 = from there on, …; null = anywhere.'),
  }),
);

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('quadrant').describe('Divides its parent by any number of dividers into several populations.'),
    name: gateKeys().name.describe('Name of the division; its populations have names of their own.'),
    parent: gateKeys().parent,
    title: gateKeys().title,
    on: onSchema(),
    dividers: z.array(dividerSchema()).min(1).max(MOST_DIVIDERS).describe('The dividers; a plot shows the first two.'),
    populations: z.array(quadrantSchema()).min(1).max(MOST_QUADRANTS).describe('The populations, each by its interval on every divider.'),
  }),
);

type Quadrant = z.output<ReturnType<typeof schema>>;

/** Gating-ML 2.0, 5.1.4: dividers may have several values; a quadrant holds its lower bound. */
export const quadrant = defineGate({
  id: 'quadrant',
  schema,
  populations: (gate) => gate.populations,
  rename: (gate, nameOf) => ({
    ...gate,
    populations: gate.populations.map((population) => ({ ...population, name: nameOf(population.name) })),
  }),
  axes: ({ dividers }) => dividers.map(({ x }) => x),
  draw: ({ dividers, populations, on = 'linear' }) => ({
    kind: 'dividers',
    axes: dividers.slice(0, 2).map(({ x }) => x),
    on,
    at: dividers.slice(0, 2).flatMap(({ values }) => values.slice(0, 1)),
    corners: populations.map(({ name: population, intervals }) => ({
      corner: intervals
        .slice(0, 2)
        .map((interval) => (interval === 0 ? '-' : '+'))
        .join(''),
      population,
    })),
  }),
  plan: (gate, context) => {
    if (gate.dividers.length > MOST_DIVIDERS)
      throw context.bad(`expected at most ${MOST_DIVIDERS} dividers, found ${gate.dividers.length}`);
    return gate.populations.map((population) => ({
      name: population.name,
      parent: gate.parent,
      test: { kind: 'box', sides: sidesOf(gate, population, context) },
    }));
  },
});

function sidesOf(gate: Quadrant, population: Quadrant['populations'][number], context: GateContext): Side[] {
  if (population.intervals.length !== gate.dividers.length) {
    throw context.bad(
      `expected ${gate.dividers.length} intervals for '${population.name}', one a divider, found ${population.intervals.length}`,
    );
  }
  return gate.dividers.flatMap((divider, i) => {
    const interval = population.intervals[i] ?? null;
    if (interval === null) return [];
    if (interval > divider.values.length) {
      throw context.bad(`expected an interval from 0 to ${divider.values.length} for '${population.name}', found ${interval}`);
    }
    return context.sides(divider.x, { min: divider.values[interval - 1], max: divider.values[interval], on: gate.on });
  });
}
