import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateSchema } from '../../src/population/gates/registry.ts';
import { compileGating, gateSource } from '../../src/population/gating/gating.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { placeTable } from '../../src/population/place-table.ts';
import { compileTransform, type Transform } from '../../src/population/transforms/registry.ts';
import { bareRequest } from './bare-request.ts';
import { linearValue, PARAMETERS, SPILLOVER, TRANSFORMS, tree } from './random-trees.ts';
import { syntheticEvents } from './synthetic-events.ts';

const view = (parameter: string, transform: string, from: number, to: number) => ({ parameter, transform, from, to });
const VIEWS = [
  { x: view('A', 'linear', 0, 1), y: view('B', 'logicle', -0.07, 1), bins: 16 },
  { x: view('C', 'log', 0, 1), y: null, bins: 10 },
  { x: view('D', 'asinh', -0.2, 0.9), y: view('A', 'hyperlog', 0, 1), bins: 7 },
];

describe('the fast path', () => {
  it('chooses the same events as the exact path, on random trees', () => {
    let events = 0;
    let inside = 0;
    fc.assert(
      fc.property(
        tree,
        fc.array(fc.tuple(linearValue, linearValue, linearValue, linearValue), { minLength: 1, maxLength: 60 }),
        fc.boolean(),
        (gates, rows, shuffled) => {
          const { dataSet, source } = syntheticEvents(
            PARAMETERS.map((name, column) => ({
              name,
              values: rows.map((row) => row[column] ?? 0),
              ...(name === 'D' ? { scale: { kind: 'gain', divisor: 3.67 } as const } : {}),
            })),
            { spillover: SPILLOVER, blockEvents: 16 },
          );
          const names = gates.flatMap((gate) => (gate.type === 'quadrant' ? gate.populations.map(({ name }) => name) : [gate.name]));
          const request: GatingRequest = {
            gates: shuffled ? [...gates].reverse() : gates,
            transforms: TRANSFORMS,
            markers: {},
            compensation: { from: 'file' },
            thresholds: {},
            quantiles: names.slice(0, 2).map((population) => ({ id: population, population, parameter: 'A', probabilities: [0.1, 0.5] })),
            histograms: VIEWS.map(({ x, y, bins }, i) => ({ id: String(i), population: names[i - 1] ?? 'all events', x, y, bins })),
            points: [],
            membership: names,
          };
          const [fast, exact] = (['fast', 'exact'] as const).map((path) => gateSource(compileGating(request, dataSet, { path }), source));
          expect(fast).toEqual(exact);
          events += rows.length * names.length;
          inside += exact?.populations.reduce((sum, { count }) => sum + count, 0) ?? 0;
        },
      ),
      { seed: 20260103, numRuns: Number(process.env.GATE_RUNS ?? 80) },
    );
    // Something was compared: neither all in nor all out.
    expect(inside / events).toBeGreaterThan(0.05);
    expect(inside / events).toBeLessThan(0.95);
  });

  it('takes the exact path for trees deeper than an engine’s parser', () => {
    const gates = Array.from({ length: 1000 }, (_, i) =>
      gateSchema().parse({ name: `g${i}`, parent: i === 0 ? null : `g${i - 1}`, type: 'range', x: 'A', min: 0 }),
    );
    const { dataSet, source } = syntheticEvents([{ name: 'A', values: [1, -1] }]);
    const request = bareRequest(gates);
    const result = gateSource(compileGating(request, dataSet), source);
    expect(result.populations[999]?.count).toBe(1);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses a value that is no finite number by event and parameter: %d',
    (bad) => {
      const gates = [
        gateSchema().parse({
          name: 'g',
          type: 'rectangle',
          dimensions: [
            { parameter: 'A', min: 0 },
            { parameter: 'B', min: 0 },
          ],
        }),
      ];
      const request = bareRequest(gates);
      const { dataSet } = syntheticEvents([
        { name: 'A', values: [] },
        { name: 'unused', values: [] },
        { name: 'B', values: [] },
      ]);
      for (const make of [Float32Array, Float64Array]) {
        for (const path of ['fast', 'exact'] as const) {
          const gating = compileGating(request, dataSet, { path });
          const step = (values: readonly number[]) =>
            gating.step(gating.start(), { firstEvent: 2048, eventCount: 2, values: make.from(values) }, { stride: 3, offsets: [0, 2] });
          // The largest finite single, zero, and a bad value in a parameter that no gate needs.
          expect(() => step([3.4028234663852886e38, bad, -0, -3.4028234663852886e38, bad, 1e-45])).not.toThrow();
          expect(() => step([1, 1, 1, 1, 1, bad])).toThrow(
            expect.objectContaining({ code: 'fcs/not-a-number', message: `Expected a finite number as 'B' of event 2050, found ${bad}.` }),
          );
        }
      }
    },
  );
});

describe('the table of places', () => {
  it.each<[string, Transform]>([
    ...Object.entries(TRANSFORMS),
    ['logicle of fractions', { type: 'logicle', T: 1, W: 0.5, M: 4.5, A: 0 }],
    ['asinh of a steep scale', { type: 'asinh', T: 1000, M: 12, A: 0 }],
    ['biex', { type: 'biex', T: 262144, positive: 4.4, negative: 0, width: -100 }],
  ])('equals the transform to 1e-11: %s', (_, parameters) => {
    const transform = compileTransform(parameters);
    const place = placeTable(transform);
    fc.assert(
      fc.property(
        fc.oneof(linearValue, fc.double({ min: -1e8, max: 1e8, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
        (x) => {
          const exact = transform.forward(x);
          if (Number.isFinite(exact)) expect(Math.abs(place(x) - exact)).toBeLessThanOrEqual(2e-11 * (1 + Math.abs(exact)));
          else expect(place(x)).toBe(exact);
        },
      ),
      { seed: 20260104, numRuns: 2000 },
    );
  });
});
