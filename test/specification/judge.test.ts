import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rationalOfCounts, rationalOfNumber } from '../../src/numerics/exact/exact-decimal.ts';
import type { ExactEnd, ExactRange } from '../../src/numerics/exact/exact-range.ts';
import { decidingEnd, judgeRange } from '../../src/specification/judge.ts';

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

const end = (value: number, closed: boolean): ExactEnd => ({ value: rationalOfNumber(value), closed });
const open = (value: number): ExactEnd => end(value, false);
const closed = (value: number): ExactEnd => end(value, true);

describe('a value bounded on both sides', () => {
  // [0.30, 0.35): a sum of 0.30 and a quantity that is not negative and below 0.05.
  const sum = { value: rationalOfNumber(0.35), operator: '<' as const, otherEnd: closed(0.3) };

  it.each([
    ['at most 0.35: its upper end meets', { lower: null, upper: closed(0.35) }, 'meets'],
    ['below 0.35: every value is below its open end', { lower: null, upper: open(0.35) }, 'meets'],
    ['at most 0.34: its upper end is above, its lower end below', { lower: null, upper: closed(0.34) }, 'undecided'],
    ['at most 0.30: the lower end itself would meet', { lower: null, upper: closed(0.3) }, 'undecided'],
    ['below 0.30: even its lower end fails', { lower: null, upper: open(0.3) }, 'fails'],
    ['at least 0.30: its lower end meets', { lower: closed(0.3), upper: null }, 'meets'],
    ['above 0.30: the lower end itself would fail', { lower: open(0.3), upper: null }, 'undecided'],
    ['at least 0.35: no value reaches it', { lower: closed(0.35), upper: null }, 'fails'],
    ['0.25 to 0.40: within both', { lower: closed(0.25), upper: closed(0.4) }, 'meets'],
    ['0.32 to 0.40: its lower end is outside', { lower: closed(0.32), upper: closed(0.4) }, 'undecided'],
  ] as const)('%s', (_, range, judgement) => expect(judgeRange(sum, range)).toBe(judgement));

  it.each([
    ['an upper criterion that it may meet', { lower: null, upper: closed(0.34) }, 'upper'],
    ['an upper criterion that it fails: the lower end proves it', { lower: null, upper: open(0.3) }, 'lower'],
    ['a lower criterion that it may meet', { lower: closed(0.3), upper: null }, 'lower'],
    ['a lower criterion that it fails: the upper end proves it', { lower: closed(0.35), upper: null }, 'upper'],
    ['both ends', { lower: closed(0.2), upper: closed(0.5) }, 'upper'],
    ['both ends, beyond the upper one', { lower: closed(0.1), upper: closed(0.2) }, 'lower'],
    ['no criterion', { lower: null, upper: null }, 'upper'],
  ] as const)('is judged and reported, under %s', (_, range, side) => {
    expect(decidingEnd({ lower: closed(0.3), upper: open(0.35) }, range)).toBe(side);
  });

  it('has one end only where the other is not known', () => {
    expect(decidingEnd({ lower: null, upper: open(0.05) }, { lower: closed(1), upper: null })).toBe('upper');
    expect(decidingEnd({ lower: open(5), upper: null }, { lower: null, upper: closed(1) })).toBe('lower');
  });
});

function compare(a: { numerator: bigint; denominator: bigint }, b: { numerator: bigint; denominator: bigint }): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
