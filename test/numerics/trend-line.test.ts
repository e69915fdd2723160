import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { firstCrossing, fitTrendLine, meanAt, slopeLimits } from '../../src/numerics/regression/trend-line.ts';
import { individualsChart } from '../../src/numerics/statistics/individuals-chart.ts';
import { describeShared } from '../shared-data.ts';

let compared = 0;
function close(found: number | null | undefined, expected: number, tolerance: number): void {
  compared += 1;
  expect(Math.abs((found ?? Number.NaN) - expected), `found ${found}, expected ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.abs(expected),
  );
}
afterAll(() => console.log(`trend lines and charts: ${compared} figures compared`));

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly data: never;
  readonly expected: never;
  readonly method: never;
}
type Named = readonly [string, Case];

describeShared('studies of the shared data', (shared) => {
  const casesOf = (file: string, kind: string): readonly Named[] => {
    const all: readonly Case[] = JSON.parse(readFileSync(`${shared}data/studies/${file}`, 'utf8'));
    return all.filter((one) => one.kind === kind).map((one) => [one.id, one] as const);
  };

  it.each(casesOf('reference.json', 'reference-trend'))('%s', (_, { data, expected }) => {
    const { month, value }: { month: number[]; value: number[] } = data;
    const told: { slope: number; intercept: number; slopeInterval90: [number, number]; meanAtLast: [number, number, number] } = expected;
    const line = fitTrendLine(month, value)!;
    const limits = slopeLimits(line, 0.9);
    const mean = meanAt(line, month.at(-1)!, 0.95);
    close(line.slope, told.slope, 1e-9);
    close(line.intercept, told.intercept, 1e-9);
    close(limits.lower, told.slopeInterval90[0], 1e-9);
    close(limits.upper, told.slopeInterval90[1], 1e-9);
    close(mean.estimate, told.meanAtLast[0], 1e-9);
    close(mean.lower, told.meanAtLast[1], 1e-9);
    close(mean.upper, told.meanAtLast[2], 1e-9);
  });

  // One line through all batches: the crossing that ICH Q1E takes where batches are poolable.
  it.each(casesOf('stability.json', 'stability'))('%s: one line', (_, { data, expected, method }) => {
    const { time, value }: { time: number[]; value: number[] } = data;
    const told: { oneLine: { intercept: number; slope: number; residualSd: number; crossing?: number | null } } = expected;
    const { limits, side, scale }: { limits: number | number[]; side: 'lower' | 'upper' | 'both'; scale?: 'ln' } = method;
    const onScale = (one: number): number => (scale === 'ln' ? Math.log(one) : one);
    const line = fitTrendLine(time, value.map(onScale))!;
    close(line.intercept, told.oneLine.intercept, 1e-7);
    close(line.residualSd, told.oneLine.residualSd, 1e-7);
    const [first = 0, second = 0] = [limits].flat();
    const found =
      side === 'both'
        ? [firstCrossing(line, { value: first, side: 'lower' }, 0.975), firstCrossing(line, { value: second, side: 'upper' }, 0.975)]
        : [firstCrossing(line, { value: onScale(first), side }, 0.95)];
    const crossings = found.filter((one) => one !== null);
    const { crossing } = told.oneLine;
    if (typeof crossing === 'number') close(Math.min(...crossings), crossing, 1e-7);
    else expect(crossings.filter((one) => one < 500)).toEqual([]);
  });

  it.each(casesOf('trend.json', 'individuals-chart'))('%s', (_, { data, expected, method }) => {
    const { x }: { x: number[] } = data;
    const { baseline }: { baseline?: { from: number; to: number } } = method;
    const told: { centre: number; sigmaShort: number; lower: number; upper: number } = expected;
    const chart = individualsChart(baseline === undefined ? x : x.slice(baseline.from - 1, baseline.to))!;
    close(chart.centre, told.centre, 1e-10);
    close(chart.sigma, told.sigmaShort, 1e-10);
    close(chart.lower, told.lower, 1e-10);
    close(chart.upper, told.upper, 1e-10);
  });
});

describe('a line over time', () => {
  // Values 10, 8, 7, 5 at 0, 1, 2, 3: slope −1.6, intercept 9.9, residuals 0.1, −0.3, 0.3, −0.1: s² = 0.2/2.
  const line = fitTrendLine([0, 1, 2, 3], [10, 8, 7, 5])!;

  it('has the slope and scatter that a reader can redo', () => {
    expect(line.slope).toBeCloseTo(-1.6, 12);
    expect(line.residualSd).toBeCloseTo(Math.sqrt(0.1), 12);
  });

  it('crosses a bound where the limit of its mean does', () => {
    const at = firstCrossing(line, { value: 2, side: 'lower' }, 0.95)!;
    // t(0.95; 2) = 2.919986; Sxx = 5 about 1.5.
    const limit = 9.9 - 1.6 * at - 2.919986 * Math.sqrt(0.1 * (1 / 4 + (at - 1.5) ** 2 / 5));
    expect(limit).toBeCloseTo(2, 6);
  });

  it('is outside from the start, or never crosses', () => {
    expect(firstCrossing(line, { value: 9.8, side: 'lower' }, 0.95)).toBe(0);
    // Rising without scatter, it never falls to a lower bound.
    expect(firstCrossing(fitTrendLine([0, 1, 2], [1, 2, 3])!, { value: 0, side: 'lower' }, 0.95)).toBeNull();
    expect(fitTrendLine([1, 1, 1], [1, 2, 3])).toBeNull();
  });

  it('fewer than eight values, or none that move, give no control limits', () => {
    expect(individualsChart([93, 94, 92])).toBeNull();
    expect(individualsChart(Array(12).fill(98))).toBeNull();
  });
});
