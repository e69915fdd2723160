import { describe, expect, it } from 'vitest';
import { estimateAssay } from '../../../src/potency/estimation/relative-potency.ts';
import { type PotencyMethodInput, potencyMethod } from '../../../src/potency/method.ts';
import type { DosePoint, TestArticleResult } from '../../../src/potency/potency-result.ts';
import { assaysOf, boundsOf, type Seeded, seeded } from './seeded.ts';

interface Design {
  readonly doses: readonly number[];
  readonly replicates: number;
  /** Mean response of a sample at a dose; the article has the relative potency 0.75. */
  readonly mean: (sample: 'reference' | 'test', dose: number) => number;
}

/** Normal responses with a standard deviation of 1. */
function assayOf(random: Seeded, { doses, replicates, mean }: Design) {
  const points = (sample: 'reference' | 'test'): DosePoint[] =>
    doses
      .filter((dose) => dose > 0 || sample === 'reference')
      .flatMap((dose) =>
        Array.from({ length: replicates }, (): DosePoint => {
          const response = mean(sample, dose) + random.normal();
          return { dose, response, well: null, plate: null, excluded: null };
        }),
      );
  return {
    name: 'simulated',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'reference', points: points('reference') },
    tests: [{ name: 'test', points: points('test') }],
  };
}

/** Share of assays that a test rejects at 0.05. */
function rejected(design: Design, { method, seed, count, test }: Asked): number {
  const random = seeded(seed);
  const parsed = potencyMethod(method);
  let rejections = 0;
  for (let i = 0; i < count; i += 1) {
    const [article] = estimateAssay(assayOf(random, design), parsed).tests;
    if (lineOf(article!, test).outcome === 'fails') rejections += 1;
  }
  return rejections / count;
}

interface Asked {
  readonly method: PotencyMethodInput;
  readonly seed: number;
  readonly count: number;
  readonly test: string;
}

function lineOf({ checks }: TestArticleResult, name: string): TestArticleResult['checks'][number] {
  const line = checks.find((one) => one.name === name);
  if (line === undefined) throw new Error(`no check '${name}'`);
  return line;
}

const relative = (sample: 'reference' | 'test'): number => (sample === 'test' ? 0.75 : 1);
const LN_DOSES = [1, 2, 4, 8];
const DOSES = [0, 1, 2, 3];

const parallel: Design = { doses: LN_DOSES, replicates: 4, mean: (sample, dose) => 10 + 3 * Math.log(relative(sample) * dose) };
const ratio: Design = { doses: DOSES, replicates: 4, mean: (sample, dose) => 5 + 3 * relative(sample) * dose };
/** A quadratic in ln dose, or dose, with the coefficient 0.8. */
const bent = (x: number, middle: number): number => 0.8 * ((x - middle) * (x - middle));

// Each test that is exact under normal responses: the true null, and one stated departure with the power of the non-central F, where lambda is the sum of
// squares of the departure about the null over the variance of a well, 1. R: pf(qf(.95, df1, df2), df1, df2, ncp = lambda, lower.tail = FALSE). With h = ln 2
// the squares of ln dose about their mean are 4 x 5 h² a sample.
describe.each([
  {
    model: 'parallel-line',
    test: 'non-parallelism, p',
    null: parallel,
    departure: 'the slope of the article is 1.5 times as steep (4.5 against 3, a standard deviation a well of 1)',
    design: { ...parallel, mean: (sample, dose) => 10 + (sample === 'test' ? 4.5 : 3) * Math.log(relative(sample) * dose) },
    // Two slopes of variance 1/(20 h²) differ by 1.5: lambda = 1.5²·20 h²/2 = 10.8102 on 1 and 24.
    power: 0.883724,
  },
  {
    model: 'parallel-line',
    test: 'non-linearity, p',
    null: parallel,
    departure: 'a quadratic in ln dose of 0.8 (ln x − ln 2.83)²',
    design: { ...parallel, mean: (sample, dose) => 10 + 3 * Math.log(relative(sample) * dose) + bent(Math.log(dose), Math.log(2.83)) },
    // 0.8 h²(0, 1, 4, 9) on the contrast (1, −1, −1, 1)/2 is 1.6 h², of 2 samples by 4 wells: lambda = 8(1.6 h²)² = 4.7275 on 4 and 24.
    power: 0.313029,
  },
  {
    model: 'slope-ratio',
    test: 'intersection, p',
    null: ratio,
    // Two intercepts of lines over the doses 1, 2, 3, variance 1/12 + 2²/8 each, differ by 3: lambda = 9/(2·0.58333) = 7.7143 on 1 and 21.
    departure: 'the line of the article meets the dose 0 at 3 standard deviations above that of the reference',
    design: { ...ratio, mean: (sample, dose) => (sample === 'test' ? 8 : 5) + 3 * relative(sample) * dose },
    power: 0.75449,
  },
  {
    model: 'slope-ratio',
    test: 'non-linearity, p',
    null: ratio,
    departure: 'a quadratic of 0.8 (x − 2)²',
    design: { ...ratio, mean: (sample, dose) => 5 + 3 * relative(sample) * dose + (dose > 0 ? bent(dose, 2) : 0) },
    // (0.8, 0, 0.8) on the contrast (1, −2, 1)/√6 is 1.6/√6, of 2 samples by 4 wells: lambda = 8·1.6²/6 = 3.4133 on 2 and 21.
    power: 0.317703,
  },
  {
    model: 'slope-ratio',
    test: 'blanks, p',
    null: ratio,
    departure: 'the blanks lie 2.5 standard deviations below the lines',
    design: { ...ratio, mean: (sample, dose) => (dose === 0 ? 2.5 : 5 + 3 * relative(sample) * dose) },
    // The mean of 4 blanks against the common intercept of both lines: lambda = 2.5²/(1/4 + 0.58333/2) = 11.5385 on 1 and 21.
    power: 0.899359,
  },
] satisfies readonly Simulated[])('$model: $test', ({ model, test, null: truth, departure, design, power }) => {
  const count = assaysOf(300);

  it(`rejects 5 % of ${count} assays of a true null`, () => {
    const share = rejected(truth, { method: { model }, seed: 11, count, test });
    console.log(`compendial: ${model}, ${test.replace(', p', '')}: ${share} of ${count} true nulls rejected`);
    const [lowest, highest] = boundsOf(0.05, count, [0.04, 0.06]);
    expect(share).toBeGreaterThanOrEqual(lowest);
    expect(share).toBeLessThanOrEqual(highest);
  });

  it(`has its power where ${departure}`, () => {
    const share = rejected(design, { method: { model }, seed: 12, count, test });
    console.log(`compendial: ${model}, ${test.replace(', p', '')}: power ${share} where ${departure}`);
    const [lowest, highest] = boundsOf(power, count, [power - 0.04, power + 0.04]);
    expect(share).toBeGreaterThanOrEqual(lowest);
    expect(share).toBeLessThanOrEqual(highest);
  });
});

interface Simulated {
  readonly model: 'parallel-line' | 'slope-ratio';
  readonly test: string;
  readonly null: Design;
  readonly departure: string;
  readonly design: Design;
  readonly power: number;
}

describe('regression', () => {
  const count = assaysOf(300);
  // The regression is significant in 5 % of assays of level lines: the rule asks for a p of at most alpha.
  it(`is significant in 5 % of ${count} assays without a dose response`, () => {
    const level: Design = { doses: LN_DOSES, replicates: 4, mean: () => 10 };
    const share = 1 - rejected(level, { method: { model: 'parallel-line' }, seed: 13, count, test: 'regression, p' });
    console.log(`compendial: parallel-line, regression: ${share.toFixed(4)} of ${count} level assays taken for a regression`);
    const [lowest, highest] = boundsOf(0.05, count, [0.04, 0.06]);
    expect(share).toBeGreaterThanOrEqual(lowest);
    expect(share).toBeLessThanOrEqual(highest);
  });
});
