import type { Operator } from '../attributes/attribute-result.ts';
import { compare, type Rational } from '../numerics/exact/exact-decimal.ts';
import type { ExactEnd, ExactRange } from '../numerics/exact/exact-range.ts';

/** A value, or the end of what is known of it: the value lies below (`<`) or above (`>`) the number, or at it as well (`<=`, `>=`). */
export interface JudgedValue {
  readonly value: Rational;
  readonly operator: Operator;
  /** The end on the other side, where it is known: 0 for a quantity that is never negative. */
  readonly otherEnd?: ExactEnd | null;
}

export type Judgement = 'meets' | 'fails' | 'undecided';

/** Whether a value lies in a range. A value known only by its ends is judged where every possible value has one outcome. */
export function judgeRange(judged: JudgedValue, range: ExactRange): Judgement {
  const known = possibleValues(judged);
  const outsideAbove = apart(known.lower, range.upper);
  const outsideBelow = apart(range.lower, known.upper);
  if (outsideAbove || outsideBelow) return 'fails';
  return reaches(range.lower, known.lower, -1) && reaches(range.upper, known.upper, 1) ? 'meets' : 'undecided';
}

/** All numbers that the value can be. */
export function possibleValues({ value, operator, otherEnd = null }: JudgedValue): ExactRange {
  const end = { value, closed: operator === '' || operator.endsWith('=') };
  if (operator === '') return { lower: end, upper: end };
  return operator.startsWith('<') ? { lower: otherEnd, upper: end } : { lower: end, upper: otherEnd };
}

/**
 * The end of what is known of a value by which a criterion is judged and which is reported: the one that proves a failure, else the upper
 * end under an upper criterion, the lower end under a lower one, the upper end where there are both or none.
 */
export function decidingEnd(known: ExactRange, range: ExactRange): 'lower' | 'upper' {
  if (known.lower === null) return 'upper';
  if (known.upper === null) return 'lower';
  if (apart(known.lower, range.upper)) return 'lower';
  if (apart(range.lower, known.upper)) return 'upper';
  return range.upper === null && range.lower !== null ? 'lower' : 'upper';
}

/** Whether everything from the lower end up lies above the upper end: no number is in both. */
function apart(lower: ExactEnd | null, upper: ExactEnd | null): boolean {
  if (lower === null || upper === null) return false;
  const order = compare(lower.value, upper.value);
  return order > 0 || (order === 0 && !(lower.closed && upper.closed));
}

/** Whether a range reaches at least as far as the known end on that side. */
function reaches(end: ExactEnd | null, known: ExactEnd | null, side: 1 | -1): boolean {
  if (end === null) return true;
  if (known === null) return false;
  const order = side * compare(end.value, known.value);
  return order > 0 || (order === 0 && (end.closed || !known.closed));
}
