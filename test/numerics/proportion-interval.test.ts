import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf, binomialUpperTail } from '../../src/numerics/distributions/binomial-distribution.ts';
import { moverDifference, moverRatio } from '../../src/numerics/intervals/mover.ts';
import { eventsToExclude, proportionInterval, zeroCountUpperLimit } from '../../src/numerics/intervals/proportion-interval.ts';
import { conditionalTestAbove, homogeneityTest } from '../../src/numerics/statistics/binomial-test.ts';

const upper = { method: 'clopper-pearson', level: 0.95, sides: 'upper' } as const;

describe('Clopper-Pearson one-sided 95 % upper limit', () => {
  // Worked values of the issue; 5 of 1e5 from GenBinomApps (R).
  it.each([
    [0, 1_000_000, 2.99573e-6],
    [1, 1_000_000, 4.74386e-6],
    [5, 500_000, 2.1026e-5],
    [5, 100_000, 1.051275e-4],
    [12, 1_000_000, 1.94425e-5],
  ])('%i of %i is %f', (k, n, expected) => {
    const found = proportionInterval(k, n, upper);
    expect(found.lower).toBeNull();
    expect(found.upper ?? 0).toBeCloseTo(expected, 10);
    expect(Math.abs((found.upper ?? 0) / expected - 1)).toBeLessThan(3e-6);
  });

  it('is 1 where all are positive, and the lower limit 0 where none is', () => {
    expect(proportionInterval(7, 7, upper).upper).toBe(1);
    expect(proportionInterval(0, 7, { ...upper, sides: 'two' }).lower).toBe(0);
  });

  it('two-sided 10 of 20 is 0.2720 to 0.7280', () => {
    // Table of exact binomial limits (Documenta Geigy): 27.20 %, 72.80 %
    const found = proportionInterval(10, 20, { method: 'clopper-pearson', level: 0.95, sides: 'two' });
    expect(found.lower).toBeCloseTo(0.272, 4);
    expect(found.upper).toBeCloseTo(0.728, 4);
  });
});

describe('Clopper-Pearson by its definition', () => {
  it('leaves exactly the tail beyond each limit: P(X <= k | upper) = P(X >= k | lower) = 5 %', () => {
    const counts = fc.integer({ min: 1, max: 2_000_000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const { lower, upper: limit } = proportionInterval(k, n, { ...upper, level: 0.9, sides: 'two' });
        if (k < n) expect(Math.abs(binomialCdf(k, n, limit ?? 1) / 0.05 - 1)).toBeLessThan(1e-7);
        if (k > 0) expect(Math.abs(binomialUpperTail(k, n, lower ?? 0) / 0.05 - 1)).toBeLessThan(1e-7);
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

describe('Wilson', () => {
  it('two-sided 95 % of 81 of 263 is 0.2553 to 0.3662 (Newcombe 1998, table I)', () => {
    const found = proportionInterval(81, 263, { method: 'wilson', level: 0.95, sides: 'two' });
    expect(found.lower).toBeCloseTo(0.2553, 4);
    expect(found.upper).toBeCloseTo(0.3662, 4);
  });

  it('0 of 20 is 0 to 0.1611 (Newcombe 1998, table I)', () => {
    const found = proportionInterval(0, 20, { method: 'wilson', level: 0.95, sides: 'two' });
    expect(found.lower).toBe(0);
    expect(found.upper).toBeCloseTo(0.1611, 4);
  });
});

describe('events to exclude a fraction at 95 %', () => {
  it.each([
    [0.001, 2995],
    [0.0001, 29_956],
    [1e-5, 299_572],
    [1e-6, 2_995_731],
  ])('%f needs %i events', (fraction, events) => {
    // ln(0.05)/ln(1 - 1e-6) = 2,995,730.78, and so on
    expect(eventsToExclude(fraction, 0.95)).toBe(events);
    expect(proportionInterval(0, eventsToExclude(fraction, 0.95), upper).upper ?? 1).toBeLessThanOrEqual(fraction * (1 + 1e-9));
    expect(proportionInterval(0, eventsToExclude(fraction, 0.95) - 1, upper).upper ?? 0).toBeGreaterThan(fraction);
  });

  it('2,995 events without a positive exclude 0.1 %, 2,994 do not', () => {
    expect(zeroCountUpperLimit(2995, 0.95)).toBeLessThanOrEqual(0.001);
    expect(zeroCountUpperLimit(2994, 0.95)).toBeGreaterThan(0.001);
  });
});

describe('sample against control', () => {
  it('18 against 6 per million has one-sided p = 0.01133', () => {
    expect(conditionalTestAbove({ k: 18, n: 1e6 }, { k: 6, n: 1e6 })).toBeCloseTo(0.01133, 5);
  });

  it('9 against 6 per million has one-sided p = 0.3036', () => {
    expect(conditionalTestAbove({ k: 9, n: 1e6 }, { k: 6, n: 1e6 })).toBeCloseTo(0.3036, 4);
  });

  it('none against none has p = 1', () => {
    expect(conditionalTestAbove({ k: 0, n: 1e6 }, { k: 0, n: 1e6 })).toBe(1);
  });

  it.each([
    [18, 2.133e-5],
    [9, 1.051e-5],
  ])('%i against 6 per million has the MOVER upper limit %f', (k, expected) => {
    const limits = (count: number): { estimate: number; lower: number; upper: number } => {
      const found = proportionInterval(count, 1e6, { method: 'clopper-pearson', level: 0.9, sides: 'two' });
      return { estimate: count / 1e6, lower: found.lower ?? 0, upper: found.upper ?? 1 };
    };
    expect(moverDifference(limits(k), limits(6)).upper / expected).toBeCloseTo(1, 3);
  });
});

describe('MOVER of a ratio', () => {
  it('gives Fieller-like limits: equal parts 1 (0.8 to 1.25) each', () => {
    // product 1; lower: (1 - sqrt(1 - 0.8*1.25*1.2*0.75))/(1.25*0.75) = (1 - sqrt(0.1))/0.9375 = 0.729357
    const part = { estimate: 1, lower: 0.8, upper: 1.25 };
    const found = moverRatio(part, part);
    expect(found?.lower).toBeCloseTo(0.729357, 6);
    // upper: (1 + sqrt(1 - 1.25*0.8*0.75*1.2))/(0.8*1.2) = (1 + sqrt(0.1))/0.96
    expect(found?.upper).toBeCloseTo(1.3710706, 6);
  });

  it('is unbounded where the denominator reaches 0', () => {
    expect(moverRatio({ estimate: 1, lower: 0.8, upper: 1.2 }, { estimate: 0.1, lower: 0, upper: 0.3 })).toBeNull();
  });
});

describe('homogeneity of several tubes', () => {
  it('is the chi-square of the 2 x m table', () => {
    // 10 of 100 and 20 of 100: chi2 = 200(10*80 - 20*90)^2/(100*100*30*170) = 3.92157, p = 0.04767 (1 df)
    const found = homogeneityTest([
      { k: 10, n: 100 },
      { k: 20, n: 100 },
    ]);
    expect(found.statistic).toBeCloseTo(3.92157, 5);
    expect(found.degreesOfFreedom).toBe(1);
    expect(found.p).toBeCloseTo(0.04767, 5);
  });

  it('is 1 where no tube has a positive', () => {
    expect(
      homogeneityTest([
        { k: 0, n: 100 },
        { k: 0, n: 5000 },
      ]).p,
    ).toBe(1);
  });
});
