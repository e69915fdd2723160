import { meanOf, squaresAbout } from '../../numerics/mean.ts';
import { compareCodeUnits } from '../../order.ts';
import type { Reason } from '../../reason.ts';
import type { AttributeContext, CountRecord } from '../attribute-context.ts';
import { attributeReason } from '../reasons.ts';

/** Values of one count, by preparation. */
export interface CountValues {
  readonly records: readonly CountRecord[];
  readonly mean: number | null;
  /** Variance of the mean between preparations; `null` with fewer than two. */
  readonly varianceOfMean: number | null;
  readonly reasons: readonly Reason[];
}

/** Values of a count in the given unit; another unit, or a value that is negative or not finite, is a reason. */
export function countValues(name: string, unit: string, context: AttributeContext): CountValues {
  const records = [...(context.counts.get(name) ?? [])].sort(
    (a, b) => compareCodeUnits(a.preparation, b.preparation) || compareCodeUnits(a.source, b.source),
  );
  if (records.length === 0) {
    return {
      records,
      mean: null,
      varianceOfMean: null,
      reasons: [attributeReason('pending/no-count', { count: name })],
    };
  }
  const reasons = records.flatMap((record) => [...record.reasons, ...mistakes(record, name, unit)]);
  // A held count gives no number at all: the mean of the rest would be another one.
  const held = records.some((record) => record.reasons.length > 0);
  const usable = held ? [] : records.filter((record) => mistakes(record, name, unit).length === 0).map((record) => record.value);
  return {
    records,
    mean: usable.length === 0 ? null : meanOf(usable),
    varianceOfMean: usable.length < 2 ? null : varianceOf(usable) / usable.length,
    reasons,
  };
}

function mistakes(record: CountRecord, name: string, unit: string): Reason[] {
  if (record.unit !== unit)
    return [attributeReason('attribute/count-unit', { count: name, unit, found: record.unit, source: record.source })];
  if (record.value >= 0 && Number.isFinite(record.value)) return [];
  return [attributeReason('attribute/bad-count', { count: name, value: record.value, source: record.source })];
}

function varianceOf(values: readonly number[]): number {
  return squaresAbout(values, meanOf(values)) / (values.length - 1);
}
