import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fUpperTail } from '../../src/numerics/distributions/f-distribution.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { curveData, totalSumOfSquares } from '../../src/potency/dose-response/curve/curve-data.ts';
import { fitCurve } from '../../src/potency/dose-response/curve/curve-fit.ts';
import { type CurveModel, curveModel, freeNames, fullParameters } from '../../src/potency/dose-response/curve/curve-model.ts';
import { summarizeCurve } from '../../src/potency/dose-response/curve/fit-summary.ts';
import { reasonsOfCurve } from '../../src/potency/dose-response/curve/identification.ts';
import type { ModelId } from '../../src/potency/dose-response/models/registry.ts';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import { countCases } from '../case-table.ts';
import { describeShared } from '../shared-data.ts';
import { pairAssay, pointsOf, relativeError } from './shared-cases.ts';

interface CurveCase {
  readonly id: string;
  readonly model: { readonly family: string; readonly free?: readonly string[] };
  readonly data: { readonly x: readonly number[]; readonly y: readonly number[] };
  readonly expected: {
    readonly par?: Record<string, number>;
    readonly se?: Record<string, number>;
    readonly rss?: number;
    readonly df?: number;
    readonly r2?: number | null;
    readonly pure_error_ss?: number | null;
    readonly pure_error_df?: number | null;
    readonly lack_of_fit_F?: number | null;
    readonly lack_of_fit_p?: number | null;
    readonly ED?: { readonly ED50?: { readonly value: number; readonly se_log: number } } | null;
    readonly par_ols?: Record<string, number>;
    readonly rss_ols_this_orientation?: number;
    readonly rss_ols_other_orientation?: number;
  };
  readonly tolerance: Record<string, number>;
}

function modelOf({ family, free = [] }: CurveCase['model']): CurveModel {
  const ids: Record<string, ModelId> = { W1: 'weibull-1', W2: 'weibull-2', BC: 'brain-cousens', '5PL-ABCDG': '5pl-upper' };
  const id = ids[family] ?? (free.includes('f') ? '5pl' : free.includes('c') ? '4pl' : '3pl');
  return curveModel(id, family === 'BC' ? { lowerAsymptote: 0 } : {});
}

const dataOf = (one: Pick<CurveCase, 'data'>) =>
  curveData(one.data.x.map((dose, i) => ({ dose, response: one.data.y[i] ?? Number.NaN, weight: 1 })));

describeShared('curves.json, every figure at its tolerance', (shared) => {
  const cases: readonly CurveCase[] = JSON.parse(readFileSync(`${shared}data/potency/curves.json`, 'utf8'));
  let compared = 0;
  countCases(
    'curves.json',
    cases.map((one) => one.id),
    () => compared,
  );
  const close = (found: number | null | undefined, expected: number | null | undefined, tolerance: number, what: string): void => {
    compared += 1;
    expect(relativeError(found, expected), `${what}: found ${found}, expected ${expected}`).toBeLessThanOrEqual(tolerance);
  };

  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const curve = modelOf(one.model);
    const data = dataOf(one);
    const fit = fitCurve(curve, data)!;
    const { expected, tolerance } = one;
    expect(fit.stopped).toBe('converged');
    const short: Record<string, string> = { slope: 'b', lowerAsymptote: 'c', upperAsymptote: 'd', asymmetry: 'f', hormesis: 'f' };
    if (expected.par === undefined) {
      // y = D + (A−D)/(1+(x/C)^B)^G: A is the lower asymptote here and G bends the curve at the upper one.
      const [B, A, D, lnC, G] = fit.parameters;
      const found: Record<string, number> = { A: A!, B: B!, C: Math.exp(lnC!), D: D!, G: G! };
      for (const [name, value] of Object.entries(expected.par_ols ?? {})) close(found[name], value, tolerance.ols_rel!, name);
      close(fit.rss, expected.rss_ols_this_orientation, 1e-8, 'RSS');
      const mirrored = fitCurve(curveModel('5pl'), data)!;
      close(mirrored.rss, expected.rss_ols_other_orientation, 1e-8, 'RSS mirrored');
      return;
    }
    freeNames(curve).forEach((name, j) => {
      const key = name === 'lnEc50' || name === 'lnLocation' ? 'e' : (short[name] ?? '');
      const value = key === 'e' ? Math.exp(fit.parameters[j]!) : fit.parameters[j];
      close(value, expected.par?.[key], tolerance.par_rel!, key);
      close(fit.standardErrors[j], expected.se?.[key === 'e' ? 'log_e' : key], tolerance.se_rel!, `SE ${key}`);
    });
    close(fit.rss, expected.rss, tolerance.rss_rel!, 'RSS');
    expect(fit.degreesOfFreedom).toBe(expected.df);
    if (expected.r2 != null) close(1 - fit.rss / totalSumOfSquares(data), expected.r2, tolerance.other_rel!, 'R²');
    if (expected.pure_error_df) {
      const { sumOfSquares, count } = data.within;
      close(sumOfSquares, expected.pure_error_ss, tolerance.other_rel!, 'pure error');
      expect(count).toBe(expected.pure_error_df);
      const F = (fit.rss - sumOfSquares) / (fit.degreesOfFreedom - count) / (sumOfSquares / count);
      close(F, expected.lack_of_fit_F, tolerance.other_rel!, 'lack of fit F');
      close(fUpperTail(F, fit.degreesOfFreedom - count, count), expected.lack_of_fit_p, tolerance.other_rel!, 'lack of fit p');
    }
    if (expected.ED?.ED50 !== undefined) {
      close(Math.exp(curve.model.lnEc50(fullParameters(curve, fit.parameters))), expected.ED.ED50.value, tolerance.other_rel!, 'ED50');
      // The delta method of R, on the logarithm.
      close(summarizeCurve(curve, fit).standardErrors.lnEc50, expected.ED.ED50.se_log, tolerance.se_rel!, 'SE ln ED50');
    }
  });
});

describeShared('edge_cases.json: each is flagged, none throws, none shows a number that is not identified', (shared) => {
  interface Edge {
    readonly id: string;
    readonly data: { readonly x: readonly number[]; readonly y: readonly number[] };
    readonly must: string;
    readonly best_known_rss_4pl: number;
  }
  const cases: readonly Edge[] = JSON.parse(readFileSync(`${shared}data/potency/edge_cases.json`, 'utf8'));
  countCases(
    'edge_cases.json',
    cases.map((one) => one.id),
  );
  const expected: Record<string, readonly string[]> = {
    'edge-omykiss': ['lower asymptote'],
    'edge-drcerr2': ['not identified', 'does not depend on the dose'],
    'edge-dr4pl11': ['asymptote', 'outside its doses'],
  };

  it.each(cases.filter((one) => 'x' in one.data).map((one) => [one.id, one] as const))('%s', (id, one) => {
    const curve = curveModel('4pl');
    const data = dataOf(one);
    const fit = fitCurve(curve, data);
    const { reasons } = reasonsOfCurve({ name: id, scope: 'test-article', curve, data, fit });
    // The search comes at least as low as the best known fit, to a part in 1e4 where the curve runs away for ever.
    expect(fit!.rss).toBeLessThanOrEqual(one.best_known_rss_4pl * (1 + 1e-4));
    expect(reasons.length, one.must).toBeGreaterThan(0);
    const text = reasons.map((reason) => sentenceOf(reason, 'en')).join(' ');
    expect(
      expected[id]?.some((part) => text.includes(part)),
      `${one.must}: ${text}`,
    ).toBe(true);
    // As an assay of itself it gives no reportable number.
    const assay = {
      name: id,
      doseUnit: null,
      responseUnit: null,
      reference: { name: 'ref', points: pointsOf(one.data.x, one.data.y) },
      tests: [{ name: 'test', points: pointsOf(one.data.x, one.data.y) }],
    };
    const [test] = estimateAssay(assay, potencyMethod({ model: '4pl' })).tests;
    expect(test?.relativePotency).toBeNull();
    expect(test?.outcomes.result).toBe('not-reportable');
  });

  it('edge-fieller-unbounded: no limits at all, never exchanged ones', () => {
    const one = cases.find(({ id }) => id === 'edge-fieller-unbounded') as unknown as {
      readonly data: { readonly sample: readonly string[]; readonly dose: readonly number[]; readonly response: readonly number[] };
    };
    const [test] = estimateAssay(pairAssay('a', one.data), potencyMethod({ model: '3pl', interval: { method: 'fieller' } })).tests;
    expect(test?.relativePotency).toMatchObject({ lower: null, upper: null });
    expect(test?.reasons.map((reason) => reason.code)).toContain('potency/unbounded-interval');
  });
});

describe('a curve that is there is found', () => {
  it('without noise the 4PL comes back to 1e-9', () => {
    const doses = [0, 1, 2, 4, 8, 16, 32, 64];
    // y = 1 + 9/(1 + (x/7)^1.5) with alternating ±1e-6, so that some variance is left.
    const response = doses.map((x, i) => 1 + 9 / (1 + (x / 7) ** 1.5) + (i % 2 === 0 ? 1e-6 : -1e-6));
    const fit = fitCurve(curveModel('4pl'), curveData(doses.map((dose, i) => ({ dose, response: response[i]!, weight: 1 }))))!;
    expect(fit.parameters[0]).toBeCloseTo(1.5, 5);
    expect(Math.exp(fit.parameters[3]!)).toBeCloseTo(7, 5);
  });
});
