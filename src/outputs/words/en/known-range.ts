import type { RANGE, ValueOf } from '../../../message.ts';

export type KnownRange = ValueOf<typeof RANGE>;

/** All that is known of a number, in signs: `3`, `< 0.05`, `[0, 0.05)`. */
export function rangeSigns({ lower, upper }: KnownRange): string | null {
  if (lower === null && upper === null) return null;
  if (lower === null) return `${upper?.closed === true ? '<=' : '<'} ${upper?.value}`;
  if (upper === null) return `${lower.closed ? '>=' : '>'} ${lower.value}`;
  if (lower.value === upper.value) return String(lower.value);
  return `${lower.closed ? '[' : '('}${lower.value}, ${upper.value}${upper.closed ? ']' : ')'}`;
}

export function rangeText(range: KnownRange): string {
  return rangeSigns(range) ?? 'any number';
}
