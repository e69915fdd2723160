import { describe, expect, it } from 'vitest';
import { median, quantile, quantileOfSorted } from '../../src/numerics/quantile.ts';

describe('quantile by definition R-7 (Hyndman and Fan 1996): h = (n-1)p, linear between order statistics', () => {
  it.each([
    // (4-1)*0.25 = 0.75 of the way from 1 to 2
    [[4, 1, 3, 2], 0.25, 1.75],
    [[4, 1, 3, 2], 0.5, 2.5],
    [[4, 1, 3, 2], 1, 4],
    [[7], 0.3, 7],
    // (10-1)*0.9 = 8.1: 9 + 0.1*(10-9)
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9.1],
  ])('%j at %d is %d', (values, p, expected) => {
    expect(quantile(values, p)).toBeCloseTo(expected, 14);
    expect(quantile(Float64Array.from(values), p)).toBeCloseTo(expected, 14);
  });

  it('sorts as numbers, leaves its input alone, refuses NaN and nothing', () => {
    const values = [10, 9, -1];
    expect(median(values)).toBe(9);
    expect(values).toEqual([10, 9, -1]);
    expect(() => quantile([1, Number.NaN], 0.5)).toThrow('Expected numbers for a quantile, found NaN.');
    expect(() => quantileOfSorted([], 0.5)).toThrow('Expected at least one value for a quantile, found none.');
  });
});
