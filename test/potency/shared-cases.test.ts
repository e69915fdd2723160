import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AssayResult, TestArticleResult } from '../../src/potency/potency-result.ts';
import { captureCommand } from '../cli/captured-command.ts';
import { describeShared } from '../shared-data.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-potency-cases-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A method in a file of its own. */
function method(text: string): string {
  const path = join(folder, 'method.yaml');
  writeFileSync(path, text);
  return path;
}

/** Five significant digits, as the sources print them. */
function five(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value.toPrecision(5));
}

function rounded(potency: TestArticleResult['relativePotency'] | undefined): readonly (number | null)[] {
  return [five(potency?.estimate), five(potency?.lower), five(potency?.upper)];
}

// Values and sources stand in the README of the folder: pharmacopoeias, R, SAS, scipy; a few tables were made for it.
describeShared('cases/potency', (shared) => {
  async function run(file: string, options: readonly string[]) {
    const { stdout, stderr } = await captureCommand(['potency', `${shared}data/cases/potency/${file}`, ...options, '--json']);
    const record = JSON.parse(stdout) as { readonly assays: readonly AssayResult[]; readonly combinations?: readonly TestCombination[] };
    const [assay] = record.assays;
    return { assay, test: assay?.tests[0], combinations: record.combinations ?? [], stderr };
  }
  interface TestCombination {
    readonly estimate: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
    readonly reasons: readonly { readonly code: string; readonly text: string }[];
  }
  const codesOf = (test: TestArticleResult | undefined): readonly string[] => (test?.reasons ?? []).map((one) => one.code);

  it('factor8-with-blank: the blanks decide (Ph. Eur. 5.3, 5.2.1 and 3.3.4; R lm)', async () => {
    const { test } = await run('factor8-with-blank.csv', ['--model', 'slope-ratio']);
    const blanks = test?.anova?.find((line) => line.name === 'blanks');
    expect(Math.round(blanks?.F ?? 0)).toBe(911);
    expect(blanks?.p?.toPrecision(2)).toBe('2.6e-33');
    expect(codesOf(test)).toContain('potency/blanks-differ');
    expect(test?.outcomes.result).toBe('not-reportable');
    const relaxed = await run('factor8-with-blank.csv', [
      '--method',
      method('model: slope-ratio\nsampleSuitability: { compendial: { blanks: disregarded } }\n'),
    ]);
    expect([4, 4, 4].map((digits, i) => Number(Object.values(pick(relaxed.test))[i]?.toFixed(digits)))).toEqual([0.8231, 0.8171, 0.8292]);
    expect(relaxed.test?.outcomes.result).toBe('reportable');
    expect(relaxed.test?.notes?.map((one) => one.code)).toEqual(['potency/test-relaxed']);
  });

  it('slope-ratio-curved: non-linearity decides (Ph. Eur. 5.3, 3.3.4)', async () => {
    const { test } = await run('slope-ratio-curved.csv', ['--model', 'slope-ratio']);
    expect(test?.anova?.find((line) => line.name === 'non-linearity')?.p?.toPrecision(2)).toBe('0.0000020');
    expect(codesOf(test)).toEqual(['potency/lack-of-fit']);
  });

  it('quantal-linearity-only: rejected, or scaled (R glm; Ph. Eur. 5.3, 4.2.2 and 4.2.4)', async () => {
    const { test } = await run('quantal-linearity-only.csv', ['--model', 'probit']);
    expect(test?.quantal?.linearity?.df).toBe(6);
    expect(test?.quantal?.linearity?.p.toFixed(4)).toBe('0.0408');
    expect(codesOf(test)).toEqual(['potency/lack-of-fit']);
    const scaled = await run('quantal-linearity-only.csv', ['--model', 'probit', '--heterogeneity', 'when-significant']);
    expect(rounded(scaled.test?.relativePotency)).toEqual([1.5924, 0.66365, 4.3926]);
    expect(scaled.test?.outcomes.result).toBe('reportable');
    expect(scaled.test?.parallelism.fTest?.df2).toBe(6);
  });

  it.each(['ph-eur-10-weighted', 'usp-1034-weighted'])(
    'combine-heterogeneous-4pl: %s does not hold (Ph. Eur. 5.3, 6.2.2)',
    async (variant) => {
      const { combinations } = await run('combine-heterogeneous-4pl.csv', ['--combine', variant]);
      expect(combinations[0]?.reasons.map((one) => one.code)).toEqual(['potency/heterogeneous-assays']);
      expect(combinations[0]?.reasons[0]?.text).toMatch(/'[a-z0-9-]+-semi-weighted' gives 0\.8861 \(0\.3399 to 2\.31\)\.$/);
      const semi = await run('combine-heterogeneous-4pl.csv', ['--combine', variant, '--homogeneity', 'semi-weight']);
      const [value] = semi.combinations;
      expect([value?.estimate, value?.lower, value?.upper].map((one) => one?.toFixed(3))).toEqual(['0.886', '0.340', '2.310']);
      expect(value?.reasons).toEqual([]);
    },
  );

  it.each([
    ['mean^-2', '1/mean^2'],
    ['mean^2', '1/mean^2'],
    ['fitted^2', '1/fitted^4'],
  ])('nplr-pc3-mcf7: the weight %s is refused with its words', async (weights, words) => {
    const file = `${shared}data/cases/potency/nplr-pc3-mcf7.csv`;
    const { exitCode, stderr } = await captureCommand(['potency', file, '--weights', weights]);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(`'${words}'`);
  });

  it('nplr-pc3-mcf7: 1/mean^2 is one over the square of the mean (nplr)', async () => {
    const { test } = await run('nplr-pc3-mcf7.csv', ['--weights', '1/mean^2']);
    expect(test?.relativePotency?.estimate.toFixed(4)).toBe('0.4805');
  });

  it('nplr-pc3-mcf7: log-delta and profile intervals (scipy)', async () => {
    const delta = await run('nplr-pc3-mcf7.csv', []);
    expect(rounded(delta.test?.relativePotency)).toEqual([0.63309, 0.41584, 0.96385]);
    const profile = await run('nplr-pc3-mcf7.csv', ['--interval', 'profile']);
    expect(rounded(profile.test?.relativePotency)).toEqual([0.63309, 0.41646, 0.96439]);
    const margins = await run('nplr-pc3-mcf7.csv', ['--method', `${shared}data/cases/potency/ok-equivalence.yaml`]);
    const slope = margins.test?.parallelism.equivalence.find((one) => one.parameter === 'slope-ratio');
    expect([five(slope?.lower)?.toFixed(4), five(slope?.upper)?.toFixed(4)]).toEqual(['0.8068', '2.3405']);
  });

  it('auxins-mecorprop: the estimated power (scipy, as gnls)', async () => {
    const { assay } = await run('auxins-mecorprop.csv', ['--weights', '1/fitted^estimated']);
    expect(assay?.weightExponent?.toPrecision(7)).toBe('0.7795155');
  });

  it('sas-93-1-single: one preparation alone (SAS PROC PROBIT, example 93.1; R glm)', async () => {
    const { assay } = await run('sas-93-1-single.csv', ['--model', 'probit']);
    const { quantity, estimate, lower, upper, outcome } = assay!.preparation!;
    expect([quantity, outcome]).toEqual(['ED50', 'reportable']);
    // SAS prints limits with the normal quantile 1.96.
    for (const [i, value] of [estimate, lower, upper].entries())
      expect(Math.abs((value ?? 0) / [3.39096, 2.58618, 4.25768][i]! - 1)).toBeLessThan(1e-5);
  });

  it('sas-optc-natural-response: the rate at the dose 0 by likelihood (SAS PROBIT, OPTC; R optim)', async () => {
    const { test } = await run('sas-optc-natural-response.csv', ['--model', 'probit']);
    expect(test?.quantal?.naturalResponse?.rate.toFixed(5)).toBe('0.24088');
    expect(test?.quantal?.ed50.test?.estimate.toFixed(5)).toBe('4.62448');
  });

  it('crossover-as-blocks: refused as blocks by its name, and a twin cross-over where the method says so (R aov with Error(subject), lm)', async () => {
    const refused = await run('crossover-as-blocks.csv', ['--model', 'parallel-line']);
    expect(codesOf(refused.test)).toEqual(['potency/incomplete-design']);
    expect(refused.stderr).toContain('name the design twin-cross-over');
    const { test } = await run('crossover-as-blocks.csv', ['--model', 'parallel-line', '--design', 'twin-cross-over']);
    const lines = new Map(test?.anova?.map(({ name, sumOfSquares, df }) => [name, [Number(sumOfSquares.toFixed(4)), df]]));
    expect(lines.get('non-parallelism')).toEqual([421.2675, 1]);
    expect(lines.get('residual between subjects')).toEqual([3631.165, 22]);
    expect(lines.get('regression')).toEqual([4949.1408, 1]);
    expect(lines.get('residual')).toEqual([492.7917, 22]);
    expect(rounded(test?.relativePotency)).toEqual([1.0043, 0.91091, 1.1074]);
  });

  it('log10-doses: the message names --dose-scale log10', async () => {
    const { stderr } = await captureCommand(['potency', `${shared}data/cases/potency/log10-doses.csv`]);
    expect(stderr).toContain('--dose-scale log10');
  });

  it.each([[], ['--outliers', 'studentised']])(
    'outlier-10x-one-well %j: the well is named, not a missing dose response',
    async (...options) => {
      const { test } = await run('outlier-10x-one-well.csv', options);
      expect(codesOf(test)).toContain('potency/outlier-suspected');
      expect(codesOf(test)).not.toContain('potency/no-dose-response');
      expect(test?.reasons.find((one) => one.code === 'potency/outlier-suspected')?.fields).toMatchObject({ sample: 'reference', dose: 8 });
    },
  );

  it('ok-py50-1-step: the slope of a step is not identified', async () => {
    const { test } = await run('ok-py50-1-step.csv', []);
    expect(codesOf(test)).toContain('potency/not-identified');
    expect(test?.reasons.find((one) => one.code === 'potency/not-identified')?.fields).toMatchObject({ of: 'slope' });
  });

  it.each([
    ['pharmacogx-139.csv', [], [1.4969, 1.473, 1.5212]],
    ['ru14-hcg-2dose.csv', ['--model', 'parallel-line'], [1.0949, 1.008, 1.1924]],
    ['ru14-hcg-3dose.csv', ['--model', 'parallel-line'], [1.1921, 1.0298, 1.3882]],
    ['ru14-oxytocin-blocks.csv', ['--model', 'parallel-line'], [1.0888, 0.95839, 1.2445]],
    ['ok-fluoranthene.csv', ['--model', 'probit'], [0.84676, 0.74999, 0.95467]],
  ] as const)('%s %j (RU XIV, R, scipy)', async (file, options, expected) => {
    const { test } = await run(file, options);
    for (const [i, value] of rounded(test?.relativePotency).entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 3);
  });
});

function pick(test: TestArticleResult | undefined): readonly number[] {
  const { estimate = Number.NaN, lower, upper } = test?.relativePotency ?? {};
  return [estimate, lower ?? Number.NaN, upper ?? Number.NaN];
}
