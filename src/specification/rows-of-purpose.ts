import type { Purpose } from '../subject.ts';
import type { Specification, SpecificationRow } from './specification.ts';

/** The rows that judge a subject of one purpose, each with its limits for that purpose, in the specification's order. */
export function rowsOfPurpose(specification: Pick<Specification, 'rows'>, purpose: Purpose): SpecificationRow[] {
  return specification.rows.filter((row) => row.purposes.includes(purpose)).map((row) => withLimitsOf(row, purpose));
}

/** A row with the limits of one purpose. They stand in place of all its own: an alert limit for release says nothing of a pull. */
export function withLimitsOf<Row extends Pick<SpecificationRow, 'limits' | 'criterion' | 'alert' | 'action' | 'discard' | 'source'>>(
  row: Row,
  purpose: Purpose,
): Row {
  const own = row.limits[purpose];
  if (own === undefined) return row;
  const { source, ...limits } = own;
  return { ...row, alert: undefined, action: undefined, discard: undefined, ...limits, source: source ?? row.source };
}
