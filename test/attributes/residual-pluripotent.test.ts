import { describe, expect, it } from 'vitest';
import { attributeNeeds, attributeSchema } from '../../src/attributes/types/registry.ts';
import { said } from '../said.ts';
import { codes, common, detail, estimatesOf, onlyEstimate, tube } from './attribute-fixtures.ts';

const rare = { ...common, type: 'residual-pluripotent', panel: 'P', population: 'OCT4+', of: 'viable', minimumEvents: 1000 };
const control = { name: 'FMO', minimumEvents: 1000, maximumPositiveFraction: 0.001 };
const sample = (k: number, N: number) => tube({ viable: N, 'viable/OCT4+': k });
const blank = (k: number, N: number, extra = {}) =>
  tube({ viable: N, 'viable/OCT4+': k }, { role: 'control', control: 'FMO', file: 'fmo.fcs', stage: '', sample: '', ...extra });

describe('residual pluripotent cells, uncorrected', () => {
  // Worked values of the issue.
  it.each([
    [0, 1_000_000, 2.99573e-6],
    [5, 500_000, 2.1026e-5],
  ])('%i of %i has the one-sided 95 %% upper limit %f', (k, N, expected) => {
    const found = onlyEstimate(rare, { tubes: [sample(k, N)] });
    expect(found.interval).toMatchObject({ lower: null, level: 0.95, sides: 'upper', method: 'clopper-pearson' });
    expect(Math.abs((found.interval?.upper ?? 0) / expected - 1)).toBeLessThan(3e-6);
  });

  it('adds preparations after the homogeneity test', () => {
    const tubes = [sample(2, 250_000), tube({ viable: 250_000, 'viable/OCT4+': 3 }, { preparation: '2', file: 'b.fcs' })];
    const found = onlyEstimate(rare, { tubes });
    expect([found.k, found.N]).toEqual([5, 500_000]);
  });

  it('refuses Wilson', () => {
    const result = attributeSchema.safeParse({ ...rare, interval: 'wilson' });
    expect(result.error?.issues[0]?.message).toBe(
      "expected 'clopper-pearson': Wilson is refused for rare events, its upper limit is too low there",
    );
  });

  it('is not valid with too few events, and keeps the lower limit that may prove a failure', () => {
    const found = onlyEstimate({ ...rare, minimumEvents: 3000 }, { tubes: [sample(10, 2000)] });
    expect(codes(found)).toEqual(['attribute/too-few-events']);
    // one-sided 95 % Clopper-Pearson lower limit of 10/2000: chi-square(0.05, 20)/2/2000 = 10.851/4000 = 0.00271 by Poisson
    expect(found.decisive?.oneSided?.lower).toBeCloseTo(0.00271, 4);
  });
});

describe('residual pluripotent cells against a control', () => {
  it('corrected by MOVER: 18 against 6 per million has the upper limit 2.133e-5 and one-sided p 0.01133', () => {
    const found = onlyEstimate({ ...rare, correction: 'mover', control }, { tubes: [sample(18, 1_000_000), blank(6, 1_000_000)] });
    expect(found.estimate).toBeCloseTo(1.2e-5, 12);
    expect((found.interval?.upper ?? 0) / 2.133e-5).toBeCloseTo(1, 3);
    expect(detail(found, 'p-above-control')).toBeCloseTo(0.01133, 5);
    expect(found.reasons).toEqual([]);
    expect(found.sources).toEqual(['a.fcs', 'fmo.fcs']);
  });

  it('is never below what no positive event would leave: 1 - 0.05^(1/N)', () => {
    const found = onlyEstimate({ ...rare, correction: 'mover', control }, { tubes: [sample(30, 1_000_000), blank(31, 1_000_000)] });
    const none = onlyEstimate({ ...rare, correction: 'mover', control }, { tubes: [sample(0, 1_000_000), blank(1, 1_000_000)] });
    expect(found.interval?.upper).toBeGreaterThan(2.99573e-6);
    expect((none.interval?.upper ?? 0) / 2.99573e-6).toBeGreaterThanOrEqual(0.999999);
  });

  it('uncorrected stays the rule even with a control: 130 against 60 per 1e5 has an upper limit above 0.1 %', () => {
    const loose = { ...control, maximumPositiveFraction: 0.01 };
    const found = onlyEstimate({ ...rare, control: loose }, { tubes: [sample(130, 100_000), blank(60, 100_000)] });
    expect(found.interval?.upper).toBeGreaterThan(0.001);
    // net 70 per 1e5 would lie below: 7.0e-4 + sqrt((uppers' distance 2.01e-4)^2 + (1.15e-4)^2) = 9.3e-4
    const corrected = onlyEstimate({ ...rare, control: loose, correction: 'mover' }, { tubes: [sample(130, 100_000), blank(60, 100_000)] });
    expect(corrected.interval?.upper).toBeLessThan(0.001);
  });

  it.each([
    ['too few events', blank(0, 999), ['control/too-few-events']],
    ['too many positive', blank(11, 10_000), ['control/too-many-positive', 'control/above-sample']],
    // 0 against 6 of equal size: p = 2^-6 = 0.0156 < 0.05
    ['significantly above the sample', blank(6, 100_000), ['control/above-sample']],
    // 0 against 4: p = 2^-4 = 0.0625
    ['not significantly above', blank(4, 100_000), []],
  ])('a control with %s', (_, controlTube, expected) => {
    expect(codes(onlyEstimate({ ...rare, control }, { tubes: [sample(0, 100_000), controlTube] }))).toEqual(expected);
  });

  it('is not valid without its control', () => {
    expect(said(onlyEstimate({ ...rare, control }, { tubes: [sample(0, 100_000)] }).reasons)).toEqual([
      { code: 'control/missing', scope: 'assay-run', message: "Expected the control 'FMO' of panel 'P', found none." },
    ]);
  });

  it('takes the control of its own assay run', () => {
    const tubes = [
      tube({ viable: 100_000, 'viable/OCT4+': 0 }, { assayRun: 'AR-1' }),
      blank(0, 50_000, { assayRun: 'AR-1' }),
      blank(900, 50_000, { assayRun: 'AR-2', file: 'other.fcs' }),
    ];
    const found = onlyEstimate({ ...rare, control }, { tubes });
    expect([codes(found), detail(found, 'control-events')]).toEqual([[], 50_000]);
  });

  it('needs a control for the correction', () => {
    expect(attributeSchema.safeParse({ ...rare, correction: 'mover' }).success).toBe(false);
  });

  it('names the control in what it needs', () => {
    const needs = attributeNeeds(attributeSchema.parse({ ...rare, control }));
    expect(needs.controls).toEqual(['FMO']);
    expect(needs.populations.filter((need) => need.control === 'FMO').map((need) => need.population)).toEqual(['OCT4+', 'viable']);
  });
});

describe('per maximum dose', () => {
  it('is upper limit x viable cells / min(1, lower limit of the recovery)', () => {
    const definition = { ...rare, recovery: { estimate: 0.9, lowerLimit: 0.8 } };
    const [, dose] = estimatesOf(definition, { tubes: [sample(0, 1_000_000)], dose: { viableCellsPerMaximumDose: 1e8 } });
    // 2.99573e-6 x 1e8 / 0.8 = 374.466 cells
    expect(dose?.component).toBe('per-dose');
    expect(dose?.interval?.upper).toBeCloseTo(374.466, 2);
    expect(dose?.unit).toBe('cells per dose');
  });

  it('a recovery above 1 counts as 1', () => {
    const definition = { ...rare, recovery: { estimate: 1.2, lowerLimit: 1.1 } };
    const [, dose] = estimatesOf(definition, { tubes: [sample(0, 1_000_000)], dose: { viableCellsPerMaximumDose: 1e8 } });
    expect(dose?.interval?.upper).toBeCloseTo(299.573, 2);
  });
});
