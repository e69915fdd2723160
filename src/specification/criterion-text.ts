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
import { amountUnit, type DoseProfile, isStatedInUnit, type JudgingPatient, judgingPatient } from './dose-profile.ts';
import type { SpecificationRow } from './specification.ts';

/** How a row prints its criterion. */
export interface CriterionStyle {
  readonly on: SpecificationRow['on'];
  readonly unit: string;
  readonly digits: number;
  /** From which ends are derived; absent = none are. */
  readonly dose?: DoseProfile | undefined;
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
  const about =
    digits === '' || isStatedInUnit(end.limit, style.unit)
      ? { en: '', zh: '' }
      : { en: ` (about ${digits}${unitText(style.unit)})`, zh: `（约 ${digits}${unitText(style.unit)}）` };
  const amount = amountText(end, style);
  return { en: `${sign} ${amount.en}${about.en}`, zh: `${sign} ${amount.zh}${about.zh}` };
}

/** What a derived limit was given as: `20 cells per maximum dose`, `5 EU per kg, lightest patient 10 kg`. */
function amountText({ limit, ...end }: RangeEnd, style: CriterionStyle): Title {
  if (typeof limit === 'number') return { en: '', zh: '' };
  if ('cellsPerMaximumDose' in limit) return perMaximumDose(limit.cellsPerMaximumDose, 'cells');
  const unit = amountUnit(style.unit);
  if ('perDose' in limit) return perMaximumDose(limit.perDose, unit);
  const patient = style.dose === undefined ? null : judgingPatient(end, style.dose);
  const { en, zh } = patient === null || style.unit.endsWith('/kg') ? { en: '', zh: '' } : patientText(patient);
  return { en: `${plainDigits(limit.perKg)} ${unit} per kg${en}`, zh: `${plainDigits(limit.perKg)} ${chineseUnit(unit)}/kg${zh}` };
}

function perMaximumDose(amount: number, unit: string): Title {
  return { en: `${plainDigits(amount)} ${unit} per maximum dose`, zh: `${plainDigits(amount)} ${chineseUnit(unit)}/最大剂量` };
}

function patientText({ kg, which }: JudgingPatient): Title {
  const lightest = which === 'lightest';
  return { en: `, ${which} patient ${plainDigits(kg)} kg`, zh: `，${lightest ? '最轻' : '最重'}患者 ${plainDigits(kg)} kg` };
}

function chineseUnit(unit: string): string {
  return unit === 'cells' ? '个细胞' : unit;
}

function plainDigits(value: number): string {
  return grouped(formatDecimal(roundToDecimals(rationalOfNumber(value), decimalsOf(value), 'half-up')));
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
