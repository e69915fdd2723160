import { describe, expect, it } from 'vitest';
import { estimateAssay } from '../../../src/potency/estimation/relative-potency.ts';
import { potencyMethod } from '../../../src/potency/method.ts';
import type { PotencyAssay } from '../../../src/potency/potency-assay.ts';
import type { DosePoint, TestArticleResult } from '../../../src/potency/potency-result.ts';
import { assaysOf, boundsOf, type Seeded, seeded } from './seeded.ts';

const POTENCY = 0.75;

interface Truth {
  readonly doses: 2 | 3;
  /** What the article has beside the line of the reference standard, by ln dose. */
  readonly departure: (lnDose: number) => number;
}

/** Three subjects of each sequence; subjects vary by 4, responses within them by 1, the second day lies 2 higher. */
function assayOf(random: Seeded, { doses, departure }: Truth): PotencyAssay {
  const reference: DosePoint[] = [];
  const test: DosePoint[] = [];
  for (let i = 0; i < 6 * doses; i += 1) {
    const [step, isReferenceFirst] = [i % doses, i % (2 * doses) < doses];
    const level = 4 * random.normal();
    const point = (dose: number, isTest: boolean): DosePoint => {
      const period = isTest === isReferenceFirst ? 2 : 1;
      const effect = 10 + 3 * Math.log(dose * (isTest ? POTENCY : 1)) + (isTest ? departure(Math.log(dose)) : 0);
      const response = effect + level + 2 * (period - 1) + random.normal();
      return { dose, response, well: null, plate: null, excluded: null, design: { subject: String(i), period: String(period) } };
    };
    reference.push(point(4 ** step, false));
    test.push(point(4 ** (doses - 1 - step), true));
  }
  return {
    name: 'simulated',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'S', points: reference },
    tests: [{ name: 'T', points: test }],
  };
}

const METHOD = potencyMethod({ model: 'parallel-line' });

/** Share of assays of which something holds. */
function shareOf(truth: Truth, seed: number, count: number, holds: (test: TestArticleResult) => boolean): number {
  const random = seeded(seed);
  let found = 0;
  for (let i = 0; i < count; i += 1) if (estimateAssay(assayOf(random, truth), METHOD).tests.some(holds)) found += 1;
  return found / count;
}

const fails =
  (name: string) =>
  ({ checks }: TestArticleResult): boolean =>
    checks.some((check) => check.name === name && check.outcome === 'fails');

const none = (): number => 0;

describe('cross-over', () => {
  const count = assaysOf(300);
  const within = (share: number, expected: number, asked: readonly [number, number]): void => {
    const [lowest, highest] = boundsOf(expected, count, asked);
    expect(share).toBeGreaterThanOrEqual(lowest);
    expect(share).toBeLessThanOrEqual(highest);
  };

  it.each([
    { doses: 2, test: 'non-parallelism, p', seed: 31 },
    { doses: 3, test: 'non-parallelism, p', seed: 32 },
    { doses: 3, test: 'non-linearity, p', seed: 33 },
  ] as const)('$doses doses: $test rejects 5 % of true nulls', ({ doses, test, seed }) => {
    const share = shareOf({ doses, departure: none }, seed, count, fails(test));
    console.log(`cross-over: ${doses} doses, ${test}: ${share} of ${count} true nulls rejected`);
    within(share, 0.05, [0.04, 0.06]);
  });

  it.each([
    {
      doses: 2,
      test: 'non-parallelism, p',
      departure: (x: number): number => 12 * x,
      what: 'a slope five times as steep',
      power: [0.8, 0.95],
    },
    {
      doses: 3,
      test: 'non-linearity, p',
      departure: (x: number): number => x * x,
      what: 'a curve of the article alone',
      power: [0.45, 0.75],
    },
  ] as const)('$doses doses: $test has its power against $what', ({ doses, test, departure, what, power }) => {
    const share = shareOf({ doses, departure }, 34, count, fails(test));
    console.log(`cross-over: ${doses} doses, ${test}: power ${share} against ${what}`);
    expect(share).toBeGreaterThanOrEqual(power[0]);
    expect(share).toBeLessThanOrEqual(power[1]);
  });

  it.each([2, 3] as const)('%i doses: the limits cover the potency in 95 %', (doses) => {
    const share = shareOf({ doses, departure: none }, 35, count, ({ relativePotency }) => {
      const { lower, upper } = relativePotency ?? { lower: null, upper: null };
      return lower !== null && upper !== null && lower <= POTENCY && POTENCY <= upper;
    });
    console.log(`cross-over: ${doses} doses: ${share} of ${count} intervals cover the potency`);
    within(share, 0.95, [0.94, 0.96]);
  });
});
