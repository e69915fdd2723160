import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { type CompiledCode, openCompiledCode } from '../../src/population/engine/compiled-code.ts';
import { gateSchema } from '../../src/population/gates/registry.ts';
import { compileGating, gateSource, gatingOfSeveral } from '../../src/population/gating/gating.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { bareRequest } from './bare-request.ts';
import { syntheticEvents } from './synthetic-events.ts';

const request = (gates: readonly object[], more: Partial<GatingRequest> = {}): GatingRequest =>
  bareRequest(
    gates.map((gate) => gateSchema().parse(gate)),
    more,
  );

type Events = ReturnType<typeof syntheticEvents>;

function countsOf(asked: GatingRequest, { dataSet, source }: Events, code: CompiledCode): number[] {
  return gateSource(compileGating(asked, dataSet, { code }), source).populations.map(({ count }) => count);
}

/** Three events of A and B, with labels. */
const labelled = (a: string, b: string) =>
  syntheticEvents([
    { name: 'A', label: a, values: [1, 1, 1] },
    { name: 'B', label: b, values: [1, -1, -1] },
  ]);

describe('files that are gated one after the other with the same code', () => {
  const code = openCompiledCode();
  const both = [
    { name: 'a', type: 'range', x: 'A', min: -9 },
    { name: 'b', type: 'range', x: 'B', min: -9 },
    { name: 'marked', type: 'range', x: 'CD90', min: 0 },
  ];

  it('find a label at its own parameter, where other files have it at another', () => {
    expect(countsOf(request(both), labelled('CD90', 'CD73'), code)).toEqual([3, 3, 3]);
    expect(countsOf(request(both), labelled('CD73', 'CD90'), code)).toEqual([3, 3, 1]);
  });

  it('find a marker by the names of their own method', () => {
    const file = labelled('x', 'y');
    expect(countsOf(request(both, { markers: { CD90: ['x'] } }), file, code)).toEqual([3, 3, 3]);
    expect(countsOf(request(both, { markers: { CD90: ['y'] } }), file, code)).toEqual([3, 3, 1]);
  });

  it('divide by their own ratio: 1 / (0 - 0) is infinite, 1 / (-0 - 0) minus infinite', () => {
    const { dataSet, source } = syntheticEvents([
      { name: 'A', values: [1] },
      { name: 'B', values: [-0] },
    ]);
    const ratio = (C: number) => request([{ name: 'r', type: 'range', x: { ratio: { numerator: 'A', denominator: 'B', C } }, min: 0 }]);
    expect(countsOf(ratio(0), { dataSet, source }, code)).toEqual([0]);
    expect(countsOf(ratio(-0), { dataSet, source }, code)).toEqual([1]);
  });
});

describe('a kernel', () => {
  const gates = request([{ name: 'a', type: 'range', x: 'A', min: 0 }]);
  const file = (values: readonly number[]) => syntheticEvents([{ name: 'A', values }]);
  /** Code that tells how many kernels were made. */
  const counted = () => {
    const [code, keys] = [openCompiledCode(), [] as string[]];
    const keepKernel: CompiledCode['keepKernel'] = (key, kernel) => {
      keys.push(key);
      code.keepKernel(key, kernel);
    };
    return { code: { ...code, keepKernel }, keys };
  };

  it('is made once for two files, where the same code is handed on', () => {
    const { code, keys } = counted();
    expect([countsOf(gates, file([1, -1]), code), countsOf(gates, file([1, 1]), code)]).toEqual([[1], [2]]);
    expect(keys).toHaveLength(1);
  });

  it('is made anew where it is not: nothing outlives what was opened', () => {
    const [first, second] = [counted(), counted()];
    expect([countsOf(gates, file([1, -1]), first.code), countsOf(gates, file([1, 1]), second.code)]).toEqual([[1], [2]]);
    expect([first.keys.length, second.keys.length]).toEqual([1, 1]);
  });

  it('goes when there are too many, and is made again', () => {
    const { code, keys } = counted();
    const above = (min: number) => request([{ name: 'a', type: 'range', x: 'A', min }]);
    for (let min = 0; min < 17; min++) expect(countsOf(above(min), file([8, 20]), code)).toEqual([min <= 8 ? 2 : 1]);
    expect(countsOf(above(16), file([8, 20]), code)).toEqual([1]);
    expect(keys).toHaveLength(17);
    expect(countsOf(above(0), file([8, 20]), code)).toEqual([2]);
    expect(keys).toHaveLength(18);
  });
});

describe.each(['fast', 'exact'] as const)('data sets that share what is compiled, on the %s path', (path) => {
  const gates = [
    { name: 'a', type: 'range', x: 'A', min: 0 },
    { name: 'marked', type: 'range', x: 'CD90', min: 0 },
    { name: 'both', parent: 'a', type: 'range', x: 'B', min: 0 },
  ];
  const plain = (a: readonly number[], b: readonly number[]) => [
    { name: 'A', label: 'CD90', values: a },
    { name: 'B', label: 'x', values: b },
  ];
  const countsIn = (gating: ReturnType<typeof gatingOfSeveral>, { dataSet, source }: Events) =>
    gateSource(gating(dataSet), source).populations.map(({ count }) => count);

  it('have their own events, labels, gains and spillover', () => {
    const gating = gatingOfSeveral(request(gates, { compensation: { from: 'file', whenAbsent: 'none' } }), { path });
    const first = syntheticEvents(plain([1, 2, -1], [1, -1, 1]));
    // B loses half of A: of B = 1 beside A = 1 is left 0.5, of 0.4 is left -0.1.
    const spilling = (b: readonly number[]) => {
      const { dataSet, source } = syntheticEvents(plain([1, 2, -1], b));
      const matrix = [
        [1, 0.5],
        [0, 1],
      ];
      return { dataSet: { ...dataSet, spillover: { keyword: '$SPILLOVER', parameters: ['A', 'B'], matrix } }, source };
    };
    const relabelled = syntheticEvents([
      { name: 'A', label: 'x', values: [1, 2, -1] },
      { name: 'B', label: 'CD90', values: [1, -1, -1] },
    ]);
    for (let round = 0; round < 2; round++) {
      expect(countsIn(gating, first)).toEqual([2, 2, 1]);
      expect(countsIn(gating, spilling([1, -1, 1]))).toEqual([2, 2, 1]);
      expect(countsIn(gating, spilling([0.4, -1, 1]))).toEqual([2, 2, 0]);
      expect(countsIn(gating, syntheticEvents(plain([0, -1], [0, 0])))).toEqual([1, 1, 1]);
      expect(countsIn(gating, relabelled)).toEqual([2, 1, 1]);
    }
  });

  it('are each named in their own errors', () => {
    const gating = gatingOfSeveral(request(gates), { path });
    const named = (file: string, events: Events): Events => ({ ...events, dataSet: { ...events.dataSet, file } });
    expect(countsIn(gating, named('good.fcs', syntheticEvents(plain([1], [1]))))).toEqual([1, 1, 1]);
    const placeOf = (events: Events) => {
      try {
        return countsIn(gating, events);
      } catch (error) {
        return error instanceof InputError ? [error.code, error.place.file] : error;
      }
    };
    expect(placeOf(named('nan.fcs', syntheticEvents(plain([1], [Number.NaN]))))).toEqual(['fcs/not-a-number', 'nan.fcs']);
    const other = named('other.fcs', syntheticEvents([{ name: 'A', values: [1] }]));
    expect(placeOf(other)).toEqual(['population/missing-parameter', 'other.fcs']);
    expect(placeOf(named('again.fcs', syntheticEvents(plain([Number.NaN], [1]))))).toEqual(['fcs/not-a-number', 'again.fcs']);
  });
});
