import { describe, expect, it } from 'vitest';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import type { PotencyAssay } from '../../src/potency/potency-assay.ts';
import type { AssayResult, DosePoint } from '../../src/potency/potency-result.ts';
import { said } from './said.ts';

/** Subject, period, sample, dose, response: three subjects of each of the six sequences of a triple cross-over, drawn at random (R 4.2.2, set.seed(5)) and rounded. */
const TRIPLE = `
1,1,S,1,38.7 1,2,T,4,55.6 2,1,S,1,42.8 2,2,T,4,60.2 3,1,S,1,37.2 3,2,T,4,58.5 4,1,T,4,61.2 4,2,S,1,41.3 5,1,T,4,54.3 5,2,S,1,36.1 6,1,T,4,57.4 6,2,S,1,38.2
7,1,S,2,48.9 7,2,T,2,54.8 8,1,S,2,54.3 8,2,T,2,57.3 9,1,S,2,51.2 9,2,T,2,57.9 10,1,T,2,55.5 10,2,S,2,55 11,1,T,2,53.4 11,2,S,2,54.9 12,1,T,2,57.6 12,2,S,2,56.6
13,1,S,4,49.6 13,2,T,1,37.5 14,1,S,4,58.4 14,2,T,1,42.4 15,1,S,4,59.2 15,2,T,1,43.2 16,1,T,1,43.1 16,2,S,4,60.2 17,1,T,1,39.2 17,2,S,4,57.9 18,1,T,1,44.5 18,2,S,4,58.5`
  .trim()
  .split(/\s+/)
  .map((row) => row.split(','));
/** Its subjects without the middle dose are a twin cross-over of three subjects a sequence. */
const TWIN = TRIPLE.filter(([, , , dose]) => dose !== '2');

type Rows = readonly (readonly string[])[];

function assayOf(rows: Rows, periods: 'given' | 'not given' = 'given'): PotencyAssay {
  const points = (name: string): readonly DosePoint[] =>
    rows
      .filter(([, , sample]) => sample === name)
      .map(([subject = '', period = '', , dose, response]) => ({
        dose: Number(dose),
        response: Number(response),
        well: null,
        plate: null,
        excluded: null,
        design: { subject, ...(periods === 'given' ? { period } : {}) },
      }));
  return {
    name: 'A',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'S', points: points('S') },
    tests: [{ name: 'T', points: points('T') }],
  };
}

function estimate(rows: Rows, design?: 'twin-cross-over' | 'triple-cross-over', periods: 'given' | 'not given' = 'given'): AssayResult {
  return estimateAssay(assayOf(rows, periods), potencyMethod({ model: 'parallel-line', ...(design === undefined ? {} : { design }) }));
}

/** Sum of squares, degrees of freedom, F and p of each line of an assay. */
function linesOf(result: AssayResult): ReadonlyMap<string, readonly (number | null)[]> {
  return new Map((result.tests[0]?.anova ?? []).map(({ name, sumOfSquares, df, F, p }) => [name, [sumOfSquares, df, F, p]]));
}

function expectLines(result: AssayResult, expected: Readonly<Record<string, readonly [number, number, number?, number?]>>): void {
  const lines = linesOf(result);
  expect([...lines.keys()]).toEqual(Object.keys(expected));
  for (const [name, [sum, df, F, p]] of Object.entries(expected)) {
    const [foundSum, foundDf, foundF, foundP] = lines.get(name) ?? [];
    expect(foundSum, name).toBeCloseTo(sum, 6);
    expect(foundDf, name).toBe(df);
    // R prints five decimals of F, five digits of p.
    if (F !== undefined) expect(foundF ?? Number.NaN, name).toBeCloseTo(F, 4);
    if (p !== undefined) expect((foundP ?? Number.NaN) / p, name).toBeCloseTo(1, 3);
  }
}

function expectPotency(result: AssayResult, expected: readonly [number, number, number]): void {
  const { estimate: found, lower, upper } = result.tests[0]?.relativePotency ?? { estimate: null, lower: null, upper: null };
  [found, lower, upper].forEach((value, i) => {
    expect(value ?? Number.NaN).toBeCloseTo(expected[i] ?? Number.NaN, 9);
  });
}

describe('cross-over designs against R 4.2.2: aov(response ~ terms + Error(subject)); Fieller by lm with the mean square within', () => {
  it('twin: two strata, each effect in its own', () => {
    const result = estimate(TWIN, 'twin-cross-over');
    expectLines(result, {
      'non-parallelism': [6.20166667, 1, 0.35034, 0.57026],
      'days x preparations': [3.08166667, 1, 0.17409, 0.68747],
      'days x regression': [12.90666667, 1, 0.72912, 0.418],
      'residual between subjects': [141.61333333, 8],
      subjects: [163.80333333, 11],
      preparations: [15.0416667, 1, 6.95033, 0.029882],
      regression: [1781.9266667, 1, 823.37774, 2.3534e-9],
      days: [0.6666667, 1, 0.30805, 0.594055],
      'days x non-parallelism': [2.2816667, 1, 1.05429, 0.334562],
      residual: [17.3133333, 8],
      total: [1981.0333333, 23],
    });
    expectPotency(result, [1.135834326501, 1.016080113122, 1.271806845748]);
    expect(result.tests[0]?.constrained?.parameters.slope).toBeCloseTo(12.431222268993, 9);
    expect(result.tests[0]?.constrained?.standardErrors.slope).toBeCloseTo(0.433225757628, 9);
    expect(result.tests[0]?.outcomes.result).toBe('reportable');
  });

  it('parallelism is tested between subjects, and two doses have no linearity to test', () => {
    const [test] = estimate(TWIN, 'twin-cross-over').tests;
    expect(test?.parallelism.fTest).toMatchObject({ df1: 1, df2: 8 });
    const linearity = test?.checks.find(({ name }) => name === 'non-linearity, p');
    expect(linearity).toMatchObject({ found: null, outcome: 'information' });
  });

  it('without periods their effects stay in the errors', () => {
    const result = estimate(TWIN, 'twin-cross-over', 'not given');
    expectLines(result, {
      'non-parallelism': [6.20166667, 1, 0.3935, 0.54452],
      'residual between subjects': [157.60166667, 10],
      subjects: [163.80333333, 11],
      preparations: [15.0416667, 1, 7.42371, 0.021389],
      regression: [1781.9266667, 1, 879.4571, 4.4414e-11],
      residual: [20.2616667, 10],
      total: [1981.0333333, 23],
    });
    expectPotency(result, [1.135834326501, 1.023466538231, 1.262363390131]);
  });

  it('triple: the quadratic regression is between, the difference of quadratics within subjects, and both decide on linearity', () => {
    // The columns subject and period are the design; three doses make it triple.
    const result = estimate(TRIPLE);
    expect(result.design).toBe('triple-cross-over');
    expectLines(result, {
      'non-parallelism': [6.20166667, 1, 0.44615, 0.51681234],
      'quadratic regression': [270.66888889, 1, 19.4718, 0.00084636],
      'days x preparations': [8.21777778, 1, 0.59118, 0.45682861],
      'days x regression': [12.90666667, 1, 0.9285, 0.35426985],
      'days x difference of quadratics': [1.02722222, 1, 0.0739, 0.79036419],
      'residual between subjects': [166.80666667, 12],
      subjects: [465.82888889, 17],
      preparations: [33.2544444, 1, 17.46149, 0.0012795],
      regression: [1781.9266667, 1, 935.66744, 9.3505e-13],
      'difference of quadratics': [2.0672222, 1, 1.08547, 0.3180126],
      days: [10.6711111, 1, 5.60327, 0.0355873],
      'days x non-parallelism': [2.2816667, 1, 1.19807, 0.2951907],
      'days x quadratic regression': [10.2755556, 1, 5.39557, 0.0385684],
      residual: [22.8533333, 12],
      total: [2329.1588889, 35],
    });
    expectPotency(result, [1.167224347778, 1.076626323444, 1.267443443171]);
    // Šidák: 1 − (1 − 0.00084636)².
    const linearity = result.tests[0]?.checks.find(({ name }) => name === 'non-linearity, p');
    expect(linearity?.found).toBeCloseTo(0.001692, 6);
    expect(result.tests[0]?.reasons.map(({ code }) => code)).toEqual(['potency/lack-of-fit']);
  });

  it('the same doses in other units change the potency alone', () => {
    const scaled = TWIN.map(([subject = '', period = '', sample = '', dose, response = '']) => [
      subject,
      period,
      sample,
      String(Number(dose) * (sample === 'T' ? 10 : 1)),
      response,
    ]);
    expectPotency(estimate(scaled, 'twin-cross-over'), [0.1135834326501, 0.1016080113122, 0.1271806845748]);
  });
});

describe('a cross-over that is not whole has no number', () => {
  const without = (rows: Rows, subject: string): Rows => rows.filter(([name]) => name !== subject);
  const changed = (at: number, column: number, text: string): Rows => TWIN.map((row, i) => (i === at ? row.with(column, text) : row));
  it.each([
    [
      'a sequence with fewer subjects',
      without(TWIN, '1'),
      'Expected 4 sequences of doses with equally many subjects, found 4 with 2 to 3 subjects.',
    ],
    [
      'a subject without its second response',
      TWIN.slice(1),
      "Expected the subject '1' to have one response to either preparation, found 1 responses that are not.",
    ],
    [
      'doses that are not opposite',
      changed(0, 3, '4'),
      "Expected the subject '1' to have opposite doses of the two preparations in the two periods, the lowest with the highest, found others.",
    ],
    [
      'both responses in one period',
      changed(0, 1, '2'),
      "Expected the subject '1' to have opposite doses of the two preparations in the two periods, the lowest with the highest, found others.",
    ],
    ['a third period', changed(0, 1, '3'), 'Expected two periods, found 3.'],
    ['three doses', TRIPLE, 'Expected 2 doses of either preparation, found 3.'],
    [
      'unlike steps',
      TWIN.map((row) => (row[2] === 'T' && row[3] === '4' ? row.with(3, '5') : row)),
      'Expected one ratio between neighbouring doses in both preparations, found several.',
    ],
  ])('%s', (_, rows, expected) => {
    const [test] = estimate(rows, 'twin-cross-over').tests;
    expect(test?.relativePotency).toBeNull();
    expect(test?.reasons.map((one) => said(one).message)).toEqual([`The design 'twin-cross-over' of 'T' is not whole. ${expected}`]);
  });

  it('as many subjects as effects leave no error', () => {
    const four = TWIN.filter(([subject = '']) => ['1', '4', '13', '16'].includes(subject));
    expect(estimate(four, 'twin-cross-over').tests[0]?.reasons.map(({ code }) => code)).toEqual(['potency/not-identified']);
  });

  it('blocks that are the subjects of a cross-over are told so, and the design takes them by its name', () => {
    const assay = assayOf(TWIN, 'not given');
    const inBlocks = (points: readonly DosePoint[]): readonly DosePoint[] =>
      points.map(({ design, ...point }) => ({ ...point, design: { block: design?.subject ?? '' } }));
    const blocks = {
      ...assay,
      reference: { ...assay.reference, points: inBlocks(assay.reference.points) },
      tests: assay.tests.map((test) => ({ ...test, points: inBlocks(test.points) })),
    };
    const [refused] = estimateAssay(blocks, potencyMethod({ model: 'parallel-line' })).tests;
    expect(refused?.reasons.map((one) => said(one).message)).toEqual([
      "The design 'randomised-blocks' of 'T' is not whole. Each of its 12 blocks holds one response of either preparation, as the subjects of a cross-over do: name the design twin-cross-over (two doses each) or triple-cross-over (three).",
    ]);
    expectPotency(
      estimateAssay(blocks, potencyMethod({ model: 'parallel-line', design: 'twin-cross-over' })),
      [1.135834326501, 1.023466538231, 1.262363390131],
    );
  });
});
