import { compare, type Rational } from '../numerics/exact/exact-decimal.ts';
import type { ReportedResult } from './reported-result.ts';

/** What of a result is read back and compared. `null` = the target has no such field, as its settings say with a reason. */
export interface ReadResult {
  readonly row: string;
  /** Which test it was: a test that was repeated has a result of its own for each occasion. */
  readonly occasion: string | null;
  readonly value: string | null;
  readonly operator: string | null;
  readonly unit: string | null;
  readonly limitLower: string | null;
  readonly limitUpper: string | null;
  readonly state: string | null;
}

export type ComparedField = Exclude<keyof ReadResult, 'row' | 'occasion'>;

export const COMPARED_FIELDS: readonly ComparedField[] = ['value', 'operator', 'unit', 'limitLower', 'limitUpper', 'state'];

/** One difference between what was sent and what was read. `found` is `null` where the result itself is missing. */
export interface ReadDifference {
  readonly row: string;
  readonly field: ComparedField | 'result';
  readonly expected: string;
  readonly found: string | null;
}

/** What a target is expected to say of a result. */
export function expectedOf(result: ReportedResult): ReadResult {
  const { row, occasion, value, operator, unit, limitLower, limitUpper, state } = result;
  return { row, occasion, value, operator, unit, limitLower, limitUpper, state };
}

/**
 * Compares what was sent with what was read: numbers as exact decimals (`1.50` is `1.5`, `92` is not `92.8`), all else as text. A result that is missing, that
 * is there twice, or that nobody sent is a difference.
 */
export function compareReadBack(expected: readonly ReadResult[], found: readonly ReadResult[]): readonly ReadDifference[] {
  const missing = expected.flatMap((one) => {
    const same = found.filter((other) => isOf(one, other));
    const [first, ...others] = same;
    if (first === undefined) return [{ row: one.row, field: 'result', expected: one.value ?? '', found: null } as const];
    if (others.length > 0) return [{ row: one.row, field: 'result', expected: '1', found: String(same.length) } as const];
    return fieldsThatDiffer(one, first);
  });
  const strange = found
    .filter((other) => !expected.some((one) => isOf(one, other)))
    .map(({ row, value }) => ({ row, field: 'result', expected: '', found: value ?? '' }) as const);
  return [...missing, ...strange];
}

/** Whether two say the same test. A target that has no field for the occasion is told apart by the row alone. */
function isOf(a: ReadResult, b: ReadResult): boolean {
  return a.row === b.row && (a.occasion === null || b.occasion === null || a.occasion === b.occasion);
}

function fieldsThatDiffer(expected: ReadResult, found: ReadResult): readonly ReadDifference[] {
  return COMPARED_FIELDS.flatMap((field) => {
    const [sent, read] = [expected[field], found[field]];
    if (sent === null || read === null || isSame(field, sent, read)) return [];
    return [{ row: expected.row, field, expected: sent, found: read }];
  });
}

function isSame(field: ComparedField, sent: string, read: string): boolean {
  if (field === 'operator') return operatorOf(sent) === operatorOf(read);
  if (field === 'unit' || field === 'state') return sent === read;
  const [a, b] = [exactDecimalOf(sent), exactDecimalOf(read)];
  return a === null || b === null ? sent === read : compare(a, b) === 0;
}

/** No operator, and `=`, both say: the value itself. */
function operatorOf(text: string): string {
  if (text === '=') return '';
  return text === '≤' ? '<=' : text === '≥' ? '>=' : text;
}

/** A decimal number as it is written, exactly; `null` where a text is none. At most 100 digits and two of an exponent. */
export function exactDecimalOf(text: string): Rational | null {
  const match = /^([+-]?)(\d{1,100})(?:\.(\d{1,100}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const power = Number(exponent) - fraction.length;
  return power >= 0 ? { numerator: digits * tenToThe(power), denominator: 1n } : { numerator: digits, denominator: tenToThe(-power) };
}

function tenToThe(power: number): bigint {
  return BigInt(`1${'0'.repeat(power)}`);
}
