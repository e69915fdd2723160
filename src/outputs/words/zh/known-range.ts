import { type KnownRange, rangeSigns } from '../en/known-range.ts';

export function knownRange(range: KnownRange): string {
  return rangeSigns(range) ?? '任意数值';
}
