import { describe, expect, it } from 'vitest';
import { binomialQuantile, orderStatisticRanks } from '../../src/numerics/intervals/order-statistic-limits.ts';

const two = { level: 0.95, sides: 'two' } as const;

describe('the least k whose binomial probability reaches q', () => {
  // P(K <= k) of n = 5, p = 1/2 is 1, 6, 16, 26, 31, 32 of 32.
  it.each([
    [0.025, 0],
    [1 / 32, 0],
    [1 / 32 + 1e-9, 1],
    [0.5, 2],
    [26 / 32, 3],
    [0.975, 5],
    [1, 5],
  ])('q = %d gives %d of 5 at one half', (q, k) => {
    expect(binomialQuantile(q, 5, 0.5)).toBe(k);
  });
});

describe('ranks of the order statistics around a quantile', () => {
  it.each([
    // The textbook table of the median at 95 %: none below n = 6, then 1 and 6, 2 and 9 of 10, 40 and 61 of 100.
    [1, 0.5, two, null, null],
    [5, 0.5, two, null, null],
    [6, 0.5, two, 1, 6],
    [10, 0.5, two, 2, 9],
    [100, 0.5, two, 40, 61],
    // P(K <= 6) of n = 10, p = 0.9 is 0.0128 and P(K <= 7) 0.0702; P(K = 10) is 0.35 > 0.025: no value lies above the 90th percentile for sure.
    [10, 0.9, two, 7, null],
    [10, 0.1, two, null, 4],
    [100, 0.5, { level: 0.95, sides: 'lower' }, 42, null],
    [100, 0.5, { level: 0.95, sides: 'upper' }, null, 59],
  ] as const)('n = %d, p = %d, %j', (n, p, options, lower, upper) => {
    expect(orderStatisticRanks(n, p, options)).toEqual({ lower, upper });
  });

  it('hold at least the level, and one rank less on either side does not hold it on that side', () => {
    for (const n of [6, 17, 60, 301, 5000]) {
      for (const p of [0.5, 0.9]) {
        const { lower, upper } = orderStatisticRanks(n, p, two);
        const below = probabilities(n, p);
        if (lower !== null) expect([below(lower - 1) < 0.025, below(lower) >= 0.025]).toEqual([true, true]);
        if (upper !== null) expect([below(upper - 1) >= 0.975, below(upper - 2) < 0.975]).toEqual([true, true]);
      }
    }
  });
});

/** P(K <= k) by adding the terms, each from the one before. */
function probabilities(n: number, p: number): (k: number) => number {
  return (k) => {
    let sum = 0;
    let log = n * Math.log(1 - p);
    for (let i = 0; i <= k; i++) {
      sum += Math.exp(log);
      log += Math.log(((n - i) / (i + 1)) * (p / (1 - p)));
    }
    return sum;
  };
}
