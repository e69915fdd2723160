import type { Reason, TestOccasion } from '../attributes/attribute-result.ts';
import type { Definition } from './definition.ts';
import { occasionKey } from './plan.ts';
import { pipelineReason } from './reasons.ts';

/** A row of a table that names its test occasion. */
interface OccasionRow {
  readonly occasion: TestOccasion;
  readonly place: string;
  readonly reasons: readonly Reason[];
}

/**
 * Rows of one subject with those held whose tests are more than the method allows: all rows of that name, since testing until it conforms is not a
 * method. `nameOf` says what a row is a test of.
 */
export function withAllowedOccasions<Row extends OccasionRow>(
  { repeatsAfterInvalid, retests }: Definition['occasions'],
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): Row[] {
  const allowed = { 'repeat-after-invalid': repeatsAfterInvalid, retest: retests } as const;
  return rows.map((row) => {
    const same = rows.filter((other) => nameOf(other) === nameOf(row));
    const reasons = (['repeat-after-invalid', 'retest'] as const).flatMap((kind) => {
      const found = same.filter((other) => other.occasion.kind === kind);
      const count = new Set(found.map((other) => other.occasion.number)).size;
      if (count <= allowed[kind]) return [];
      const message = `Expected at most ${allowed[kind]} test occasions of the kind ${kind} for '${nameOf(row)}', found ${count}: ${found.map((other) => other.place).join(', ')}. The definition fixes their number (occasions).`;
      return [pipelineReason('held/occasion-not-allowed', 'attribute', message)];
    });
    return reasons.length === 0 ? row : { ...row, reasons: [...row.reasons, ...reasons] };
  });
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
