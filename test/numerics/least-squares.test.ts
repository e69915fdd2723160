import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fitFromStarts, fitLeastSquares } from '../../src/numerics/regression/least-squares.ts';
import { countCases } from '../case-table.ts';
import { describeShared } from '../shared-data.ts';
import { digits, type NistCase, problemOf, reached } from './nist-case.ts';

describeShared('NIST StRD: 6 digits of every parameter, 4 of every standard error', (shared) => {
  const cases: readonly NistCase[] = JSON.parse(readFileSync(`${shared}data/potency/nist.json`, 'utf8'));

  countCases(
    'nist.json',
    cases.map((one) => one.id),
  );

  it.each(cases.map((nist) => [nist.id, nist] as const))('%s from start 2', (_, nist) => {
    const fit = fitLeastSquares(problemOf(nist), nist.starts[1] ?? []);
    expect(fit.stopped).toBe('converged');
    expect(digits(fit.parameters, nist.expected.params)).toBeGreaterThanOrEqual(6);
    expect(digits(fit.standardErrors, nist.expected.se)).toBeGreaterThanOrEqual(4);
    expect(digits([fit.rss], [nist.expected.rss])).toBeGreaterThanOrEqual(6);
    expect(fit.degreesOfFreedom).toBe(nist.expected.df);
  });

  it('start 1: all but at most one, and none says converged with fewer than 4 digits', () => {
    const failed: string[] = [];
    for (const nist of cases) {
      const fit = fitLeastSquares(problemOf(nist), nist.starts[0] ?? []);
      if (!reached(fit, nist)) failed.push(`${nist.id} ${fit.stopped}`);
      if (fit.stopped === 'converged') expect(digits(fit.parameters, nist.expected.params), nist.id).toBeGreaterThanOrEqual(4);
    }
    console.log(`NIST from start 1: ${cases.length - failed.length} of ${cases.length}; ${failed.join(', ')}`);
    expect(failed.length).toBeLessThanOrEqual(1);
  });

  it('several starts keep the smallest sum of squares', () => {
    for (const nist of cases) expect(reached(fitFromStarts(problemOf(nist), nist.starts), nist), nist.id).toBe(true);
  });
});
