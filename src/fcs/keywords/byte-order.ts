import { excerpt } from '../../excerpt.ts';
import type { FcsParameter } from '../fcs-file.ts';
import { parseCount, quoteValue } from '../number-text.ts';
import { type Reading, refusal } from '../reading.ts';
import { requiredValue } from './keywords.ts';

/** How the bytes of a word lie in the file. */
export type ByteOrderKind = 'little' | 'big' | 'mixed';

/**
 * `$BYTEORD` without blanks: for each byte of a word, first to last, its significance from 1, the least. Orders other than all up or all down
 * (`3,4,1,2` of a PDP-11) are read where they have as many bytes as the values. Codes: fcs/missing-keyword, fcs/bad-keyword, fcs/unsupported.
 */
export function readByteOrder(
  reading: Reading,
  { version, keywords }: { readonly version: string; readonly keywords: ReadonlyMap<string, string> },
  parameters: readonly FcsParameter[],
): string {
  const place = { keyword: '$BYTEORD' };
  const value = requiredValue(reading, keywords, '$BYTEORD');
  const digits = value.split(',').map(parseCount);
  const sorted = digits.map((digit) => digit ?? 0).toSorted((a, b) => a - b);
  if (digits.length > 8 || sorted.some((digit, index) => digit !== index + 1)) {
    throw refusal(reading, 'fcs/bad-keyword', `Expected '1,2,3,4' or '4,3,2,1' for $BYTEORD, found ${quoteValue(value)}.`, place);
  }
  const order = digits.join(',');
  const other = parameters.find(({ bits }) => bits !== 8 * digits.length);
  if (byteOrderKind(order) === 'mixed' && other !== undefined) {
    const sentence = `Expected values of ${digits.length} bytes for the mixed order ${quoteValue(value)} in $BYTEORD, found ${other.bits} bits in parameter ${other.index}.`;
    throw refusal(reading, 'fcs/unsupported', sentence, place);
  }
  if (version >= 'FCS3.1' && order !== '1,2,3,4' && order !== '4,3,2,1') {
    reading.note('fcs/byte-order', { version, found: excerpt(value) }, place);
  }
  return order;
}

/** Whether a `$BYTEORD` goes up, down or neither. */
export function byteOrderKind(order: string): ByteOrderKind {
  const digits = order.split(',').map(Number);
  if (digits.every((digit, index) => digit === index + 1)) return 'little';
  return digits.every((digit, index) => digit === digits.length - index) ? 'big' : 'mixed';
}
