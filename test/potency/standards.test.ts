import { describe, expect, it } from 'vitest';
import { calibrateStandard, marginsFromHistory, referenceTrend } from '../../src/potency/assay-history.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import { backCalculate, fitStandardCurve, recoveryPercent } from '../../src/potency/standard-curve.ts';

const LEVELS = [3.9, 7.8, 15.6, 31.25, 62.5, 125, 250, 500, 1000];
const LIMITS = { recoveryPercent: [80, 120], maximumCvPercent: 15 } as const;

/** y = 0.05 + 3.2/(1 + (x/90)^−1.1), duplicates 1 % apart. */
const curveAt = (x: number): number => 0.05 + 3.2 / (1 + (x / 90) ** -1.1);
const standards = LEVELS.flatMap((concentration) => [0.995, 1.005].map((f) => ({ concentration, response: f * curveAt(concentration) })));

describe('a standard curve', () => {
  const curve = fitStandardCurve(standards, potencyMethod({ model: '4pl' }), LIMITS);

  it('gives its own levels back and finds its working range', () => {
    expect(curve.reasons).toEqual([]);
    // The duplicates lie evenly about the curve, so every level comes back to a thousandth.
    for (const level of curve.levels) expect(Math.abs(level.recoveryPercent! - 100)).toBeLessThan(0.1);
    // Duplicates at 0.995 and 1.005: s = 0.01/√2 of the mean.
    expect(curve.levels[0]?.cvPercent).toBeCloseTo(100 * (0.01 / Math.SQRT2), 10);
    expect(curve.workingRange).toEqual({ lower: 3.9, upper: 1000 });
  });

  it('calculates an unknown back with its dilution and an interval that holds it', () => {
    const found = backCalculate(curve, [curveAt(40), curveAt(40)], { dilutionFactor: 20, level: 0.95 });
    expect(found.verdict).toBe('within');
    expect(Math.abs(found.concentration! / 800 - 1)).toBeLessThan(1e-3);
    expect(found.lower!).toBeLessThan(800);
    expect(found.upper!).toBeGreaterThan(800);
    expect(recoveryPercent(found.concentration!, 800)).toBeCloseTo(100, 1);
  });

  it('says where a response lies below, above, or beyond the curve', () => {
    expect(backCalculate(curve, [curveAt(1)], { dilutionFactor: 1, level: 0.95 }).verdict).toBe('below');
    expect(backCalculate(curve, [curveAt(3000)], { dilutionFactor: 1, level: 0.95 }).verdict).toBe('above');
    expect(backCalculate(curve, [9], { dilutionFactor: 1, level: 0.95 })).toEqual({
      concentration: null,
      lower: null,
      upper: null,
      verdict: 'no-concentration',
    });
  });

  it('a level that does not come back ends the working range', () => {
    const bad = standards.map((point) => (point.concentration === 3.9 ? { ...point, response: point.response * 1.5 } : point));
    expect(fitStandardCurve(bad, potencyMethod({ model: '4pl' }), LIMITS).workingRange?.lower).toBe(7.8);
  });

  it('flat standards give no concentration', () => {
    const flat = fitStandardCurve(
      LEVELS.flatMap((concentration, i) => [1 + 0.01 * (i % 2), 1.005 - 0.01 * (i % 3)].map((response) => ({ concentration, response }))),
      potencyMethod({ model: '4pl' }),
      LIMITS,
    );
    expect(flat.reasons.map((one) => one.code)).toEqual(['potency/no-dose-response']);
    expect(backCalculate(flat, [1], { dilutionFactor: 1, level: 0.95 }).verdict).toBe('no-concentration');
  });
});

describe('the history of an assay', () => {
  it("proposes margins by Howe's tolerance factor", () => {
    // n = 10, coverage 0.95, confidence 0.95: z = 1.959964, χ²(0.05; 9) = 3.325113, k = 1.959964 √(9 × 1.1/3.325113) = 3.38190.
    const ratios = [-4, -3, -2, -1, 0, 0, 1, 2, 3, 4].map((step) => Math.exp(0.01 * step));
    // s² = Σ step²/9 × 1e-4 = 60/9 × 1e-4.
    const s = Math.sqrt((60 / 9) * 1e-4);
    const margins = marginsFromHistory(ratios, { coverage: 0.95, confidence: 0.95 });
    expect(Math.log(margins.upper) / s).toBeCloseTo(1.959964 * Math.sqrt(9.9 / 3.325113), 5);
    expect(margins.lower * margins.upper).toBeCloseTo(1, 12);
  });

  it('finds the yearly change of a reference standard', () => {
    // ln EC50 rises by 0.1 a year, ±0.01 about the line.
    const runs = [0, 1, 2, 3].map((year) => ({
      day: 365.25 * year,
      value: Math.exp(0.1 * year + (year === 0 || year === 3 ? 0.01 : -0.01)),
    }));
    const trend = referenceTrend(runs, 0.95)!;
    expect(trend.changePerYear).toBeCloseTo(Math.exp(0.1) - 1, 12);
    // s² = 4 × 1e-4/2, Sxx = 5, t(0.975; 2) = 4.302653.
    expect(Math.log(1 + trend.upper) - 0.1).toBeCloseTo(4.302653 * Math.sqrt(2e-4 / 5), 6);
    expect(referenceTrend(runs.slice(0, 2), 0.95)).toBeNull();
  });

  it('carries an assigned potency along the chain', () => {
    const found = calibrateStandard([0.98, 1.02], { value: 500, uncertaintyLn: 0.03 }, { lower: 0.8, upper: 1.25, level: 0.9 });
    // √(0.98 × 1.02) × 500; error |ln(1.02/0.98)|/2.
    expect(found.value).toBeCloseTo(500 * Math.sqrt(0.98 * 1.02), 10);
    expect(found.uncertaintyLn).toBeCloseTo(Math.hypot(0.03, Math.log(1.02 / 0.98) / 2), 12);
    // t(0.95; 1) = 6.313752.
    expect(Math.log(found.upper / found.relativePotency)).toBeCloseTo((6.313752 * Math.log(1.02 / 0.98)) / 2, 6);
    expect(found.equivalent).toBe(true);
    expect(calibrateStandard([0.8, 1.2], { value: 500, uncertaintyLn: 0 }, { lower: 0.8, upper: 1.25, level: 0.9 }).equivalent).toBe(false);
  });
});
