import { compare, type Rational } from '../numerics/exact-decimal.ts';

/** One end of a range with its exact limit. */
export interface ExactEnd {
  readonly value: Rational;
  readonly closed: boolean;
}

export interface ExactRange {
  readonly lower: ExactEnd | null;
  readonly upper: ExactEnd | null;
}

/** A value, or all that is known of it: below (`<`) or above (`>`) the number. */
export interface JudgedValue {
  readonly value: Rational;
  readonly operator: '' | '<' | '>';
}

export type Judgement = 'meets' | 'fails' | 'undecided';

/** Whether a value lies in a range. A value known only from one side is judged where every possible value has one outcome. */
export function judgeRange(judged: JudgedValue, range: ExactRange): Judgement {
  if (judged.operator === '') return within(judged.value, range) ? 'meets' : 'fails';
  const below = judged.operator === '<';
  const near = below ? range.upper : range.lower;
  const far = below ? range.lower : range.upper;
  const sign = below ? 1 : -1;
  // Every value beyond the number lies beyond the far end: x < value <= far lower end.
  if (far !== null && sign * compare(judged.value, far.value) <= 0) return 'fails';
  if (far === null && near !== null && sign * compare(judged.value, near.value) <= 0) return 'meets';
  return 'undecided';
}

function within(value: Rational, { lower, upper }: ExactRange): boolean {
  const above = lower === null ? 1 : compare(value, lower.value);
  const below = upper === null ? -1 : compare(value, upper.value);
  return (above > 0 || (above === 0 && lower?.closed === true)) && (below < 0 || (below === 0 && upper?.closed === true));
}
