import type { Purpose } from '../subject.ts';
import { withLimitsOf } from './purpose-limits.ts';
import type { Specification, SpecificationRow } from './specification.ts';

/** The rows that judge a subject of one purpose, each with its limits for that purpose, in the specification's order. */
export function rowsOfPurpose(specification: Pick<Specification, 'rows'>, purpose: Purpose): SpecificationRow[] {
  return specification.rows.filter((row) => row.purposes.includes(purpose)).map((row) => withLimitsOf(row, purpose));
}
