import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssayResult } from '../../src/potency/potency-result.ts';
import type { Reason } from '../../src/reason.ts';
import { captureCommand } from '../cli/captured-command.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-count-tests-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DOSES = [1, 2, 4, 8, 16];

/** `cytolot potency` over counts at the doses 1, 2, 4 …, with a method in YAML. */
async function run(total: number, counts: Readonly<Record<string, readonly number[]>>, method: string): Promise<AssayResult> {
  const rows = Object.entries(counts).flatMap(([sample, responders]) => responders.map((r, i) => `${sample},${DOSES[i]},${total},${r}`));
  const [table, file] = [join(folder, 't.csv'), join(folder, 'm.yaml')];
  writeFileSync(table, `sample,dose,total,responders\n${rows.join('\n')}\n`);
  writeFileSync(file, method);
  const { stdout } = await captureCommand(['potency', table, '--method', file, '--json']);
  const { assays }: { readonly assays: readonly AssayResult[] } = JSON.parse(stdout);
  return assays[0]!;
}

const codesOf = (reasons: readonly Reason[] | undefined): readonly string[] => (reasons ?? []).map((one) => one.code);
const SCALED = 'model: probit\nheterogeneity: when-significant\n';

// Figures from SciPy 1.17: probit lines by Fisher's scoring (norm.pdf, norm.cdf), chi2.sf, norm.sf and t.sf.
describe('the own slope of each sample', () => {
  const counts = { reference: [7, 18, 56, 53], t: [10, 38, 47, 45] };

  // Chi-squared 34.598 about separate lines on 4 degrees of freedom: factor 8.649. Slope of t over its error 2.2062: p 0.0274 by the normal, 0.0920 by t.
  it("is tested by Student's t where variances have a heterogeneity factor", async () => {
    const [test] = (await run(60, counts, SCALED)).tests;
    expect(test?.quantal?.heterogeneityFactor).toBeCloseTo(34.597962675037074 / 4, 8);
    const flat = test?.reasons.find((one) => one.code === 'potency/no-dose-response');
    expect(flat?.fields).toMatchObject({ finding: 'responders', sample: 't' });
    expect(flat?.fields.p).toBeCloseTo(0.09201380132006319, 8);
    // The reference standard: 3.1513, p 0.0345 by t, which is enough.
    expect(codesOf(test?.reasons)).toEqual(['potency/no-dose-response']);
  });

  it('is tested by the normal distribution where they have none', async () => {
    const [test] = (await run(60, counts, 'model: probit\nsampleSuitability: {compendial: {linearity: {action: information}}}\n')).tests;
    expect(test?.quantal?.heterogeneityFactor).toBe(1);
    // 2.2062 · √8.649 = 6.49 errors.
    expect(codesOf(test?.reasons)).not.toContain('potency/no-dose-response');
  });
});

// Article t alone with the reference: chi-squared 21.6707 on 6, p 0.00139; with three further articles like the reference 21.7760 on 15, p 0.114.
describe('a non-linearity with `heterogeneity: when-significant`', () => {
  const straight = [4, 10, 20, 30, 36];
  const bent = [1, 19, 12, 32, 30];

  it.each([
    { of: 'no sample', fit: 'simultaneous', counts: { reference: straight, u: straight, v: straight }, factor: 1, codes: [[], []] },
    {
      of: 'a pair, diluted by the other articles, decides',
      fit: 'simultaneous',
      counts: { reference: straight, t: bent, u: straight, v: straight, w: straight },
      factor: 1,
      codes: [['potency/lack-of-fit'], [], [], []],
    },
    {
      of: 'a pair by itself scales',
      fit: 'pairwise',
      counts: { reference: straight, t: bent },
      factor: 21.670669812302936 / 6,
      codes: [[]],
    },
  ])('of $of', async ({ fit, counts, factor, codes }) => {
    const { tests } = await run(40, counts, `${SCALED}fit: ${fit}\n`);
    expect(tests.map((test) => codesOf(test.reasons))).toEqual(codes);
    for (const test of tests) expect(test.quantal?.heterogeneityFactor).toBeCloseTo(factor, 8);
    const scaled = factor === 1 ? [] : ['potency/test-relaxed'];
    expect(codesOf(tests[0]?.notes)).toEqual(scaled);
  });
});

describe('one preparation by probit', () => {
  const LEVEL = [6, 9, 8, 11, 11];

  it('has no ED50 where the doses make no difference, whatever the level of its limits', async () => {
    for (const level of [0.9, 0.95]) {
      const { preparation, reference } = await run(20, { A: LEVEL }, `model: probit\ninterval: {level: ${level}}\n`);
      expect(preparation).toMatchObject({ estimate: null, outcome: 'not-reportable' });
      expect(codesOf(preparation?.reasons)).toEqual(['potency/no-dose-response']);
      const [regression, linearity] = reference.checks;
      expect([regression?.name, regression?.outcome, regression?.upper]).toEqual(['regression, p', 'fails', 0.05]);
      // SciPy: slope over its error 1.7055.
      expect(regression?.found).toBeCloseTo(0.08809617790989116, 8);
      expect([linearity?.name, linearity?.outcome]).toEqual(['non-linearity chi-squared, p', 'meets']);
    }
  });

  it('has no reportable ED50 without limits, and says what the method relaxes', async () => {
    const relaxed =
      'model: probit\nsampleSuitability: {compendial: {regression: {action: information}, linearity: {action: information}}}\n';
    const { preparation } = await run(20, { A: LEVEL }, relaxed);
    expect(preparation).toMatchObject({ lower: null, outcome: 'not-reportable' });
    expect(preparation?.reasons).toMatchObject([
      {
        code: 'potency/unbounded-interval',
        fields: { of: 'ed50', sample: 'A' },
        text: expect.stringContaining("The Fieller interval of the ED50 of 'A'"),
      },
    ]);
    expect(preparation?.notes?.map((one) => one.fields.test)).toEqual(['regression', 'linearity']);
  });

  it('that is bent fails, is noted where the method relaxes linearity, and is scaled where it says so', async () => {
    const bent = { A: [2, 30, 12, 46, 35] };
    const fails = await run(50, bent, 'model: probit\n');
    expect(codesOf(fails.preparation?.reasons)).toEqual(['potency/lack-of-fit']);
    const relaxed = await run(50, bent, 'model: probit\nsampleSuitability: {compendial: {linearity: {action: information}}}\n');
    expect(relaxed.preparation?.outcome).toBe('reportable');
    expect(relaxed.preparation?.notes).toMatchObject([
      { code: 'potency/test-relaxed', fields: { sample: 'A', test: 'linearity', how: 'information' } },
    ]);
    const scaled = await run(50, bent, SCALED);
    expect(scaled.preparation?.notes).toMatchObject([{ fields: { test: 'linearity', how: 'scaled' } }]);
  });

  it('that is straight and steep is reportable, without a note', async () => {
    const { preparation, reference } = await run(40, { A: [4, 10, 20, 30, 36] }, 'model: probit\n');
    expect(preparation?.outcome).toBe('reportable');
    // By symmetry about the third dose.
    expect(preparation?.estimate).toBeCloseTo(4, 10);
    expect(preparation).not.toHaveProperty('notes');
    // Regression and linearity; replicates and excluded wells have no limit here.
    expect(reference.checks.map((one) => one.outcome)).toEqual(['meets', 'meets', 'information', 'information']);
  });
});
