import type { CriterionFields, LimitEnd } from '../../../attributes/criterion-record.ts';
import { decimalOf, plain } from './decimals.ts';

/** What a language says around the digits of a criterion. */
export interface CriterionWords {
  readonly on: Readonly<Record<CriterionFields['on'], string>>;
  readonly notDetected: string;
  readonly report: string;
  readonly to: string;
  readonly and: string;
  readonly amount: (derived: NonNullable<LimitEnd['derived']>, digits: (value: number) => string) => string;
  readonly about: (printed: string) => string;
}

/** An acceptance criterion or a limit in words: `≥ 90.0 %`, `upper limit < 0.10 %`, `0.70 to 1.43`, `not detected`. */
export function criterionText(criterion: CriterionFields, words: CriterionWords, inWords: 'en' | 'zh'): string {
  const { kind, on, unit, lower, upper } = criterion;
  if (kind === 'words') return criterion.words?.[inWords] ?? '';
  if (kind === 'not-detected') return words.notDetected;
  if (kind === 'report-only') return words.report;
  const prefix = words.on[on];
  if (lower?.closed === true && upper?.closed === true && lower.derived === null && upper.derived === null)
    return `${prefix}${grouped(lower.printed)}${words.to}${grouped(upper.printed)}${unitText(unit)}`;
  const ends = [
    lower === null ? null : endText(lower, unit, words, '≥', '>'),
    upper === null ? null : endText(upper, unit, words, '≤', '<'),
  ];
  return `${prefix}${ends.filter((text) => text !== null).join(words.and)}`;
}

function endText(end: LimitEnd, unit: string, words: CriterionWords, closed: string, open: string): string {
  const sign = end.closed ? closed : open;
  const printed = `${grouped(end.printed)}${unitText(unit)}`;
  if (end.derived === null) return `${sign} ${printed}`;
  return `${sign} ${words.amount(end.derived, plainDigits)}${end.derived.shown ? words.about(printed) : ''}`;
}

/** A unit after a number; a relative potency has none to show. */
function unitText(unit: string): string {
  return unit === '' || unit === 'relative potency' || unit === 'fraction' ? '' : ` ${unit}`;
}

/** Digits of an amount as the specification gives it, without an exponent. */
function plainDigits(value: number): string {
  return plain(decimalOf(value));
}

/** Thousands by comma, before the point alone. */
function grouped(digits: string): string {
  const [whole = '', ...fraction] = digits.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
}
