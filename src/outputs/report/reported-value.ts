import type { AttributeResult } from '../../attributes/attribute-result.ts';
import {
  decimalOf,
  decimalOfText,
  formatLevel,
  formatNumber,
  formatShare,
  machinePlain,
  magnitude,
  plain,
  roundedTo,
  roundedToSignificant,
  shifted,
} from '../words/forms/decimals.ts';

/** A reported value as the specification rounds it: `95.4 %`, `< 0.05 EU/mL`, `5.6 × 10^6`. Digits are never rounded again here. */
export function formatReported(reportable: NonNullable<AttributeResult['reportable']>): string {
  const operator = operatorText(reportable.operator);
  const unit = UNSPOKEN.includes(reportable.unit) ? '' : ` ${reportable.unit}`;
  return `${operator}${formatDigits(reportable.value)}${unit}`;
}

/** `<= ` stands as `≤ `, as a criterion is written. */
export function operatorText(operator: NonNullable<AttributeResult['operator']>): string {
  if (operator === '') return '';
  return `${operator.replace('<=', '≤').replace('>=', '≥')} `;
}

/** Units that a number has without saying them. */
const UNSPOKEN: readonly string[] = ['', 'fraction', 'relative potency', 'text'];

function formatDigits(value: string): string {
  const decimal = decimalOfText(value);
  if (!/e/i.test(value)) return plain(decimal);
  const power = magnitude(decimal);
  const mantissa = plain({ ...decimal, exponent: 1 - decimal.digits.length });
  return power === 0 ? mantissa : `${mantissa} × 10^${power < 0 ? `−${-power}` : power}`;
}

/** Powers of ten between a fraction and the units of shares. */
const SHARES: ReadonlyMap<string, number> = new Map([
  ['', 0],
  ['%', 2],
  ['% of reference', 2],
  ['per 100,000', 5],
  ['per million', 6],
]);

/** Powers of ten between the attribute's unit and the reported one; `null` where they are not a power of ten apart by name. */
export function unitShift(from: string, to: string): number | null {
  if (from === to) return 0;
  if (from === 'fraction' || from === 'relative potency') return SHARES.get(to) ?? null;
  const [fromPower, fromName] = scaledUnit(from);
  const [toPower, toName] = scaledUnit(to);
  return fromName === toName || toName === '' ? fromPower - toPower : null;
}

/** `10^6 cells/mL` is the power 6 of `cells/mL`. */
function scaledUnit(unit: string): readonly [number, string] {
  const match = /^(?:[×x]\s*)?10\^?(-?\d+)\s*(.*)$/.exec(unit.trim());
  return match === null ? [0, unit.trim()] : [Number(match[1]), match[2] ?? ''];
}

/** A limit of the interval in the reported unit with six significant digits at most, for machines; empty where there is none or the units don't convert. */
export function limitForMachine(row: AttributeResult, limit: number | null): string {
  if (limit === null) return '';
  const shift = unitShift(row.unit, row.reportable?.unit ?? row.unit);
  if (shift === null) return '';
  const exact = shifted(decimalOf(limit), shift);
  return machinePlain(exact.digits.length > 6 ? roundedToSignificant(exact, 6) : exact);
}

/** A limit of an interval in the reported unit with the digits of the reported value; `null` where the units don't convert. */
export function limitForPeople(row: AttributeResult, limit: number): string | null {
  const shift = unitShift(row.unit, row.reportable?.unit ?? row.unit);
  if (shift === null) return null;
  const decimal = shifted(decimalOf(limit), shift);
  const digits = row.reportable?.digits;
  return digits === undefined || /e/i.test(row.reportable?.value ?? '')
    ? formatNumber(Number(machinePlain(decimal)), 3)
    : plain(roundedTo(decimal, digits));
}

/** What stands below a result: counts, replicates, limits. Parts in the report's language are joined by the caller. */
export interface Basis {
  readonly share: { readonly k: number; readonly N: number } | null;
  readonly replicates: number;
  /** `95 %` and the limits, or the one limit that decided. */
  readonly level: string | null;
  readonly limits: readonly [string, string] | null;
  readonly decidedOn: 'upper-limit' | 'lower-limit' | null;
}

export function basisOf(row: AttributeResult): Basis {
  const { interval } = row;
  const decidedOn = row.decidedOn === 'upper-limit' || row.decidedOn === 'lower-limit' ? row.decidedOn : null;
  const both = row.k === null && interval !== null && interval.lower !== null && interval.upper !== null;
  const lower = both ? limitForPeople(row, interval.lower) : null;
  const upper = both ? limitForPeople(row, interval.upper) : null;
  return {
    share: row.k === null || row.N === null ? null : { k: row.k, N: row.N },
    replicates: row.replicates.length > 1 ? row.replicates.length : 0,
    level: interval === null ? null : formatLevel(interval.level),
    limits: lower === null || upper === null ? null : [lower, upper],
    decidedOn,
  };
}

/** The value behind a result that is not reportable, in the unit of its criterion where that is percent. */
export function formatComputed(row: AttributeResult): string | null {
  if (row.text !== null) return row.text;
  if (row.k !== null && row.N !== null && (row.unit === 'fraction' || row.estimate === null))
    return `${formatShare(row.k, row.N)}${row.N === 0 ? '' : ` = ${percent(row.k / row.N)}`}`;
  if (row.estimate === null) return null;
  const operator = operatorText(row.operator ?? '');
  return row.unit === 'fraction'
    ? `${operator}${percent(row.estimate)}`
    : `${operator}${formatNumber(row.estimate, 3)}${UNSPOKEN.includes(row.unit) ? '' : ` ${row.unit}`}`;
}

function percent(fraction: number): string {
  const decimal = shifted(decimalOf(fraction), 2);
  return `${formatNumber(Number(machinePlain(decimal)), 3)} %`;
}
