import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { speak } from '../../src/outputs/language.ts';
import type { Markup } from '../../src/outputs/markup.ts';
import { assaysPlot } from '../../src/outputs/plots/assays-plot.ts';
import { doseResponsePlot } from '../../src/outputs/plots/dose-response-plot.ts';
import { flowPlot } from '../../src/outputs/plots/flow-plot.ts';
import { overlayPlot } from '../../src/outputs/plots/overlay-plot.ts';
import { parallelismPlot } from '../../src/outputs/plots/parallelism-plot.ts';
import { quantilePlot } from '../../src/outputs/plots/quantile-plot.ts';
import { svgFile } from '../../src/outputs/plots/svg.ts';
import { renderReport } from '../../src/outputs/report/report.ts';
import type { FlowPlot, Outline, PotencyFigures } from '../../src/results/figures.ts';
import { linearAxis } from './sample-clouds.ts';
import { samplePotency } from './sample-potency.ts';
import { sampleInput } from './sample-result.ts';

const speech = speak('both');
const { rasters } = sampleInput;

function expectWellFormed(svg: Markup): void {
  const xml = svgFile(svg);
  expect(xml).not.toMatch(/NaN|Infinity|undefined/);
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}

function plotWith(outline: Outline, runs: readonly number[], [count, parentCount]: readonly [number, number]): FlowPlot {
  const title = { en: 'G<&>', zh: '门' };
  const gate = { name: 'g', title, outline, count, parentCount, points: null, threshold: null, rare: false };
  return {
    id: 'p',
    number: 1,
    caption: title,
    x: linearAxis('X'),
    y: linearAxis('Y'),
    parent: '',
    bins: 256,
    runs,
    outside: 0,
    gates: [gate],
  };
}

/** Numbers far smaller and larger than any assay gives, on both sides of 0. */
const anyNumber = fc.oneof(
  fc.double({ min: -1e100, max: 1e100, noNaN: true }),
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.constantFrom(0, -1, 1e-100),
);
const anyPlace = fc.double({ min: -3, max: 3, noNaN: true });

describe('pictures of hard figures are drawn, and well-formed', () => {
  it('a plot without an event, of an empty parent', () => {
    const outline: Outline = { kind: 'interval', from: null, to: null };
    expectWellFormed(flowPlot(plotWith(outline, [], [0, 0]), { id: 'x', speech, rasters }));
  });

  it('a plot with one event', () => {
    expectWellFormed(flowPlot(plotWith({ kind: 'interval', from: 0.2, to: null }, [65535, 1], [1, 1]), { id: 'x', speech, rasters }));
  });

  it('any polygon, wherever it lies', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyPlace, anyPlace), { maxLength: 8 }), (points) => {
        expectWellFormed(flowPlot(plotWith({ kind: 'polygon', points }, [300, 5, 7, 9], [1, 2]), { id: 'x', speech, rasters }));
      }),
      { seed: 7, numRuns: 20 },
    );
  });

  it('an overlay without events, or without a threshold', () => {
    const overlay = { x: linearAxis('X'), control: [0, 0, 0], sample: [], threshold: null, thresholdText: '' };
    expectWellFormed(overlayPlot(overlay, { id: 'x', speech, names: ['a', 'b'] }));
  });

  it('any equivalence test', () => {
    const maybe = fc.option(anyNumber);
    const test = fc.record({
      parameter: fc.constantFrom('slope-ratio', 'another<'),
      estimate: maybe,
      lower: maybe,
      upper: maybe,
      level: fc.constant(0.9),
      lowerMargin: maybe,
      upperMargin: maybe,
      outcome: fc.constantFrom('within', 'outside', 'not-estimable', 'no-margins'),
    });
    fc.assert(
      fc.property(fc.array(test, { maxLength: 4 }), (tests) => expectWellFormed(parallelismPlot(tests, { id: 'x', speech }))),
      { seed: 7, numRuns: 120 },
    );
  });

  it('any relative potencies and limits', () => {
    const maybe = fc.option(anyNumber);
    const limits = fc.record({ lower: maybe, upper: maybe });
    const combined = fc.record({ estimate: anyNumber, lower: maybe, upper: maybe });
    fc.assert(
      fc.property(limits, fc.option(combined), (range, whole) => {
        const figures: PotencyFigures = { ...samplePotency, limits: range, combined: whole };
        expectWellFormed(assaysPlot(figures, { id: 'x', speech }));
      }),
      { seed: 7, numRuns: 120 },
    );
  });

  it('any doses and responses, with or without curves', () => {
    const point = fc.record({
      dose: fc.double({ min: 0, max: 1e12, noNaN: true }),
      response: anyNumber,
      well: fc.constantFrom(null, 'A1'),
      plate: fc.constant(null),
      excluded: fc.constantFrom(null, 'air bubble'),
    });
    const [assay] = samplePotency.assays;
    const test = assay?.tests[0];
    if (assay === undefined || test === undefined) throw new Error('the sample has no assay');
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12 }), (points) => {
        const data = { assay: { ...assay, reference: { ...assay.reference, points } }, test: { ...test, points }, curves: null };
        expectWellFormed(doseResponsePlot(data, { id: 'x', speech }));
      }),
      { seed: 7, numRuns: 80 },
    );
  });

  it('residuals that are all alike, or far away', () => {
    const residual = (value: number) => ({ sample: 'test' as const, dose: 1, value });
    expectWellFormed(quantilePlot([0, 0, 0].map(residual), { id: 'x', speech }));
    expectWellFormed(quantilePlot([-1e9, 0, 1e9].map(residual), { id: 'x', speech }));
  });

  it('a report of two samples and two potency attributes has every id once', () => {
    const { figures } = sampleInput;
    const html = renderReport({
      ...sampleInput,
      figures: { ...figures, samples: [...figures.samples, ...figures.samples], potency: [samplePotency, samplePotency] },
    });
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
