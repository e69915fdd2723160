import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { momentComponents, oneWayAnova, remlComponents } from '../../src/numerics/statistics/variance-components.ts';
import { describeShared } from '../shared-data.ts';

let compared = 0;
function close(found: number | undefined, expected: number, tolerance: number): void {
  compared += 1;
  expect(Math.abs((found ?? Number.NaN) / expected - 1), `found ${found}, expected ${expected}`).toBeLessThanOrEqual(tolerance);
}

describeShared('precision.json: one-way analysis of variance and components', (shared) => {
  interface Case {
    readonly id: string;
    readonly kind: string;
    readonly data: never;
    readonly expected: never;
    readonly tolerance: { readonly lre?: number; readonly rel?: number; readonly reml?: number };
  }
  const cases: readonly Case[] = JSON.parse(readFileSync(`${shared}data/studies/precision.json`, 'utf8'));
  afterAll(() => console.log(`precision.json: ${compared} figures compared`));

  it.each(cases.filter((one) => one.kind === 'anova-one-way').map((one) => [one.id, one] as const))('%s (NIST certified)', (_, one) => {
    const { groups }: { groups: number[][] } = one.data;
    const expected: {
      readonly between: { readonly df: number; readonly ss: number };
      readonly within: { readonly df: number; readonly ss: number };
      readonly F: number;
    } = one.expected;
    const found = oneWayAnova(groups);
    expect([found.degreesOfFreedomBetween, found.degreesOfFreedomWithin]).toEqual([expected.between.df, expected.within.df]);
    const F = found.sumOfSquaresBetween / expected.between.df / (found.sumOfSquaresWithin / expected.within.df);
    close(F, expected.F, 10 ** -(one.tolerance.lre ?? 9));
  });

  it.each(cases.filter((one) => one.kind === 'variance-components').map((one) => [one.id, one] as const))('%s', (_, one) => {
    const data: { readonly run: readonly number[] } & Readonly<Record<string, readonly number[]>> = one.data;
    const expected: {
      readonly reml: { readonly run: number; readonly error: number };
      readonly anova: { readonly n0: number; readonly run: number; readonly error: number };
    } = one.expected;
    const values = Object.entries(data).find(([key]) => key !== 'run')![1];
    const runs = [...new Set(data.run)].map((run) => values.filter((_value, i) => data.run[i] === run));
    const anova = oneWayAnova(runs);
    const [moments, reml] = [momentComponents([anova]), remlComponents([runs])];
    close(anova.effectiveSize, expected.anova.n0, 1e-10);
    close(moments?.between, expected.anova.run, 1e-8);
    close(moments?.within, expected.anova.error, 1e-8);
    close(reml?.between, expected.reml.run, one.tolerance.reml ?? 1e-4);
    close(reml?.within, expected.reml.error, one.tolerance.reml ?? 1e-4);
  });
});

describe('variance components', () => {
  it('balanced, restricted likelihood and moments agree where the between component is positive', () => {
    // MS between 2 × (2² + 0 + 2²)/2 = 8, MS within (0.5 × 3)/3 = 0.5: between (8 − 0.5)/2 = 3.75.
    const groups = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    expect(momentComponents([oneWayAnova(groups)])).toEqual({ between: 3.75, within: 0.5 });
    const reml = remlComponents([groups]);
    expect(reml?.between).toBeCloseTo(3.75, 10);
    expect(reml?.within).toBeCloseTo(0.5, 10);
  });

  it('groups that differ by less than their values do have no component of their own; likelihood then pools all scatter', () => {
    const groups = [
      [1, 3],
      [3, 1],
      [2, 2],
    ];
    expect(momentComponents([oneWayAnova(groups)])).toEqual({ between: 0, within: 4 / 3 });
    // Σ (y − 2)² = 4 over 5 degrees of freedom.
    expect(remlComponents([groups])).toEqual({ between: 0, within: 0.8 });
  });

  it('without replicates nothing parts the two', () => {
    expect(momentComponents([oneWayAnova([[1], [2], [4]])])).toBeNull();
    expect(remlComponents([[[1], [2], [4]]])).toBeNull();
  });
});
