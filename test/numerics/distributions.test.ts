import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { betaCdf, betaQuantile, betaUpperTail } from '../../src/numerics/distributions/beta-distribution.ts';
import { binomialCdf, binomialUpperTail } from '../../src/numerics/distributions/binomial-distribution.ts';
import { chiSquaredCdf, chiSquaredQuantile, chiSquaredUpperTail } from '../../src/numerics/distributions/chi-squared-distribution.ts';
import { fCdf, fQuantile, fUpperTail } from '../../src/numerics/distributions/f-distribution.ts';
import { normalCdf, normalQuantile, normalUpperTail } from '../../src/numerics/distributions/normal-distribution.ts';
import { studentCdf, studentQuantile, studentUpperTail } from '../../src/numerics/distributions/student-distribution.ts';
import { countRows } from '../case-table.ts';
import { describeShared } from '../shared-data.ts';

type Distribution = (a1: number, a2: number, a3: number) => number;

// Names of ../shared/data/potency/distributions.csv; the studentised range (tukey_*) is not offered.
const BY_NAME = new Map<string, Distribution>([
  ['t_cdf', (t, df) => studentCdf(t, df)],
  ['t_quantile', (p, df) => studentQuantile(p, df)],
  ['f_cdf', fCdf],
  ['f_sf', fUpperTail],
  ['f_quantile', fQuantile],
  ['chisq_sf', (x, df) => chiSquaredUpperTail(x, df)],
  ['chisq_quantile', (p, df) => chiSquaredQuantile(p, df)],
  ['beta_cdf', betaCdf],
  ['beta_sf', betaUpperTail],
  ['beta_quantile', betaQuantile],
  ['norm_cdf', (z) => normalCdf(z)],
  ['norm_quantile', (p) => normalQuantile(p)],
]);

const EXTRA = new Map<string, Distribution>([
  ['chisq_cdf', (x, df) => chiSquaredCdf(x, df)],
  ['t_sf', (t, df) => studentUpperTail(t, df)],
  ['norm_sf', (z) => normalUpperTail(z)],
]);

// Computed apart from this code, by mpmath 1.3.0 at 60 digits (continued fractions and series of DLMF 8.17 and 8.11).
function LARGE(): (readonly [string, number, number, number, number])[] {
  return [
    ['beta_cdf', 0.5, 1000, 1000, 0.5],
    ['beta_sf', 0.5, 1000, 1000, 0.5],
    ['beta_cdf', 0.49, 100000.0, 100000.0, 1.8571347290404196e-19],
    ['beta_sf', 0.49, 100000.0, 100000.0, 1.0],
    ['beta_cdf', 0.001, 1000.0, 999000.0, 0.5041989342436045],
    ['beta_sf', 0.001, 1000.0, 999000.0, 0.4958010657563955],
    ['beta_cdf', 0.00099, 1000.5, 1000000.0, 0.3854421676550882],
    ['beta_sf', 0.00099, 1000.5, 1000000.0, 0.6145578323449118],
    ['beta_cdf', 1e-6, 100, 99999901.0, 0.5132988182096585],
    ['beta_sf', 1e-6, 100, 99999901.0, 0.4867011817903415],
    ['beta_cdf', 1.3e-6, 100, 99999901.0, 0.9972496059671091],
    ['beta_sf', 1.3e-6, 100, 99999901.0, 0.0027503940328908786],
    ['beta_cdf', 2e-7, 3, 100000000.0, 0.9999995444859563],
    ['beta_sf', 2e-7, 3, 100000000.0, 4.555140436521091e-7],
    ['beta_cdf', 0.5001, 50000000.0, 50000000.0, 0.9772498688616734],
    ['beta_sf', 0.5001, 50000000.0, 50000000.0, 0.022750131138326593],
    ['beta_cdf', 0.3, 30000.0, 70000.0, 0.5003670623366109],
    ['beta_sf', 0.3, 30000.0, 70000.0, 0.49963293766338907],
    ['beta_quantile', 0.95, 101, 99999900.0, 1.1807926210815822e-6],
    ['beta_quantile', 0.025, 1000, 100000000.0, 9.389639199746678e-6],
    ['beta_quantile', 0.975, 50000000.0, 50000000.0, 0.5000979981985308],
    ['beta_quantile', 0.05, 12, 99999988.0, 6.924212723935336e-8],
    ['chisq_sf', 1900, 2000, 0, 0.9449453137692619],
    ['chisq_cdf', 1900, 2000, 0, 0.05505468623073803],
    ['chisq_sf', 2100, 2000, 0, 0.05867111137731808],
    ['chisq_cdf', 2100, 2000, 0, 0.9413288886226819],
    ['chisq_sf', 2600, 2000, 0, 1.8736155715785553e-18],
    ['chisq_cdf', 2600, 2000, 0, 1.0],
    ['chisq_sf', 100000.0, 100000.0, 0, 0.4994052918952067],
    ['chisq_cdf', 100000.0, 100000.0, 0, 0.5005947081047933],
    ['chisq_sf', 102000.0, 100000.0, 0, 4.4119392551203065e-6],
    ['chisq_cdf', 102000.0, 100000.0, 0, 0.9999955880607448],
    ['chisq_sf', 98000, 100000.0, 0, 0.9999966152457719],
    ['chisq_cdf', 98000, 100000.0, 0, 3.3847542280794912e-6],
    ['chisq_sf', 201500.0, 200000.0, 0, 0.008969901996309764],
    ['chisq_cdf', 201500.0, 200000.0, 0, 0.9910300980036902],
    ['chisq_sf', 999, 999, 0, 0.4940498779585279],
    ['chisq_cdf', 999, 999, 0, 0.5059501220414722],
    ['t_sf', 2, 10000.0, 0, 0.02276363033071772],
    ['t_sf', 8, 100000.0, 0, 6.286959938128186e-16],
    ['t_sf', 1.96, 100000000.0, 0, 0.024997896534664055],
    ['t_sf', -3, 200000.0, 0, 0.9986499357686116],
    ['norm_sf', 0.1, 0, 0, 0.460172162722971],
    ['norm_sf', 1, 0, 0, 0.15865525393145705],
    ['norm_sf', 5, 0, 0, 2.866515718791939e-7],
    ['norm_sf', 20, 0, 0, 2.7536241186062337e-89],
    ['norm_sf', 37, 0, 0, 5.725571222524577e-300],
  ];
}

function relativeError(found: number, expected: number): number {
  return found === expected ? 0 : Math.abs(found - expected) / Math.abs(expected);
}

describeShared('distributions agree with R to 1e-10 relative', (shared) => {
  const rows = readFileSync(`${shared}data/potency/distributions.csv`, 'utf8').trim().split('\n').slice(1);
  countRows('distributions.csv', rows.length);
  for (const [name, evaluate] of BY_NAME) {
    it(name, () => {
      let compared = 0;
      let wrongInR = 0;
      for (const row of rows) {
        const [fn, a1, a2, a3, value] = row.split(',');
        if (fn !== name) continue;
        compared += 1;
        const found = evaluate(Number(a1), Number(a2), Number(a3));
        if (relativeError(found, Number(value)) < 1e-10) continue;
        // R's own qf misses its own pf in the far lower tail (F(1, 2) at p = 1e-6 is 2p²/(1−p²) = 2.000000000002e-12, R prints 2.00018e-12):
        // there the quantile must give its probability back, and R's must not.
        expect(name, `${row} found ${found}`).toBe('f_quantile');
        wrongInR += 1;
        expect(relativeError(fCdf(found, Number(a2), Number(a3)), Number(a1)), row).toBeLessThan(1e-13);
        expect(relativeError(fCdf(Number(value), Number(a2), Number(a3)), Number(a1)), row).toBeGreaterThan(9e-11);
      }
      expect(compared).toBeGreaterThan(10);
      expect(wrongInR).toBe(name === 'f_quantile' ? 29 : 0);
    });
  }
});

describe('tails and quantiles keep their digits at large shapes (mpmath 1.3.0, 60 digits)', () => {
  it.each(LARGE())('%s(%d, %d, %d)', (name, a1, a2, a3, value) => {
    const found = EXTRA.get(name)?.(a1, a2, a3) ?? BY_NAME.get(name)?.(a1, a2, a3) ?? Number.NaN;
    expect(relativeError(found, value), `found ${found}`).toBeLessThan(1e-12);
  });
});

describe('closed forms', () => {
  it('Clopper-Pearson upper limit at k = 0 of N is 1 - 0.05^(1/N)', () => {
    for (const n of [10, 1e3, 1e5, 1e8]) {
      // -expm1(ln(0.05)/n) = 1 - 0.05^(1/n)
      expect(relativeError(betaQuantile(0.95, 1, n), -Math.expm1(Math.log(0.05) / n))).toBeLessThan(1e-12);
    }
  });

  it('binomial tails: 3 of 5 with p = 1/2 is 26/32 at most and 16/32 at least', () => {
    expect(binomialCdf(3, 5, 0.5)).toBeCloseTo(26 / 32, 14);
    expect(binomialUpperTail(3, 5, 0.5)).toBeCloseTo(16 / 32, 14);
  });

  it('chi-squared with 2 degrees of freedom is exponential, Student with 1 is Cauchy', () => {
    expect(relativeError(chiSquaredUpperTail(50, 2), Math.exp(-25))).toBeLessThan(1e-14);
    expect(relativeError(chiSquaredCdf(1e-8, 2), -Math.expm1(-5e-9))).toBeLessThan(1e-14);
    expect(relativeError(studentQuantile(0.75, 1), 1)).toBeLessThan(1e-15);
    expect(relativeError(studentUpperTail(1, 1), 0.25)).toBeLessThan(1e-15);
  });

  it('a quantile gives back its probability, at tail probabilities down to 1e-300', () => {
    for (const p of [1e-300, 1e-100, 1e-20]) {
      expect(relativeError(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-11);
      expect(relativeError(studentCdf(studentQuantile(p, 7), 7), p)).toBeLessThan(1e-12);
    }
  });

  it('refuses what is not a probability or a number', () => {
    expect(() => studentQuantile(1.5, 3)).toThrow('Expected a probability from 0 to 1, found 1.5.');
    expect(() => betaCdf(Number.NaN, 1, 1)).toThrow('Expected a number, found NaN.');
    expect(() => fCdf(1, 0, 3)).toThrow('Expected positive finite degrees of freedom, found 0 and 3.');
  });
});
