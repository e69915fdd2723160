import { compare, multiply, rationalOfNumber } from '../../numerics/exact/exact-decimal.ts';
import { pipelineReason } from '../reasons.ts';
import type { CountRow } from '../tables/counts.ts';
import { figureFactor } from './count-units.ts';

/**
 * The counts that people typed with those of exports. What stands in both is one count: the typed row where both say the same number, with the export beside it;
 * where they do not, it is held and neither counts.
 */
export function joinCounts(typed: readonly CountRow[], exported: readonly CountRow[]): CountRow[] {
  const left = [...exported];
  const joined = typed.map((row) => {
    const at = left.findIndex((one) => countsTheSame(row, one));
    const twin = left[at];
    if (twin === undefined) return row;
    left.splice(at, 1);
    return joinRows(row, twin);
  });
  return [...joined, ...left];
}

/** One thing counted: a sample or preparation that one of both leaves out is the other's; a row without a purpose is for any. */
function countsTheSame(row: CountRow, other: CountRow): boolean {
  const isOneOf = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
  return (
    row.lot === other.lot &&
    row.stage === other.stage &&
    row.name === other.name &&
    isOneOf(row.sample, other.sample) &&
    isOneOf(row.preparation, other.preparation) &&
    (row.replicate ?? 1) === (other.replicate ?? 1) &&
    (row.purpose === null || other.purpose === null || row.purpose === other.purpose) &&
    isOneOf(row.condition, other.condition) &&
    isOneOf(row.timePoint, other.timePoint) &&
    row.occasion.kind === other.occasion.kind &&
    row.occasion.number === other.occasion.number
  );
}

function joinRows(typed: CountRow, exported: CountRow): CountRow {
  const factor = figureFactor(typed.unit, exported.unit);
  const agrees = factor !== null && compare(multiply(rationalOfNumber(typed.value), factor), rationalOfNumber(exported.value)) === 0;
  const rows = [typed, exported].map(({ place, value, unit }) => ({ place, value, unit }));
  return {
    ...typed,
    sample: typed.sample ?? exported.sample,
    preparation: typed.preparation ?? exported.preparation,
    testedAt: typed.testedAt ?? exported.testedAt,
    files: [...typed.files, ...exported.files],
    reasons: [
      ...typed.reasons,
      ...exported.reasons,
      ...(agrees ? [] : [pipelineReason('held/count-differs', 'attribute', { count: typed.name, rows })]),
    ],
  };
}
