import type { CriterionFields, LimitEnd } from '../attributes/criterion-record.ts';
import {
  decimalsOf,
  formatDecimal,
  type Rational,
  rationalOfNumber,
  roundToDecimals,
  roundToSignificant,
  toNumber,
} from '../numerics/exact/exact-decimal.ts';
import type { Criterion, RangeEnd } from './criterion.ts';
import { amountUnit, type DoseProfile, isStatedInUnit, judgingPatient } from './dose-profile.ts';
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

/** An acceptance criterion or a further limit as data; words are made of it where it is printed. */
export function criterionFields(criterion: Criterion, style: CriterionStyle): CriterionFields {
  const base = { on: style.on, unit: style.unit, lower: null, upper: null, words: null };
  if (criterion.kind === 'text') return { ...base, kind: 'words', words: { en: criterion.en, zh: criterion.zh } };
  if (criterion.kind !== 'range') return { ...base, kind: criterion.kind };
  const { lower, upper } = criterion;
  return {
    ...base,
    kind: 'range',
    lower: lower === null ? null : limitEnd(lower, style),
    upper: upper === null ? null : limitEnd(upper, style),
  };
}

function limitEnd(end: RangeEnd, style: CriterionStyle): LimitEnd {
  const exact = exactOf(end, style);
  const printed = limitDigits(end, style);
  return {
    printed,
    value: exact === null ? null : toNumber(exact),
    closed: end.closed,
    derived: derivedFrom(end, style, printed),
  };
}

function exactOf(end: RangeEnd, style: CriterionStyle): Rational | null {
  return typeof end.limit === 'number' ? rationalOfNumber(end.limit) : style.derived(end);
}

/** Digits of a limit with at least as many decimals as the value is reported with: `90.0`; a derived limit with 3 significant digits. */
function limitDigits(end: RangeEnd, style: CriterionStyle): string {
  if (typeof end.limit === 'number') {
    const value = rationalOfNumber(end.limit);
    return formatDecimal(roundToDecimals(value, Math.max(style.digits, decimalsOf(end.limit)), 'half-up'));
  }
  const derived = style.derived(end);
  return derived === null ? '' : formatDecimal(roundToSignificant(derived, 3, 'half-up'));
}

/** What a derived limit was given as: 20 cells per maximum dose, 5 EU per kg of the lightest patient. */
function derivedFrom(end: RangeEnd, style: CriterionStyle, printed: string): LimitEnd['derived'] {
  const { limit } = end;
  if (typeof limit === 'number') return null;
  const shown = printed !== '' && !isStatedInUnit(limit, style.unit);
  if ('cellsPerMaximumDose' in limit)
    return { amount: limit.cellsPerMaximumDose, unit: 'cells', per: 'maximum-dose', patient: null, shown };
  const unit = amountUnit(style.unit);
  if ('perDose' in limit) return { amount: limit.perDose, unit, per: 'maximum-dose', patient: null, shown };
  const patient = style.dose === undefined || style.unit.endsWith('/kg') ? null : judgingPatient(end, style.dose);
  return { amount: limit.perKg, unit, per: 'kg', patient: patient === null ? null : { kg: patient.kg, which: patient.which }, shown };
}
