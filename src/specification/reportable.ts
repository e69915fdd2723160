import type { Reportable } from '../attributes/attribute-result.ts';
import {
  formatDecimal,
  type Rational,
  type RoundedDecimal,
  type RoundingRule,
  roundToDecimals,
  roundToSignificant,
} from '../numerics/exact-decimal.ts';
import type { Specification, SpecificationRow } from './specification.ts';

export function ruleOf(row: Pick<SpecificationRow, 'rounding'>, specification: Pick<Specification, 'rounding'>): RoundingRule {
  return row.rounding ?? specification.rounding;
}

/** The value with the digits that the row asks for; `null` where it asks for none. */
export function roundFor(
  row: Pick<SpecificationRow, 'digits' | 'significantDigits'>,
  value: Rational,
  rule: RoundingRule,
): RoundedDecimal | null {
  if (row.digits !== undefined) return roundToDecimals(value, row.digits, rule);
  return row.significantDigits === undefined ? null : roundToSignificant(value, row.significantDigits, rule);
}

/** The value as it is reported. An upper limit above 0 that rounds to 0 is reported as below one unit of the last digit: a limit is never 0. */
export function reportableOf(
  row: SpecificationRow,
  value: Rational,
  options: { rule: RoundingRule; operator: '' | '<' | '>' },
): Reportable | null {
  const rounded = roundFor(row, value, options.rule);
  if (rounded === null) return null;
  const hidden = row.on === 'upper-limit' && rounded.units === 0n && value.numerator > 0n;
  return {
    operator: hidden ? '<' : options.operator,
    value: formatDecimal(hidden ? { units: 1n, digits: rounded.digits } : rounded),
    unit: row.unit,
    digits: rounded.digits,
    rule: options.rule,
  };
}
