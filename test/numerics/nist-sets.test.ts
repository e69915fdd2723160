import { describe, expect, it } from 'vitest';
import { fitLeastSquares } from '../../src/numerics/regression/least-squares.ts';
import { digits, problemOf, reached } from './nist-case.ts';
import { LANCZOS1, OTHER_NIST_SETS } from './nist-sets.ts';

describe('sets of NIST StRD beside those of the shared folder: 6 digits of every parameter, 4 of every standard error', () => {
  it.each(OTHER_NIST_SETS.flatMap((nist) => nist.starts.map((start, i) => [nist.id, i + 1, start, nist] as const)))(
    '%s from start %i',
    (_, __, start, nist) => {
      const fit = fitLeastSquares(problemOf(nist), start);
      expect(reached(fit, nist), JSON.stringify(fit)).toBe(true);
      expect(digits([fit.rss], [nist.expected.rss])).toBeGreaterThan(9);
      expect(fit.degreesOfFreedom).toBe(nist.expected.df);
    },
  );

  it.each([0, 1])(
    'Lanczos1, residuals of 1e-13, from start %i + 1: all its digits, and standard errors as far as doubles hold them',
    (start) => {
      const fit = fitLeastSquares(problemOf(LANCZOS1), LANCZOS1.starts[start] ?? []);
      expect(fit.stopped).toBe('converged');
      expect(digits(fit.parameters, LANCZOS1.expected.params)).toBeGreaterThan(9);
      // Rounding the observations to doubles alone changes the exact solution's standard errors in the fourth digit (5.3347e-11 becomes 5.3324e-11 for b1, in
      // 60-digit arithmetic), and the last bit of every model value as much again.
      expect(digits(fit.standardErrors, LANCZOS1.expected.se)).toBeGreaterThan(2.5);
      expect(fit.iterations).toBeLessThan(200);
    },
  );
});
