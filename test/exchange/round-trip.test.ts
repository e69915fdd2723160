import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { writeGatingMl } from '../../src/exchange/gating-ml/write-gating-ml.ts';
import { type Gate, gateSchema, populationsOf } from '../../src/population/gates/registry.ts';
import { compileGating, gateSource } from '../../src/population/gating/gating.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { bareRequest } from '../population/bare-request.ts';
import { linearValue, PARAMETERS, SPILLOVER, TRANSFORMS, tree } from '../population/random-trees.ts';
import { syntheticEvents } from '../population/synthetic-events.ts';
import { requestOfDocument } from './request-of-document.ts';
import { MATRICES, richTree } from './rich-trees.ts';

const COMPENSATIONS: readonly GatingRequest['compensation'][] = [
  { from: 'file' },
  { from: 'none' },
  { from: 'matrix', parameters: SPILLOVER.parameters, matrix: SPILLOVER.matrix },
];

/** A ratio of a compensated and another parameter has no form in Gating-ML where the matrix is not the file's. */
function written(request: GatingRequest, dataSet: Parameters<typeof writeGatingMl>[1]): string | null {
  try {
    return writeGatingMl(request, dataSet);
  } catch (error) {
    if (error instanceof InputError && error.code === 'exchange/unsupported') return null;
    throw error;
  }
}

const rows = fc.array(fc.tuple(linearValue, linearValue, linearValue, linearValue), { minLength: 1, maxLength: 40 });

/** How many of the trees were compared: each written, read back, and gated both ways. */
function comparedTrees(trees: fc.Arbitrary<Gate[]>, matrices: GatingRequest['matrices'], numRuns: number): number {
  let compared = 0;
  fc.assert(
    fc.property(trees, rows, fc.constantFrom(...COMPENSATIONS), (gates, events, compensation) => {
      const { dataSet, source } = syntheticEvents(
        PARAMETERS.map((name, column) => ({ name, values: events.map((row) => row[column] ?? 0) })),
        { spillover: SPILLOVER },
      );
      const membership = gates.flatMap(populationsOf);
      const request: GatingRequest = {
        gates,
        transforms: TRANSFORMS,
        matrices: matrices ?? {},
        markers: {},
        compensation,
        thresholds: {},
        quantiles: [],
        histograms: [],
        points: [],
        membership,
      };
      const text = written(request, dataSet);
      if (text === null) return;
      compared += 1;
      const back = { ...requestOfDocument(text, 'written.xml'), membership };
      const [ours, theirs] = [request, back].map((each) => gateSource(compileGating(each, dataSet), source));
      expect(theirs?.membership).toEqual(ours?.membership);
      expect(theirs?.populations.map(({ path, count }) => [path.join('/'), count]).sort()).toEqual(
        ours?.populations.map(({ path, count }) => [path.join('/'), count]).sort(),
      );
    }),
    { seed: 20260105, numRuns },
  );
  return compared;
}

it('gates written as Gating-ML come back with the same membership, on random trees', () => {
  expect(comparedTrees(tree, {}, 100)).toBeGreaterThan(80);
});

it('so do spectrum matrices of single axes, ratios of them, ellipsoids in three dimensions, ranges, singlets and many dividers', () => {
  expect(comparedTrees(richTree, MATRICES, 200)).toBeGreaterThan(150);
});

it('aliases become names, thresholds numbers, a quadrant its rectangles, a singlet its ratio; names with signs of XML survive', () => {
  const parameters = [
    { name: 'FSC-A', values: [100, 200, 100] },
    { name: 'FSC-H', values: [100, 100, 0] },
    { name: 'PE-A', label: 'CORIN', values: [1, 50, 100] },
  ];
  const { dataSet, source } = syntheticEvents(parameters);
  const name = `<single> "cells" & 'more'`;
  const gates = [
    { name, type: 'singlet', area: 'FSC-A', height: 'FSC-H', min: 0.5, max: 1.5 },
    { name: 'high', type: 'range', x: { parameter: 'floor plate', transform: 'logicle' }, min: { threshold: 'fmo' } },
    {
      name: 'q',
      type: 'quadrant',
      dividers: [{ x: 'floor plate', values: [20, 60] }],
      populations: [
        { name: 'low', intervals: [0] },
        { name: 'top', intervals: [2] },
      ],
    },
  ].map((gate) => gateSchema().parse(gate));
  const membership = gates.flatMap(populationsOf);
  const request: GatingRequest = {
    gates,
    transforms: {},
    markers: { 'floor plate': ['CORIN'] },
    compensation: { from: 'none' },
    thresholds: { fmo: 50 },
    quantiles: [],
    histograms: [],
    points: [],
    membership,
  };
  const text = writeGatingMl(request, dataSet);
  expect(text).toContain('data-type:name="PE-A"');
  const back = gateSource(compileGating({ ...requestOfDocument(text, 'written.xml'), membership }, dataSet), source);
  expect(back.membership?.map(({ population, bits }) => [population, ...bits])).toEqual([
    [name, 0b001],
    ['high', 0b110],
    ['low', 0b001],
    ['top', 0b100],
  ]);
});

it('a range on a scale that Gating-ML does not have is written in linear values; a shape on it is refused', () => {
  const { dataSet, source } = syntheticEvents([{ name: 'X', values: [-1000, -1, 0, 1, 10, 100, 1e3, 1e4, 1e5, 1e6] }]);
  const x = { parameter: 'X', transform: 'biex' };
  const range = gateSchema().parse({ name: 'g', type: 'range', x, on: 'transformed', min: 0.3, max: 0.8 });
  const counts = (request: Parameters<typeof compileGating>[0]) =>
    gateSource(compileGating(request, dataSet), source).populations.map(({ count }) => count);
  const written = counts(requestOfDocument(writeGatingMl(bareRequest([range]), dataSet), 'written.xml'));
  expect(written).toEqual(counts(bareRequest([range])));
  const vertices = [
    [0, 0],
    [1, 0],
    [1, 1],
  ];
  const polygon = gateSchema().parse({ name: 'p', type: 'polygon', x, y: x, on: 'transformed', vertices });
  expect(() => writeGatingMl(bareRequest([polygon]), dataSet)).toThrow(
    expect.objectContaining({ code: 'exchange/unsupported', message: 'Expected a transform that Gating-ML 2.0 has, found biex.' }),
  );
});

it('a rectangle without bounds, as a workspace may have one, comes back where two parameters share a name', () => {
  const { dataSet, source } = syntheticEvents([
    { name: 'FL1', values: [1, 2] },
    { name: 'FL1', values: [3, 4] },
    { name: 'FL2', values: [5, 6] },
  ]);
  const gate = gateSchema().parse({ name: 'all', type: 'rectangle', dimensions: [{ parameter: 'FL2' }] });
  const text = writeGatingMl(bareRequest([gate]), dataSet);
  const back = requestOfDocument(text, 'written.xml');
  expect(gateSource(compileGating(back, dataSet), source).populations.map(({ path, count }) => [path, count])).toEqual([[['all'], 2]]);
});
