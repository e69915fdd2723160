import type { Recipe } from './recipe.ts';

export const addAGate: Recipe = {
  task: 'A kind of gate.',
  steps: [
    {
      path: 'src/population/gates/above.ts',
      write: `import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { defineGate } from './gate-kind.ts';
import { axisSchema, gateKeys } from './keys.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('above').describe('Events whose value is at least a bound.'),
    ...gateKeys(),
    x: axisSchema(),
    from: z.number().describe('Lower bound in linear units, inclusive.'),
  }),
);

/** A range without an upper bound. */
export const above = defineGate({
  id: 'above',
  schema,
  draw: ({ x, from }) => ({ kind: 'box', axes: [x], on: 'linear', ranges: [[from, undefined]] }),
  plan: (gate, context) => [
    { name: gate.name, parent: gate.parent, test: { kind: 'box', sides: context.sides(gate.x, { min: gate.from, on: 'linear' }) } },
  ],
});
`,
    },
    {
      path: 'src/population/gates/registry.ts',
      before: `import { boolean } from './boolean.ts';`,
      put: `import { above } from './above.ts';\n`,
    },
    { path: 'src/population/gates/registry.ts', instead: 'singlet, time, nearest);', put: 'singlet, time, nearest, above);' },
    {
      path: 'docs/gates.md',
      before: '\n## Transforms',
      put: '\n`above`: events from a bound of one parameter on.\n\n```yaml\n{ name: Debris-free, type: above, x: FSC-A, from: 20000 }\n```\n',
      last: true,
    },
    {
      path: 'test/population/gate-kinds.test.ts',
      before: `};\n\nconst KEYS = GATES.ids;`,
      put: `  above: { gate: { x: 'X', from: 1 }, makes: ['G'], needs: ['P'] },\n`,
    },
  ],
  proof: {
    name: 'above.test.ts',
    text: `import { expect, it } from 'vitest';
import { drawGate, gateSchema } from '../../src/population/gates/registry.ts';
import { compileGating, gateSource } from '../../src/population/gating/gating.ts';
import { bareRequest } from '../population/bare-request.ts';
import { syntheticEvents } from '../population/synthetic-events.ts';

it('counts the events from its bound on, by the fast and by the exact path, and is drawn', () => {
  const gate = gateSchema().parse({ name: 'a', type: 'above', x: 'A', from: 2 });
  const { dataSet, source } = syntheticEvents([{ name: 'A', values: [1, 2, 3, 1.999] }]);
  for (const path of ['fast', 'exact'] as const)
    expect(gateSource(compileGating(bareRequest([gate]), dataSet, { path }), source).populations.map(({ count }) => count)).toEqual([2]);
  expect(drawGate(gate)?.kind).toBe('box');
});
`,
  },
};
