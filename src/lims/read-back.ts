import { compare, type Rational } from '../numerics/exact/exact-decimal.ts';
import { listedCell } from '../results/listed-cell.ts';
import type { Dispatch } from './dispatch.ts';
import { type ReportedResult, reportedResult } from './reported-result.ts';
import { isTakenBackState, rowsToSay, TAKEN_BACK } from './taken-back.ts';

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
  /** Whether the limit itself meets: `true`, `false`, or a comparison that says so; absent where there is no field for it. */
  readonly limitLowerClosed?: string | null;
  readonly limitUpperClosed?: string | null;
  /** Of which samples, where the target says so. */
  readonly samples?: string | null;
  readonly state: string | null;
}

export type ComparedField = Exclude<keyof ReadResult, 'row' | 'occasion' | 'samples'>;

export const COMPARED_FIELDS: readonly ComparedField[] = [
  'value',
  'operator',
  'unit',
  'limitLower',
  'limitLowerClosed',
  'limitUpper',
  'limitUpperClosed',
  'state',
];

/** One difference between what was sent and what was read. `found` is `null` where the result itself is missing. */
export interface ReadDifference {
  readonly row: string;
  readonly field: ComparedField | 'result';
  readonly expected: string;
  readonly found: string | null;
}

/** What a target is expected to say of a result. */
export function expectedOf(result: ReportedResult): ReadResult {
  const { row, occasion, value, operator, unit, limitLower, limitUpper, limitLowerClosed, limitUpperClosed, state, samples } = result;
  return {
    row,
    occasion,
    value,
    operator,
    unit,
    limitLower,
    limitUpper,
    limitLowerClosed,
    limitUpperClosed,
    samples: listedCell(samples),
    state,
  };
}

/** Compares a sending with what was read of it: what it says as `compareReadBack` does, and of what it takes back that no value stands. */
export function compareSending(dispatch: Pick<Dispatch, 'kind' | 'rows'>, found: readonly ReadResult[]): readonly ReadDifference[] {
  const results = rowsToSay(dispatch).map(reportedResult);
  const standing = results.filter(({ state }) => !isTakenBackState(state)).map(expectedOf);
  const takenBack = results.filter(({ state }) => isTakenBackState(state)).map(expectedOf);
  const isTakenBack = (other: ReadResult) =>
    dispatch.kind === 'reopened' || (!standing.some((one) => isOf(one, other)) && takenBack.some((one) => isOf(one, other)));
  return [
    ...compareReadBack(
      standing,
      found.filter((other) => !isTakenBack(other)),
    ),
    ...found.filter(isTakenBack).flatMap(stillStands),
  ];
}

/** A value that stands, or a state that is not that of what was taken back. */
function stillStands({ row, value, state }: ReadResult): readonly ReadDifference[] {
  const said = state ?? '';
  if (isTakenBackState(said) || (said === '' && (value ?? '') === '')) return [];
  return said === ''
    ? [{ row, field: 'value', expected: '', found: value }]
    : [{ row, field: 'state', expected: Object.values(TAKEN_BACK).join(' / '), found: said }];
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
  return a.row === b.row && isSameOrUntold(a.occasion, b.occasion) && isSameOrUntold(a.samples ?? null, b.samples ?? null);
}

const isSameOrUntold = (a: string | null, b: string | null) => a === null || b === null || a === b;

function fieldsThatDiffer(expected: ReadResult, found: ReadResult): readonly ReadDifference[] {
  return COMPARED_FIELDS.flatMap((field) => {
    const [sent, read] = [expected[field] ?? null, found[field] ?? null];
    if (sent === null || read === null || isSame(field, sent, read)) return [];
    return [{ row: expected.row, field, expected: sent, found: read }];
  });
}

function isSame(field: ComparedField, sent: string, read: string): boolean {
  if (field === 'operator') return operatorOf(sent) === operatorOf(read);
  if (field === 'unit' || field === 'state') return sent === read;
  // Without a limit there is nothing that could be closed.
  if (field === 'limitLowerClosed' || field === 'limitUpperClosed') return sent === '' || closedOf(sent) === closedOf(read);
  const [a, b] = [exactDecimalOf(sent), exactDecimalOf(read)];
  return a === null || b === null ? sent === read : compare(a, b) === 0;
}

/** No operator, and `=`, both say: the value itself. */
function operatorOf(text: string): string {
  if (text === '=') return '';
  return text === '≤' ? '<=' : text === '≥' ? '>=' : text;
}

/** Whether a limit itself meets, said as a truth or as a comparison; any other text as it is. */
function closedOf(text: string): string {
  const said = operatorOf(text);
  if (said === '<=' || said === '>=') return 'true';
  return said === '<' || said === '>' ? 'false' : said;
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
