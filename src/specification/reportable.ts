import type { Operator, Reportable } from '../attributes/attribute-result.ts';
import {
  formatDecimal,
  type Rational,
  type RoundedDecimal,
  type Rounding,
  type RoundingRule,
  rationalOfDecimal,
  roundToDecimals,
  roundToSignificant,
} from '../numerics/exact/exact-decimal.ts';
import type { JudgedValue } from './judge.ts';
import type { Specification, SpecificationRow } from './specification.ts';

export function ruleOf(row: Pick<SpecificationRow, 'rounding'>, specification: Pick<Specification, 'rounding'>): RoundingRule {
  return row.rounding ?? specification.rounding;
}

/** The value with the digits that the row asks for; `null` where it asks for none. */
export function roundFor(
  row: Pick<SpecificationRow, 'digits' | 'significantDigits'>,
  value: Rational,
  rule: Rounding,
): RoundedDecimal | null {
  if (row.digits !== undefined) return roundToDecimals(value, row.digits, rule);
  return row.significantDigits === undefined ? null : roundToSignificant(value, row.significantDigits, rule);
}

/** The value as it is judged when its reported digits decide: both ends of what is known round outward, so that what is printed stays true. */
export function roundedValue(
  row: Pick<SpecificationRow, 'digits' | 'significantDigits'>,
  judged: JudgedValue,
  rule: RoundingRule,
): JudgedValue | null {
  const { operator, otherEnd = null } = judged;
  const rounded = roundFor(row, judged.value, endRule(operator, rule));
  if (rounded === null) return null;
  const value = rationalOfDecimal(rounded);
  const other = otherEnd === null ? null : roundFor(row, otherEnd.value, operator.startsWith('<') ? 'down' : 'up');
  return { value, operator, otherEnd: otherEnd === null || other === null ? null : { ...otherEnd, value: rationalOfDecimal(other) } };
}

function endRule(operator: Operator, rule: RoundingRule): Rounding {
  if (operator === '') return rule;
  return operator.startsWith('<') ? 'up' : 'down';
}

/** The value as it is reported. An upper limit above 0 that rounds to 0 is reported as below one unit of the last digit: a limit is never 0. */
export function reportableOf(row: SpecificationRow, { value, operator }: JudgedValue, rule: RoundingRule): Reportable | null {
  const rounded = roundFor(row, value, endRule(operator, rule));
  if (rounded === null) return null;
  const hidden = row.on === 'upper-limit' && rounded.units === 0n && value.numerator > 0n;
  return {
    operator: hidden ? '<' : operator,
    value: formatDecimal(hidden ? { units: 1n, digits: rounded.digits } : rounded),
    unit: row.unit,
    digits: rounded.digits,
    rule: operator === '' ? rule : 'outward',
  };
}
