import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compare,
  decimalsOf,
  divide,
  formatDecimal,
  multiply,
  type RoundingRule,
  rationalOfCounts,
  rationalOfDecimal,
  rationalOfNumber,
  roundToDecimals,
  roundToSignificant,
  toNumber,
} from '../../src/numerics/exact/exact-decimal.ts';

const rounded = (value: number, digits: number, rule: RoundingRule): string =>
  formatDecimal(roundToDecimals(rationalOfNumber(value), digits, rule));

describe('rounding of ties written as decimals', () => {
  // [value, decimals, half up (USP General Notices 7.20), half even (GB/T 8170-2008)]
  it.each([
    [0.5, 0, '1', '0'],
    [1.5, 0, '2', '2'],
    [2.5, 0, '3', '2'],
    [-0.5, 0, '-1', '0'],
    [-2.5, 0, '-3', '-2'],
    [1.005, 2, '1.01', '1.00'],
    [1.015, 2, '1.02', '1.02'],
    [2.675, 2, '2.68', '2.68'],
    [0.285, 2, '0.29', '0.28'],
    [89.95, 1, '90.0', '90.0'],
    [90.05, 1, '90.1', '90.0'],
    [89.949999, 1, '89.9', '89.9'],
    [1.45, 1, '1.5', '1.4'],
    [8.345, 2, '8.35', '8.34'],
    [1e-7, 7, '0.0000001', '0.0000001'],
    [5e-8, 7, '0.0000001', '0.0000000'],
    [15, -1, '20', '20'],
    [25, -1, '30', '20'],
  ])('%f to %i decimals is %s or %s', (value, digits, halfUp, halfEven) => {
    expect(rounded(value, digits, 'half-up')).toBe(halfUp);
    expect(rounded(value, digits, 'half-even')).toBe(halfEven);
  });
});

describe('rounding of ties made of counts', () => {
  it('1799 of 2000 is 89.95 %: 90.0 by both rules, as 89 before the tie is odd', () => {
    const percent = multiply(rationalOfCounts(1799, 2000), rationalOfNumber(100));
    expect(formatDecimal(roundToDecimals(percent, 1, 'half-up'))).toBe('90.0');
    expect(formatDecimal(roundToDecimals(percent, 1, 'half-even'))).toBe('90.0');
  });

  it('1797 of 2000 is 89.85 %: 89.9 half up, 89.8 half even', () => {
    const percent = multiply(rationalOfCounts(1797, 2000), rationalOfNumber(100));
    expect(formatDecimal(roundToDecimals(percent, 1, 'half-up'))).toBe('89.9');
    expect(formatDecimal(roundToDecimals(percent, 1, 'half-even'))).toBe('89.8');
  });

  it('1 of 3 has no tie', () => {
    expect(formatDecimal(roundToDecimals(rationalOfCounts(1, 3), 4, 'half-up'))).toBe('0.3333');
  });
});

describe('significant digits', () => {
  it.each([
    [0.004886, 2, '0.0049'],
    [9.96, 2, '10'],
    [99.6, 2, '100'],
    [0.0996, 2, '0.10'],
    [123456, 2, '120000'],
    [0, 2, '0.0'],
    [-0.01234, 3, '-0.0123'],
  ])('%f to %i digits is %s', (value, significant, expected) => {
    expect(formatDecimal(roundToSignificant(rationalOfNumber(value), significant, 'half-up'))).toBe(expected);
  });
});

describe('exact numbers', () => {
  it('come back as the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }), (value) => {
        expect(toNumber(rationalOfNumber(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('rounded are never further away than half a unit of the last place', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.nat(6),
        fc.constantFrom('half-up' as const, 'half-even' as const),
        (k, n, digits, rule) => {
          const value = rationalOfCounts(k, n);
          const back = rationalOfDecimal(roundToDecimals(value, digits, rule));
          const gap = { numerator: back.numerator * n2(value) - value.numerator * n2(back), denominator: n2(value) * n2(back) };
          const absolute = { numerator: gap.numerator < 0n ? -gap.numerator : gap.numerator, denominator: gap.denominator };
          expect(compare(absolute, { numerator: 1n, denominator: 2n * BigInt(`1${'0'.repeat(digits)}`) })).toBeLessThanOrEqual(0);
        },
      ),
    );
  });

  it('compare, divide and count decimals', () => {
    expect(compare(rationalOfNumber(0.1), rationalOfCounts(1, 10))).toBe(0);
    expect(compare(rationalOfNumber(-0.2), rationalOfNumber(0.1))).toBe(-1);
    expect(toNumber(divide(rationalOfNumber(1), rationalOfNumber(-4)))).toBe(-0.25);
    expect([0.1, 90, 1e-7, 12.345].map(decimalsOf)).toEqual([1, 0, 7, 3]);
  });
});

function n2(value: { denominator: bigint }): bigint {
  return value.denominator;
}
