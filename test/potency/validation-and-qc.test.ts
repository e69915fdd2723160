import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { dixonRatio, grubbsTest } from '../../src/numerics/statistics/outlier-tests.ts';
import { combineAssays } from '../../src/potency/combination/combination.ts';
import { type AssayWithInterval, combineByVariant } from '../../src/potency/combination/combination-variants.ts';
import { curveData } from '../../src/potency/dose-response/curve/curve-data.ts';
import { fitCurve } from '../../src/potency/dose-response/curve/curve-fit.ts';
import { curveModel } from '../../src/potency/dose-response/curve/curve-model.ts';
import { studentizedResiduals } from '../../src/potency/dose-response/curve/studentized-residuals.ts';
import { weightObservations } from '../../src/potency/dose-response/curve/weights.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import { controlSeparation, medianPolish } from '../../src/potency/plate/plate-quality.ts';
import {
  formatVariance,
  gcvPercent,
  linearity,
  pooledComponents,
  precisionByLevel,
  probabilityOutside,
} from '../../src/studies/validation-study.ts';
import { countCases } from '../case-table.ts';
import { describeShared } from '../shared-data.ts';
import { said } from './said.ts';
import { relativeError } from './shared-cases.ts';

type Case = { readonly id: string; readonly kind: string; readonly data: never; readonly expected: never };

let compared = 0;
function close(found: number | null | undefined, expected: number | null | undefined, tolerance: number, what: string): void {
  compared += 1;
  expect(relativeError(found, expected), `${what}: found ${found}, expected ${expected}`).toBeLessThanOrEqual(tolerance);
}
afterAll(() => console.log(`combination.json and validation_and_qc.json: ${compared} figures compared`));

describeShared('combination.json', (shared) => {
  const cases: readonly Case[] = JSON.parse(readFileSync(`${shared}data/potency/combination.json`, 'utf8'));
  countCases(
    'combination.json',
    cases.map((one) => one.id),
  );
  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const data: { rp: number[]; lo: number[]; hi: number[]; df: number[] } = one.data;
    interface Combined {
      readonly rp: number;
      readonly se_log: number;
      readonly ci_t_sumdf?: readonly number[];
      readonly ci_t_nminus1?: readonly number[];
    }
    const expected: {
      readonly weighted: Combined;
      readonly semi_weighted: Combined & { readonly v_between: number };
      readonly dersimonian_laird: Combined & { readonly tau2: number };
      readonly homogeneity: { readonly chi2: number; readonly df: number; readonly p: number };
      readonly unweighted: {
        readonly rp_geometric_mean: number;
        readonly sd_log: number;
        readonly gcv_percent: number;
        readonly ci_t: readonly number[];
      };
    } = one.expected;
    const assays = data.rp.map((estimate, i): AssayWithInterval => ({ estimate, lower: data.lo[i]!, upper: data.hi[i]!, df: data.df[i]! }));
    const weighted = combineByVariant(assays, 'weighted', { level: 0.95 });
    close(weighted.estimate, expected.weighted.rp, 1e-8, 'weighted');
    close(weighted.errorLn, expected.weighted.se_log, 1e-8, 'weighted SE');
    close(weighted.lower, expected.weighted.ci_t_sumdf?.[0], 1e-8, 'weighted lower');
    close(weighted.upper, expected.weighted.ci_t_sumdf?.[1], 1e-8, 'weighted upper');
    close(weighted.homogeneity?.chiSquared, expected.homogeneity.chi2, 1e-8, 'chi-squared');
    close(weighted.homogeneity?.p, expected.homogeneity.p, 1e-7, 'p');
    const semi = combineByVariant(assays, 'semi-weighted', { level: 0.95 });
    const summed = combineByVariant(assays, 'semi-weighted-summed-df', { level: 0.95 });
    close(semi.between, expected.semi_weighted.v_between, 1e-8, 'v');
    close(semi.estimate, expected.semi_weighted.rp, 1e-8, 'semi-weighted');
    close(semi.errorLn, expected.semi_weighted.se_log, 1e-8, 'semi-weighted SE');
    close(semi.lower, expected.semi_weighted.ci_t_nminus1?.[0], 1e-8, 'semi-weighted lower');
    close(semi.upper, expected.semi_weighted.ci_t_nminus1?.[1], 1e-8, 'semi-weighted upper');
    close(summed.lower, expected.semi_weighted.ci_t_sumdf?.[0], 1e-8, 'summed lower');
    close(summed.upper, expected.semi_weighted.ci_t_sumdf?.[1], 1e-8, 'summed upper');
    const laird = combineByVariant(assays, 'dersimonian-laird', { level: 0.95 });
    close(laird.between, expected.dersimonian_laird.tau2, 1e-8, 'τ²');
    close(laird.estimate, expected.dersimonian_laird.rp, 1e-8, 'DerSimonian-Laird');
    close(laird.errorLn, expected.dersimonian_laird.se_log, 1e-8, 'DerSimonian-Laird SE');
    const mean = combineAssays(
      assays.map(({ estimate }, i) => ({ name: String(i), relativePotency: { estimate } })),
      { planned: assays.length, level: 0.95 },
    );
    close(mean.estimate, expected.unweighted.rp_geometric_mean, 1e-8, 'geometric mean');
    close(mean.sdLn, expected.unweighted.sd_log, 1e-8, 's');
    close(mean.gcvPercent, expected.unweighted.gcv_percent, 1e-8, '%GCV');
    close(mean.lower, expected.unweighted.ci_t[0], 1e-8, 'lower');
    close(mean.upper, expected.unweighted.ci_t[1], 1e-8, 'upper');
    close(combineByVariant(assays, 'unweighted', { level: 0.95 }).lower, expected.unweighted.ci_t[0], 1e-8, 'variant lower');
    expect(mean.reasons).toEqual([]);
  });
});

describe('combination of planned assays', () => {
  const one = (name: string, estimate: number | null) => ({ name, relativePotency: estimate === null ? null : { estimate } });

  it('fewer reportable assays than planned is a reason; the value is shown all the same', () => {
    const combined = combineAssays([one('a', 0.9), one('b', null), one('c', 1.1)], { planned: 3, level: 0.95 });
    // √(0.9 × 1.1)
    expect(combined.estimate).toBeCloseTo(0.9949874371066199, 14);
    expect(combined.used).toEqual(['a', 'c']);
    expect(combined.reasons.map(said)).toEqual([
      { code: 'potency/too-few-assays', scope: 'test-article', message: 'Expected 3 reportable independent assays of 3 planned, found 2.' },
    ]);
    expect(combineAssays([one('a', 0.9), one('b', null), one('c', 1.1)], { planned: 3, minimum: 2, level: 0.95 }).reasons).toEqual([]);
  });

  it('assays that differ by more than the planned %GCV are a reason', () => {
    // s of ln(0.8), ln(1.25) is ln(1.5625)/√2 = 0.31557; 100(exp(s) − 1) = 37.1 %.
    const [found] = combineAssays([one('a', 0.8), one('b', 1.25)], { planned: 2, level: 0.95, maximumGcvPercent: 20 }).reasons.map(said);
    expect(found).toEqual({
      code: 'potency/heterogeneous-assays',
      scope: 'test-article',
      message: 'Expected the independent assays to differ by at most 20 %GCV, found 37.1 %.',
    });
  });

  it('a single assay has no interval between assays; none gives no value', () => {
    expect(combineAssays([one('a', 0.9)], { planned: 1, level: 0.95 })).toMatchObject({ lower: null, upper: null, reasons: [] });
    expect(combineAssays([one('a', null)], { planned: 1, level: 0.95 })).toMatchObject({ estimate: null, used: [] });
  });

  it('does not depend on the order of the assays, to the last bit', () => {
    const assays = [one('a', 0.83), one('b', 1.21), one('c', 0.97)];
    const forwards = combineAssays(assays, { planned: 3, level: 0.95 });
    const backwards = combineAssays([...assays].reverse(), { planned: 3, level: 0.95 });
    expect([backwards.estimate, backwards.lower]).toEqual([forwards.estimate, forwards.lower]);
  });
});

describeShared('validation_and_qc.json', (shared) => {
  const cases: readonly Case[] = JSON.parse(readFileSync(`${shared}data/potency/validation_and_qc.json`, 'utf8'));
  countCases(
    'validation_and_qc.json',
    cases.map((one) => one.id),
  );
  const find = (id: string): Case => cases.find((one) => one.id === id)!;

  it.each(['val-vc-5levels', 'val-vc-zero-between'])('%s', (id) => {
    const data: { level: number[]; run: string[]; rp: number[] } = find(id).data;
    const expected: {
      readonly per_level: Record<string, Record<string, number> & { readonly rb_ci90: readonly number[] }>;
      readonly pooled_reml?: {
        readonly var_run: number;
        readonly var_resid: number;
        readonly ip_gcv_percent: number;
        readonly format: readonly { runs: number; reps: number; gcv_percent: number }[];
      };
      readonly linearity?: {
        readonly slope: number;
        readonly intercept: number;
        readonly slope_ci90: readonly number[];
        readonly r2: number;
      };
    } = find(id).expected as never;
    const values = data.rp.map((relativePotency, i) => ({ level: data.level[i]!, run: data.run[i]!, relativePotency }));
    const levels = precisionByLevel(values, { bias: 0.9, precision: 0.95 });
    for (const found of levels) {
      const level = expected.per_level[String(found.level)]!;
      const pairs: readonly (readonly [number | null, number | undefined])[] = [
        [found.meanLn, level.mean_log],
        [found.geometricMean, level.gmean_rp],
        [found.relativeBiasPercent, level.relative_bias_percent],
        [found.biasLimits[0], level.rb_ci90[0]],
        [found.biasLimits[1], level.rb_ci90[1]],
        [found.meanSquareBetween, level.ms_between],
        [found.meanSquareWithin, level.ms_within],
        [found.varianceBetween, level.var_between],
        [found.varianceWithin, level.var_within],
        [found.intermediatePrecisionPercent, level.ip_gcv_percent],
        [found.intermediatePrecisionUpper, level.ip_upper95_gcv_percent],
        [found.satterthwaiteDf, level.satterthwaite_df],
        [found.repeatabilityPercent, level.repeatability_gcv_percent],
      ];
      for (const [i, [one, other]] of pairs.entries()) close(one, other, 1e-7, `${found.level} figure ${i}`);
    }
    expect(levels).toHaveLength(Object.keys(expected.per_level).length);
    if (expected.pooled_reml !== undefined) {
      const pooled = pooledComponents(values, 'anova')!;
      const reml = pooledComponents(values, 'reml')!;
      // lme4 stops at 1e-4 of its own scale; balanced, the moments are the REML optimum.
      close(pooled.between, expected.pooled_reml.var_run, 1e-5, 'pooled between');
      close(pooled.within, expected.pooled_reml.var_resid, 1e-6, 'pooled within');
      close(reml.between, expected.pooled_reml.var_run, 1e-5, 'REML between');
      close(reml.within, expected.pooled_reml.var_resid, 1e-6, 'REML within');
      close(reml.between, pooled.between, 1e-10, 'REML and moments between');
      for (const format of expected.pooled_reml.format) {
        close(gcvPercent(formatVariance(pooled, { runs: format.runs, replicates: format.reps })), format.gcv_percent, 1e-5, 'format');
      }
    }
    if (expected.linearity !== undefined) {
      const line = linearity(values, 0.9)!;
      close(line.slope, expected.linearity.slope, 1e-7, 'slope');
      close(line.intercept, expected.linearity.intercept, 1e-7, 'intercept');
      close(line.slopeLimits[0], expected.linearity.slope_ci90[0], 1e-7, 'slope lower');
      close(line.slopeLimits[1], expected.linearity.slope_ci90[1], 1e-7, 'slope upper');
      close(line.rSquared, expected.linearity.r2, 1e-7, 'R²');
    }
  });

  it('plate-zprime', () => {
    const data: { positive: number[]; negative: number[] } = find('plate-zprime').data;
    const expected: Record<string, number> = find('plate-zprime').expected;
    const found = controlSeparation(data.positive, data.negative);
    close(found.zPrime, expected.z_prime, 1e-7, "Z'");
    close(found.zPrimeRobust, expected.z_prime_robust, 1e-7, "robust Z'");
    close(found.signalToBackground, expected.signal_to_background, 1e-7, 'S/B');
    close(found.signalWindow, expected.signal_window, 1e-7, 'window');
    close(found.strictlyStandardizedDifference, expected.ssmd, 1e-7, 'SSMD');
    close(found.cvHighPercent, expected.cv_pos, 1e-7, 'CV high');
    close(found.cvLowPercent, expected.cv_neg, 1e-7, 'CV low');
  });

  it.each(['grubbs-a', 'grubbs-b'])('%s', (id) => {
    const { x }: { x: number[] } = find(id).data;
    const expected: {
      index0: number;
      G: number;
      crit_two_sided_05: number;
      crit_two_sided_01: number;
      p_two_sided: number;
      dixon: { Q: number };
    } = find(id).expected;
    const found = grubbsTest(x, 0.05)!;
    expect(found.index).toBe(expected.index0);
    close(found.statistic, expected.G, 1e-7, 'G');
    close(found.critical, expected.crit_two_sided_05, 1e-7, 'critical 5 %');
    close(grubbsTest(x, 0.01)?.critical, expected.crit_two_sided_01, 1e-7, 'critical 1 %');
    close(found.p, expected.p_two_sided, 1e-7, 'p');
    close(dixonRatio(x)?.statistic, expected.dixon.Q, 1e-7, 'Dixon');
    expect(dixonRatio(x)?.index).toBe(expected.index0);
  });

  it('stud-ryegrass', () => {
    const data: { x: number[]; y: number[] } = find('stud-ryegrass').data;
    const expected: Record<'leverage' | 'residual' | 'internal' | 'external' | 'bonferroni_p', number[]> = find('stud-ryegrass').expected;
    const observations = data.x.map((dose, i) => ({ dose, response: data.y[i]!, weight: 1 }));
    const curve = curveModel('4pl');
    const found = studentizedResiduals(curve, fitCurve(curve, curveData(observations))!, observations)!;
    found.forEach((one, i) => {
      close(one.leverage, expected.leverage[i], 1e-5, `leverage ${i}`);
      close(one.residual, expected.residual[i], 1e-5, `residual ${i}`);
      close(one.internal, expected.internal[i], 1e-5, `internal ${i}`);
      close(one.external, expected.external[i], 1e-5, `external ${i}`);
      close(one.bonferroniP, expected.bonferroni_p[i], 1e-5, `p ${i}`);
    });
  });

  it('gnls-salba-varpower: weights 1/fitted^(2p) with p by likelihood', () => {
    const data: { x: number[]; y: number[] } = find('gnls-salba-varpower').data;
    const expected: { coef: Record<string, number>; power: number; sigma: number; se: Record<string, number> } =
      find('gnls-salba-varpower').expected;
    const observations = data.x.map((dose, i) => ({ dose, response: data.y[i]!, weight: 1 }));
    const curve = curveModel('4pl');
    const method = potencyMethod({ model: '4pl', weights: '1/fitted^estimated' });
    const weighted = weightObservations([observations], method, curve);
    close(weighted.exponent, expected.power, 1e-3, 'power');
    const fit = fitCurve(curve, curveData(weighted.samples![0]!))!;
    (['b', 'c', 'd', 'le'] as const).forEach((name, j) => {
      close(fit.parameters[j], expected.coef[name], 1e-3, name);
      close(fit.standardErrors[j], expected.se[name], 1e-3, `SE ${name}`);
    });
    close(Math.sqrt(fit.rss / fit.degreesOfFreedom), expected.sigma, 1e-3, 'sigma');
  });
});

describe('plate quality and validation by hand', () => {
  it('median polish takes out additive rows and columns', () => {
    // 10 + row (0, 2, −1) + column (0, 1, 5): medians of the effects are 0 and 1, so the level becomes 11 and the columns −1, 0, 4.
    const plate = [0, 2, -1].map((row) => [0, 1, 5].map((column) => 10 + row + column));
    expect(medianPolish(plate)).toEqual({
      overall: 11,
      rows: [0, 2, -1],
      columns: [-1, 0, 4],
      residuals: plate.map((row) => row.map(() => 0)),
    });
  });

  it('half of the values of an unbiased assay of a lot at its limit fall outside', () => {
    expect(probabilityOutside({ lower: 0.8, upper: null }, { truth: 0.8, relativeBiasPercent: 0, variance: 0.01 })).toBeCloseTo(0.5, 12);
    // exp(0.1) − 1 = 10.517 %
    expect(gcvPercent(0.01)).toBeCloseTo(10.517091807564771, 12);
  });
});
