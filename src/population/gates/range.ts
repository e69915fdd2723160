import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { defineGate } from './gate-kind.ts';
import { axisSchema, boundSchema, gateKeys, onSchema } from './keys.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('range').describe('Events whose value lies between two bounds, min <= value < max.'),
    ...gateKeys(),
    x: axisSchema(),
    on: onSchema(),
    min: boundSchema().optional().describe('Lower bound, inclusive.'),
    max: boundSchema().optional().describe('Upper bound, exclusive.'),
  }),
);

/** Gating-ML 2.0, 5.1.1: a rectangle gate of one dimension. */
export const range = defineGate({
  id: 'range',
  schema,
  draw: (gate) => ({ kind: 'box', axes: [gate.x], on: gate.on ?? 'linear', ranges: [[gate.min, gate.max]] }),
  plan: (gate, context) => {
    if (gate.min === undefined && gate.max === undefined) throw context.bad('expected min or max, found neither');
    return [{ name: gate.name, parent: gate.parent, test: { kind: 'box', sides: context.sides(gate.x, gate) } }];
  },
});
