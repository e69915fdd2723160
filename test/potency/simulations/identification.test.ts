import { expect, it } from 'vitest';
import { sentenceOf } from '../../../src/outputs/words/sentence.ts';
import { estimateAssay } from '../../../src/potency/estimation/relative-potency.ts';
import { potencyMethod } from '../../../src/potency/method.ts';
import type { DosePoint, TestArticleResult } from '../../../src/potency/potency-result.ts';
import { assaysOf, boundsOf, type Seeded, seeded } from './seeded.ts';

/** True relative potencies in turn. */
const POTENCIES = [0.5, 0.7, 1, 1.4, 2] as const;

/** Two samples of one curve of range 1, the article shifted: 8 doses twofold about the EC50, duplicates, noise as a share of the range. */
function parallelAssay(random: Seeded, { potency, noise }: { readonly potency: number; readonly noise: number }) {
  const points = (shift: number): DosePoint[] =>
    Array.from({ length: 16 }, (_, i): DosePoint => {
      const dose = 2 ** (Math.floor(i / 2) - 3.5);
      const response = 0.1 + 1 / (1 + (shift * dose) ** -1.2) + noise * random.normal();
      return { dose, response, well: null, plate: null, excluded: null };
    });
  return {
    name: 'simulated',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'reference', points: points(1) },
    tests: [{ name: 'test', points: points(potency) }],
  };
}

interface Tally {
  readonly reported: number;
  readonly covered: number;
  readonly notParallel: number;
  readonly refused: readonly TestArticleResult[];
}

function simulate(count: number, noise: number): Tally {
  const random = seeded(20261130);
  const method = potencyMethod({ model: '4pl' });
  let [reported, covered, notParallel] = [0, 0, 0];
  const refused: TestArticleResult[] = [];
  for (let i = 0; i < count; i += 1) {
    const potency = POTENCIES[i % POTENCIES.length]!;
    const [test] = estimateAssay(parallelAssay(random, { potency, noise }), method).tests;
    // The F test rejects its 5 % of parallel assays: another question than what the data determine.
    const others = test!.reasons.filter((one) => one.code !== 'potency/not-parallel');
    if (test!.reasons.length > others.length) notParallel += 1;
    if (others.length > 0) refused.push(test!);
    if (others.length > 0 || test!.relativePotency === null) continue;
    reported += 1;
    const { lower, upper } = test!.relativePotency;
    if (lower !== null && upper !== null && lower <= potency && upper >= potency) covered += 1;
  }
  return { reported, covered, notParallel, refused };
}

const OF_THE_INTERVAL =
  /^(No relative potency of 'test' could be estimated: the search stopped|The profile interval of the relative potency of 'test' is unbounded|Expected for 'test' the upper over lower limit of the relative potency to be at most 10)/;

/** A refusal names the interval that failed first, then what the curves leave open. */
function firstSentences({ refused }: Tally): readonly string[] {
  return refused.map((test) => sentenceOf(test.reasons[0]!, 'en'));
}

const COUNT = assaysOf(200);

it(`of ${COUNT} truly parallel assays with 8 % noise none is refused, and the interval covers`, () => {
  const tally = simulate(COUNT, 0.08);
  const { reported, covered, notParallel, refused } = tally;
  console.log(
    `identification: ${COUNT} assays, ${refused.length} refused, coverage ${(covered / reported).toFixed(4)}, F test ${notParallel}`,
  );
  // Standard error of ln RP for a centred article: 0.08·√(2/Σ(1.2 p(1 − p))²) = 0.15 over the 16 wells of a sample. Limits exp(2·2.05·0.15) = 1.8 apart are far from 10.
  expect(firstSentences(tally)).toEqual([]);
  expect(reported).toBe(COUNT);
  const [lowest, highest] = boundsOf(0.95, reported, [0.94, 0.96]);
  expect(covered / reported).toBeGreaterThanOrEqual(lowest);
  expect(covered / reported).toBeLessThanOrEqual(highest);
  const [fewest, most] = boundsOf(0.05, COUNT, [0.04, 0.06]);
  expect(notParallel / COUNT).toBeGreaterThanOrEqual(fewest);
  expect(notParallel / COUNT).toBeLessThanOrEqual(most);
});

/** Each takes a profile of many fits. */
const NOISY = 30;

it('assays whose noise drowns the curve are refused by the same words', () => {
  const tally = simulate(NOISY, 0.3);
  const silent = tally.refused.filter((test) => test.reasons.some((one) => one.code === 'potency/no-dose-response'));
  const others = firstSentences({ ...tally, refused: tally.refused.filter((test) => !silent.includes(test)) });
  console.log(
    `identification: ${NOISY} assays with 30 % noise, ${silent.length} without a dose response, ${others.length} refused by their interval`,
  );
  expect(others.length).toBeGreaterThan(0);
  expect(tally.reported).toBeGreaterThan(0);
  for (const sentence of others) expect(sentence).toMatch(OF_THE_INTERVAL);
}, 1_200_000);
