import { describe, expect, it } from 'vitest';
import { axisTicks, axisView } from '../../src/population/drawing/axes.ts';
import { gateAxes, gateOutline } from '../../src/population/drawing/gate-outline.ts';
import { gateSchema } from '../../src/population/gates/registry.ts';
import type { Transform } from '../../src/population/transforms/registry.ts';

const LINEAR: Transform = { type: 'linear', T: 262144, A: 0 };
const LOGICLE: Transform = { type: 'logicle', T: 262144, W: 1, M: 4.5, A: 0 };

const majors = (transform: Transform, from: number, to: number) =>
  axisTicks(transform, from, to)
    .filter((tick) => tick.major)
    .map((tick) => tick.value);

describe('ticks', () => {
  it('are 0, 50k … 250k with minors each 10k on a linear axis', () => {
    expect(majors(LINEAR, 0, 1)).toEqual([0, 50000, 100000, 150000, 200000, 250000]);
    expect(axisTicks(LINEAR, 0, 1).map((tick) => tick.value)).toEqual(Array.from({ length: 27 }, (_, i) => i * 10000));
    expect(axisTicks(LINEAR, 0, 1)[5]?.at).toBeCloseTo(50000 / 262144, 12);
  });

  it('are round on small linear axes too', () => {
    expect(majors({ type: 'linear', T: 1, A: 0 }, 0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(majors({ type: 'linear', T: 1024, A: 0 }, 0, 1)).toEqual([0, 200, 400, 600, 800, 1000]);
  });

  it('are 0, ±10³, 10⁴, 10⁵ on a logicle axis, a label that crowds zero is minor', () => {
    const { from, to } = axisView(LOGICLE);
    expect([from, to]).toEqual([-0.07, 1]);
    expect(majors(LOGICLE, from, to)).toEqual([-1000, 0, 1000, 10000, 100000]);
    const ticks = axisTicks(LOGICLE, from, to);
    expect(ticks.filter(({ value }) => value >= 1000 && value <= 10000).map(({ value }) => value)).toEqual([
      1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000,
    ]);
    expect(ticks.every((tick) => tick.at >= 0 && tick.at <= 1)).toBe(true);
  });

  it('are the decades of the view on a log axis', () => {
    expect(majors({ type: 'log', T: 10000, M: 4 }, 0, 1)).toEqual([1, 10, 100, 1000, 10000]);
    expect(majors({ type: 'log', T: 1, M: 3 }, 0, 1)).toEqual([0.001, 0.01, 0.1, 1]);
  });
});

describe('a scale with bounds', () => {
  const bounds = { boundMin: 0.2, boundMax: 0.8 };

  it('has no ticks where no event lies, and the view of the scale', () => {
    const transform: Transform = { type: 'linear', T: 1000, A: 0, ...bounds };
    expect(axisView(transform)).toEqual({ from: 0, to: 1 });
    expect(majors(transform, 0, 1)).toEqual([200, 400, 600, 800]);
    expect(majors({ type: 'log', T: 10000, M: 4, boundMin: 0.5 }, 0, 1)).toEqual([100, 1000, 10000]);
  });

  it('draws a gate where its numbers lie, beyond the bounds too', () => {
    const x = { parameter: 'A', transform: { type: 'linear', T: 1000, A: 0, ...bounds } } as const;
    const gate = gateSchema().parse({ name: 'g', type: 'range', x, on: 'linear', min: 100, max: 900 });
    const names = { transforms: {}, thresholds: {} };
    expect(gateOutline(gate, { x: { ...x, from: 0, to: 1 }, y: null }, names)).toEqual({ kind: 'interval', from: 0.1, to: 0.9 });
  });
});

describe('an outline', () => {
  const view = {
    x: { parameter: 'FSC-A', transform: LINEAR, from: 0, to: 1 },
    y: { parameter: 'PE-A', transform: LOGICLE, from: 0, to: 1 },
  };
  const names = { transforms: { lgcl: LOGICLE }, thresholds: { fmo: 262144 } };
  const outlineOf = (gate: Record<string, unknown>) => gateOutline(gateSchema().parse({ name: 'g', ...gate }), view, names);
  const y = { parameter: 'PE-A', transform: 'lgcl' };

  it('of a range is an interval, of which a side may be open', () => {
    expect(outlineOf({ type: 'range', x: 'FSC-A', min: 131072 })).toEqual({ kind: 'interval', from: 0.5, to: null });
  });

  it('of a rectangle has the positions of its bounds; thresholds are linear', () => {
    const gate = {
      type: 'rectangle',
      on: 'transformed',
      dimensions: [
        { parameter: 'FSC-A', min: 0, max: 65536 },
        { ...y, min: 0.25, max: { threshold: 'fmo' } },
      ],
    };
    const outline = outlineOf(gate);
    expect(outline?.kind === 'polygon' && outline.points.map((point) => point.map((at) => Math.round(at * 1e9) / 1e9))).toEqual([
      [0, 0.25],
      [0.25, 0.25],
      [0.25, 1],
      [0, 1],
    ]);
  });

  it('of a polygon whose vertices are linear has straight edges on the scale', () => {
    const outline = outlineOf({
      type: 'polygon',
      x: 'FSC-A',
      y,
      on: 'linear',
      vertices: [
        [0, 0],
        [262144, 0],
        [262144, 262144],
      ],
    });
    const zero = 1 / 4.5;
    expect(outline?.kind === 'polygon' && outline.points.map((point) => point.map((at) => Math.round(at * 1e6) / 1e6))).toEqual([
      [0, Math.round(zero * 1e6) / 1e6],
      [1, Math.round(zero * 1e6) / 1e6],
      [1, 1],
    ]);
  });

  it('of a quadrant gate is its cross, with the populations of its corners', () => {
    const gate = {
      type: 'quadrant',
      on: 'transformed',
      dividers: [
        { x: 'FSC-A', values: [131072] },
        { x: y, values: [0.5] },
      ],
      populations: [
        { name: 'both', intervals: [1, 1] },
        { name: 'neither', intervals: [0, 0] },
      ],
    };
    expect(outlineOf(gate)).toEqual({
      kind: 'quadrant',
      x: 0.5,
      y: 0.5,
      corners: [
        { corner: '++', population: 'both' },
        { corner: '--', population: 'neither' },
      ],
    });
  });

  it('of an ellipse passes through its half-axes', () => {
    const outline = outlineOf({
      type: 'ellipse',
      on: 'transformed',
      dimensions: ['FSC-A', y],
      mean: [131072, 0.5],
      covariance: [
        [26214.4 * 26214.4, 0],
        [0, 0.01],
      ],
      distanceSquare: 4,
    });
    const points = outline?.kind === 'polygon' ? outline.points : [];
    // Two standard deviations: 0.2 of the view in either direction.
    expect(Math.max(...points.map(([x]) => x))).toBeCloseTo(0.7, 9);
    expect(Math.min(...points.map(([, at]) => at))).toBeCloseTo(0.3, 9);
  });

  it('of a boolean gate is none', () => {
    const gate = gateSchema().parse({ name: 'g', type: 'boolean', operator: 'not', of: ['a'] });
    expect([gateAxes(gate), gateOutline(gate, view, names)]).toEqual([[], null]);
  });
});
