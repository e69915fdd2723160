import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { defineGate } from './gate-kind.ts';
import { gateKeys, parameterSchema } from './keys.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('time').describe('Events acquired between two times, from <= time < to.'),
    ...gateKeys(),
    parameter: parameterSchema().optional().describe('Parameter of the time; absent = the one called Time, in any case.'),
    from: z.number().optional().describe('First second, inclusive ($TIMESTEP applied).'),
    to: z.number().optional().describe('Last second, exclusive.'),
  }),
);

/** Leaves out the start or the end of an acquisition. */
export const time = defineGate({
  id: 'time',
  schema,
  draw: ({ parameter = 'Time', from, to }) => ({
    kind: 'box',
    axes: [{ parameter, compensated: false }],
    on: 'linear',
    ranges: [[from, to]],
  }),
  plan: (gate, context) => {
    if (gate.from === undefined && gate.to === undefined) throw context.bad('expected from or to, found neither');
    const min = gate.from ?? Number.NEGATIVE_INFINITY;
    const max = gate.to ?? Number.POSITIVE_INFINITY;
    if (!(min < max)) throw context.bad(`expected 'from' before 'to', found ${min} and ${max}`);
    const sides = [{ ...context.time(gate.parameter), min, max }];
    return [{ name: gate.name, parent: gate.parent, test: { kind: 'box', sides } }];
  },
});
