import { describe, expect, it } from 'vitest';
import { rationalOfNumber, toNumber } from '../../src/numerics/exact/exact-decimal.ts';
import { pointOf, pointRange } from '../../src/numerics/exact/exact-range.ts';
import { rangeOfArithmetic } from '../../src/numerics/exact/range-of-arithmetic.ts';
import { compileExpression } from '../../src/pipeline/definition/expression.ts';

async function evaluate(text: string): Promise<number> {
  const { tree } = await compileExpression(text);
  const found = rangeOfArithmetic(tree, new Map([8, 2].map((value, i) => [i === 0 ? 'a' : 'b', pointRange(rationalOfNumber(value))])));
  const point = found.kind === 'range' ? pointOf(found.range) : null;
  return point === null ? Number.NaN : toNumber(point);
}

describe('compileExpression', () => {
  it.each([
    ['a / b + 1', 5],
    ['-(a - b) * 2', -12],
    ['a ^ b', 64],
    ['log10(1000) + ln(exp(2))', 5],
    ['max(a, b, 11) - min(a, b)', 9],
    ['sqrt(abs(-16))', 4],
    ['1e3 * a', 8000],
    ['a ^ -b', 1 / 64],
    ['a ^ (1 / 3)', 2],
    ['a - b - 1', 5],
    ['-a ^ b', -64],
  ])('%s', async (text, expected) => {
    expect(await evaluate(text)).toBeCloseTo(expected, 12);
  });

  it('computes with decimals, not with their binary neighbours: 0.1 x 3 is 0.3', async () => {
    expect(0.1 * 3).not.toBe(0.3);
    expect(await evaluate('0.1 * 3')).toBe(0.3);
    expect(await evaluate('0.3 - 0.2 - 0.1')).toBe(0);
  });

  it.each(['1 / (a - 8)', 'ln(b - 2)', 'sqrt(-a)', '(b - a) ^ 0.5', '10 ^ 400', '((a ^ 64) ^ 64) ^ 64'])(
    'has no number for %s',
    async (text) => expect(await evaluate(text)).toBeNaN(),
  );

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
    // Two values without an operator: 1 / 2 a would read as 1 / (2 a).
    '2 a',
    '1/2a',
    'a a',
    '(1)(a)',
    // Per cent, which in a + 5% would mean five per cent of a.
    'a * 5%',
    'a + 5%',
    'a %',
    'a % 2',
  ])('refuses %s', async (text) => {
    await expect(compileExpression(text)).rejects.toMatchObject({ code: 'definition/bad-expression' });
  });
});
