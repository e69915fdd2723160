import { describe, expect, it } from 'vitest';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { type PotencyMethodInput, potencyMethod } from '../../src/potency/method.ts';
import type { Diagnostic, DosePoint } from '../../src/potency/potency-result.ts';

interface Data {
  readonly doses: readonly number[];
  readonly reference: readonly number[];
  readonly test: readonly number[];
}

/** Responses dose by dose, as many for each. */
function estimated({ doses, reference, test }: Data, method: PotencyMethodInput) {
  const points = (responses: readonly number[]): DosePoint[] =>
    responses.map((response, i) => {
      const dose = doses[Math.floor((i * doses.length) / responses.length)]!;
      return { dose, response, well: null, plate: null, excluded: null };
    });
  const assay = {
    name: 'a',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'ref', points: points(reference) },
    tests: [{ name: 'lot', points: points(test) }],
  };
  const [found] = estimateAssay(assay, potencyMethod(method)).tests;
  return { ...found!, diagnostics: found?.diagnostics ?? [] };
}

function figure(found: readonly Diagnostic[], name: Diagnostic['figure'], sample = 'lot'): Diagnostic {
  const all = found.filter((one) => one.figure === name && one.sample === sample);
  expect(all, name).toHaveLength(1);
  return all[0]!;
}

const HEALTHY = [0.19, 0.21, 0.34, 0.37, 0.66, 0.61, 1.08, 1.11, 1.52, 1.47, 1.79, 1.83, 1.95, 1.99, 2.04, 2.01];
const DOSES = [1, 2, 4, 8, 16, 32, 64, 128];

describe('what is not determined says by which figures', () => {
  // Least squares with numpy, written apart: upper asymptote 2.710567, standard error 2.093098, EC50 261.082009; the dose means span 0.725.
  const rising = [0.09, 0.12, 0.11, 0.1, 0.13, 0.11, 0.12, 0.15, 0.17, 0.15, 0.24, 0.27, 0.47, 0.43, 0.8, 0.86];
  const { diagnostics, reasons, notes, relativePotency } = estimated({ doses: DOSES, reference: HEALTHY, test: rising }, { model: '4pl' });

  it('an upper asymptote that was never reached, in ranges of the dose means', () => {
    const distance = figure(diagnostics, 'distance-beyond-means');
    expect(distance).toMatchObject({ code: 'potency/not-identified', curve: 'own', parameter: 'upperAsymptote', lower: null, upper: 1 });
    expect(distance.found).toBeCloseTo(2.5938861, 5);
    const error = figure(diagnostics, 'standard-error');
    expect(error).toMatchObject({ code: 'potency/not-identified', parameter: 'upperAsymptote', upper: 0.5, unit: 'observed ranges' });
    expect(error.found).toBeCloseTo(2.8870311, 4);
  });

  it('an EC50 beyond the doses, with the doses', () => {
    const ec50 = figure(diagnostics, 'value');
    expect(ec50).toMatchObject({ code: 'potency/ec50-outside-doses', parameter: 'ec50', unit: 'dose' });
    expect(ec50.found).toBeCloseTo(261.082, 2);
    expect([ec50.lower, ec50.upper].map((one) => Number(one?.toPrecision(12)))).toEqual([1, 128]);
    // What the article alone does not show the curve that it shares with the reference standard does: they are notes beside a bounded interval.
    expect(new Set(diagnostics.map((one) => one.code))).toEqual(new Set(notes?.map((one) => one.code)));
    expect(reasons.map((one) => one.code)).not.toContain('potency/not-identified');
    expect(relativePotency!.upper! / relativePotency!.lower!).toBeLessThan(10);
  });

  it('a curve that is determined has none', () => {
    const test = HEALTHY.map((response, i) => response + (i % 3 === 0 ? 0.01 : -0.01));
    expect(estimated({ doses: DOSES, reference: HEALTHY, test }, { model: '4pl' })).toMatchObject({ diagnostics: [], reasons: [] });
  });

  it('too few doses: what is there and what the model needs', () => {
    const found = estimated({ doses: [1, 8, 64], reference: HEALTHY.slice(0, 6), test: HEALTHY.slice(0, 6) }, { model: '4pl' });
    expect(figure(found.diagnostics, 'doses')).toMatchObject({ code: 'potency/too-few-doses', found: 3, lower: 4 });
    expect(figure(found.diagnostics, 'doses', 'ref')).toMatchObject({ found: 3, lower: 4, upper: null });
    expect(figure(found.diagnostics, 'responses')).toMatchObject({ found: 6, lower: 5 });
  });

  it("an unbounded Fieller interval: g = t² var(ln EC50 of the article); R 4.2.2's nls gives 2.262752", () => {
    const found = estimated(
      {
        doses: [0, 0.025, 0.05, 0.1, 0.2, 0.39, 0.78, 1.56, 3.13],
        reference: [1003, 908, 997, 744, 567, 314, 325, 146, 113],
        test: [2830, 1953, 1994, 1374, 1429, 1063, 778, 668, 694],
      },
      { model: '3pl', interval: { method: 'fieller' } },
    );
    const g = figure(found.diagnostics, 'fieller-g');
    expect(g).toMatchObject({ code: 'potency/unbounded-interval', curve: 'common', parameter: 'relativePotency', upper: 1 });
    expect(g.found).toBeCloseTo(2.262752, 5);
  });

  it('a level parallel line: p of its own slope, by the residual error of the assay', () => {
    // Level article: slope 0 exactly, so F = 0 and p = 1.
    const doses = [1, 2, 4];
    const found = estimated({ doses, reference: [1, 1.2, 2, 2.2, 3, 3.2], test: [2, 2.2, 2, 2.2, 2, 2.2] }, { model: 'parallel-line' });
    expect(figure(found.diagnostics, 'dose-response-p')).toEqual({
      code: 'potency/no-dose-response',
      sample: 'lot',
      curve: 'own',
      parameter: 'slope',
      figure: 'dose-response-p',
      found: expect.closeTo(1, 9),
      lower: null,
      upper: 0.05,
      unit: null,
    });
  });
});
