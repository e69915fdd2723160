import { describe, expect, it } from 'vitest';
import { dixonCritical, dixonP, dixonTest } from '../../src/numerics/statistics/dixon-test.ts';

describe("Dixon's test", () => {
  // Rorabacher, Anal. Chem. 63 (1991) 139, two-sided critical values of r10; the table was interpolated by hand and is off by up to 0.003.
  it.each([
    [3, 0.941, 0.97],
    [4, 0.765, 0.829],
    [5, 0.642, 0.71],
    [6, 0.56, 0.625],
    [7, 0.507, 0.568],
  ])('critical values of r10 for %i values are those of the published table', (n, at90, at95) => {
    expect(Math.abs(dixonCritical(n, 0.1) - at90)).toBeLessThanOrEqual(0.003);
    expect(Math.abs(dixonCritical(n, 0.05) - at95)).toBeLessThanOrEqual(0.003);
  });

  // numpy 2.x default_rng(1), quantiles of the upper ratio of 2,000,000 samples (8,000,000 for n = 4); their standard error is below 0.0005.
  it.each([
    [3, 0.05, 0.9703],
    [4, 0.01, 0.9205],
    [5, 0.01, 0.8232],
    [8, 0.05, 0.6146],
    [8, 0.01, 0.7227],
    [11, 0.05, 0.6224],
    [14, 0.05, 0.5909],
    [14, 0.01, 0.6721],
  ])('critical value for %i values at %d is that of simulated samples', (n, alpha, simulated) => {
    expect(Math.abs(dixonCritical(n, alpha) - simulated)).toBeLessThanOrEqual(0.001);
  });

  it('p of a ratio at its critical value is alpha', () => {
    for (const n of [3, 8, 11, 14]) expect(dixonP(n, dixonCritical(n, 0.05))).toBeCloseTo(0.05, 9);
  });

  it('names the value at the more extreme end', () => {
    // (0.701 − 0.527)/(0.701 − 0.498) = 0.857; R's package outliers gives p = 0.0341 from its tables.
    const found = dixonTest(0.05)([0.512, 0.498, 0.527, 0.701]);
    expect(found).toMatchObject({ index: 3, ratio: 'r10' });
    expect(found?.statistic).toBeCloseTo(0.174 / 0.203, 12);
    expect(Math.abs((found?.p() ?? 0) - 0.0341)).toBeLessThan(0.001);
    expect(dixonTest(0.05)([1, 1, 1])).toBeNull();
  });
});
