import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import type { Observation } from '../../src/potency/dose-response/curve/curve-data.ts';
import { curveModel } from '../../src/potency/dose-response/curve/curve-model.ts';
import { robustFit } from '../../src/potency/dose-response/curve/robust-fit.ts';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { type PotencyMethodInput, potencyMethod } from '../../src/potency/method.ts';
import { findOutliers } from '../../src/potency/outliers/find-outliers.ts';
import { notNumeric, type PotencyAssay } from '../../src/potency/potency-assay.ts';
import { describeShared } from '../shared-data.ts';
import { said } from './said.ts';
import { pointsOf, readAssays, relativeError } from './shared-cases.ts';

// The ryegrass data of the R package drc, as printed in Inderjit, Streibig and Olofsdotter (2002).
const DOSES = [0, 0, 0, 0, 0, 0, 0.94, 0.94, 0.94, 1.88, 1.88, 1.88, 3.75, 3.75, 3.75, 7.5, 7.5, 7.5, 15, 15, 15, 30, 30, 30];
const LENGTHS = [
  7.58, 8, 8.328571429, 7.25, 7.375, 7.9625, 8.355555556, 6.914285714, 7.75, 6.871428571, 6.45, 5.922222222, 1.925, 2.885714286,
  4.233333333, 1.1875, 0.857142857, 1.057142857, 0.6875, 0.525, 0.825, 0.25, 0.22, 0.44,
];
const SPOILED = LENGTHS.map((length, i) => (i === 9 ? 2.1 : i === 20 ? 5 : length));

function observations(responses: readonly number[]): Observation[] {
  return DOSES.map((dose, i) => ({ dose, response: responses[i] ?? Number.NaN, weight: 1 }));
}

describe('robust fit', () => {
  // scipy 1.17.1, least_squares(loss='cauchy', f_scale=RSDR), the RSDR renewed until no parameter moves by 1e-12.
  it.each([
    ['clean', LENGTHS, 0.5477566172371453, [2.994842239409586, 0.48799094172788715, 7.8110593519285745, 1.1059453624112192]],
    [
      'with two far responses',
      SPOILED,
      0.5924105836950739,
      [2.699325646406881, 0.4207508041613945, 7.8100000343600655, 1.0800169236861612],
    ],
  ])('%s data give the curve and RSDR of another program', (_, responses, rsdr, parameters) => {
    const fit = robustFit(curveModel('4pl'), observations(responses));
    expect(relativeError(fit?.rsdr, rsdr)).toBeLessThan(1e-7);
    for (const [j, value] of parameters.entries()) expect(relativeError(fit?.parameters[j], value), String(j)).toBeLessThan(1e-6);
  });

  it('gives nothing where two thirds of the responses lie on the curve', () => {
    const exact = DOSES.map((dose) => 0.5 + 7 / (1 + (dose / 3) * (dose / 3)));
    expect(robustFit(curveModel('4pl'), observations(exact))).toBeNull();
  });
});

/** A parallel pair from the ryegrass data: the article's doses are halved, so its relative potency is 2. */
function pair(reference: readonly number[], test: readonly number[]): PotencyAssay {
  return {
    name: 'run-1',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'RS', points: pointsOf(DOSES, reference) },
    tests: [
      {
        name: 'LOT',
        points: pointsOf(
          DOSES.map((dose) => dose / 2),
          test,
        ),
      },
    ],
  };
}

function estimate(assay: PotencyAssay, outliers: PotencyMethodInput['outliers'], more: Partial<PotencyMethodInput> = {}) {
  return estimateAssay(assay, potencyMethod({ model: '4pl', outliers, ...more }));
}

describe('an article that is reported', () => {
  // A curve from 0.1 to 2 with its EC50 at 12, and residuals of 0.02 in turn above and below it.
  const doses = [1, 2, 4, 8, 16, 32, 64, 128].flatMap((dose) => [dose, dose]);
  const curve = doses.map((dose, i) => 0.1 + 1.9 / (1 + 12 / dose) + (i % 2 === 0 ? 0.02 : -0.02));
  const assay = (test: readonly number[], at: (dose: number) => number = (dose) => dose): PotencyAssay => ({
    name: 'a',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'RS', points: pointsOf(doses.map(at), curve) },
    tests: [{ name: 'LOT', points: pointsOf(doses.map(at), test) }],
  });
  const notesOf = (one: PotencyAssay) => estimate(one, undefined).tests[0]?.notes ?? [];

  it('has no note where no response lies apart', () => {
    expect(notesOf(assay(curve))).toEqual([]);
  });

  it('names the response that is ten times too small, although nothing fails by it', () => {
    const [note] = notesOf(assay(curve.map((value, i) => (i === 8 ? value / 10 : value))));
    expect(note).toMatchObject({ code: 'potency/outlier-suspected', fields: { sample: 'LOT', dose: 16 } });
  });

  it('says that doses with equal steps may be logarithms', () => {
    const log10 = (dose: number) => Number((1 + Math.log10(dose)).toFixed(4));
    expect(
      notesOf(assay(curve, log10))
        .filter(({ code }) => code === 'potency/doses-evenly-spaced')
        .map(({ fields }) => fields),
    ).toEqual([
      { sample: 'RS', lower: 1, upper: 3.1072, count: 8 },
      { sample: 'LOT', lower: 1, upper: 3.1072, count: 8 },
    ]);
  });
});

describe('outlier test of a method', () => {
  it('ROUT finds the far responses that scipy finds, at its t and p', () => {
    const found = findOutliers(pair(LENGTHS, SPOILED), potencyMethod({ model: '4pl', outliers: { test: 'rout' } }), '4pl');
    expect(found.get('RS')).toEqual({ found: [], notTested: null });
    const [first, second, ...others] = found.get('LOT')?.found ?? [];
    expect(others).toEqual([]);
    expect([first?.outlier.response, second?.outlier.response]).toEqual([2.1, 5]);
    expect(relativeError(first?.outlier.statistic, 6.776369359510317)).toBeLessThan(1e-6);
    expect(relativeError(first?.outlier.p, 1.3691350763744471e-6)).toBeLessThan(1e-5);
    expect(relativeError(second?.outlier.p, 2.666068589957353e-7)).toBeLessThan(1e-5);
  });

  it('original and reduced stand side by side, and the method says which is proposed where they agree', () => {
    const assay = pair(LENGTHS, SPOILED);
    // Wide enough rules that both versions are reportable.
    const lenient = { sampleSuitability: { parallelism: { fTest: { action: 'information' as const } } } };
    const [original] = estimate(assay, { test: 'rout', maximum: 2 }, lenient).tests;
    const [reduced] = estimate(assay, { test: 'rout', maximum: 2, propose: 'reduced' }, lenient).tests;
    const [plain] = estimateAssay(assay, potencyMethod({ model: '4pl', ...lenient })).tests;
    expect(original?.comparisons).toMatchObject([{ kind: 'outliers', proposed: 'original', agree: true }]);
    expect(original?.relativePotency).toEqual(plain?.relativePotency);
    expect(original?.comparisons?.[0]?.original.relativePotency).toEqual(plain?.relativePotency);
    // The reduced side is the estimate without those two wells.
    const without = pair(LENGTHS, SPOILED);
    const kept = without.tests[0]?.points.filter((point) => point.response !== 2.1 && point.response !== 5) ?? [];
    const [expected] = estimateAssay(
      { ...without, tests: [{ name: 'LOT', points: kept }] },
      potencyMethod({ model: '4pl', ...lenient }),
    ).tests;
    expect(reduced?.relativePotency).toEqual(expected?.relativePotency);
    expect(original?.comparisons?.[0]?.reduced.relativePotency).toEqual(expected?.relativePotency);
    expect(original?.points.filter((point) => point.outlier !== undefined && point.excluded === null)).toHaveLength(2);
    expect(reduced?.points.filter((point) => point.outlier !== undefined && point.excluded !== null)).toHaveLength(2);
    expect(original?.outcomes.result).toBe('reportable');
    expect(original?.notes?.map((one) => one.code)).toEqual(['potency/outlier-found', 'potency/outlier-found']);
  });

  it('neither is proposed where one is inside the decision limits and the other outside', () => {
    const lenient = { sampleSuitability: { parallelism: { fTest: { action: 'information' as const } } } };
    const [free] = estimate(pair(LENGTHS, SPOILED), { test: 'rout', maximum: 2 }, lenient).tests;
    const [one, other] = [free?.comparisons?.[0]?.original, free?.comparisons?.[0]?.reduced].map(
      (side) => side?.relativePotency?.estimate ?? Number.NaN,
    );
    const between = ((one ?? 0) + (other ?? 0)) / 2;
    const [test] = estimate(pair(LENGTHS, SPOILED), { test: 'rout', maximum: 2 }, { ...lenient, decisionLimits: { lower: between } }).tests;
    expect(test?.outcomes.result).toBe('not-reportable');
    expect(test?.comparisons?.[0]?.agree).toBe(false);
    expect(test?.reasons.map((reason) => reason.code)).toEqual(['potency/outcome-depends-on-outlier']);
    expect(test?.reasons.map((reason) => sentenceOf(reason, 'en'))[0]).toMatch(
      /^With the outliers put back 'LOT' is reportable and (inside|outside) the limits, without them reportable and (inside|outside) the limits: neither is proposed\.$/,
    );
  });

  it('more outliers, or more lost wells, than the method admits are a reason of the sample', () => {
    const [own] = estimate(pair(LENGTHS, SPOILED), { test: 'rout', maximum: 1 }).tests;
    expect(own?.reasons.map(said)).toContainEqual({
      code: 'potency/outliers',
      scope: 'test-article',
      message: "Expected at most 1 outliers of 'LOT', found 2.",
    });
    const [run] = estimate(pair(SPOILED, LENGTHS), { test: 'rout', maximum: 1 }).tests;
    expect(run?.outcomes).toMatchObject({ systemSuitability: 'fails', result: 'not-reportable' });
    const masked = pair(LENGTHS, SPOILED);
    const points = masked.tests[0]?.points.map((point, i) => (i === 0 ? { ...point, excluded: 'bubble' } : point)) ?? [];
    const problems = [notNumeric({ of: 'well', well: 'A1', sample: 'LOT', fault: 'no-value' })];
    const [lost] = estimate({ ...masked, tests: [{ name: 'LOT', points, problems }] }, { test: 'rout', maximum: 2, maximumLost: 3 }).tests;
    expect(lost?.checks.find((check) => check.name === 'outliers, excluded and missing wells')).toMatchObject({
      found: 4,
      upper: 3,
      outcome: 'fails',
    });
  });

  // Grubbs 8.33 is no outlier of its six; 0.2 among triplicates: (x − mean)/s against (n − 1)/√n·√(t²/(n − 2 + t²)) = 1.1543 for n = 3 at 5 %.
  it('Grubbs and Dixon go by the replicates of a dose, and say so where there are too few', () => {
    const spoiled = LENGTHS.map((length, i) => (i === 21 ? 0.22 : i === 22 ? 0.220001 : i === 23 ? 2.5 : length));
    for (const test of ['grubbs', 'dixon'] as const) {
      const found = findOutliers(pair(LENGTHS, spoiled), potencyMethod({ model: '4pl', outliers: { test } }), '4pl').get('LOT')?.found;
      expect(found?.map((one) => one.outlier.response)).toEqual([2.5]);
    }
    const single = DOSES.map((dose) => 0.5 + 7 / (1 + (dose / 3) * (dose / 3) + 0.01 * Math.sin(dose)));
    const doses = [0.5, 1, 2, 4, 8, 16, 32];
    const thin = {
      ...pair([], []),
      reference: { name: 'RS', points: pointsOf(doses, single) },
      tests: [{ name: 'LOT', points: pointsOf(doses, single) }],
    };
    const [article] = estimate(thin, { test: 'grubbs' }).tests;
    expect(
      article?.reasons.filter((reason) => reason.code === 'potency/no-outlier-test').map((reason) => sentenceOf(reason, 'en')),
    ).toEqual([
      "The outlier test of 'RS' could not be made: no dose has three replicates.",
      "The outlier test of 'LOT' could not be made: no dose has three replicates.",
    ]);
    expect(article?.outcomes.result).toBe('not-reportable');
  });

  it('a limit on studentised residuals is a choice beside the level', () => {
    const found = (limit?: number) =>
      findOutliers(
        pair(LENGTHS, LENGTHS),
        potencyMethod({ model: '4pl', outliers: limit === undefined ? { test: 'studentised' } : { test: 'studentised', limit } }),
        '4pl',
      ).get('LOT')?.found;
    expect(found()).toEqual([]);
    // R, from the leverage of J = QR: the external residuals of 1.925 and 4.233 are −3.07 and 3.24, every other is below 1.64 in size.
    expect(found(2.5)?.map((one) => one.outlier.response)).toEqual([1.925, 4.233333333]);
  });

  it('is refused with straight lines where it needs a curve', () => {
    expect(() => potencyMethod({ model: 'parallel-line', outliers: { test: 'rout' } })).toThrow(
      "Expected the outlier test 'grubbs' or 'dixon' with straight lines.",
    );
  });
});

describeShared('ROUT on simulated assays without outliers', (shared) => {
  it('finds a false outlier in 1 to 3 % of the samples at Q = 1 %, as Motulsky and Brown report', () => {
    const truth = readFileSync(`${shared}data/potency/sim4pl_dev_truth.csv`, 'utf8').split('\n');
    const constant = new Set(truth.filter((line) => line.includes('constant')).map((line) => line.split(',')[0]));
    const method = potencyMethod({ model: '4pl', outliers: { test: 'rout' } });
    const samples = [...readAssays(`${shared}data/potency/sim4pl_dev_data.csv`)]
      .filter(([id]) => constant.has(id))
      .slice(0, 200)
      .flatMap(([, assay]) => [...findOutliers(assay, method, '4pl').values()]);
    const flagged = samples.filter((sample) => sample.found.length > 0).length;
    console.log(`ROUT, Q = 1 %: ${flagged} of ${samples.length} clean samples with an outlier`);
    expect(samples.filter((sample) => sample.notTested !== null)).toEqual([]);
    // Two binomial standard errors of 400 samples beyond 1 and 3 %; all 1,340 give 39, which is 2.9 %.
    expect(flagged).toBeGreaterThan(0);
    expect(flagged / samples.length).toBeLessThan(0.03 + 0.017);
  });
});
