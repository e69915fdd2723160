import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { assaySchema } from '../../src/pipeline/definition/assay-definition.ts';
import type { AssayResult, TestArticleResult } from '../../src/potency/potency-result.ts';
import { captureCommand } from '../cli/captured-command.ts';
import { describeShared } from '../shared-data.ts';
import { relativeError } from './shared-cases.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-compendial-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Cell = string | number;

/** Writes columns as a long table and runs `cytolot potency --json` over it. */
async function run(columns: Record<string, readonly Cell[]>, options: readonly string[]) {
  const names = Object.keys(columns);
  const rows = (columns[names[0] ?? ''] ?? []).map((_, i) => names.map((name) => columns[name]?.[i] ?? '').join(','));
  const file = join(folder, 'table.csv');
  writeFileSync(file, `${names.join(',')}\n${rows.join('\n')}\n`);
  const { exitCode, stdout, stderr } = await captureCommand(['potency', file, ...options, '--json']);
  const assays: readonly AssayResult[] = exitCode === 0 ? JSON.parse(stdout).assays : [];
  return { exitCode, stderr, tests: assays[0]?.tests ?? [], assay: assays[0] };
}

let figures = 0;
function close(found: number | null | undefined, expected: number | null | undefined, tolerance: number, what: string): void {
  figures += 1;
  expect(relativeError(found, expected), `${what}: found ${found}, expected ${expected}`).toBeLessThanOrEqual(tolerance);
}
afterAll(() => console.log(`compendial cases through the command: ${figures} figures compared`));

describeShared('parallel_line.json through the command: designs by the columns block, row and column', (shared) => {
  interface Line {
    readonly df: number;
    readonly ss: number;
    readonly F?: number | null;
  }
  interface Case {
    readonly id: string;
    readonly kind: string;
    readonly model: { readonly design: string; readonly response_transform: string };
    readonly data: Record<'sample' | 'x' | 'y_raw' | 'block' | 'row' | 'col', readonly Cell[]>;
    readonly expected: {
      readonly anova: Record<string, Line>;
      readonly common_slope_per_ln_dose: number;
      readonly relative_potency: Record<
        string,
        {
          readonly ratio: number;
          readonly ci: readonly [number, number];
          readonly potency_factor: number;
          readonly published_potency_lower_est_upper: readonly number[];
        }
      >;
    };
    readonly tolerance: { readonly anova_rel: number; readonly rp_rel: number; readonly published_rel: number };
  }
  const cases: readonly Case[] = JSON.parse(readFileSync(`${shared}data/potency/parallel_line.json`, 'utf8'));
  const designs: Record<string, string> = { CRD: 'completely-randomised', RBD: 'randomised-blocks', LSD: 'latin-square' };

  it.each(cases.filter((one) => one.kind === 'parallel-line').map((one) => [one.id, one] as const))('%s', async (_, one) => {
    const { data, model, expected, tolerance } = one;
    const place: Record<string, readonly Cell[]> =
      model.design === 'LSD' ? { row: data.row, column: data.col } : model.design === 'RBD' ? { block: data.block } : {};
    const options = ['--model', 'parallel-line', '--fit', 'simultaneous', '--reference', 'S', '--dose-scale', 'ln'];
    const { tests, assay } = await run({ sample: data.sample, dose: data.x, response: data.y_raw, ...place }, [
      ...options,
      '--transform',
      model.response_transform,
    ]);
    expect(assay?.design).toBe(designs[model.design]);
    expect(tests.length).toBe(Object.keys(expected.relative_potency).length);
    for (const test of tests) {
      const potency = expected.relative_potency[test.name]!;
      close(test.constrained?.parameters.slope, expected.common_slope_per_ln_dose, tolerance.rp_rel, 'slope');
      close(test.relativePotency?.estimate, potency.ratio, tolerance.rp_rel, 'ratio');
      close(test.relativePotency?.lower, potency.ci[0], tolerance.rp_rel, 'lower');
      close(test.relativePotency?.upper, potency.ci[1], tolerance.rp_rel, 'upper');
      const published = [test.relativePotency?.lower, test.relativePotency?.estimate, test.relativePotency?.upper];
      published.forEach((value, i) => {
        close((value ?? 0) * potency.potency_factor, potency.published_potency_lower_est_upper[i], tolerance.published_rel, 'published');
      });
      const total = expected.anova.total!.ss;
      for (const [name, line] of Object.entries(expected.anova)) {
        const found = test.anova?.find((known) => known.name === name.replace('_', '-'));
        expect(found?.df, name).toBe(line.df);
        // A sum of squares is a difference of squares of the size of the total.
        expect(Math.abs((found?.sumOfSquares ?? 0) - line.ss), name).toBeLessThanOrEqual(
          Math.max(tolerance.anova_rel * line.ss, 1e-13 * total),
        );
        if (line.F != null) close(found?.F, line.F, Math.max(tolerance.anova_rel, (1e-12 * total) / line.ss), `${name} F`);
      }
    }
  });

  it.each([
    ['pla-turbidimetric_rbd', 'randomised-blocks/plate-column', 'latin-square/plate'],
    ['pla-turbidimetric_rbd', 'randomised-blocks/plate-row', 'latin-square/plate'],
  ] as const)('%s with %s: wells of a plate are the blocks', async (id, design, square) => {
    const { data, expected, tolerance } = cases.find((one) => one.id === id)!;
    const treatments = [...new Set(data.sample.map((sample, i) => `${sample} ${data.x[i]}`))];
    const well = data.sample.map((sample, i) => {
      const treatment = treatments.indexOf(`${sample} ${data.x[i]}`);
      const block = Number(data.block[i]) - 1;
      return design.endsWith('column') ? `${'ABCDEFGH'[treatment]}${block + 1}` : `${'ABCDEFGH'[block]}${treatment + 1}`;
    });
    const options = ['--model', 'parallel-line', '--reference', 'S', '--dose-scale', 'ln', '--design'];
    const columns = { sample: data.sample, dose: data.x, response: data.y_raw, well };
    const { tests } = await run(columns, [...options, design]);
    close(tests[0]?.relativePotency?.lower, expected.relative_potency.T?.ci[0], tolerance.rp_rel, 'lower');
    expect(tests[0]?.anova?.find((line) => line.name === 'blocks')?.df).toBe(expected.anova.blocks?.df);
    const wrong = (await run(columns, [...options, square])).tests[0];
    expect(wrong?.reasons.map((one) => one.code)).toEqual(['potency/incomplete-design']);
  });

  it('a Latin square that is not whole is refused in a sentence, and gives no number', async () => {
    const { data } = cases.find(({ id }) => id === 'pla-agar_latin')!;
    const columns = { sample: data.sample, dose: data.x, response: data.y_raw, row: data.row, column: data.col };
    const options = ['--model', 'parallel-line', '--reference', 'S', '--dose-scale', 'ln'];
    const without = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(1)]));
    const { tests } = await run(without, options);
    expect(tests[0]?.relativePotency).toBeNull();
    expect(tests[0]?.outcomes.result).toBe('not-reportable');
    expect(tests[0]?.reasons).toEqual([
      {
        code: 'potency/incomplete-design',
        scope: 'test-article',
        fields: {
          design: 'latin-square',
          sample: 'T',
          fault: 'treatment-missing',
          count: 5,
          treatments: 6,
          rows: null,
          columns: null,
          group: 'row',
          name: '1',
          usual: null,
          designFrom: 'table',
        },
        text: "The design 'latin-square' of 'T' is not whole. Expected the row '1' to hold each of the 6 treatments equally often, found 5 of them. Name another design in the method where the columns of the table say nothing of one.",
      },
    ]);
    const six = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(0, 30)]));
    expect((await run(six, options)).tests[0]?.reasons.map((reason) => sentenceOf(reason, 'en'))[0]).toBe(
      "The design 'latin-square' of 'T' is not whole. Expected a Latin square of 6 treatments to have 6 rows and 6 columns, found 6 and 5. Name another design in the method where the columns of the table say nothing of one.",
    );
  });
});

describeShared('slope_ratio.json and quantal.json through the command', (shared) => {
  const read = (file: string) => JSON.parse(readFileSync(`${shared}data/potency/${file}`, 'utf8'));

  it('sr-factor8-no-blank', async () => {
    const [{ data, expected, tolerance }]: readonly [
      {
        data: Record<string, Cell[]>;
        expected: { ratios: Record<string, { ratio: number; ci_fieller_pure_error: number[] }> };
        tolerance: { rel: number };
      },
    ] = read('slope_ratio.json');
    const { tests } = await run({ sample: data.sample!, dose: data.dose!, response: data.y! }, [
      '--model',
      'slope-ratio',
      '--reference',
      'S',
      '--fit',
      'simultaneous',
    ]);
    for (const test of tests) {
      const ratio = expected.ratios[test.name]!;
      close(test.relativePotency?.estimate, ratio.ratio, tolerance.rel, test.name);
      close(test.relativePotency?.lower, ratio.ci_fieller_pure_error[0], tolerance.rel, 'lower');
      close(test.relativePotency?.upper, ratio.ci_fieller_pure_error[1], tolerance.rel, 'upper');
    }
  });

  it.each(['probit', 'logit'] as const)('quantal-selenium by %s: four poisons on one slope', async (link) => {
    const one = read('quantal.json').find(({ id }: { id: string }) => id === 'quantal-selenium');
    const data: Record<'sample' | 'dose' | 'n' | 'r', number[]> = one.data;
    const expected: {
      slope: number;
      se_slope: number;
      relative_potency: Record<string, { rp: number; ci_fieller: number[] }>;
      ld50: Record<string, number>;
      deviance: number;
      df: number;
      pearson_chi2: number;
    } = one.expected[link];
    const options = ['--model', link, '--reference', '1', '--fit', 'simultaneous', '--columns', 'total=n,responders=r'];
    const { tests } = await run(data, [...options, '--heterogeneity', 'none']);
    expect(tests.map((test) => test.name)).toEqual(Object.keys(expected.relative_potency));
    for (const test of tests) {
      const potency = expected.relative_potency[test.name]!;
      close(test.relativePotency?.estimate, potency.rp, 1e-6, 'RP');
      close(test.relativePotency?.lower, potency.ci_fieller[0], 1e-6, 'lower');
      close(test.relativePotency?.upper, potency.ci_fieller[1], 1e-6, 'upper');
      close(test.constrained?.parameters.slope, expected.slope, 1e-6, 'slope');
      close(test.constrained?.standardErrors.slope, expected.se_slope, 1e-6, 'SE slope');
      close(test.quantal?.ed50.test?.estimate, expected.ld50[test.name], 1e-6, 'LD50');
      close(test.quantal?.deviance, expected.deviance, 1e-6, 'deviance');
      close(test.quantal?.heterogeneity?.statistic, expected.pearson_chi2, 1e-6, 'Pearson');
      expect(test.quantal?.heterogeneity?.df).toBe(expected.df);
    }
    // A chi-squared about separate lines on N − 2h degrees of freedom (four samples: three fewer than about the common ones) widens the limits by its factor.
    // SciPy 1.17, Fisher's scoring with scipy.stats.norm and logistic.
    const statistic = { probit: 126.08767125017026, logit: 117.18015929281492 }[link];
    const wide = await run(data, [...options, '--heterogeneity', 'when-significant']);
    const [first, narrow] = [wide.tests[0]!, tests[0]!];
    const { linearity, heterogeneityFactor } = first.quantal!;
    expect(linearity?.df).toBe(expected.df - 3);
    close(linearity?.statistic, statistic, 1e-8, 'chi-squared about separate lines');
    close(heterogeneityFactor, statistic / (expected.df - 3), 1e-8, 'factor');
    expect(narrow.reasons.map((one) => one.code)).toContain('potency/lack-of-fit');
    expect(first.reasons.map((one) => one.code)).not.toContain('potency/lack-of-fit');
    expect(first.relativePotency!.upper! / first.relativePotency!.lower!).toBeGreaterThan(
      narrow.relativePotency!.upper! / narrow.relativePotency!.lower!,
    );
  });

  it.each(['probit', 'logit'] as const)('quantal-polio-ed50 by %s, as its own test article: RP 1 and its ED50', async (link) => {
    const one = read('quantal.json').find(({ id }: { id: string }) => id === 'quantal-polio-ed50');
    const data: Record<'log10dil' | 'n' | 'infected', number[]> = one.data;
    const expected: { log10_ed50: { log_ed50: number } } = one.expected[link];
    const twice = (values: readonly Cell[]): Cell[] => [...values, ...values];
    const sample = [...data.n.map(() => 'S'), ...data.n.map(() => 'T')];
    // log10 of the dilution factor, from 3.5 to 8.
    const factor = twice(data.log10dil.map((value) => -value));
    const { tests, assay } = await run({ sample, dilution: factor, total: twice(data.n), responders: twice(data.infected) }, [
      '--model',
      link,
      '--reference',
      'S',
      '--dose-scale',
      'log10',
    ]);
    close(Math.log10(tests[0]?.quantal?.ed50.test?.estimate ?? 0), expected.log10_ed50.log_ed50, 1e-6, 'ED50');
    expect(Math.abs((tests[0]?.relativePotency?.estimate ?? 0) - 1)).toBeLessThan(1e-9);
    expect(assay?.doseUnit).toBe('1/dilution');
  });
});

describe('quantal assays through the command', () => {
  // Ten units a dose; the article acts like the reference at twice the dose.
  const sample = ['S', 'S', 'S', 'S', 'T', 'T', 'T', 'T'];
  const dose = [1, 2, 4, 8, 0.5, 1, 2, 4];
  const total = sample.map(() => 10);

  const codes = (test: TestArticleResult | undefined): string[] => (test?.reasons ?? []).map((one) => one.code);

  it('the same counts at half the doses are a relative potency of 2', async () => {
    const { tests } = await run({ sample, dose, total, responders: [1, 4, 6, 9, 1, 4, 6, 9] }, ['--model', 'probit', '--reference', 'S']);
    expect(tests[0]?.relativePotency?.estimate).toBeCloseTo(2, 10);
    expect(tests[0]?.relativePotency?.method).toBe('fieller');
    expect(tests[0]?.outcomes.result).toBe('reportable');
    expect(tests[0]?.parallelism.chiSquared?.p).toBeCloseTo(1, 6);
  });

  it.each([
    ['all or nothing', [0, 0, 10, 10, 0, 0, 10, 10], ['potency/not-identified']],
    ['nobody responds', [0, 0, 0, 0, 0, 0, 0, 0], ['potency/not-identified']],
    ['no slope', [5, 5, 5, 5, 5, 5, 5, 5], ['potency/no-dose-response']],
    ['a slope in the reference alone', [1, 3, 9, 10, 4, 5, 5, 6], ['potency/not-parallel', 'potency/no-dose-response']],
  ])('%s is a reason, never a number to report', async (_, responders, expected) => {
    const { tests } = await run({ sample, dose, total, responders }, ['--model', 'logit', '--reference', 'S']);
    expect(codes(tests[0])).toEqual(expected);
    expect(tests[0]?.outcomes.result).toBe('not-reportable');
  });

  it.each([
    [{ total, responders: [1, 4, 6, 9, 1, 4, 6, 11] }, "found '11' of '10'"],
    [{ total: total.map(() => 0), responders: total.map(() => 0) }, "found '0' of '0'"],
    [{ total, responders: [1.5, 4, 6, 9, 1, 4, 6, 9] }, "found '1.5' of '10'"],
    [{ response: total }, "headings 'sample', 'dose', 'total', 'responders'"],
  ])('counts are checked by line: %#', async (columns, sentence) => {
    const { exitCode, stderr } = await run({ sample, dose, ...columns }, ['--model', 'probit', '--reference', 'S']);
    expect(exitCode).toBe(65);
    expect(stderr).toContain(sentence);
  });
});

describe('doses of a long table', () => {
  const wells = ['S', 'T'].flatMap((name) =>
    [1, 2, 4, 8, 16, 32, 64, 128].flatMap((dose) => [0.995, 1.005].map((f) => ({ name, dose, f }))),
  );
  const sample = wells.map((well) => well.name);
  const response = wells.map(({ name, dose, f }) => f * (0.1 + 2 / (1 + 12 / (name === 'T' ? 2 * dose : dose))));
  const estimate = async (column: Record<string, readonly Cell[]>, options: readonly string[]): Promise<number | undefined> =>
    (await run({ sample, ...column, response }, ['--reference', 'S', ...options])).tests[0]?.relativePotency?.estimate;

  it('a dilution 1:n is the dose 1/n, so that RP keeps its direction; logarithms are undone', async () => {
    const plain = await estimate({ dose: wells.map((well) => well.dose / 1024) }, []);
    expect(plain).toBeGreaterThan(1.97);
    const diluted = wells.map((well) => 1024 / well.dose);
    for (const [column, options] of [
      [{ dilution: diluted }, []],
      [{ dose: diluted }, ['--doses', 'dilution']],
      [{ dilution: diluted.map((n) => `1:${n}`) }, []],
      [{ dilution: diluted.map((n) => Math.log2(n)) }, ['--dose-scale', 'log2']],
      [{ dose: wells.map((well) => Math.log10(well.dose / 1024)) }, ['--dose-scale', 'log10']],
      [{ dose: wells.map((well) => Math.log(well.dose / 1024)) }, ['--dose-scale', 'ln']],
    ] as const) {
      expect(await estimate(column, options), JSON.stringify(options)).toBeCloseTo(plain ?? 0, 9);
    }
  });

  it.each([
    [{ dilution: wells.map(() => '0.02') }, [], "Expected a dilution such as 50 or 1:50, from 1 up, found '0.02'."],
    [
      { dose: wells.map(() => '1:50') },
      [],
      "Expected a dose from 0 up with a decimal point, found '1:50'. Write a 1:n dilution as the dose 1/n, or take --doses dilution.",
    ],
    [{ dose: wells.map(() => '1e400') }, ['--dose-scale', 'log10'], "Expected the log10 of a dose, found '1e400'."],
    [{ dose: wells.map(() => '1') }, ['--dose-scale', 'log'], "Expected --dose-scale to be linear, log10, log2, ln, found 'log'."],
    [
      { dose: wells.map(() => '1') },
      ['--fixed', 'slope=1'],
      "Expected --fixed as lowerAsymptote=0, upperAsymptote=1 or lowerAsymptote=control:NAME, found 'slope=1'.",
    ],
  ])('refuses %#', async (column, options, sentence) => {
    const { exitCode, stderr } = await run({ sample, ...column, response }, ['--reference', 'S', ...options]);
    expect(exitCode).toBe(65);
    expect(stderr).toContain(sentence);
  });

  it('an asymptote held at 0 is the 3PL', async () => {
    const dose = { dose: wells.map((well) => well.dose) };
    const fixed = await estimate(dose, ['--fixed', 'lowerAsymptote=0']);
    expect(fixed).toBeCloseTo((await estimate(dose, ['--model', '3pl'])) ?? 0, 9);
  });
});

describe('a definition', () => {
  it('refuses a quantal model, whose totals no plate layout carries, in a sentence', () => {
    const assay = {
      id: 'a',
      title: { en: 'A', zh: 'A' },
      read: { format: 'detect' },
      layout: { wells: 96, doseUnit: 'ng/mL', blocks: [{ wells: 'A1:A4', role: 'reference', slot: 'reference', doses: [1, 2, 4, 8] }] },
      responseUnit: '1',
      method: { model: 'probit' },
      planned: 1,
      minimum: 1,
    };
    const issues = assaySchema.safeParse(assay).error?.issues ?? [];
    expect(issues.map((one) => [one.path.join('.'), one.message])).toEqual([
      [
        'method.model',
        "Expected a model of a measured response, found 'probit' or 'logit': a plate layout carries no total of units. Compute quantal assays with `cytolot potency` from a long table with total and responders.",
      ],
    ]);
    expect(assaySchema.safeParse({ ...assay, method: { model: '4pl' } }).error?.issues ?? []).toEqual([]);
  });
});

it('the slopes of a slope ratio are those of reference and test in every fit, whatever the samples are called', async () => {
  // Lines from 0.5: 0.3 a dose for the reference standard, 0.42 for an article that is called as a parameter may be; the wells lie 0.01 around them.
  const wells = [
    ['intercept', 0.42],
    ['standard', 0.3],
  ] as const;
  const rows = wells.flatMap(([sample, slope]) =>
    [0, 1, 2, 3, 4].flatMap((dose) => [-0.01, 0.01].map((error) => [sample, dose, 0.5 + slope * dose + error] as const)),
  );
  const columns = {
    sample: rows.map(([sample]) => sample),
    dose: rows.map(([, dose]) => dose),
    response: rows.map(([, , response]) => response),
  };
  const { tests } = await run(columns, ['--reference', 'standard', '--model', 'slope-ratio']);
  for (const fit of [tests[0]?.free, tests[0]?.constrained]) {
    close(fit?.parameters.slope_reference, 0.3, 1e-12, 'slope of the reference standard');
    close(fit?.parameters.slope_test, 0.42, 1e-12, 'slope of the test article');
  }
  expect(Object.keys(tests[0]?.constrained?.parameters ?? {})).toEqual(['intercept', 'slope_reference', 'slope_test']);
});
