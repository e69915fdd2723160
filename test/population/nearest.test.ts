import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOutlines } from '../../src/population/drawing/gate-outline.ts';
import { type Gate, gateSchema } from '../../src/population/gates/registry.ts';
import { compileGating, gateSource } from '../../src/population/gating/gating.ts';
import { isMember } from '../../src/population/gating/gating-result.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { compileTransform, type Transform } from '../../src/population/transforms/registry.ts';
import { bareRequest } from './bare-request.ts';
import { syntheticEvents } from './synthetic-events.ts';

const LOGICLE: Transform = { type: 'logicle', T: 262144, W: 0.5, M: 4.5, A: 0 };

const request = (gates: readonly Gate[], more: Partial<GatingRequest> = {}): GatingRequest =>
  bareRequest(gates, { transforms: { logicle: LOGICLE, log: { type: 'log', T: 262144, M: 5 } }, ...more });

const events = (...columns: readonly (readonly number[])[]) =>
  syntheticEvents(columns.map((values, i) => ({ name: ['X', 'Y', 'Z'][i] ?? '', values })));

function countsOf(gate: Gate, columns: readonly (readonly number[])[], path: 'fast' | 'exact' = 'fast'): readonly number[] {
  const { dataSet, source } = events(...columns);
  return gateSource(compileGating(request([gate]), dataSet, { path }), source).populations.map(({ count }) => count);
}

const plain = (more: Record<string, unknown>): Gate => gateSchema().parse({ name: 'n', type: 'nearest', ...more });

describe('nearest gate', () => {
  it('gives each event to the centroid with the least Euclidean distance', () => {
    const gate = plain({
      dimensions: ['X', 'Y'],
      centroids: [
        { name: 'a', at: [0, 0] },
        { name: 'b', at: [10, 0] },
      ],
    });
    // (4, 9): 16 + 81 to a, 36 + 81 to b. (6, 0): 36 to a, 16 to b.
    const columns = [
      [4, 6, -3],
      [9, 0, 2],
    ];
    expect(countsOf(gate, columns)).toEqual([2, 1]);
  });

  it('counts distances in units of the scales', () => {
    const gate = plain({
      dimensions: ['X', 'Y'],
      scales: [10, 1],
      centroids: [
        { name: 'a', at: [0, 0] },
        { name: 'b', at: [10, 3] },
      ],
    });
    // (10, 1): 1 + 1 = 2 to a, 0 + 4 to b; without scales 101 to a and 4 to b.
    expect(countsOf(gate, [[10], [1]])).toEqual([1, 0]);
  });

  it.each(['fast', 'exact'] as const)('gives an event as near to two to the one that stands first (%s)', (path) => {
    const centroids = [
      { name: 'a', at: [0, 0] },
      { name: 'b', at: [2, 0] },
      { name: 'c', at: [0, 2] },
    ];
    const columns = [
      [1, 0, 1],
      [0, 1, 1],
    ];
    expect(countsOf(plain({ dimensions: ['X', 'Y'], centroids }), columns, path)).toEqual([3, 0, 0]);
    expect(countsOf(plain({ dimensions: ['X', 'Y'], centroids: centroids.toReversed() }), columns, path)).toEqual([2, 1, 0]);
  });

  it('makes no population of a centroid without a name, but gives it its events', () => {
    const gate = plain({ dimensions: ['X'], centroids: [{ at: [0] }, { name: 'b', at: [10] }] });
    expect(countsOf(gate, [[1, 2, 9]])).toEqual([1]);
  });

  it('gives an event without a place on an axis to none', () => {
    const gate = plain({
      on: 'linear',
      dimensions: [{ parameter: 'X', transform: 'log' }],
      centroids: [
        { name: 'a', at: [10] },
        { name: 'b', at: [1000] },
      ],
    });
    expect(countsOf(gate, [[-5, 0, 20, 900]])).toEqual([1, 1]);
  });

  it('refuses centroids of another size than the dimensions', () => {
    const gate = plain({ dimensions: ['X', 'Y'], centroids: [{ name: 'a', at: [0] }, { at: [1, 1] }] });
    expect(() => countsOf(gate, [[1], [1]])).toThrow("Gate 'n': expected 2 numbers for the scales and for each centroid, found 1.");
  });

  it('chooses the same events by the fast and the exact path, beyond the grid and on borders too', () => {
    const value = fc.oneof(
      fc.constantFrom(0, 1, 10, 100, 1000, 262144, -500, 1e7, -1e7),
      fc.double({ min: -2000, max: 262144, noNaN: true }),
    );
    const axis = (parameter: string) => fc.constantFrom(parameter, { parameter, transform: 'logicle' }, { parameter, transform: 'log' });
    const centroid = fc.tuple(value, value, value);
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 2, 3),
        fc.tuple(axis('X'), axis('Y'), axis('Z')),
        fc.array(centroid, { minLength: 2, maxLength: 5 }),
        fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (n, axes, centroids, points, scale) => {
          const dimensions = axes.slice(0, n);
          const at = (point: readonly number[]) =>
            dimensions.map((one, i) => {
              const place =
                typeof one === 'string'
                  ? (point[i] ?? 0)
                  : compileTransform(one.transform === 'log' ? { type: 'log', T: 262144, M: 5 } : LOGICLE).forward(point[i] ?? 0);
              return Number.isFinite(place) ? place : 0.5;
            });
          const gate = plain({
            on: 'transformed',
            dimensions,
            scales: dimensions.map((_, i) => (i === 0 ? scale : 1)),
            centroids: centroids.map((point, i) => ({ name: `c${i}`, at: at(point) })),
          });
          const columns = [0, 1, 2].map((i) => [...points, ...centroids].map((point) => point[i] ?? 0));
          const { dataSet, source } = events(...columns);
          const wanted = request([gate], { membership: centroids.map((_, i) => `c${i}`) });
          const [fast, exact] = (['fast', 'exact'] as const).map((path) => gateSource(compileGating(wanted, dataSet, { path }), source));
          expect(fast).toEqual(exact);
          // No event lies in two.
          const total = points.length + centroids.length;
          for (let e = 0; e < total; e++) {
            expect((exact?.membership ?? []).filter((one) => isMember(one, e)).length).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('draws the cell of each population within the view', () => {
    const gate = plain({
      on: 'transformed',
      dimensions: [
        { parameter: 'X', transform: 'logicle' },
        { parameter: 'Y', transform: 'logicle' },
      ],
      centroids: [
        { name: 'a', at: [0.25, 0.5] },
        { name: 'b', at: [0.75, 0.5] },
      ],
    });
    const view = (parameter: string) => ({ parameter, transform: 'logicle', from: 0, to: 1 });
    // The border between the two is the line x = 0.5.
    expect(cellOutlines(gate, { x: view('X'), y: view('Y') }, request([]))).toEqual([
      {
        population: 'a',
        outline: {
          kind: 'polygon',
          points: [
            [0, 0],
            [0.5, 0],
            [0.5, 1],
            [0, 1],
          ],
        },
      },
      {
        population: 'b',
        outline: {
          kind: 'polygon',
          points: [
            [0.5, 0],
            [1, 0],
            [1, 1],
            [0.5, 1],
          ],
        },
      },
    ]);
  });
});
