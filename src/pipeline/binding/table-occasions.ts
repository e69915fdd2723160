import type { TestOccasion } from '../../attributes/attribute-result.ts';
import { occasionKey } from './plan.ts';

/** A row of a table that names its test occasion. */
interface OccasionRow {
  readonly occasion: TestOccasion;
}

/** The rows of one test occasion; what was not tested again on a later one has the rows of the initial test, where `carried` asks for them. */
export function rowsOfOccasion<Row extends OccasionRow>(
  rows: readonly Row[],
  occasion: TestOccasion,
  carried: { readonly nameOf: (row: Row) => string } | null,
): Row[] {
  const own = rows.filter((row) => occasionKey(row.occasion) === occasionKey(occasion));
  if (carried === null || occasion.kind === 'initial') return own;
  const tested = new Set(own.map(carried.nameOf));
  return rows.filter((row) => own.includes(row) || (row.occasion.kind === 'initial' && !tested.has(carried.nameOf(row))));
}
