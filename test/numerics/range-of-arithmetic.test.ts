import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arithmetic } from '../../src/numerics/exact/arithmetic.ts';
import { rationalOfNumber } from '../../src/numerics/exact/exact-decimal.ts';
import { boundsOfRange, type ExactRange, pointRange } from '../../src/numerics/exact/exact-range.ts';
import { rangeOfArithmetic } from '../../src/numerics/exact/range-of-arithmetic.ts';
import { compileExpression } from '../../src/pipeline/definition/expression.ts';

/** `[0, 0.05)`, `(5, )`, `( , 3]`, `7`. */
function rangeOfText(text: string): ExactRange {
  const match = /^([[(])\s*(\S*)\s*,\s*(\S*)\s*([\])])$/.exec(text);
  if (match === null) return pointRange(rationalOfNumber(Number(text)));
  const [, opens, from = '', to = '', closes] = match;
  const end = (number: string, closed: boolean) => (number === '' ? null : { value: rationalOfNumber(Number(number)), closed });
  return { lower: end(from, opens === '['), upper: end(to, closes === ']') };
}

function textOf(range: ExactRange): string {
  const bounds = boundsOfRange(range);
  if (bounds === null) return 'beyond every number';
  const { lower, upper } = bounds;
  if (lower !== null && lower.value === upper?.value) return String(lower.value);
  return `${lower?.closed === true ? '[' : '('}${lower?.value ?? ''}, ${upper?.value ?? ''}${upper?.closed === true ? ']' : ')'}`;
}

async function rangeOf(expression: string, values: Readonly<Record<string, string>>) {
  const { tree } = await compileExpression(expression);
  return rangeOfArithmetic(tree, new Map(Object.entries(values).map(([name, text]) => [name, rangeOfText(text)])));
}

describe('the range of an expression', () => {
  // Each expected range is the image of the interval, by hand.
  it.each([
    ['a positive factor keeps the side', '20 * x', { x: '(, 0.05)' }, '(, 1)'],
    ['a negative factor turns it', '-20 * x', { x: '(, 0.05)' }, '(-1, )'],
    ['0 takes it away', '0 * x', { x: '[0, 0.05)' }, '0'],
    ['a divisor above 0 keeps it', 'x / 4', { x: '(, 0.05)' }, '(, 0.0125)'],
    ['a quotient turns its divisor', '1 / x', { x: '(4, )' }, '(0, 0.25)'],
    ['beside an open 0 a quotient has no end', '1 / x', { x: '(0, 4]' }, '[0.25, )'],
    ['a sum of a number', '0.3 + x', { x: '[0, 0.05)' }, '[0.3, 0.35)'],
    ['a difference turns what is taken away', '0.3 - x', { x: '[0, 0.05)' }, '(0.25, 0.3]'],
    ['an end is closed only where both are', 'x + y', { x: '[0, 1)', y: '[2, 3]' }, '[2, 4)'],
    ['a product with 0 at a closed end has it', 'x * y', { x: '[0, 1)', y: '(2, 3)' }, '[0, 3)'],
    ['and with an open one not', 'x * y', { x: '(0, 1)', y: '(2, 3)' }, '(0, 3)'],
    ['0 times what has no end is 0', 'x * y', { x: '[0, 1)', y: '(2, )' }, '[0, )'],
    ['a product of values below 0', 'x * y', { x: '(-2, -1]', y: '[-3, -2]' }, '[2, 6)'],
    ['a square of what is not negative', 'x ^ 2', { x: '[0, 3)' }, '[0, 9)'],
    ['a cube keeps the side', 'x ^ 3', { x: '(, 2)' }, '(, 8)'],
    ['a negative power turns it', 'x ^ -2', { x: '[2, )' }, '(0, 0.25]'],
    ['a root', 'sqrt(x)', { x: '[0, 9)' }, '[0, 3)'],
    ['exp has 0 below it', 'exp(x)', { x: '(, 0)' }, '(0, 1)'],
    ['a logarithm of what may be 0 has no lower end', 'ln(x)', { x: '[0, 1)' }, '(, 0)'],
    ['the least of a value and 1', 'min(x, 1)', { x: '[0.5, )' }, '[0.5, 1]'],
    ['the greatest of a value and 0', 'max(x, 0)', { x: '(, 0.05)' }, '[0, 0.05)'],
    ['of ends that are equal one that is open', 'min(x, y)', { x: '[0, 2)', y: '[1, 2]' }, '[0, 2)'],
    ['decimals stay decimals', '0.1 * x', { x: '[0, 3)' }, '[0, 0.3)'],
    ['an operand twice in one sense', 'x + 2 * x', { x: '[0, 0.05)' }, '[0, 0.15)'],
  ])('%s: %s', async (_, expression, values, expected) => {
    const found = await rangeOf(expression, values as Record<string, string>);
    expect(found.kind === 'range' ? textOf(found.range) : found.cause).toBe(expected);
    if (found.kind === 'range') expect([...found.senses.values()]).not.toContain('mixed');
  });

  it.each([
    ['x / (x + 1)', { x: '[0, 0.05)' }, 'x'],
    ['x - x', { x: '[0, 0.05)' }, 'x'],
    ['y * x + 2', { x: '(, 0.05)', y: '[-1, 1]' }, 'x y'],
    ['x ^ 2', { x: '(, 0.05)' }, 'x'],
    ['abs(x)', { x: '(-1, 0.05)' }, 'x'],
  ])('%s is not monotone', async (expression, values, names) => {
    const found = await rangeOf(expression, values as Record<string, string>);
    const mixed = found.kind === 'range' ? [...found.senses].flatMap(([name, sense]) => (sense === 'mixed' ? [name] : [])) : [];
    expect(mixed.sort().join(' ')).toBe(names);
  });

  it.each([
    ['1 / x', { x: '[0, 0.05)' }, 'divides-by-possible-zero'],
    ['1 / (x - 1)', { x: '(0.5, 2)' }, 'divides-by-possible-zero'],
    ['1 / x', { x: '0' }, 'not-a-number'],
    ['ln(x)', { x: '(, 0.05)' }, 'not-a-number'],
    ['sqrt(x)', { x: '(-1, 4)' }, 'not-a-number'],
    ['x + z', { x: '1' }, 'not-a-number'],
  ])('%s is refused', async (expression, values, cause) => {
    expect(await rangeOf(expression, values as Record<string, string>)).toEqual({ kind: 'refused', cause });
  });

  it('holds every value that the expression takes within the ranges, and its ends are reached', () => {
    const leaf: fc.Arbitrary<Arithmetic> = fc.oneof(
      fc.integer({ min: -4, max: 4 }).map((value): Arithmetic => ({ kind: 'number', value })),
      fc.constantFrom('x', 'y').map((name): Arithmetic => ({ kind: 'name', name })),
    );
    const { tree } = fc.letrec<{ tree: Arithmetic }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc
          .tuple(fc.constantFrom('+' as const, '-' as const, '*' as const), tie('tree'), tie('tree'))
          .map(([operator, left, right]): Arithmetic => ({ kind: 'operation', operator, left, right })),
        fc
          .tuple(fc.constantFrom('min' as const, 'max' as const), tie('tree'), tie('tree'))
          .map(([name, ...parts]): Arithmetic => ({ kind: 'function', name, arguments: parts })),
      ),
    }));
    const interval = fc
      .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .map(([from, width]) => [from, from + width] as const);
    let monotone = 0;
    fc.assert(
      fc.property(tree, interval, interval, fc.double({ min: 0, max: 1, noNaN: true }), (expression, x, y, share) => {
        const closed = ([from, to]: readonly [number, number]) => rangeOfText(`[${from}, ${to}]`);
        const found = rangeOfArithmetic(
          expression,
          new Map([
            ['x', closed(x)],
            ['y', closed(y)],
          ]),
        );
        if (found.kind !== 'range') return;
        const bounds = boundsOfRange(found.range);
        const [lower, upper] = [bounds?.lower?.value ?? Number.NaN, bounds?.upper?.value ?? Number.NaN];
        const at = (s: number, t: number) => plain(expression, x[0] + s * (x[1] - x[0]), y[0] + t * (y[1] - y[0]));
        const slack = 1e-9 * (1 + Math.abs(lower) + Math.abs(upper));
        for (const value of [at(share, 1 - share), at(share, share)]) {
          expect(value).toBeGreaterThanOrEqual(lower - slack);
          expect(value).toBeLessThanOrEqual(upper + slack);
        }
        if ([...found.senses.values()].includes('mixed')) return;
        monotone += 1;
        const corners = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
        expect(Math.abs(Math.min(...corners) - lower)).toBeLessThanOrEqual(slack);
        expect(Math.abs(Math.max(...corners) - upper)).toBeLessThanOrEqual(slack);
      }),
      { numRuns: 500, seed: 20261129 },
    );
    expect(monotone).toBeGreaterThan(100);
  });
});

/** The value by the engine's own arithmetic. */
function plain(tree: Arithmetic, x: number, y: number): number {
  if (tree.kind === 'number') return tree.value;
  if (tree.kind === 'name') return tree.name === 'x' ? x : y;
  if (tree.kind === 'negation') return -plain(tree.of, x, y);
  if (tree.kind === 'function') {
    const parts = tree.arguments.map((part) => plain(part, x, y));
    return tree.name === 'min' ? Math.min(...parts) : Math.max(...parts);
  }
  const [a, b] = [plain(tree.left, x, y), plain(tree.right, x, y)];
  return tree.operator === '+' ? a + b : tree.operator === '-' ? a - b : a * b;
}
