import { type AttributeEstimate, type ConvertedValue, isPlainFraction, knownRange } from '../attributes/attribute-result.ts';
import { ONE_SIDED_LEVEL } from '../attributes/result-words.ts';
import { multiply, type Rational, rationalOfNumber, toNumber } from '../numerics/exact/exact-decimal.ts';
import { type ExactEnd, type ExactRange, pointOf, pointRange, shownRange } from '../numerics/exact/exact-range.ts';
import { proportionInterval, zeroCountUpperLimit } from '../numerics/intervals/proportion-interval.ts';
import type { RangeEnd } from './criterion.ts';
import { derivedLimit } from './dose-profile.ts';
import { decidingEnd, type JudgedValue } from './judge.ts';
import type { Specification, SpecificationRow } from './specification.ts';
import { unitFactor } from './units.ts';

/**
 * What a criterion judges, exactly, in the unit of the row: the number, or the end of what is known of it that decides in the range;
 * `null` where the estimate has none.
 */
export function decidedValue(
  estimate: AttributeEstimate,
  row: Pick<SpecificationRow, 'on' | 'unit'>,
  range: ExactRange = { lower: null, upper: null },
): JudgedValue | null {
  const factor = unitFactor(estimate.unit, row.unit);
  const known = factor === null ? null : scaledRange(knownOf(estimate, row.on), factor);
  return known === null ? null : judgedEnd(known, decidingEnd(known, range));
}

/** The judged value that stands at one end of what is known. */
export function judgedEnd(known: ExactRange, side: 'lower' | 'upper'): JudgedValue | null {
  const point = pointOf(known);
  if (point !== null) return { value: point, operator: '' };
  const end = known[side];
  if (end === null) return null;
  const sign = side === 'upper' ? '<' : '>';
  return { value: end.value, operator: end.closed ? `${sign}=` : sign, otherEnd: side === 'upper' ? known.lower : known.upper };
}

/** A limit of a confidence interval is a number of its own, whatever is known of the value. */
function knownOf(estimate: AttributeEstimate, on: SpecificationRow['on']): ExactRange | null {
  if (on === 'estimate') return knownRange(estimate);
  const limit = on === 'upper-limit' ? estimate.interval?.upper : estimate.interval?.lower;
  return limit === null || limit === undefined ? null : pointRange(rationalOfNumber(limit));
}

/** A range in another unit; factors of units are above 0. */
function scaledRange(range: ExactRange | null, factor: Rational): ExactRange | null {
  if (range === null) return null;
  const scaled = (end: ExactEnd | null): ExactEnd | null => (end === null ? null : { ...end, value: multiply(end.value, factor) });
  return { lower: scaled(range.lower), upper: scaled(range.upper) };
}

/** A limit as an exact number in the unit of the row; `null` where the dose that it is derived from is not declared, or gives none in this unit. */
export function exactLimit(end: RangeEnd, row: Pick<SpecificationRow, 'unit'>, source: LimitSource): Rational | null {
  if (typeof end.limit === 'number') return rationalOfNumber(end.limit);
  const { dose } = source.specification.product;
  const recovery = Math.min(1, source.estimate.decisive?.recoveryLower ?? 1);
  return dose === undefined ? null : derivedLimit(end, row.unit, { dose, recovery });
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
  const { lower = null, upper = null } = estimate.decisive?.oneSided ?? {};
  if (lower !== null || upper !== null || !isPlainFraction(estimate)) return { lower: scaled(lower), upper: scaled(upper) };
  const one = (sides: 'lower' | 'upper'): number | null =>
    proportionInterval(estimate.k, estimate.N, { method: 'clopper-pearson', level: ONE_SIDED_LEVEL, sides })[sides];
  return { lower: scaled(one('lower')), upper: scaled(one('upper')) };
}

/** The upper limit that the same number of events would have had without a positive one, in the unit of the row. */
export function zeroCountLimit(estimate: AttributeEstimate, unit: string): Rational | null {
  const factor = unitFactor(estimate.unit, unit);
  const interval = estimate.interval;
  if (factor === null || interval === null || interval.upper === null) return null;
  const stated = estimate.decisive?.zeroCountUpper ?? null;
  if (stated !== null) return multiply(rationalOfNumber(stated), factor);
  if (estimate.unit !== 'fraction' || estimate.N === null || estimate.N === 0) return null;
  const confidence = interval.sides === 'two' ? (1 + interval.level) / 2 : interval.level;
  return multiply(rationalOfNumber(zeroCountUpperLimit(estimate.N, confidence)), factor);
}

/** Estimate and interval in the unit of the row, before rounding; `null` where the units don't convert, or there is no number. */
export function convertedValue(estimate: AttributeEstimate, unit: string): ConvertedValue | null {
  const factor = unitFactor(estimate.unit, unit);
  if (factor === null) return null;
  const known = scaledRange(knownRange(estimate), factor);
  if (known === null && estimate.interval === null) return null;
  const point = known === null ? null : pointOf(known);
  const limit = (value: number | null | undefined): number | null =>
    value === null || value === undefined ? null : toNumber(multiply(rationalOfNumber(value), factor));
  return {
    unit,
    estimate: point === null ? null : toNumber(point),
    ...(known === null || point !== null ? {} : { bounds: shownRange(known) }),
    lower: limit(estimate.interval?.lower),
    upper: limit(estimate.interval?.upper),
  };
}
