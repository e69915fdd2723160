import { describe, expect, it } from 'vitest';
import type { Outcome, TestOccasion } from '../../src/attributes/attribute-result.ts';
import { parseOccasionName } from '../../src/specification/occasion-name.ts';
import { countOccasions, decideOccasions, type Standing, standings } from '../../src/specification/occasions.ts';
import { counted, resultOf } from './specification-fixtures.ts';

const OUTCOMES = { meets: 'meets', fails: 'fails', invalid: 'no valid result', pending: 'pending' } as const satisfies Record<
  string,
  Outcome
>;

/** `initial:invalid`, `repeat 2 of initial:meets`, `retest 3:fails` as a test. */
function tested(text: string) {
  const match = /^(initial|repeat|retest)(?: (\d+))?(?: of (.+))?:(\w+)$/.exec(text);
  const kind = match?.[1] === 'repeat' ? 'repeat-after-invalid' : match?.[1] === 'retest' ? 'retest' : 'initial';
  const outcome =
    OUTCOMES[match?.[4] === 'meets' ? 'meets' : match?.[4] === 'fails' ? 'fails' : match?.[4] === 'pending' ? 'pending' : 'invalid'];
  const occasion: TestOccasion = { kind, number: Number(match?.[2] ?? 1), reason: 'x', reference: null, replaces: match?.[3] ?? null };
  return { occasion, outcome, reasons: [] };
}

const CASES: readonly { readonly name: string; readonly tests: readonly string[]; readonly standings: readonly Standing[] }[] = [
  { name: 'none: one test decides', tests: ['initial:fails'], standings: ['decides'] },
  {
    name: 'a repeat of an invalid test takes its place',
    tests: ['initial:invalid', 'repeat 2 of initial:meets'],
    standings: ['superseded', 'decides'],
  },
  { name: 'a repeat of a failing test does not', tests: ['initial:fails', 'repeat 2 of initial:meets'], standings: ['decides', 'surplus'] },
  { name: 'a repeat of a meeting test does not', tests: ['initial:meets', 'repeat 2 of initial:meets'], standings: ['decides', 'surplus'] },
  {
    name: 'what has not arrived is not invalid',
    tests: ['initial:pending', 'repeat 2 of initial:meets'],
    standings: ['decides', 'surplus'],
  },
  { name: 'a repeat that names nothing repeats nothing', tests: ['initial:invalid', 'repeat 2:meets'], standings: ['decides', 'surplus'] },
  { name: 'a repeat of what is not there', tests: ['initial:invalid', 'repeat 2 of retest 7:meets'], standings: ['decides', 'surplus'] },
  { name: 'a repeat of itself', tests: ['initial:invalid', 'repeat 2 of repeat-after-invalid 2:meets'], standings: ['decides', 'surplus'] },
  {
    name: 'all earlier invalid, each named once: the last decides',
    tests: ['initial:invalid', 'repeat 2 of initial:invalid', 'repeat 3 of repeat-after-invalid 2:meets'],
    standings: ['superseded', 'superseded', 'decides'],
  },
  {
    name: 'all earlier invalid, the first named twice: the second repeat is one too many, and the first stays invalid',
    tests: ['initial:invalid', 'repeat 2 of initial:invalid', 'repeat 3 of initial:meets'],
    standings: ['superseded', 'decides', 'surplus'],
  },
  {
    name: 'some earlier invalid, the invalid one named: the valid one stays beside',
    tests: ['initial:fails', 'retest 2:invalid', 'repeat 3 of retest 2:meets'],
    standings: ['decides', 'superseded', 'decides'],
  },
  {
    name: 'some earlier invalid, the valid one named: nothing is replaced',
    tests: ['initial:fails', 'retest 2:invalid', 'repeat 3 of initial:meets'],
    standings: ['decides', 'beside', 'surplus'],
  },
  { name: 'a retest stands beside a failure', tests: ['initial:fails', 'retest 2:meets'], standings: ['decides', 'beside'] },
  { name: 'a retest does not repeat an invalid test', tests: ['initial:invalid', 'retest 2:meets'], standings: ['decides', 'beside'] },
];

describe('standings', () => {
  it.each(CASES)('$name', ({ tests, standings: expected }) => {
    expect(standings(tests.map(tested))).toEqual(expected);
  });
});

describe('decideOccasions', () => {
  const of = (k: number, text: string) => resultOf({}, { ...counted(k, 100), ...tested(text), reasons: [], acquiredAt: '2026-03-02' });

  it('a repeat of a valid test gives no valid result where it meets, and keeps a failure', () => {
    const [, meets] = decideOccasions([of(95, 'initial:meets'), of(96, 'repeat 2 of initial:meets')]);
    expect([meets?.outcome, meets?.reasons.map((one) => one.code)]).toEqual(['no valid result', ['specification/more-than-planned']]);
    const [, fails] = decideOccasions([of(95, 'initial:meets'), of(80, 'repeat 2 of initial:fails')]);
    expect([fails?.outcome, fails?.reasons, fails?.notes.map((one) => one.code)]).toEqual([
      'fails',
      [],
      ['specification/more-than-planned'],
    ]);
  });
});

describe('a row that only informs', () => {
  const test = (kind: TestOccasion['kind'], number: number, replaces: string | null, reasons: number) => ({
    occasion: { kind, number, replaces },
    outcome: 'information' as const,
    reasons: decided(reasons),
  });

  it.each([
    ['a repeat of one with a reason takes its place', 1, ['superseded', 'decides']],
    ['a repeat of one without a reason does not', 0, ['decides', 'surplus']],
  ] as const)('%s', (_, reasons, expected) => {
    expect(standings([test('initial', 1, null, reasons), test('repeat-after-invalid', 2, 'initial', 0)])).toEqual(expected);
  });
});

/** So many reasons, as a result has them. */
function decided(count: number) {
  const found = resultOf({}, counted(95, 100, { acquiredAt: null }));
  return found.reasons.slice(0, count);
}

describe('the number of further test occasions', () => {
  const on = (kind: TestOccasion['kind'], number: number) => ({ kind, number });
  const allowed = { repeatsAfterInvalid: 1, retests: 2 };

  it.each([
    ['none', [on('initial', 1)], 0, 0],
    ['several of one occasion count once', [on('retest', 2), on('retest', 2), on('initial', 1)], 0, 1],
    ['some of each kind', [on('retest', 2), on('repeat-after-invalid', 2), on('repeat-after-invalid', 3)], 2, 1],
    ['all of one kind', [on('repeat-after-invalid', 2), on('repeat-after-invalid', 3), on('repeat-after-invalid', 4)], 3, 0],
  ] as const)('%s', (_, occasions, repeats, retests) => {
    expect(countOccasions(occasions, allowed)).toEqual([
      { kind: 'repeat-after-invalid', found: repeats, allowed: 1 },
      { kind: 'retest', found: retests, allowed: 2 },
    ]);
  });
});

describe('parseOccasionName', () => {
  it.each([
    ['initial', { kind: 'initial', number: 1 }],
    ['retest', { kind: 'retest', number: 2 }],
    ['repeat-after-invalid  3', { kind: 'repeat-after-invalid', number: 3 }],
    ['plate-2', null],
    ['retest 0', null],
    ['Initial', null],
  ])('%s', (text, expected) => expect(parseOccasionName(text)).toEqual(expected));
});
