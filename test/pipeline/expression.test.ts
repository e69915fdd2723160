import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../src/pipeline/expression.ts';

const values = new Map([
  ['a', 8],
  ['b', 2],
]);

describe('compileExpression', () => {
  it.each([
    ['a / b + 1', 5],
    ['-(a - b) * 2', -12],
    ['a ^ b', 64],
    ['log10(1000) + ln(exp(2))', 5],
    ['max(a, b, 11) - min(a, b)', 9],
    ['sqrt(abs(-16))', 4],
    ['1e3 * a', 8000],
  ])('%s', async (text, expected) => {
    expect((await compileExpression(text)).evaluate(values)).toBeCloseTo(expected, 12);
  });

  it('names what it reads', async () => {
    expect((await compileExpression('b * a + b')).names).toEqual(['a', 'b']);
  });

  it.each([
    'cos(a)',
    'a = 3',
    'f(x) = x',
    '[1, 2]',
    '"text"',
    'a.constructor',
    'import("x")',
    'a; b',
    '1:3',
    'a > b',
    '3 cm to inch',
    'constructor(a)',
    'a +',
    'a!',
    'true ? 1 : 2',
    '__proto__(1)',
  ])('refuses %s', async (text) => {
    await expect(compileExpression(text)).rejects.toMatchObject({ code: 'definition/bad-expression' });
  });
});
