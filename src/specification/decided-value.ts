import { type AttributeEstimate, DETAIL } from '../attributes/attribute-result.ts';
import { divide, multiply, type Rational, rationalOfCounts, rationalOfNumber } from '../numerics/exact-decimal.ts';
import { proportionInterval, zeroCountUpperLimit } from '../numerics/proportion-interval.ts';
import type { LimitDefinition } from './criterion.ts';
import type { Specification, SpecificationRow } from './specification.ts';
import { unitFactor } from './units.ts';

/** The number that a criterion judges, exactly, in the unit of the row; `null` where the estimate has none. */
export function decidedValue(estimate: AttributeEstimate, row: Pick<SpecificationRow, 'on' | 'unit'>): Rational | null {
  const factor = unitFactor(estimate.unit, row.unit);
  const exact = exactValue(estimate, row.on);
  return factor === null || exact === null ? null : multiply(exact, factor);
}

function exactValue(estimate: AttributeEstimate, on: SpecificationRow['on']): Rational | null {
  if (on === 'estimate') return exactEstimate(estimate);
  const limit = on === 'upper-limit' ? estimate.interval?.upper : estimate.interval?.lower;
  return limit === null || limit === undefined ? null : rationalOfNumber(limit);
}

/** A fraction of counts is k/N of integers, never its binary quotient. */
function exactEstimate(estimate: AttributeEstimate): Rational | null {
  if (estimate.estimate === null) return null;
  return isPlainFraction(estimate) ? rationalOfCounts(estimate.k, estimate.N) : rationalOfNumber(estimate.estimate);
}

function isPlainFraction(estimate: AttributeEstimate): estimate is AttributeEstimate & { readonly k: number; readonly N: number } {
  const { k, N } = estimate;
  return estimate.unit === 'fraction' && k !== null && N !== null && N > 0 && estimate.estimate === k / N;
}

/** A limit as an exact number in the unit of the row; `null` where the dose that it is derived from is not declared. */
export function exactLimit(limit: LimitDefinition, row: Pick<SpecificationRow, 'unit'>, source: LimitSource): Rational | null {
  if (typeof limit === 'number') return rationalOfNumber(limit);
  const dose = source.specification.product.dose;
  const factor = unitFactor('fraction', row.unit);
  if (dose === undefined || factor === null) return null;
  const allowed = divide(rationalOfNumber(limit.cellsPerMaximumDose), rationalOfNumber(dose.viableCellsPerMaximumDose));
  const recovery = Math.min(1, detailNumber(source.estimate, DETAIL.recoveryLowerLimit) ?? 1);
  return multiply(multiply(allowed, rationalOfNumber(recovery)), factor);
}

export interface LimitSource {
  readonly specification: Specification;
  readonly estimate: AttributeEstimate;
}

/** One-sided 95 % limits of an estimate in the unit of the row, where it has them or is a fraction of counts. */
export function oneSidedLimits(
  estimate: AttributeEstimate,
  unit: string,
): { readonly lower: Rational | null; readonly upper: Rational | null } {
  const factor = unitFactor(estimate.unit, unit);
  const scaled = (value: number | null): Rational | null =>
    value === null || factor === null ? null : multiply(rationalOfNumber(value), factor);
  const lower = detailNumber(estimate, DETAIL.lowerLimit);
  const upper = detailNumber(estimate, DETAIL.upperLimit);
  if (lower !== null || upper !== null || !isPlainFraction(estimate)) return { lower: scaled(lower), upper: scaled(upper) };
  const one = (sides: 'lower' | 'upper'): number | null =>
    proportionInterval(estimate.k, estimate.N, { method: 'clopper-pearson', level: 0.95, sides })[sides];
  return { lower: scaled(one('lower')), upper: scaled(one('upper')) };
}

/** The upper limit that the same number of events would have had without a positive one, in the unit of the row. */
export function zeroCountLimit(estimate: AttributeEstimate, unit: string): Rational | null {
  const factor = unitFactor(estimate.unit, unit);
  const interval = estimate.interval;
  if (factor === null || interval === null || interval.upper === null) return null;
  const stated = detailNumber(estimate, DETAIL.zeroCountLimit);
  if (stated !== null) return multiply(rationalOfNumber(stated), factor);
  if (estimate.unit !== 'fraction' || estimate.N === null || estimate.N === 0) return null;
  const confidence = interval.sides === 'two' ? (1 + interval.level) / 2 : interval.level;
  return multiply(rationalOfNumber(zeroCountUpperLimit(estimate.N, confidence)), factor);
}

export function detailNumber(estimate: AttributeEstimate, name: string): number | null {
  const value = estimate.details.find((detail) => detail.name === name)?.value;
  return typeof value === 'number' ? value : null;
}
