import { add, compare, divide, multiply, negate, type Rational, rationalOfNumber, toNumber } from './exact-decimal.ts';

/** One end of a range with its exact limit. */
export interface ExactEnd {
  readonly value: Rational;
  /** Whether the limit itself belongs to the range. */
  readonly closed: boolean;
}

/** All numbers between two ends; `null` = unbounded on that side. */
export interface ExactRange {
  readonly lower: ExactEnd | null;
  readonly upper: ExactEnd | null;
}

/** A range by its ends as plain numbers, for records. */
export interface ValueBounds {
  readonly lower: ValueBound | null;
  readonly upper: ValueBound | null;
}

export interface ValueBound {
  readonly value: number;
  readonly closed: boolean;
}

const ZERO: Rational = { numerator: 0n, denominator: 1n };

/** The range that is one number. */
export function pointRange(value: Rational): ExactRange {
  const end = { value, closed: true };
  return { lower: end, upper: end };
}

/** The number that a range is; `null` where it holds more than one. */
export function pointOf({ lower, upper }: ExactRange): Rational | null {
  return lower !== null && upper !== null && compare(lower.value, upper.value) === 0 ? lower.value : null;
}

export function rangeOfBounds({ lower, upper }: ValueBounds): ExactRange {
  const exact = (end: ValueBound | null): ExactEnd | null => (end === null ? null : { ...end, value: rationalOfNumber(end.value) });
  return { lower: exact(lower), upper: exact(upper) };
}

/** The nearest doubles of the ends; `null` where one is beyond every number. */
export function boundsOfRange({ lower, upper }: ExactRange): ValueBounds | null {
  const bounds = [lower, upper].map((end) => (end === null ? null : { value: toNumber(end.value), closed: end.closed }));
  const [from = null, to = null] = bounds;
  return bounds.every((end) => end === null || Number.isFinite(end.value)) ? { lower: from, upper: to } : null;
}

/** The nearest doubles of the ends, for messages; an end beyond every number stands as unbounded. */
export function shownRange({ lower, upper }: ExactRange): ValueBounds {
  const shown = (end: ExactEnd | null): ValueBound | null => {
    const value = end === null ? Number.NaN : toNumber(end.value);
    return end === null || !Number.isFinite(value) ? null : { value, closed: end.closed };
  };
  return { lower: shown(lower), upper: shown(upper) };
}

/** Where a range lies about 0; `around` = on both sides of it. An end at 0 belongs to its side. */
export function signOf({ lower, upper }: ExactRange): 'zero' | 'positive' | 'negative' | 'around' {
  const above = lower !== null && lower.value.numerator >= 0n;
  const below = upper !== null && upper.value.numerator <= 0n;
  if (above && below) return 'zero';
  return above ? 'positive' : below ? 'negative' : 'around';
}

/** Whether the range has the number 0 in it; an open end at 0 has not. */
export function holdsZero({ lower, upper }: ExactRange): boolean {
  const above = lower === null || lower.value.numerator < 0n || (lower.value.numerator === 0n && lower.closed);
  const below = upper === null || upper.value.numerator > 0n || (upper.value.numerator === 0n && upper.closed);
  return above && below;
}

export function negateRange({ lower, upper }: ExactRange): ExactRange {
  const turned = (end: ExactEnd | null): ExactEnd | null => (end === null ? null : { value: negate(end.value), closed: end.closed });
  return { lower: turned(upper), upper: turned(lower) };
}

export function addRanges(a: ExactRange, b: ExactRange): ExactRange {
  const sum = (x: ExactEnd | null, y: ExactEnd | null): ExactEnd | null =>
    x === null || y === null ? null : { value: add(x.value, y.value), closed: x.closed && y.closed };
  return { lower: sum(a.lower, b.lower), upper: sum(a.upper, b.upper) };
}

export function multiplyRanges(a: ExactRange, b: ExactRange): ExactRange {
  const corners = endsOf(a).flatMap((x) => endsOf(b).map((y) => cornerProduct(x, y)));
  return { lower: outermost(corners, -1), upper: outermost(corners, 1) };
}

/** 1 over every number of a range without 0. */
export function reciprocalRange({ lower, upper }: ExactRange): ExactRange {
  const one = { numerator: 1n, denominator: 1n };
  // Beyond every number 1/x comes near 0 and is never 0; beside an open 0 it is beyond every number.
  const inverse = (end: ExactEnd | null): ExactEnd | null => {
    if (end === null) return { value: ZERO, closed: false };
    return end.value.numerator === 0n ? null : { value: divide(one, end.value), closed: end.closed };
  };
  return { lower: inverse(upper), upper: inverse(lower) };
}

/** The least (`-1`) or greatest (`1`) of the ends, as for min and max; `attained` says which ends must be closed for it to be. */
export function extremeEnd(
  ends: readonly (ExactEnd | null)[],
  { direction, side }: { readonly direction: 1 | -1; readonly side: 'lower' | 'upper' },
): ExactEnd | null {
  // The upper end of a minimum is the least upper end; its lower end the least lower one, unbounded if any is.
  const unbounded = ends.some((end) => end === null);
  const known = ends.filter((end) => end !== null);
  const outward = (side === 'lower') === direction < 0;
  const [first, ...others] = known;
  if (first === undefined || (unbounded && outward)) return null;
  return others.reduce((best, end) => {
    const order = direction * compare(end.value, best.value);
    if (order !== 0) return order > 0 ? end : best;
    return { value: best.value, closed: outward ? best.closed || end.closed : best.closed && end.closed };
  }, first);
}

/** An end, or the infinity of its side. */
interface Corner {
  readonly infinite: -1 | 0 | 1;
  readonly value: Rational;
  readonly closed: boolean;
}

function endsOf({ lower, upper }: ExactRange): readonly Corner[] {
  return [
    lower === null ? { infinite: -1, value: ZERO, closed: false } : { infinite: 0, ...lower },
    upper === null ? { infinite: 1, value: ZERO, closed: false } : { infinite: 0, ...upper },
  ];
}

/** 0 times anything is 0, and is there where that 0 is there, whatever the other end. */
function cornerProduct(x: Corner, y: Corner): Corner {
  const zeros = [x, y].filter((end) => end.infinite === 0 && end.value.numerator === 0n);
  if (zeros.length > 0) return { infinite: 0, value: ZERO, closed: zeros.some((end) => end.closed) || (x.closed && y.closed) };
  if (x.infinite === 0 && y.infinite === 0) return { infinite: 0, value: multiply(x.value, y.value), closed: x.closed && y.closed };
  return { infinite: cornerSign(x) === cornerSign(y) ? 1 : -1, value: ZERO, closed: false };
}

function cornerSign({ infinite, value }: Corner): 1 | -1 {
  return infinite === 0 ? (value.numerator < 0n ? -1 : 1) : infinite;
}

function outermost(corners: readonly Corner[], direction: 1 | -1): ExactEnd | null {
  if (corners.some((corner) => corner.infinite === direction)) return null;
  const [first, ...others] = corners.filter((corner) => corner.infinite === 0);
  if (first === undefined) return null;
  const { value, closed } = others.reduce((best, corner) => {
    const order = direction * compare(corner.value, best.value);
    if (order !== 0) return order > 0 ? corner : best;
    return { infinite: best.infinite, value: best.value, closed: best.closed || corner.closed };
  }, first);
  return { value, closed };
}
