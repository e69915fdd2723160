import { exp, ln, log10, pow, sqrt } from '../elementary.ts';
import type { Arithmetic, ArithmeticFunction } from './arithmetic.ts';
import { multiply, type Rational, rationalOfNumber, toNumber } from './exact-decimal.ts';
import {
  addRanges,
  type ExactEnd,
  type ExactRange,
  extremeEnd,
  holdsZero,
  multiplyRanges,
  negateRange,
  pointOf,
  pointRange,
  reciprocalRange,
  signOf,
} from './exact-range.ts';

/** How a value moves with an operand: with it, against it, or now one and now the other. */
export type Sense = 'rises' | 'falls' | 'mixed';

export interface ArithmeticRange {
  readonly kind: 'range';
  readonly range: ExactRange;
  /** Of each name that is not one number. */
  readonly senses: ReadonlyMap<string, Sense>;
}

/** What has no value: a division by what may be 0, or an operation outside its domain. */
export interface ArithmeticRefusal {
  readonly kind: 'refused';
  readonly cause: 'divides-by-possible-zero' | 'not-a-number';
}

type Found = ArithmeticRange | ArithmeticRefusal;

const NOT_A_NUMBER: ArithmeticRefusal = { kind: 'refused', cause: 'not-a-number' };
const NO_SENSES: ReadonlyMap<string, Sense> = new Map();

/**
 * Every number that an expression can be while each name is somewhere in its range, with open and closed ends (interval arithmetic,
 * IEEE 1788 for the unbounded ones). Numbers stay quotients of integers through + − x / and whole powers. The ends are those of the true
 * range where no sense is `mixed`: each operand then takes its extreme at one and the same end everywhere.
 */
export function rangeOfArithmetic(tree: Arithmetic, ranges: ReadonlyMap<string, ExactRange>): Found {
  const found = rangeOf(tree, ranges);
  return found.kind === 'refused' ? found : guarded(found);
}

function rangeOf(tree: Arithmetic, ranges: ReadonlyMap<string, ExactRange>): Found {
  if (tree.kind === 'number') return { kind: 'range', range: pointRange(rationalOfNumber(tree.value)), senses: NO_SENSES };
  if (tree.kind === 'name') return rangeOfName(tree.name, ranges);
  if (tree.kind === 'negation') return within([rangeOfArithmetic(tree.of, ranges)], ([a]) => negated(a));
  if (tree.kind === 'function') {
    const parts = tree.arguments.map((argument) => rangeOfArithmetic(argument, ranges));
    return within(parts, (inner) => rangeOfFunction(tree.name, inner));
  }
  const parts = [rangeOfArithmetic(tree.left, ranges), rangeOfArithmetic(tree.right, ranges)];
  return within(parts, ([a, b]) => {
    if (a === undefined || b === undefined) return NOT_A_NUMBER;
    if (tree.operator === '+') return summed(a, b);
    if (tree.operator === '-') return within([negated(b)], ([turned]) => (turned === undefined ? NOT_A_NUMBER : summed(a, turned)));
    if (tree.operator === '*') return multiplied(a, b);
    return tree.operator === '/' ? divided(a, b) : raised(a, b);
  });
}

function rangeOfName(name: string, ranges: ReadonlyMap<string, ExactRange>): Found {
  const range = ranges.get(name);
  if (range === undefined) return NOT_A_NUMBER;
  return { kind: 'range', range, senses: pointOf(range) === null ? new Map([[name, 'rises']]) : NO_SENSES };
}

function within(parts: readonly Found[], next: (inner: readonly ArithmeticRange[]) => Found): Found {
  const refused = parts.find((part) => part.kind === 'refused');
  return refused ?? next(parts.filter((part) => part.kind === 'range'));
}

function negated(a: ArithmeticRange | undefined): Found {
  return a === undefined ? NOT_A_NUMBER : { kind: 'range', range: negateRange(a.range), senses: turned(a.senses) };
}

function summed(a: ArithmeticRange, b: ArithmeticRange): ArithmeticRange {
  return { kind: 'range', range: addRanges(a.range, b.range), senses: joined(a.senses, b.senses) };
}

function multiplied(a: ArithmeticRange, b: ArithmeticRange): ArithmeticRange {
  const senses = joined(timesSign(a.senses, signOf(b.range)), timesSign(b.senses, signOf(a.range)));
  return { kind: 'range', range: multiplyRanges(a.range, b.range), senses };
}

function divided(a: ArithmeticRange, b: ArithmeticRange): Found {
  if (holdsZero(b.range)) return pointOf(b.range) === null ? { kind: 'refused', cause: 'divides-by-possible-zero' } : NOT_A_NUMBER;
  return multiplied(a, { kind: 'range', range: reciprocalRange(b.range), senses: turned(b.senses) });
}

/** Largest whole power that is multiplied out. */
const WHOLE_POWER = 64;

function raised(base: ArithmeticRange, exponent: ArithmeticRange): Found {
  const power = pointOf(exponent.range);
  if (power === null) return raisedToRange(base, exponent);
  if (power.numerator % power.denominator === 0n) {
    const whole = toNumber(power);
    if (Math.abs(whole) <= WHOLE_POWER) {
      const raisedBase = wholePower(base, Math.abs(whole));
      return whole < 0 ? divided(ONE, raisedBase) : raisedBase;
    }
  }
  const sign = signOf(base.range);
  if (sign !== 'positive' && sign !== 'zero') return NOT_A_NUMBER;
  const size = Math.abs(toNumber(power));
  const upward = rising(base, (value) => pow(value, size), null);
  return power.numerator < 0n ? within([upward], ([found]) => (found === undefined ? NOT_A_NUMBER : divided(ONE, found))) : upward;
}

const ONE: ArithmeticRange = { kind: 'range', range: pointRange({ numerator: 1n, denominator: 1n }), senses: NO_SENSES };

function wholePower(base: ArithmeticRange, power: number): ArithmeticRange {
  if (power === 0) return ONE;
  const to = (end: ExactEnd | null): ExactEnd | null => (end === null ? null : { ...end, value: powerOf(end.value, power) });
  const { lower, upper } = base.range;
  const straight = { lower: to(lower), upper: to(upper) };
  if (power % 2 === 1) return { ...base, range: straight };
  const sign = signOf(base.range);
  if (sign === 'positive' || sign === 'zero') return { ...base, range: straight };
  const senses = timesSign(base.senses, sign);
  if (sign === 'negative') return { ...base, range: { lower: straight.upper, upper: straight.lower }, senses };
  const unbounded = lower === null || upper === null;
  const top = unbounded ? null : extremeEnd([straight.lower, straight.upper], { direction: 1, side: 'upper' });
  return { ...base, range: { lower: { value: { numerator: 0n, denominator: 1n }, closed: true }, upper: top }, senses };
}

function powerOf(value: Rational, power: number): Rational {
  let product = value;
  for (let times = 1; times < power; times += 1) product = multiply(product, value);
  return product;
}

/** A base that is never 0 or below, to a power that is not one number: exp(power ln base). */
function raisedToRange(base: ArithmeticRange, exponent: ArithmeticRange): Found {
  if (signOf(base.range) !== 'positive' || holdsZero(base.range)) return NOT_A_NUMBER;
  const logarithm = ofFunction('ln', base);
  return within([logarithm], ([log]) => (log === undefined ? NOT_A_NUMBER : ofFunction('exp', multiplied(log, exponent))));
}

function rangeOfFunction(name: ArithmeticFunction, inner: readonly ArithmeticRange[]): Found {
  const [only] = inner;
  if (only === undefined) return NOT_A_NUMBER;
  if (name !== 'min' && name !== 'max') return ofFunction(name, only);
  const direction = name === 'max' ? 1 : -1;
  const side = (which: 'lower' | 'upper'): ExactEnd | null =>
    extremeEnd(
      inner.map(({ range }) => range[which]),
      { direction, side: which },
    );
  const range = { lower: side('lower'), upper: side('upper') };
  return { kind: 'range', range, senses: inner.reduce((all, { senses }) => joined(all, senses), NO_SENSES) };
}

function ofFunction(name: Exclude<ArithmeticFunction, 'min' | 'max'>, inner: ArithmeticRange): Found {
  const sign = signOf(inner.range);
  if (name === 'abs') return absolute(inner, sign);
  if (name === 'exp') return rising(inner, exp, { value: { numerator: 0n, denominator: 1n }, closed: false });
  if (sign !== 'positive' && sign !== 'zero') return NOT_A_NUMBER;
  if (name === 'sqrt') return rising(inner, sqrt, null);
  if (sign === 'zero') return NOT_A_NUMBER;
  return rising(inner, name === 'ln' ? ln : log10, null);
}

function absolute(inner: ArithmeticRange, sign: ReturnType<typeof signOf>): Found {
  if (sign === 'positive' || sign === 'zero') return inner;
  if (sign === 'negative') return negated(inner);
  const { lower, upper } = inner.range;
  const sides = [negateRange(inner.range).upper, upper];
  const top = lower === null || upper === null ? null : extremeEnd(sides, { direction: 1, side: 'upper' });
  const range = { lower: { value: { numerator: 0n, denominator: 1n }, closed: true }, upper: top };
  return { kind: 'range', range, senses: timesSign(inner.senses, sign) };
}

/** A rising function at both ends; `atMinusInfinity` is its lower end where the range has none. An end at which it is −∞ is no end. */
function rising(inner: ArithmeticRange, apply: (value: number) => number, atMinusInfinity: ExactEnd | null): Found {
  const { lower, upper } = inner.range;
  const to = (end: ExactEnd): { readonly end: ExactEnd | null } | null => {
    const value = apply(toNumber(end.value));
    if (value === Number.NEGATIVE_INFINITY) return { end: null };
    return Number.isFinite(value) ? { end: { value: rationalOfNumber(value), closed: end.closed } } : null;
  };
  const from = lower === null ? { end: atMinusInfinity } : to(lower);
  const until = upper === null ? { end: null } : to(upper);
  return from === null || until === null ? NOT_A_NUMBER : { ...inner, range: { lower: from.end, upper: until.end } };
}

function turned(senses: ReadonlyMap<string, Sense>): ReadonlyMap<string, Sense> {
  return new Map([...senses].map(([name, sense]) => [name, sense === 'mixed' ? sense : sense === 'rises' ? 'falls' : 'rises']));
}

/** Senses behind a factor: one that is around 0 turns them now and now not, one that is 0 takes them away. */
function timesSign(senses: ReadonlyMap<string, Sense>, sign: ReturnType<typeof signOf>): ReadonlyMap<string, Sense> {
  if (sign === 'positive') return senses;
  if (sign === 'zero') return NO_SENSES;
  return sign === 'negative' ? turned(senses) : new Map([...senses].map(([name]) => [name, 'mixed']));
}

function joined(a: ReadonlyMap<string, Sense>, b: ReadonlyMap<string, Sense>): ReadonlyMap<string, Sense> {
  const all = new Map(a);
  for (const [name, sense] of b) all.set(name, (all.get(name) ?? sense) === sense ? sense : 'mixed');
  return all;
}

/** Beyond so many bits a quotient of integers becomes its nearest double: no expression may take memory without end. */
const LARGEST = 1n << 4096n;

function guarded(found: ArithmeticRange): Found {
  const { lower, upper } = found.range;
  const ends = [lower, upper].filter((end) => end !== null);
  if (ends.every(({ value }) => magnitude(value.numerator) < LARGEST && value.denominator < LARGEST)) return found;
  if (ends.some(({ value }) => !Number.isFinite(toNumber(value)))) return NOT_A_NUMBER;
  const near = (end: ExactEnd | null): ExactEnd | null =>
    end === null ? null : { value: rationalOfNumber(toNumber(end.value)), closed: end.closed };
  return { ...found, range: { lower: near(lower), upper: near(upper) } };
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
