import { describe, expect, it } from 'vitest';
import type { Gate } from '../../src/population/gates/registry.ts';
import { compileGating, gateSource } from '../../src/population/gating/gating.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { bareRequest } from './bare-request.ts';
import { syntheticEvents } from './synthetic-events.ts';

const times = <Item>(count: number, make: (i: number) => Item): Item[] => Array.from({ length: count }, (_, i) => make(i));
const range = (name: string, min: number, parent: string | null = null): Gate => ({ name, parent, type: 'range', x: 'A', min });
const threeOfA = syntheticEvents([{ name: 'A', values: [1, -1, 500] }]);

function counts(asked: GatingRequest, { dataSet, source }: ReturnType<typeof syntheticEvents>): readonly number[] {
  return gateSource(compileGating(asked, dataSet), source).populations.map(({ count }) => count);
}

describe('trees that are large for the engine', () => {
  it.each([199, 200, 201, 1000])('hold two of three events in each of %d ranges in one another', (depth) => {
    const gates = times(depth, (i) => range(`g${i}`, 0, i === 0 ? null : `g${i - 1}`));
    expect(new Set(counts(bareRequest(gates), threeOfA))).toEqual(new Set([2]));
  });

  it('count in each of 3,000 ranges from i on', () => {
    expect(counts(bareRequest(times(3000, (i) => range(`g${i}`, i))), threeOfA)).toEqual(
      times(3000, (i) => (i <= 1 ? 2 : i <= 500 ? 1 : 0)),
    );
  });

  it('combine 20,000 operands', () => {
    const of = times(20_000, (i) => `g${i % 2}`);
    const gates: Gate[] = [range('g0', 0), range('g1', 100), { name: 'b', parent: null, type: 'boolean', operator: 'and', of }];
    expect(counts(bareRequest(gates), threeOfA)).toEqual([2, 1, 1]);
  });

  it('compare 2,000 x 50 sides', () => {
    const names = times(50, (i) => `P${i}`);
    const dimensions = names.map((parameter) => ({ parameter, min: 0 }));
    const gates = times(2000, (i): Gate => ({ name: `g${i}`, parent: null, type: 'rectangle', dimensions }));
    expect(new Set(counts(bareRequest(gates), syntheticEvents(names.map((name) => ({ name, values: [1, -1] })))))).toEqual(new Set([1]));
  });

  it('sum 3,000 detectors', () => {
    const detectors = times(3000, (i) => `P${i}`);
    const file = syntheticEvents(detectors.map((name) => ({ name, values: [1, 2] })));
    const matrices = { m: { fluorochromes: ['f'], detectors, matrix: detectors.map(() => [0.5]), inverted: true } };
    const gates: Gate[] = [{ name: 'g', parent: null, type: 'range', x: { parameter: 'f', compensated: 'm' }, min: 1501 }];
    expect(counts(bareRequest(gates, { matrices }), file)).toEqual([1]);
  });

  it('stand over events of 10,000 parameters, and refuse a value that is not finite in event 2,049', () => {
    const { dataSet } = syntheticEvents(times(10_000, (i) => ({ name: `P${i}`, values: [] })));
    const gating = compileGating(bareRequest([{ name: 'g', parent: null, type: 'range', x: 'P9999', min: 0 }]), dataSet);
    const state = gating.start();
    const values = new Float32Array(2049 * 10_000).fill(1);
    const step = () => gating.step(state, { firstEvent: 0, eventCount: 2049, values }, { stride: 10_000, offsets: [9999] });
    step();
    expect(state.counts[0]).toBe(2049);
    values[2048 * 10_000 + 9999] = Number.NaN;
    expect(step).toThrow("Expected a finite number as 'P9999' of event 2049, found NaN.");
  });

  it('decode 100 different amplifiers of 2^18 values: 10^4 at the top, 10^2 half way', () => {
    const detectors = times(100, (i) => `P${i}`);
    const file = syntheticEvents(
      detectors.map((name, i) => ({
        name,
        scale: { kind: 'log' as const, decades: 4, offset: 1 + i, range: 262_144 },
        values: [131_072, 262_143],
      })),
    );
    const gates = detectors.flatMap((x, i): Gate[] => [
      { name: `low ${i}`, parent: null, type: 'range', x, min: 100 * (1 + i), max: 100 * (1 + i) + 1e-9 },
      { name: `high ${i}`, parent: null, type: 'range', x, min: 9999 * (1 + i), max: 10_000 * (1 + i) },
    ]);
    expect(new Set(counts(bareRequest(gates), file))).toEqual(new Set([1]));
  });
});

describe('polygons with corners far away', () => {
  const belowDiagonal = (far: number): Gate => {
    const along = times(16, (i): [number, number] => [far - (i * far) / 8, far - (i * far) / 8]);
    return { name: 'g', parent: null, type: 'polygon', x: 'A', y: 'B', vertices: [...along, [-far, -far], [far, -far]] };
  };
  const file = syntheticEvents([
    { name: 'A', values: [2e30, 1e30, -5e30, 1e31] },
    { name: 'B', values: [1e30, 2e30, -6e30, 1e30] },
  ]);

  it('hold what lies below their diagonal', () => {
    expect(counts(bareRequest([belowDiagonal(1e39)]), file)).toEqual([3]);
  });

  it('are refused where the products of their coordinates would overflow', () => {
    expect(() => counts(bareRequest([belowDiagonal(1e200)]), file)).toThrow(
      "Gate 'g': expected corners from -1e150 to 1e150, found 1e+200.",
    );
  });
});

it.each([
  [0, 'Infinity'],
  [1e308, 'NaN'],
])('a quantile over values that overflow when they are compensated is refused: 1e308 and %d', (other, found) => {
  const file = syntheticEvents([
    { name: 'A', values: [1e308] },
    { name: 'B', values: [other] },
  ]);
  const matrix = [
    [0.1, 0.05],
    [0.05, 0.1],
  ];
  const asked = bareRequest([], {
    compensation: { from: 'matrix', parameters: ['A', 'B'], matrix },
    quantiles: [{ id: 'q', population: 'all events', parameter: 'A', probabilities: [0.5] }],
  });
  expect(() => counts(asked, file)).toThrow(
    `Expected finite linear values of 'A' for a quantile, found ${found}: stored values are too large to be decoded or compensated.`,
  );
});
