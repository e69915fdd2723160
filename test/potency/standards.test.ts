import { describe, expect, it } from 'vitest';
import { calibrateStandard, marginsFromHistory, referenceTrend } from '../../src/potency/assay-history.ts';

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
