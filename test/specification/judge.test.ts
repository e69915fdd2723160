import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rationalOfCounts } from '../../src/numerics/exact-decimal.ts';
import { type ExactRange, judgeRange } from '../../src/specification/judge.ts';

const rational = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 50 })).map(([k, n]) => rationalOfCounts(k, n));

describe('a limit', () => {
  it('parts the numbers in two: every value is below it, or at it and above, never both', () => {
    fc.assert(
      fc.property(rational, rational, fc.boolean(), (value, limit, closed) => {
        const atLeast: ExactRange = { lower: { value: limit, closed }, upper: null };
        const below: ExactRange = { lower: null, upper: { value: limit, closed: !closed } };
        expect([judgeRange({ value, operator: '' }, atLeast), judgeRange({ value, operator: '' }, below)].sort()).toEqual([
          'fails',
          'meets',
        ]);
      }),
    );
  });

  it('a value known only from one side is never decided against what it can be', () => {
    fc.assert(
      fc.property(rational, rational, rational, fc.constantFrom('<' as const, '>' as const), (bound, actual, limit, operator) => {
        const possible = operator === '<' ? compare(actual, bound) < 0 : compare(actual, bound) > 0;
        fc.pre(possible);
        for (const range of [
          { lower: { value: limit, closed: true }, upper: null },
          { lower: null, upper: { value: limit, closed: false } },
        ]) {
          const decided = judgeRange({ value: bound, operator }, range);
          if (decided !== 'undecided') expect(judgeRange({ value: actual, operator: '' }, range)).toBe(decided);
        }
      }),
    );
  });
});

function compare(a: { numerator: bigint; denominator: bigint }, b: { numerator: bigint; denominator: bigint }): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
