import { describe, expect, it } from 'vitest';
import { rationalOfNumber } from '../../src/numerics/exact/exact-decimal.ts';
import type { ExactRange } from '../../src/numerics/exact/exact-range.ts';
import { type LimitedValue, type LimitState, type LimitValidity, limitState } from '../../src/specification/further-limits.ts';
import { said, sentence } from '../said.ts';
import { counted, estimate, resultOf } from './specification-fixtures.ts';

const atMost = (limit: number): ExactRange => ({ lower: null, upper: { value: rationalOfNumber(limit), closed: true } });
const lessThan = (limit: number): ExactRange => ({ lower: null, upper: { value: rationalOfNumber(limit), closed: false } });
const atLeast = (limit: number): ExactRange => ({ lower: { value: rationalOfNumber(limit), closed: true }, upper: null });
const found = (value: number, operator: '' | '<' | '>' = '', parts: Partial<LimitedValue> = {}): LimitedValue => ({
  validity: 'valid',
  value: { value: rationalOfNumber(value), operator },
  certainlyBeyond: false,
  ...parts,
});

describe('what a limit says of a value', () => {
  it.each<[string, LimitedValue, ExactRange | null, LimitState]>([
    ['within', found(4.9), atMost(5), 'kept'],
    ['at a closed limit', found(5), atMost(5), 'kept'],
    ['at an open limit', found(5), lessThan(5), 'crossed'],
    ['beyond', found(5.1), atMost(5), 'crossed'],
    ['below a lower limit', found(79.9), atLeast(80), 'crossed'],
    // x < 0.05: every value that it can have
    ['known as below a number under the limit', found(0.05, '<'), lessThan(0.25), 'kept'],
    ['known as below the open limit itself', found(0.25, '<'), lessThan(0.25), 'kept'],
    ['known as below a number above the limit', found(0.5, '<'), lessThan(0.25), 'undecided'],
    ['known as below the lower limit', found(80, '<'), atLeast(80), 'crossed'],
    ['known as above the upper limit', found(5, '>'), atMost(5), 'crossed'],
    ['known as above a number under the limit', found(4, '>'), atMost(5), 'undecided'],
    ['known as above the lower limit', found(80, '>'), atLeast(80), 'kept'],
    ['without a number', { ...found(1), value: null }, atMost(5), 'not judged'],
    ['without a limit that can be derived', found(1), null, 'not judged'],
  ])('%s', (_, value, range, state) => {
    expect(limitState(value, range)).toBe(state);
  });

  it.each<[LimitValidity, boolean, LimitState]>([
    ['invalid', true, 'not judged'],
    ['draft', true, 'not judged'],
    ['awaited', true, 'not judged'],
    ['too-few', true, 'crossed'],
    ['too-few', false, 'not judged'],
    ['valid', false, 'crossed'],
  ])('a value beyond, validity %s, one-sided limit beyond: %s', (validity, certainlyBeyond, state) => {
    expect(limitState(found(9, '', { validity, certainlyBeyond }), atMost(5))).toBe(state);
  });
});

describe('limits of a row', () => {
  const crossed = (rowParts: Readonly<Record<string, unknown>>, value = counted(95, 100)) =>
    resultOf(rowParts, value).limits.map((limit) => limit.crossed);

  // 179 of 200 = 89.5 %, which to whole percent half-up is 90 %: the criterion and the limit read the same number.
  it.each([
    ['rounded', false],
    ['unrounded', true],
  ] as const)('judge the %s value where the criterion does', (decideOn, beyond) => {
    expect(crossed({ criterion: { atLeast: 50 }, digits: 0, decideOn, discard: { atLeast: 90 } }, counted(179, 200))).toEqual([beyond]);
  });

  it('a row without a criterion judges the unrounded value', () => {
    const parts = { criterion: { reportOnly: true }, role: 'information', decideOn: undefined, digits: 0, discard: { atLeast: 90 } };
    expect(crossed(parts, counted(179, 200))).toEqual([true]);
  });

  it.each(['release', 'supportive', 'parallel', 'information'])('are judged in the role %s', (role) => {
    expect(crossed({ role, discard: { atLeast: 96 } })).toEqual([true]);
    expect(crossed({ role, discard: { atLeast: 50 } })).toEqual([false]);
  });

  it('judge the confidence limit where the row does', () => {
    const interval = { lower: 0.85, upper: 0.99, level: 0.95, sides: 'two' as const, method: 'wilson' as const };
    expect(crossed({ on: 'lower-limit', discard: { atLeast: 90 } }, counted(95, 100, { interval }))).toEqual([true]);
    expect(crossed({ on: 'estimate', discard: { atLeast: 90 } }, counted(95, 100, { interval }))).toEqual([false]);
    expect(crossed({ on: 'lower-limit', criterion: { reportOnly: true }, role: 'information', discard: { atLeast: 90 } })).toEqual([null]);
  });

  it('an invalid value crosses nothing, and the row says so', () => {
    const invalid = counted(5, 100, { reasons: [{ code: 'control/missing', scope: 'assay-run', fields: {} }] });
    const result = resultOf({ discard: { atLeast: 50 } }, invalid);
    expect(result.limits[0]?.crossed).toBe(null);
    expect(said(result.notes)).toContainEqual({
      code: 'limit/not-judged',
      message: 'The discard limit ≥ 50.0 % was not judged: the value is not valid.',
    });
  });

  it('a value from before the effective date, of another stage, or of a draft method crosses nothing', () => {
    const parts = { criterion: { reportOnly: true }, role: 'information', discard: { atLeast: 96 } };
    expect(crossed(parts, counted(95, 100, { acquiredAt: '2025-12-31' }))).toEqual([null]);
    expect(crossed(parts, counted(95, 100, { stage: 'before-sorting' }))).toEqual([null]);
    expect(crossed(parts, counted(95, 100, { method: { id: null, text: 'flow', version: '1', status: 'draft' } }))).toEqual([null]);
    expect(crossed(parts)).toEqual([true]);
  });

  it('too few events cross a limit only where their one-sided limit lies beyond it', () => {
    const few = { reasons: [{ code: 'attribute/too-few-events', scope: 'test-article', fields: {} }] } as const;
    // Clopper-Pearson, one-sided 95 %: upper limit of 5 of 100 is 10.2 %, of 48 of 100 is 56.7 % (R: binom.test, alternative = "less")
    expect(crossed({ discard: { atLeast: 50 } }, counted(5, 100, few))).toEqual([true]);
    expect(crossed({ discard: { atLeast: 50 } }, counted(48, 100, few))).toEqual([null]);
  });

  it('a pending value says nothing of limits', () => {
    const result = resultOf({ discard: { atLeast: 50 } }, estimate({ status: 'pending' }));
    expect([result.outcome, result.limits[0]?.crossed, result.notes]).toEqual(['pending', null, []]);
  });

  describe('a result known only as below a number on both sides of a limit', () => {
    const below = estimate({ estimate: 0.2, operator: '<', unit: 'EU/mL' });
    const parts = { criterion: { lessThan: 1 }, unit: 'EU/mL', digits: 2 };
    it.each([
      ['release', 'discard', 'no valid result', ['limit/undecided'], []],
      ['release', 'action', 'no valid result', ['limit/undecided'], []],
      ['release', 'alert', 'meets', [], ['limit/not-judged']],
      ['supportive', 'discard', 'meets', [], ['limit/not-judged']],
    ])('%s row, %s limit: %s', (role, kind, outcome, reasons, notes) => {
      const result = resultOf({ ...parts, role, [kind]: { lessThan: 0.1 } }, below);
      expect([result.outcome, result.reasons.map((one) => one.code), result.notes.map((one) => one.code)]).toEqual([
        outcome,
        reasons,
        notes,
      ]);
    });

    it('says what to do', () => {
      expect(resultOf({ ...parts, discard: { lessThan: 0.1 } }, below).reasons.map(sentence)[0]).toBe(
        'Expected a result on one side of the discard limit < 0.10 EU/mL, found one that is only known to be < 0.2. Test by a method that reaches below the limit.',
      );
    });

    it('meets as before where the limit is kept', () => {
      expect(resultOf({ ...parts, discard: { lessThan: 0.2 } }, below).outcome).toBe('meets');
    });
  });
});
