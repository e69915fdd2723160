import { describe, expect, it } from 'vitest';
import type { TubePopulations } from '../../src/attributes/attribute-context.ts';
import { attributeNeeds, attributeSchema } from '../../src/attributes/types/registry.ts';
import { quantileOfSorted } from '../../src/numerics/quantile.ts';
import { quantileLimits, valueMoments } from '../../src/population/statistics/value-summary.ts';
import { sentence } from '../said.ts';
import { codes, common, detail, onlyEstimate, tube } from './attribute-fixtures.ts';

const base = { ...common, type: 'intensity', panel: 'P', population: 'target', parameter: 'CD34' };

/** A tube whose population `target` has these values of the parameter, summed up as gating does for the definition. */
function tubeOf(definition: unknown, values: readonly number[], extra: Partial<TubePopulations> = {}): TubePopulations {
  const read = attributeSchema.parse(definition);
  const sorted = Float64Array.from(values).sort();
  const made = tube({ target: values.length }, extra);
  const quantiles = attributeNeeds(read).intensities.map(({ id, population, parameter, probability, limits }) => ({
    id,
    population,
    parameter,
    count: values.length,
    probabilities: [probability],
    ...(values.length === 0
      ? { values: null }
      : {
          values: [quantileOfSorted(sorted, probability)],
          limits: quantileLimits(sorted, [probability], limits),
          moments: valueMoments(sorted),
        }),
  }));
  return { ...made, result: { ...made.result, quantiles } };
}

const estimateOf = (definition: unknown, values: readonly number[]) => onlyEstimate(definition, { tubes: [tubeOf(definition, values)] });
const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('a statistic of a parameter', () => {
  it('median of 1 … 100 is 50.5, from the 40th to the 61st value', () => {
    expect(estimateOf({ ...base, statistic: 'median' }, oneTo(100))).toMatchObject({
      estimate: 50.5,
      unit: 'a.u.',
      interval: { lower: 40, upper: 61, level: 0.95, sides: 'two', method: 'order-statistics' },
      reasons: [],
      notes: [],
      k: null,
      N: null,
    });
  });

  it('90th percentile of 1 … 10 by R-7 is 9.1, without an upper limit: 10 values have none with 95 %', () => {
    const found = estimateOf({ ...base, statistic: 'percentile', percentile: 90 }, oneTo(10));
    expect(found.estimate).toBeCloseTo(9.1, 12);
    expect(found.interval).toMatchObject({ lower: 7, upper: null });
  });

  it('geometric mean of 1, 10, 100 is 10, with limits exp(ln 10 ± 4.3027 x ln 10 / sqrt 3)', () => {
    const found = estimateOf({ ...base, statistic: 'geometric-mean' }, [100, 1, 10]);
    expect(found.estimate).toBeCloseTo(10, 12);
    // With 2 degrees of freedom t(0.975) is 0.95 sqrt(2 / (1 - 0.95²)) = 4.3027; the standard deviation of 0, 1, 2 times ln 10 is ln 10.
    const factor = 10 ** ((0.95 * Math.sqrt(2 / (1 - 0.95 * 0.95))) / Math.sqrt(3));
    expect((found.interval?.lower ?? 0) * factor).toBeCloseTo(10, 9);
    expect((found.interval?.upper ?? 0) / factor).toBeCloseTo(10, 9);
  });

  it.each([
    [[5, 0, 7], 1],
    [[-1, 0, -3], 3],
    [[-0.001, 8, 9], 1],
  ] as const)('a geometric mean of %j is no valid result', (values, bad) => {
    const found = estimateOf({ ...base, statistic: 'geometric-mean' }, values);
    expect([found.estimate, found.interval, codes(found)]).toEqual([
      null,
      null,
      ['attribute/values-not-positive', 'attribute/too-few-preparations'],
    ]);
    expect(found.reasons[0] && sentence(found.reasons[0])).toBe(
      `Expected values above 0 alone, found ${bad} at 0 or below ('CD34' in 'target' of 'a.fcs').`,
    );
  });

  it('a median does not mind values of 0 or below', () => {
    expect(estimateOf({ ...base, statistic: 'median' }, [-5, 0, 5])).toMatchObject({ estimate: 0, reasons: [] });
  });

  it('CV of 2, 4, 4, 4, 5, 5, 7, 9 is sqrt(32/7)/5; the robust one 1.4826 x 0.5 / 4.5: without an interval, and said', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    const plain = estimateOf({ ...base, statistic: 'cv' }, values);
    expect(plain.estimate).toBeCloseTo(Math.sqrt(32 / 7) / 5, 12);
    expect(plain).toMatchObject({ unit: 'fraction', interval: null, reasons: [] });
    expect(plain.notes.map((one) => [one.code, sentence(one)])).toEqual([
      ['attribute/interval-not-covered', 'Interval not covered: the events of one tube give no limits to the statistic cv.'],
    ]);
    // Deviations from 4.5: 2.5, .5, .5, .5, .5, .5, 2.5, 4.5; their median is 0.5.
    expect(estimateOf({ ...base, statistic: 'robust-cv' }, values).estimate).toBeCloseTo((1.4826 * 0.5) / 4.5, 12);
  });

  it.each([
    ['a CV of a mean that is not positive', { ...base, statistic: 'cv' }, [-1, 1]],
    ['a CV of one event', { ...base, statistic: 'cv' }, [3]],
  ])('%s is no valid result', (_, definition, values) => {
    expect(codes(estimateOf(definition, values))).toContain('attribute/no-intensity');
  });

  it.each([
    [99, ['attribute/too-few-events']],
    [100, []],
  ])('with minimumEvents 100, %d events give the reasons %j', (n, expected) => {
    expect(codes(estimateOf({ ...base, statistic: 'median', minimumEvents: 100 }, oneTo(n)))).toEqual(expected);
  });

  it('an empty population, and a file without the parameter, are reasons', () => {
    const definition = { ...base, statistic: 'median' };
    expect(codes(estimateOf(definition, []))).toContain('attribute/empty-parent');
    const found = onlyEstimate(definition, { tubes: [tube({ target: 50 })] });
    expect(found.reasons[0] && sentence(found.reasons[0])).toBe(
      "Expected the parameter 'CD34' in 'a.fcs', found none of this name or marker.",
    );
  });

  it('preparations are averaged, with limits by t between them', () => {
    const definition = { ...base, statistic: 'median', preparations: 2 };
    const tubes = [
      tubeOf(definition, [10, 10, 10], { preparation: '1' }),
      tubeOf(definition, [14, 14, 14], { preparation: '2', file: 'b.fcs' }),
    ];
    const found = onlyEstimate(definition, { tubes });
    expect(found.estimate).toBe(12);
    // t(0.975, 1) = 12.7062; s / sqrt 2 = 2.
    expect(found.interval?.upper).toBeCloseTo(12 + 12.706204736174698 * 2, 6);
    expect(found.replicates.map((one) => one.estimate)).toEqual([10, 14]);
    expect(codes(onlyEstimate(definition, { tubes: tubes.slice(0, 1) }))).toEqual(['attribute/too-few-preparations']);
  });

  it('takes percentile with its statistic alone', () => {
    const messages = (definition: unknown) => attributeSchema.safeParse(definition).error?.issues.map((issue) => issue.message);
    expect(messages({ ...base, statistic: 'percentile' })).toEqual(['expected percentile with the statistic percentile, and only with it']);
    expect(messages({ ...base, statistic: 'median', percentile: 50 })).toEqual([
      'expected percentile with the statistic percentile, and only with it',
    ]);
  });
});

describe('a ratio to a control', () => {
  const definition = { ...base, statistic: 'median', ratioTo: { control: 'fmo' } };
  const control = (values: readonly number[], extra: Partial<TubePopulations> = {}) =>
    tubeOf(definition, values, { role: 'control', control: 'fmo', file: 'fmo.fcs', assayRun: 'R1', ...extra });
  const sample = (values: readonly number[]) => tubeOf(definition, values, { assayRun: 'R1' });

  it('divides by the control of its own assay run, with limits by MOVER on logarithms', () => {
    const other = control([1, 1, 1], { assayRun: 'R2', file: 'other.fcs' });
    const found = onlyEstimate(definition, { tubes: [sample(oneTo(100).map((i) => 1000 + i)), control(oneTo(100)), other] });
    expect(found.estimate).toBeCloseTo(1050.5 / 50.5, 12);
    const [a, b] = [Math.log(1050.5 / 1040), Math.log(61 / 50.5)];
    expect(found.interval?.lower).toBeCloseTo((1050.5 / 50.5) * Math.exp(-Math.hypot(a, b)), 9);
    const [c, d] = [Math.log(1061 / 1050.5), Math.log(50.5 / 40)];
    expect(found.interval?.upper).toBeCloseTo((1050.5 / 50.5) * Math.exp(Math.hypot(c, d)), 9);
    expect(found).toMatchObject({
      unit: 'ratio',
      reasons: [],
      interval: { method: 'mover-on-logarithms', of: [{ method: 'order-statistics' }] },
    });
    expect(found.sources).toEqual(['a.fcs', 'fmo.fcs']);
    expect(detail(found, 'control-value')).toBe(50.5);
  });

  it('one side takes both sides of its parts at 1 − 2a', () => {
    const sided = { ...definition, interval: { level: 0.975, sides: 'lower' } };
    const tubes = (read: unknown) => [
      tubeOf(
        read,
        oneTo(100).map((i) => 1000 + i),
        { assayRun: 'R1' },
      ),
      tubeOf(read, oneTo(100), { role: 'control', control: 'fmo', file: 'fmo.fcs', assayRun: 'R1' }),
    ];
    const both = onlyEstimate(definition, { tubes: tubes(definition) });
    expect(onlyEstimate(sided, { tubes: tubes(sided) }).interval).toMatchObject({
      lower: both.interval?.lower,
      upper: null,
      level: 0.975,
      sides: 'lower',
    });
  });

  it.each([
    ['without the control', [], ['control/missing']],
    ['with a control whose median is not positive', [control([-3, -2, 5])], ['attribute/no-intensity']],
    [
      'with a control that failed',
      [control(oneTo(9), { reasons: [{ code: 'control/outside-limits', scope: 'assay-run', fields: {} }] })],
      ['control/outside-limits'],
    ],
  ] as const)('%s is no valid result', (_, controls, expected) => {
    const found = onlyEstimate(definition, { tubes: [sample(oneTo(50)), ...controls] });
    expect(codes(found)).toEqual(expect.arrayContaining([...expected]));
  });

  it('a control with too few events fails, its sample does not', () => {
    const least = { ...definition, minimumEvents: 20 };
    const tubes = [
      tubeOf(least, oneTo(20), { assayRun: 'R1' }),
      tubeOf(least, oneTo(19), { role: 'control', control: 'fmo', file: 'fmo.fcs', assayRun: 'R1' }),
    ];
    expect(codes(onlyEstimate(least, { tubes }))).toEqual(['control/too-few-events']);
  });
});

describe('coverage of 2,000 simulated repeats at 95 %', () => {
  /** Three standard errors of a coverage of 0.95 over 2,000 repeats: 3 sqrt(0.95 x 0.05 / 2000). */
  const margin = 0.0146;
  const draw = normals(20_261_129);
  const logNormal = (n: number, mean: number, sd: number) => Array.from({ length: n }, () => Math.exp(mean + sd * draw()));

  function coverage(
    truth: number,
    limitsOf: () => { readonly lower: number | null; readonly upper: number | null } | null | undefined,
  ): number {
    let covered = 0;
    for (let repeat = 0; repeat < 2000; repeat++) {
      const { lower, upper } = limitsOf() ?? { lower: Number.NaN, upper: Number.NaN };
      if ((lower ?? -Infinity) <= truth && truth <= (upper ?? Infinity)) covered++;
    }
    return covered / 2000;
  }

  it.each([
    ['median', { ...base, statistic: 'median' }, Math.exp(6)],
    // Φ⁻¹(0.9) = 1.2815515655446004
    ['90th percentile', { ...base, statistic: 'percentile', percentile: 90 }, Math.exp(6 + 0.8 * 1.2815515655446004)],
  ])('%s: not below it, as order statistics are conservative', (_, definition, truth) => {
    const found = coverage(truth, () => estimateOf(definition, logNormal(60, 6, 0.8)).interval);
    expect(found).toBeGreaterThan(0.95 - margin);
  });

  it('geometric mean: within three standard errors', () => {
    const definition = { ...base, statistic: 'geometric-mean' };
    const found = coverage(Math.exp(6), () => estimateOf(definition, logNormal(30, 6, 0.8)).interval);
    expect(Math.abs(found - 0.95)).toBeLessThan(margin);
  });

  it.each([
    ['median', 0.95 - margin, 1],
    ['geometric-mean', 0.95 - margin, 0.95 + margin],
  ] as const)('ratio of %s to a control', (statistic, from, to) => {
    const definition = { ...base, statistic, ratioTo: { control: 'fmo' } };
    const found = coverage(Math.exp(2), () => {
      const tubes = [
        tubeOf(definition, logNormal(60, 6, 0.8), { assayRun: 'R1' }),
        tubeOf(definition, logNormal(40, 4, 0.5), { role: 'control', control: 'fmo', file: 'fmo.fcs', assayRun: 'R1' }),
      ];
      return onlyEstimate(definition, { tubes }).interval;
    });
    expect(found).toBeGreaterThan(from);
    expect(found).toBeLessThan(to);
  });
});

/** Standard normal numbers by Box and Muller from mulberry32. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
