import { type KnownRange, rangeSigns } from '../en/known-range.ts';

export function rangeText(range: KnownRange): string {
  return rangeSigns(range) ?? '任意数值';
}
