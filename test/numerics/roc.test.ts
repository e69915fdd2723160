import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pairedDifference, welchDifference } from '../../src/numerics/intervals/mean-difference.ts';
import { countsAt, rocArea, youdenThreshold } from '../../src/numerics/statistics/roc.ts';
import { describeShared } from '../shared-data.ts';

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly method: { readonly design?: string; readonly variance?: string };
  readonly data: never;
  readonly expected: never;
}

function near(found: number | null | undefined, expected: number): void {
  expect(Math.abs((found ?? Number.NaN) - expected), `found ${found}, expected ${expected}`).toBeLessThanOrEqual(
    1e-8 * Math.abs(expected) + 1e-12,
  );
}

describeShared('ROC curves and differences of the shared data', (shared) => {
  const read = (file: string): readonly Case[] => JSON.parse(readFileSync(`${shared}data/studies/${file}`, 'utf8'));
  const roc = read('surrogate.json').filter((one) => one.kind === 'roc');
  const tost = read('comparability.json').filter(
    (one) => one.kind === 'tost' && !one.id.includes('summary') && one.method.variance === 'Welch',
  );

  it.each(roc.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const { value, positive }: { value: number[]; positive: number[] } = one.data;
    const positives = value.filter((_value, i) => positive[i] === 1);
    const negatives = value.filter((_value, i) => positive[i] === 0);
    const expected: {
      auc: number;
      variance: number;
      interval?: [number, number];
      flag?: string;
      youden?: { threshold: number; sensitivity: number; specificity: number };
    } = one.expected;
    const found = rocArea(positives, negatives, 0.95);
    near(found.auc, expected.auc);
    near(found.variance, expected.variance);
    if (expected.interval !== undefined) {
      near(found.lower, expected.interval[0]);
      near(found.upper, expected.interval[1]);
    }
    if (expected.flag !== undefined) expect([found.lower, found.upper]).toEqual([null, null]);
    if (expected.youden !== undefined) {
      const threshold = youdenThreshold(positives, negatives)!;
      near(threshold, expected.youden.threshold);
      const counts = countsAt(threshold, positives, negatives);
      near(counts.truePositives / positives.length, expected.youden.sensitivity);
      near(counts.trueNegatives / negatives.length, expected.youden.specificity);
    }
  });

  it.each(tost.map((one) => [one.id, one] as const))('%s: the difference and its 90 %% interval', (_, one) => {
    const { test, reference }: { test: number[]; reference: number[] } = one.data;
    const expected: { difference: number; standardError: number; df: number; interval: [number, number] } = one.expected;
    const found =
      one.method.design === 'paired'
        ? pairedDifference(
            test.map((value, i) => [value, reference[i]!] as const),
            0.9,
          )
        : welchDifference(test, reference, 0.9);
    near(found?.difference, expected.difference);
    near(found?.standardError, expected.standardError);
    near(found?.degreesOfFreedom, expected.df);
    near(found?.lower, expected.interval[0]);
    near(found?.upper, expected.interval[1]);
  });

  it('has both kinds', () => {
    expect([roc.length, tost.length].every((count) => count > 0)).toBe(true);
  });
});

describe('a ROC curve', () => {
  it('counts ties as one half', () => {
    // Pairs (1,1) ½, (1,0) 1, (2,1) 1, (2,0) 1: 3.5 of 4.
    expect(rocArea([1, 2], [1, 0], 0.95).auc).toBe(0.875);
  });

  it('has no threshold where all values are equal', () => {
    expect(youdenThreshold([1, 1], [1, 1])).toBeNull();
  });
});
