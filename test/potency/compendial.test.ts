import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { anovaLine } from '../../src/potency/lines/anova.ts';
import { type LineObservation, parallelLine } from '../../src/potency/lines/parallel-line.ts';
import { slopeRatio } from '../../src/potency/lines/slope-ratio.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import { type QuantalObservation, quantalAssay } from '../../src/potency/quantal/quantal.ts';
import { countCases } from '../case-table.ts';
import { describeShared } from '../shared-data.ts';
import { pairAssay, relativeError } from './shared-cases.ts';

interface ParallelLineCase {
  readonly id: string;
  readonly kind: string;
  readonly model: { readonly design: string };
  readonly data: {
    readonly sample: readonly string[];
    readonly x: readonly number[];
    readonly y_transformed: readonly number[];
    readonly block?: readonly number[];
    readonly row?: readonly number[];
    readonly col?: readonly number[];
  };
  readonly expected: {
    readonly anova: Record<string, { readonly df: number; readonly ss: number; readonly F?: number | null; readonly p?: number | null }>;
    readonly common_slope_per_ln_dose: number;
    readonly relative_potency: Record<
      string,
      {
        readonly log_ratio: number;
        readonly ratio: number;
        readonly ci: readonly [number, number];
        readonly potency_factor: number;
        readonly published_potency_lower_est_upper: readonly number[];
      }
    >;
  };
  readonly tolerance: { readonly anova_rel: number; readonly rp_rel: number; readonly published_rel: number };
}

let compared = 0;
function close(found: number | null | undefined, expected: number | null | undefined, tolerance: number, what: string): void {
  compared += 1;
  expect(relativeError(found, expected), `${what}: found ${found}, expected ${expected}`).toBeLessThanOrEqual(tolerance);
}
afterAll(() => console.log(`compendial cases: ${compared} figures compared`));

describeShared('parallel_line.json', (shared) => {
  const cases: readonly ParallelLineCase[] = JSON.parse(readFileSync(`${shared}data/potency/parallel_line.json`, 'utf8'));
  countCases(
    'parallel_line.json',
    cases.map((one) => one.id),
  );

  it.each(cases.filter((one) => one.kind === 'parallel-line').map((one) => [one.id, one] as const))('%s', (_, one) => {
    const { data, expected, tolerance, model } = one;
    const observations = data.sample.map(
      (sample, i): LineObservation => ({
        sample,
        dose: Math.exp(data.x[i]!),
        response: data.y_transformed[i]!,
        ...(model.design === 'RBD' ? { block: String(data.block?.[i]) } : {}),
        ...(model.design === 'LSD' ? { row: String(data.row?.[i]), column: String(data.col?.[i]) } : {}),
      }),
    );
    const result = parallelLine(observations, { reference: 'S', level: 0.95 });
    close(result.slope, expected.common_slope_per_ln_dose, tolerance.rp_rel, 'slope');
    const total = expected.anova.total!.ss;
    for (const [name, line] of Object.entries(expected.anova)) {
      const found = anovaLine(result.anova, name.replace('_', '-'));
      expect(found?.df, name).toBe(line.df);
      // A sum of squares is a difference of squares of the size of the total: smaller ones keep fewer digits in R as here.
      expect(Math.abs(found!.sumOfSquares - line.ss), `${name}: ${found!.sumOfSquares}`).toBeLessThanOrEqual(
        Math.max(tolerance.anova_rel * line.ss, 1e-13 * total),
      );
      compared += 1;
      if (line.F != null) close(found!.F, line.F, Math.max(tolerance.anova_rel, (1e-12 * total) / line.ss), `${name} F`);
      if (line.p != null) close(found!.p, line.p, Math.max(100 * tolerance.anova_rel, (1e-10 * total) / line.ss), `${name} p`);
    }
    for (const [name, potency] of Object.entries(expected.relative_potency)) {
      const found = result.tests.find((test) => test.name === name)!;
      close(found.lnRatio, potency.log_ratio, tolerance.rp_rel, 'ln ratio');
      close(found.estimate, potency.ratio, tolerance.rp_rel, 'ratio');
      close(found.lower, potency.ci[0], tolerance.rp_rel, 'lower');
      close(found.upper, potency.ci[1], tolerance.rp_rel, 'upper');
      const [lower, estimate, upper] = potency.published_potency_lower_est_upper;
      close(found.lower! * potency.potency_factor, lower, tolerance.published_rel, 'published lower');
      close(found.estimate * potency.potency_factor, estimate, tolerance.published_rel, 'published potency');
      close(found.upper! * potency.potency_factor, upper, tolerance.published_rel, 'published upper');
    }
  });

  it('pla-chp1431-ex3-summary: from dose sums of nine plates and a given error', () => {
    const one = cases.find(({ id }) => id === 'pla-chp1431-ex3-summary') as unknown as {
      readonly data: {
        readonly sum_S: readonly number[];
        readonly sum_T: readonly number[];
        readonly s2: number;
        readonly df: number;
        readonly nominal_factor: number;
      };
      readonly expected: {
        readonly R: number;
        readonly FL: readonly [number, number];
        readonly PT: number;
        readonly g: number;
        readonly FL_percent: number;
      };
    };
    const { data, expected } = one;
    const of = (sample: string, sums: readonly number[]): LineObservation[] =>
      sums.flatMap((sum, step) => Array.from({ length: 9 }, () => ({ sample, dose: 1.25 ** step, response: sum / 9 })));
    const residual = { meanSquare: data.s2, df: data.df };
    const [test] = parallelLine([...of('S', data.sum_S), ...of('T', data.sum_T)], { reference: 'S', level: 0.95, residual }).tests;
    // The text rounds R to 1.01, the limits to three decimals, and g to one digit.
    close(test?.estimate, expected.R, 0.002, 'R');
    close(test?.lower, expected.FL[0], 0.002, 'lower');
    close(test?.upper, expected.FL[1], 0.002, 'upper');
    close(test!.estimate * data.nominal_factor, expected.PT, 0.002, 'PT');
    expect(Math.abs(test!.g - expected.g)).toBeLessThan(0.0005);
    expect(Math.abs((100 * (test!.upper! - test!.lower!)) / (2 * test!.estimate) - expected.FL_percent)).toBeLessThan(0.05);
    compared += 2;
  });
});

describeShared('slope_ratio.json', (shared) => {
  interface SlopeRatioCase {
    readonly id: string;
    readonly data: { readonly sample: readonly string[]; readonly dose: readonly number[]; readonly y: readonly number[] };
    readonly expected: {
      readonly intercept: number;
      readonly slope: Record<string, number>;
      readonly anova: Record<string, { readonly df: number; readonly ss: number; readonly F?: number; readonly p?: number }>;
      readonly ratios: Record<
        string,
        {
          readonly ratio: number;
          readonly ci_fieller_pure_error: readonly number[];
          readonly ci_fieller_residual: readonly number[];
          readonly g: number;
        }
      >;
    };
    readonly tolerance: { readonly rel: number };
  }
  const cases: readonly SlopeRatioCase[] = JSON.parse(readFileSync(`${shared}data/potency/slope_ratio.json`, 'utf8'));
  countCases(
    'slope_ratio.json',
    cases.map((one) => one.id),
  );
  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, { data, expected, tolerance: { rel } }) => {
    const observations = data.sample.map((sample, i) => ({ sample, dose: data.dose[i]!, response: data.y[i]! }));
    const result = slopeRatio(observations, { reference: 'S', level: 0.95, error: 'pure' });
    const other = slopeRatio(observations, { reference: 'S', level: 0.95, error: 'residual' });
    close(result.intercept, expected.intercept, rel, 'intercept');
    for (const [name, slope] of Object.entries(expected.slope)) close(result.slopes.get(name), slope, rel, name);
    for (const [name, line] of Object.entries(expected.anova)) {
      const found = anovaLine(result.anova, name.replace('_', '-'));
      expect(found?.df, name).toBe(line.df);
      // R takes the intersection as the difference of two residual sums of 1e-4: its 3e-9 has ten digits at most.
      close(found?.sumOfSquares, line.ss, name === 'intersection' ? 1e-5 : rel, name);
      if (line.F !== undefined) close(found?.F, line.F, name === 'intersection' ? 1e-5 : 1e-6, `${name} F`);
      if (line.p !== undefined) close(found?.p, line.p, 1e-5, `${name} p`);
    }
    for (const [name, ratio] of Object.entries(expected.ratios)) {
      const found = result.tests.find((test) => test.name === name)!;
      const residual = other.tests.find((test) => test.name === name)!;
      close(found.estimate, ratio.ratio, rel, 'ratio');
      close(found.lower, ratio.ci_fieller_pure_error[0], rel, 'lower');
      close(found.upper, ratio.ci_fieller_pure_error[1], rel, 'upper');
      close(found.g, ratio.g, rel, 'g');
      close(residual.lower, ratio.ci_fieller_residual[0], rel, 'lower by residual');
      close(residual.upper, ratio.ci_fieller_residual[1], rel, 'upper by residual');
    }
  });
});

describeShared('quantal.json', (shared) => {
  const cases: readonly { readonly id: string; readonly data: never; readonly expected: never }[] = JSON.parse(
    readFileSync(`${shared}data/potency/quantal.json`, 'utf8'),
  );
  countCases(
    'quantal.json',
    cases.map((one) => one.id),
  );

  it.each(['probit', 'logit'] as const)('quantal-polio-ed50 %s', (link) => {
    const one = cases.find(({ id }) => id === 'quantal-polio-ed50')!;
    const data: { log10dil: number[]; n: number[]; infected: number[] } = one.data;
    const expected: {
      coef: number[];
      se: number[];
      log10_ed50: { log_ed50: number; ci: number[]; g: number };
      deviance: number;
      pearson_chi2?: number;
    } = one.expected[link];
    const observations = data.log10dil.map(
      (x, i): QuantalObservation => ({ sample: 'S', dose: 10 ** x, total: data.n[i]!, responders: data.infected[i]! }),
    );
    const result = quantalAssay(observations, { reference: 'S', link, level: 0.95, heterogeneity: 'none' })!;
    // The reference regresses on log10, this on ln.
    close(result.intercepts[0], expected.coef[0], 1e-6, 'intercept');
    close(result.slope * Math.LN10, expected.coef[1], 1e-6, 'slope');
    close(result.interceptErrors[0], expected.se[0], 1e-6, 'SE intercept');
    close(result.slopeError * Math.LN10, expected.se[1], 1e-6, 'SE slope');
    close(result.samples[0]!.lnEd50 / Math.LN10, expected.log10_ed50.log_ed50, 1e-6, 'ED50');
    close(result.samples[0]!.lower! / Math.LN10, expected.log10_ed50.ci[0], 1e-6, 'lower');
    close(result.samples[0]!.upper! / Math.LN10, expected.log10_ed50.ci[1], 1e-6, 'upper');
    close(result.samples[0]!.g, expected.log10_ed50.g, 1e-6, 'g');
    close(result.deviance, expected.deviance, 1e-6, 'deviance');
    if (expected.pearson_chi2 !== undefined) close(result.pearson, expected.pearson_chi2, 1e-6, 'Pearson');
  });

  it.each(['probit', 'logit'] as const)('quantal-selenium %s', (link) => {
    const one = cases.find(({ id }) => id === 'quantal-selenium')!;
    const data: { sample: number[]; dose: number[]; n: number[]; r: number[] } = one.data;
    interface Expected {
      readonly intercepts: Record<string, number>;
      readonly slope: number;
      readonly se_slope: number;
      readonly relative_potency: Record<
        string,
        { readonly rp: number; readonly ci_fieller: number[]; readonly ci_delta: number[]; readonly g: number }
      >;
      readonly ld50: Record<string, number>;
      readonly parallelism_chi2: number;
      readonly parallelism_df: number;
      readonly parallelism_p: number;
      readonly deviance: number;
      readonly df: number;
      readonly pearson_chi2: number;
    }
    const expected: Expected = one.expected[link];
    const observations = data.sample.map(
      (sample, i): QuantalObservation => ({ sample: String(sample), dose: data.dose[i]!, total: data.n[i]!, responders: data.r[i]! }),
    );
    const result = quantalAssay(observations, { reference: '1', link, level: 0.95, heterogeneity: 'none' })!;
    close(result.slope, expected.slope, 1e-6, 'slope');
    close(result.slopeError, expected.se_slope, 1e-6, 'SE slope');
    close(result.deviance, expected.deviance, 1e-6, 'deviance');
    close(result.pearson, expected.pearson_chi2, 1e-6, 'Pearson');
    expect([result.degreesOfFreedom, result.parallelism?.df]).toEqual([expected.df, expected.parallelism_df]);
    close(result.parallelism?.chiSquared, expected.parallelism_chi2, 1e-6, 'parallelism');
    close(result.parallelism?.p, expected.parallelism_p, 1e-5, 'parallelism p');
    result.samples.forEach((sample, j) => {
      close(result.intercepts[j], expected.intercepts[sample.name], 1e-6, 'intercept');
      close(Math.exp(sample.lnEd50), expected.ld50[sample.name], 1e-6, 'LD50');
      const potency = expected.relative_potency[sample.name];
      if (potency === undefined) return;
      close(sample.relativePotency?.estimate, potency.rp, 1e-6, 'RP');
      close(sample.relativePotency?.lower, potency.ci_fieller[0], 1e-6, 'Fieller lower');
      close(sample.relativePotency?.upper, potency.ci_fieller[1], 1e-6, 'Fieller upper');
      close(sample.relativePotency?.delta.lower, potency.ci_delta[0], 1e-6, 'delta lower');
      close(sample.relativePotency?.delta.upper, potency.ci_delta[1], 1e-6, 'delta upper');
      close(sample.g, potency.g, 1e-6, 'g');
    });
    // The chi-squared about separate lines, on N − 2h degrees of freedom, is heterogeneous: the limits widen by its factor. SciPy 1.17, Fisher's scoring
    // with scipy.stats.norm and logistic.
    const statistic = { probit: 126.08767125017026, logit: 117.18015929281492 }[link];
    const wide = quantalAssay(observations, { reference: '1', link, level: 0.95, heterogeneity: 'when-significant' })!;
    expect(wide.linearity?.df).toBe(observations.length - 2 * wide.samples.length);
    close(wide.linearity?.statistic, statistic, 1e-8, 'chi-squared about separate lines');
    close(wide.heterogeneityFactor, statistic / 13, 1e-8, 'factor');
  });
});

describeShared('compendial assays through estimateAssay', (shared) => {
  interface Columns {
    readonly id: string;
    readonly data: {
      readonly sample: readonly string[];
      readonly x?: readonly number[];
      readonly dose?: readonly number[];
      readonly y?: readonly number[];
      readonly y_raw?: readonly number[];
    };
    readonly expected: {
      readonly relative_potency?: Record<string, { readonly ratio: number; readonly ci: readonly number[] }>;
      readonly ratios?: Record<string, { readonly ratio: number }>;
    };
  }
  const read = (file: string): readonly Columns[] => JSON.parse(readFileSync(`${shared}data/potency/${file}`, 'utf8'));

  it.each([
    ['pla-corticotrophin_STU', 'none', 'simultaneous', ['potency/not-parallel']],
    ['pla-hepatitisB_three', 'ln', 'simultaneous', []],
    ['pla-diphtheria_sq', 'square', 'pairwise', []],
    ['pla-factorIX_log10', 'log10', 'pairwise', []],
  ] as const)('%s with the transform %s', (id, responseTransform, fit, codes) => {
    const one = read('parallel_line.json').find((known) => known.id === id)!;
    const doses = one.data.x!.map((x) => Math.exp(x));
    const all = [...new Set(one.data.sample)];
    const assay = { ...pairAssay(id, { sample: one.data.sample, dose: doses, response: one.data.y_raw! }, ['S', 'T']) };
    const tests = all
      .slice(1)
      .map((name) => pairAssay(id, { sample: one.data.sample, dose: doses, response: one.data.y_raw! }, ['S', name]).tests[0]!);
    const method = potencyMethod({ model: 'parallel-line', responseTransform, fit, interval: { method: 'fieller' } });
    const result = estimateAssay({ ...assay, tests }, method);
    const found = new Set(result.tests.flatMap((test) => test.reasons.map((reason) => reason.code)));
    expect([...found]).toEqual(codes);
    for (const test of result.tests) {
      close(test.relativePotency?.estimate, one.expected.relative_potency?.[test.name]?.ratio, 1e-8, test.name);
      close(test.relativePotency?.lower, one.expected.relative_potency?.[test.name]?.ci[0], 1e-8, `${test.name} lower`);
      expect(test.anova?.map((line) => line.name)).toEqual([
        'preparations',
        'regression',
        'non-parallelism',
        'non-linearity',
        'treatments',
        'residual',
        'total',
      ]);
    }
  });

  it('factor VIII as a slope ratio', () => {
    const one = read('slope_ratio.json')[0]!;
    const assay = pairAssay(one.id, { sample: one.data.sample, dose: one.data.dose!, response: one.data.y! }, ['S', 'T']);
    const [test] = estimateAssay(assay, potencyMethod({ model: 'slope-ratio' })).tests;
    close(test?.relativePotency?.estimate, one.expected.ratios?.T?.ratio, 1e-7, 'ratio');
    expect(test?.outcomes.result).toBe('reportable');
    expect(test?.relativePotency?.method).toBe('fieller');
  });

  it('a zero dose, a single dose and missing replicates are reasons', () => {
    const method = potencyMethod({ model: 'parallel-line' });
    const codesOf = (dose: readonly number[]): string[] => {
      const sample = dose.flatMap(() => ['S', 'T']);
      const doses = dose.flatMap((x) => [x, x]);
      return estimateAssay(
        pairAssay('a', { sample, dose: doses, response: doses.map((x, i) => x + i) }, ['S', 'T']),
        method,
      ).tests[0]!.reasons.map((one) => one.code);
    };
    expect(codesOf([0, 1, 2])).toContain('potency/too-few-doses');
    expect(codesOf([1, 1])).toContain('potency/too-few-doses');
    expect(codesOf([1, 2, 3])).toEqual(['potency/not-identified']);
  });
});
