import { describe, expect, it } from 'vitest';
import {
  decimalOf,
  decimalOfText,
  formatCount,
  formatDeclared,
  formatGatePercent,
  formatInterval,
  formatLevel,
  formatNumber,
  formatPercentOf,
  formatTablePercent,
  machinePlain,
  plain,
  roundedTo,
  roundedToSignificant,
  shifted,
} from '../../src/outputs/words/forms/decimals.ts';

describe('decimals round once, from exact numbers', () => {
  it('rounds half away from zero on the decimal, not on the binary number (1.005 is below 1.005 in binary)', () => {
    expect(plain(roundedTo(decimalOf(1.005), 2))).toBe('1.01');
    expect(plain(roundedTo(decimalOf(-2.5), 0))).toBe('−3');
    expect(plain(roundedTo(decimalOf(2), 3))).toBe('2.000');
  });

  it('carries over: 9.96 to two significant digits is 10, 0.0999 is 0.10', () => {
    expect(plain(roundedToSignificant(decimalOf(9.96), 2))).toBe('10');
    expect(plain(roundedToSignificant(decimalOf(0.0999), 2))).toBe('0.10');
  });

  it('moves the point of a fraction exactly: 0.07 is 7 percent (0.07 * 100 in binary is 7.000000000000001)', () => {
    expect(machinePlain(shifted(decimalOf(0.07), 2))).toBe('7');
    expect(machinePlain(shifted(decimalOf(4.8986e-5), 2))).toBe('0.0048986');
  });

  it('keeps the digits of a text', () => {
    expect(plain(decimalOfText('95.40'))).toBe('95.40');
    expect(plain(decimalOfText('-0.0'))).toBe('0.0');
    expect(plain(decimalOfText('1234567'))).toBe('1,234,567');
  });
});

describe('percent of k in N', () => {
  // 249,410 / 268,412 = 0.92920..., 1,249 / 268,412 = 0.0046533, 1 / 268,412 = 3.7e-6
  it('is exact at a half: 1 of 800 is 0.125 %, to two decimals 0.13', () => expect(formatPercentOf(1, 800, 2)).toBe('0.13'));
  it('has one decimal at a gate, two below one percent', () => {
    expect(formatGatePercent(249410, 268412)).toBe('92.9');
    expect(formatGatePercent(1249, 268412)).toBe('0.47');
    expect(formatGatePercent(1, 268412)).toBe('< 0.01');
    expect(formatGatePercent(0, 268412)).toBe('0');
    expect(formatGatePercent(0, 0)).toBe('–');
  });
  it('has two decimals in the table, three below one percent', () => {
    expect(formatTablePercent(249410, 268412)).toBe('92.92');
    expect(formatTablePercent(1249, 268412)).toBe('0.465');
  });
});

describe('numbers for people', () => {
  const cases = [
    [formatCount(268412), '268,412'],
    [formatNumber(2.6079e-5, 2), '2.6 × 10^−5'],
    [formatNumber(0.0049, 2), '0.0049'],
    [formatNumber(1000000, 1), '1 × 10^6'],
    [formatNumber(-0.5, 2), '−0.50'],
    [formatDeclared(0.8, 2), '0.80'],
    [formatDeclared(1.25), '1.25'],
    [formatDeclared(1 / 0.7), '1.429'],
    [formatLevel(0.95), '95 %'],
    [formatLevel(0.975), '97.5 %'],
    [formatInterval({ estimate: 0.8523, lower: 0.7911, upper: 0.9134 }, 'en'), '0.85 (0.79–0.91)'],
    [formatInterval({ estimate: -0.008, lower: -0.024, upper: 0.009 }, 'en'), '−0.008 (−0.024 to 0.009)'],
    [formatInterval({ estimate: -0.008, lower: -0.024, upper: 0.009 }, 'zh'), '−0.008 (−0.024 至 0.009)'],
    [formatInterval({ estimate: 0.98, lower: 0.96, upper: 1 }, 'zh'), '0.98 (0.96–1.00)'],
    [formatInterval({ estimate: 0.98, lower: 0.96, upper: 1 }, 'en'), '0.98 (0.96–1.00)'],
    [formatInterval({ estimate: 0.98, lower: null, upper: 1 }, 'en'), '0.980'],
  ] as const;
  for (const [found, expected] of cases) it(expected, () => expect(found).toBe(expected));
});
