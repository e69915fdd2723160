import * as z from 'zod';
import { normalQuantile } from '../../numerics/distributions/normal-distribution.ts';
import { exp, sqrt } from '../../numerics/elementary.ts';
import { rationalOfNumber } from '../../numerics/exact/exact-decimal.ts';
import { boundsOfRange, multiplyRanges, pointOf, pointRange, shownRange } from '../../numerics/exact/exact-range.ts';
import { compareCodeUnits } from '../../order.ts';
import type { Reason } from '../../reason.ts';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import { attributeKeys, defineAttribute, NO_NEEDS } from '../attribute-type.ts';
import { boundedParts, enteredValue } from '../estimates/bounded-value.ts';
import { countNeed, replicatesSchema } from '../estimates/count-source.ts';
import { type CountValues, countValues } from '../estimates/count-values.ts';
import { type EarlierValue, earlierFields, earlierSchema, earlierValue } from '../estimates/earlier-values.ts';
import { dated, estimateRecord } from '../estimates/estimate-record.ts';
import { inheritedMethod } from '../estimates/inherited-status.ts';
import { notCovered } from '../formulas/formula-interval.ts';
import { gap } from '../interval-gaps.ts';
import { attributeReason } from '../reasons.ts';

const factorSchema = z.strictObject({
  count: z.string().min(1).describe('Name of the value in the count file.'),
  unit: z.string().min(1).describe('Its unit; the file must give the same.'),
  replicates: replicatesSchema,
});

const schema = z
  .strictObject({
    type: z.literal('functional-cells').describe('Viable cells x functional fraction.'),
    ...attributeKeys,
    viable: factorSchema.describe('Viable cells, in all or per mL.'),
    volume: factorSchema.optional().describe('Volume, where the viable cells are per mL.'),
    fraction: earlierSchema.describe('Functional fraction of viable cells: an earlier result, 0–1.'),
    unit: z.string().min(1).describe('Unit of the result, e.g. cells or cells per vial.'),
    level: z.number().gt(0.5).lt(1).default(0.95).describe('Level of the two-sided interval.'),
  })
  .describe('Number of functional cells: viable cells (x volume) x functional fraction, with limits by the delta method on the log scale.');

type Definition = z.output<typeof schema>;

/** Number of functional cells; no interval where the spread of a factor is not known. */
export const functionalCells = defineAttribute({
  id: 'functional-cells',
  schema,
  units: (definition) => [definition.unit],
  needs: (definition) => ({
    ...NO_NEEDS,
    controls: definition.controls,
    counts: [definition.viable, definition.volume].flatMap((factor) => (factor === undefined ? [] : [countNeed(factor)])),
    attributes: [definition.fraction.attribute],
  }),
  estimate: (definition, context) => [estimate(definition, context)],
});

function estimate(definition: Definition, context: AttributeContext): AttributeEstimate {
  const viable = countValues(definition.viable.count, definition.viable.unit, context);
  const volume = definition.volume === undefined ? null : countValues(definition.volume.count, definition.volume.unit, context);
  const fraction = earlierValue(definition.fraction, context);
  const cells = cellsOf(viable, volume);
  const { method, notes } = inheritedMethod(definition.method, [fraction]);
  const interval = intervalOf({ viable, volume, fraction, cells }, definition.level);
  const records = [...viable.records, ...(volume?.records ?? [])];
  return estimateRecord(definition, context, {
    unit: definition.unit,
    ...productOf(cells, fraction),
    ...interval,
    method,
    notes: [...notes, ...(interval.notes ?? [])],
    status: cells === null || fraction.range === null ? (fraction.pending ? 'pending' : 'missing') : 'computed',
    reasons: [...viable.reasons, ...(volume?.reasons ?? []), ...fraction.reasons, ...notAFraction(fraction)],
    details: [{ name: 'functional-fraction', ...enteredValue(fraction), unit: 'fraction' }],
    sources: [...new Set([...records.flatMap((record) => record.sources), ...(fraction.estimate?.sources ?? [])])].sort(compareCodeUnits),
    ...dated([...records.map((record) => record.acquiredAt ?? undefined), fraction.estimate?.acquiredAt]),
  });
}

/** Viable cells x volume. */
function cellsOf(viable: CountValues, volume: CountValues | null): number | null {
  if (viable.mean === null || (volume !== null && volume.mean === null)) return null;
  return viable.mean * (volume?.mean ?? 1);
}

/** A fraction that is only known to lie below or above a number leaves the product there too: cells are never negative. */
function productOf(cells: number | null, { value, range }: EarlierValue): Partial<AttributeEstimate> {
  if (cells === null || range === null) return { estimate: null };
  if (value !== null) return { estimate: cells * value };
  const product = multiplyRanges(pointRange(rationalOfNumber(cells)), range);
  const bounds = boundsOfRange(product);
  if (bounds === null) return { estimate: null };
  return pointOf(product) === null ? boundedParts(bounds) : { estimate: 0 };
}

/** A percentage would be a hundred times too many cells. */
function notAFraction({ estimate, value, range, reference }: EarlierValue): Reason[] {
  if (estimate === null || range === null) return [];
  const outside = value !== null && (value < 0 || value > 1);
  if (estimate.unit === 'fraction' && !outside) return [];
  return [attributeReason('attribute/not-a-fraction', { ...earlierFields(reference), known: shownRange(range), unit: estimate.unit })];
}

interface Factors {
  readonly viable: CountValues;
  readonly volume: CountValues | null;
  readonly fraction: EarlierValue;
  readonly cells: number | null;
}

function intervalOf({ viable, volume, fraction, cells }: Factors, level: number): Partial<AttributeEstimate> {
  if (cells === null || fraction.range === null) return {};
  if (fraction.value === null) return { notes: [notCovered(gap('interval/known-range', earlierFields(fraction.reference)))] };
  if (fraction.reference.use !== 'estimate')
    return { notes: [notCovered(gap('interval/limit-enters', earlierFields(fraction.reference)))] };
  return { interval: logInterval(cells * fraction.value, relativeVariance(viable, volume, fraction), level) };
}

/** Sum of the squared coefficients of variation of the factors; `null` where one is not known. A volume given once counts as exact. */
function relativeVariance(viable: CountValues, volume: CountValues | null, fraction: EarlierValue): number | null {
  const parts = [
    countVariance(viable),
    volume === null || volume.varianceOfMean === null ? 0 : countVariance(volume),
    fractionVariance(fraction),
  ];
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

function countVariance(values: CountValues): number | null {
  if (values.varianceOfMean === null || values.mean === null || values.mean === 0) return null;
  return values.varianceOfMean / (values.mean * values.mean);
}

/** (1 − p) / (p N) of a counted fraction: the squared coefficient of variation of a binomial proportion. */
function fractionVariance({ estimate, value }: EarlierValue): number | null {
  if (estimate === null || value === null || value === 0 || estimate.k === null || estimate.N === null) return null;
  return (1 - value) / (value * estimate.N);
}

function logInterval(value: number, variance: number | null, level: number): AttributeEstimate['interval'] {
  if (variance === null || value <= 0) return null;
  const factor = exp(normalQuantile((1 + level) / 2) * sqrt(variance));
  return { lower: value / factor, upper: value * factor, level, sides: 'two', method: 'delta-on-logarithms' };
}
