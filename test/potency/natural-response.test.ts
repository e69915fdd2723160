import { describe, expect, it } from 'vitest';
import { type QuantalObservation, type QuantalResult, quantalAssay } from '../../src/potency/quantal/quantal.ts';
import { summarizeSeparate } from '../../src/potency/quantal/quantal-summary.ts';

const DOSES = [0, 0.5, 1, 2, 4, 8, 16];

/** Two samples, each with untreated units, of the same number of units at every dose. */
function fitCounts(total: number, reference: readonly number[], t: readonly number[]): QuantalResult | null {
  const of = (sample: string, responders: readonly number[]): QuantalObservation[] =>
    responders.map((r, i) => ({ sample, dose: DOSES[i]!, total, responders: r }));
  const options = { reference: 'reference', link: 'probit', level: 0.95, heterogeneity: 'none' } as const;
  return quantalAssay([...of('reference', reference), ...of('t', t)], options);
}

/*
 * Expected figures from SciPy 1.17 (scipy.optimize.minimize, Nelder-Mead from fifteen starts, xatol 1e-10, fatol 1e-13) on the binomial deviance of
 * P = C + (1 − C) Φ(a + b ln x) with C = c²/(1 + c²), and p by scipy.stats.chi2.sf(χ², 1). At the edge C stays below 1e-15 there. One slope more is one
 * degree of freedom, wherever the two fits lie.
 */
describe('parallelism has one degree of freedom with a natural response on the edge of', () => {
  it.each([
    {
      fits: 'neither fit',
      counts: [20, [2, 3, 4, 8, 12, 18, 20], [1, 2, 5, 10, 15, 19, 20]],
      rates: [0.093736103, 0.092200519],
      chiSquared: 0.037822770221,
      p: 0.845799450935,
      ratio: 1.30950986,
    },
    {
      fits: 'the common fit',
      counts: [40, [0, 2, 3, 8, 23, 36, 39], [0, 2, 10, 17, 30, 38, 39]],
      rates: [0, 0.00717911],
      chiSquared: 0.435814620514,
      p: 0.509149508464,
      ratio: 1.52957625,
    },
    {
      fits: 'the separate fit',
      counts: [30, [0, 2, 1, 10, 16, 21, 27], [0, 2, 6, 13, 28, 29, 30]],
      rates: [0.005824159, 0],
      chiSquared: 5.990899295308,
      p: 0.0143798695194,
      ratio: 2.14724202,
    },
    {
      fits: 'both fits',
      counts: [20, [0, 1, 4, 8, 12, 18, 20], [0, 2, 5, 10, 15, 19, 20]],
      rates: [0, 0],
      chiSquared: 0.00148790356862,
      p: 0.96923054763,
      ratio: 1.32744152,
    },
  ] as const)('$fits', ({ counts, rates, chiSquared, p, ratio }) => {
    const [total, reference, t] = counts;
    const found = fitCounts(total, reference, t)!;
    expect(found.parallelism?.df).toBe(1);
    expect(found.parallelism?.chiSquared).toBeCloseTo(chiSquared, 9);
    expect(found.parallelism?.p).toBeCloseTo(p, 9);
    expect(found.natural?.rate).toBeCloseTo(rates[0], 7);
    expect(summarizeSeparate(found)?.parameters.naturalResponse).toBeCloseTo(rates[1], 7);
    // Nelder and Mead leave a half of the digits to the parameters.
    expect(found.samples[1]?.relativePotency?.estimate).toBeCloseTo(ratio, 6);
    // On the edge there is no standard error, and the untreated units, of which none responds, are no groups of their own.
    expect(summarizeSeparate(found)?.standardErrors.naturalResponse === null).toBe(rates[1] === 0);
    expect([found.natural?.error === null, found.degreesOfFreedom]).toEqual(rates[0] === 0 ? [true, 12 - 3] : [false, 14 - 4]);
    expect(found.linearity?.df).toBe(rates[1] === 0 ? 12 - 4 : 14 - 5);
  });
});

describe('a maximum of the likelihood over the natural response', () => {
  // The same SciPy figures. Fisher's scoring from the rate of the untreated units crawls here: the maximum is close to the edge.
  it('near the edge is found', () => {
    const found = fitCounts(40, [0, 4, 2, 13, 30, 31, 39], [0, 0, 9, 20, 35, 39, 40])!;
    expect(found.natural?.rate).toBeCloseTo(0.005654247, 7);
    expect(found.deviance).toBeCloseTo(21.2244049665686, 9);
    expect(found.parallelism?.p).toBeCloseTo(0.0079294530327, 9);
  });

  // Two maxima over the rate, at 0.06 and 0.099: the separate lines must not stay at the lower one, below the common lines.
  it('is the highest of several', () => {
    const found = fitCounts(10, [0, 1, 1, 0, 7, 8, 10], [0, 3, 2, 3, 8, 10, 10])!;
    expect(found.natural?.rate).toBeCloseTo(0.0961186, 6);
    expect(summarizeSeparate(found)?.parameters.naturalResponse).toBeCloseTo(0.0989361, 6);
    // −2 ln L of 46.96606862639969 and 46.95653686072547 by SciPy.
    expect(found.parallelism?.chiSquared).toBeCloseTo(2 * (46.96606862639969 - 46.95653686072547), 8);
  });

  // At every dose none or all: the steeper the lines, the higher the likelihood.
  it('is not given where slopes grow without bound', () => {
    expect(fitCounts(10, [0, 0, 0, 0, 10, 10, 10], [0, 0, 0, 10, 10, 10, 10])).toBeNull();
    expect(fitCounts(10, [1, 1, 1, 1, 10, 10, 10], [1, 1, 1, 10, 10, 10, 10])).toBeNull();
  });
});
