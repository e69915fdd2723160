import type { Title } from '../attributes/attribute-result.ts';
import {
  decimalsOf,
  formatDecimal,
  type Rational,
  rationalOfNumber,
  roundToDecimals,
  roundToSignificant,
} from '../numerics/exact-decimal.ts';
import type { Criterion, RangeEnd } from './criterion.ts';
import type { SpecificationRow } from './specification.ts';

/** How a row prints its criterion. */
export interface CriterionStyle {
  readonly on: SpecificationRow['on'];
  readonly unit: string;
  readonly digits: number;
  /** The exact limit of an end that is derived from the dose, in the unit of the row. */
  readonly derived: (end: RangeEnd) => Rational | null;
}

const PREFIX = {
  estimate: { en: '', zh: '' },
  'lower-limit': { en: 'lower limit ', zh: '下限 ' },
  'upper-limit': { en: 'upper limit ', zh: '上限 ' },
} as const satisfies Record<SpecificationRow['on'], Title>;

/** The acceptance criterion in both languages: `≥ 90.0 %`, `upper limit < 0.10 %`, `0.70 to 1.43`, `not detected`. */
export function criterionText(criterion: Criterion, style: CriterionStyle): Title {
  if (criterion.kind === 'text') return { en: criterion.en, zh: criterion.zh };
  if (criterion.kind === 'not-detected') return { en: 'not detected', zh: '不得检出' };
  if (criterion.kind === 'report-only') return { en: 'report', zh: '报告结果' };
  const prefix = PREFIX[style.on];
  const { lower, upper } = criterion;
  if (lower?.closed && upper?.closed && typeof lower.limit === 'number' && typeof upper.limit === 'number') {
    const unit = unitText(style.unit);
    const [from, to] = [grouped(limitDigits(lower, style)), grouped(limitDigits(upper, style))];
    return { en: `${prefix.en}${from} to ${to}${unit}`, zh: `${prefix.zh}${from}～${to}${unit}` };
  }
  const ends = [lower === null ? null : endText(lower, style, '≥', '>'), upper === null ? null : endText(upper, style, '≤', '<')];
  const shown = ends.filter((text) => text !== null);
  return {
    en: `${prefix.en}${shown.map((text) => text.en).join(' and ')}`,
    zh: `${prefix.zh}${shown.map((text) => text.zh).join(' 且 ')}`,
  };
}

/** Digits of a limit with at least as many decimals as the value is reported with: `90.0`; a derived limit with 3 significant digits. */
export function limitDigits(end: RangeEnd, style: CriterionStyle): string {
  if (typeof end.limit === 'number') {
    const value = rationalOfNumber(end.limit);
    return formatDecimal(roundToDecimals(value, Math.max(style.digits, decimalsOf(end.limit)), 'half-up'));
  }
  const derived = style.derived(end);
  return derived === null ? '' : formatDecimal(roundToSignificant(derived, 3, 'half-up'));
}

function endText(end: RangeEnd, style: CriterionStyle, closed: string, open: string): Title {
  const sign = end.closed ? closed : open;
  const digits = grouped(limitDigits(end, style));
  const plain = `${sign} ${digits}${unitText(style.unit)}`;
  if (typeof end.limit === 'number') return { en: plain, zh: plain };
  const cells = grouped(
    formatDecimal(roundToDecimals(rationalOfNumber(end.limit.cellsPerMaximumDose), decimalsOf(end.limit.cellsPerMaximumDose), 'half-up')),
  );
  const about =
    digits === '' ? { en: '', zh: '' } : { en: ` (about ${digits}${unitText(style.unit)})`, zh: `（约 ${digits}${unitText(style.unit)}）` };
  return { en: `${sign} ${cells} cells per maximum dose${about.en}`, zh: `${sign} ${cells} 个细胞/最大剂量${about.zh}` };
}

/** A unit after a number; a relative potency has none to show. */
function unitText(unit: string): string {
  return unit === '' || unit === 'relative potency' || unit === 'fraction' ? '' : ` ${unit}`;
}

/** Thousands by comma, before the point alone. */
function grouped(digits: string): string {
  const [whole = '', ...fraction] = digits.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
}
