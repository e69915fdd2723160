import { describe, expect, it } from 'vitest';
import { parseExactJson, textOfJson } from '../../src/lims/http-answers.ts';
import { compareReadBack, exactDecimalOf, type ReadResult } from '../../src/lims/read-back.ts';

const sent: ReadResult = {
  row: 'VIA',
  occasion: 'initial 1',
  value: '92.80',
  operator: '',
  unit: '%',
  limitLower: '90.0',
  limitUpper: '',
  state: 'PASS',
};

describe('what was read back', () => {
  it.each([
    { what: 'the same', found: [sent], differences: [] },
    { what: 'the same number with other digits', found: [{ ...sent, value: '92.8', limitLower: '90' }], differences: [] },
    { what: 'the same number with an exponent', found: [{ ...sent, value: '9.28e1' }], differences: [] },
    { what: 'a truncated number', found: [{ ...sent, value: '92' }], differences: ['value 92.80 92'] },
    {
      what: 'a number that only a double cannot tell apart',
      found: [{ ...sent, value: '92.80000000000000000001' }],
      differences: ['value 92.80 92.80000000000000000001'],
    },
    { what: 'nothing in place of a number', found: [{ ...sent, value: '' }], differences: ['value 92.80 '] },
    { what: '= in place of no operator', found: [{ ...sent, operator: '=' }], differences: [] },
    { what: 'an operator', found: [{ ...sent, operator: '<' }], differences: ['operator  <'] },
    { what: 'a unit in other letters', found: [{ ...sent, unit: 'PERCENT' }], differences: ['unit % PERCENT'] },
    { what: 'a limit that was not sent', found: [{ ...sent, limitUpper: '100' }], differences: ['limitUpper  100'] },
    { what: 'several things', found: [{ ...sent, unit: 'mg', state: 'FAIL' }], differences: ['unit % mg', 'state PASS FAIL'] },
    { what: 'a field that the target does not have', found: [{ ...sent, unit: null }], differences: [] },
    { what: 'no result', found: [], differences: ['result 92.80 null'] },
    { what: 'the result twice', found: [sent, sent], differences: ['result 1 2'] },
    {
      what: 'a result of another test of the row beside it',
      found: [sent, { ...sent, occasion: 'retest 2' }],
      differences: ['result  92.80'],
    },
    { what: 'a result that nobody sent', found: [sent, { ...sent, row: 'POT' }], differences: ['result  92.80'] },
  ])('is compared where it is $what', ({ found, differences }) => {
    expect(compareReadBack([sent], found).map((one) => `${one.field} ${one.expected} ${one.found}`)).toEqual(differences);
  });

  it.each([
    ['true', 'true', 0],
    ['true', '>=', 0],
    ['true', '≤', 0],
    ['false', '<', 0],
    ['true', 'false', 1],
    ['true', '>', 1],
    ['false', '<=', 1],
    ['true', '', 1],
    // No limit, so that nothing of it can be closed.
    ['', 'false', 0],
  ])('says of a limit that is closed: %s, as %s: %d differences', (closed, read, count) => {
    const one = { ...sent, limitLowerClosed: closed, limitUpperClosed: closed };
    expect(compareReadBack([one], [{ ...one, limitLowerClosed: read }])).toHaveLength(count);
    expect(compareReadBack([one], [{ ...one, limitUpperClosed: read }])).toHaveLength(count);
    expect(compareReadBack([one], [{ ...sent }])).toEqual([]);
  });

  it('is told apart by samples, where the target names them', () => {
    const both = [
      { ...sent, samples: 'S-1' },
      { ...sent, samples: 'S-2', value: '90' },
    ];
    expect(compareReadBack(both, [...both].reverse())).toEqual([]);
    expect(compareReadBack(both, both.slice(0, 1))).toMatchObject([{ field: 'result', expected: '90', found: null }]);
  });

  it('has its operators compared however they are written', () => {
    for (const [a, b] of [
      ['<=', '≤'],
      ['>=', '≥'],
    ] as const)
      expect(compareReadBack([{ ...sent, operator: a }], [{ ...sent, operator: b }])).toEqual([]);
    expect(compareReadBack([{ ...sent, operator: '<' }], [{ ...sent, operator: '<=' }])).toHaveLength(1);
  });
});

it.each([
  ['1.50', 150n, 100n],
  ['-0.5', -5n, 10n],
  ['2e3', 2000n, 1n],
  ['12E-1', 12n, 10n],
])('%s is exactly %s/%s', (text, numerator, denominator) => {
  expect(exactDecimalOf(text)).toEqual({ numerator, denominator });
});

it.each(['', 'ND', '1,5', '<1', '1.', '.5', 'NaN', 'Infinity', '0x10', `1e999`])("'%s' is no decimal number", (text) => {
  expect(exactDecimalOf(text)).toBeNull();
});

describe('a number of JSON', () => {
  it.each([
    // A double keeps 15 significant digits (IEEE 754 binary64): these are the same after reading.
    ['92.8', true],
    ['92.80', true],
    ['9.28e1', true],
    ['92.800000000000000000000', true],
    // 92.8 as a double, but not as digits.
    ['92.80000000000000000001', false],
    ['92.799999999999999999999', false],
  ])('%s is 92.80: %s', (number, same) => {
    const value = textOfJson(parseExactJson(number));
    expect(compareReadBack([sent], [{ ...sent, value }]).length === 0).toBe(same);
  });

  it('is left as it is in a text, and where it is short; one that a double would make 0 is no 0', () => {
    expect(parseExactJson('{"a":"1.2345678901234567 \\" 12345678901234567890","b":[1.5,-12345678901234567890,1e-400]}')).toEqual({
      a: '1.2345678901234567 " 12345678901234567890',
      b: [1.5, '-12345678901234567890', '1e-400'],
    });
    expect(() => parseExactJson('{12345678901234567890:1}')).toThrow(SyntaxError);
  });
});
