import { describe, expect, it } from 'vitest';
import { gateSchema } from '../../src/population/gates/registry.ts';
import { compileGating, type GatingPath, gateSource } from '../../src/population/gating.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { bareRequest } from './bare-request.ts';
import { syntheticEvents } from './synthetic-events.ts';

const request = (gates: readonly object[], more: Partial<GatingRequest> = {}): GatingRequest =>
  bareRequest(
    gates.map((gate) => gateSchema().parse(gate)),
    more,
  );

type Events = ReturnType<typeof syntheticEvents>;

function countsOf(asked: GatingRequest, { dataSet, source }: Events, path: GatingPath = 'fast'): number[] {
  return gateSource(compileGating(asked, dataSet, path), source).populations.map(({ count }) => count);
}

/** Three events of A and B, with labels. */
const labelled = (a: string, b: string) =>
  syntheticEvents([
    { name: 'A', label: a, values: [1, 1, 1] },
    { name: 'B', label: b, values: [1, -1, -1] },
  ]);

describe('files that are gated one after the other', () => {
  const both = [
    { name: 'a', type: 'range', x: 'A', min: -9 },
    { name: 'b', type: 'range', x: 'B', min: -9 },
    { name: 'marked', type: 'range', x: 'CD90', min: 0 },
  ];

  it('find a label at its own parameter, where other files have it at another', () => {
    expect(countsOf(request(both), labelled('CD90', 'CD73'))).toEqual([3, 3, 3]);
    expect(countsOf(request(both), labelled('CD73', 'CD90'))).toEqual([3, 3, 1]);
  });

  it('find a marker by the names of their own method', () => {
    const file = labelled('x', 'y');
    expect(countsOf(request(both, { markers: { CD90: ['x'] } }), file)).toEqual([3, 3, 3]);
    expect(countsOf(request(both, { markers: { CD90: ['y'] } }), file)).toEqual([3, 3, 1]);
  });

  it('divide by their own ratio: 1 / (0 - 0) is infinite, 1 / (-0 - 0) minus infinite', () => {
    const { dataSet, source } = syntheticEvents([
      { name: 'A', values: [1] },
      { name: 'B', values: [-0] },
    ]);
    const ratio = (C: number) => request([{ name: 'r', type: 'range', x: { ratio: { numerator: 'A', denominator: 'B', C } }, min: 0 }]);
    expect(countsOf(ratio(0), { dataSet, source })).toEqual([0]);
    expect(countsOf(ratio(-0), { dataSet, source })).toEqual([1]);
  });
});
