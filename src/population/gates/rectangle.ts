import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { defineGate } from './gate-kind.ts';
import { boundedAxisSchema, gateKeys, onSchema } from './keys.ts';

const MOST_DIMENSIONS = 100;

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('rectangle').describe('Events inside a box of any number of dimensions, min <= value < max in each.'),
    ...gateKeys(),
    on: onSchema(),
    dimensions: z.array(boundedAxisSchema()).min(1).max(MOST_DIMENSIONS).describe('The dimensions; a plot shows the first two.'),
  }),
);

/** Gating-ML 2.0, 5.1.1. */
export const rectangle = defineGate({
  id: 'rectangle',
  schema,
  axes: ({ dimensions }) => dimensions.map(({ min: _min, max: _max, ...axis }) => axis),
  draw: ({ dimensions, on = 'linear' }) => ({
    kind: 'box',
    axes: dimensions.slice(0, 2).map(({ min: _min, max: _max, ...axis }) => axis),
    on,
    ranges: dimensions.slice(0, 2).map(({ min, max }) => [min, max]),
  }),
  plan: (gate, context) => {
    if (gate.dimensions.length > MOST_DIMENSIONS) {
      throw context.bad(`expected at most ${MOST_DIMENSIONS} dimensions, found ${gate.dimensions.length}`);
    }
    const sides = gate.dimensions.flatMap((dimension) => context.sides(dimension, { ...dimension, on: gate.on }));
    return [{ name: gate.name, parent: gate.parent, test: { kind: 'box', sides } }];
  },
});
