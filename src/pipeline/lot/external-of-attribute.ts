import type { ExternalResult } from '../../attributes/attribute-context.ts';
import type { Reason } from '../../reason.ts';
import { methodLabel, namesMethod, type StatedMethod } from '../definition/method-names.ts';
import { pipelineReason } from '../reasons.ts';
import type { ExternalRow } from '../tables/external-results.ts';

/** An attribute that is reported elsewhere. */
export interface ReportedAttribute {
  readonly id: string;
  readonly stage: string;
  readonly method: StatedMethod;
}

/** The result from elsewhere of one attribute, from its rows of one subject and test occasion; `null` = there is none. Two rows hold it, and neither value is taken. */
export function externalOf(attribute: ReportedAttribute, rows: readonly ExternalRow[]): ExternalResult | null {
  const [row, ...others] = rows;
  if (row === undefined) return null;
  const reasons = [
    ...rows.flatMap((one) => one.reasons),
    ...doubleReasons(
      attribute,
      rows.filter((one) => one.reasons.length === 0),
    ),
    ...rows.flatMap((one) => methodReasons(attribute, one)),
  ];
  // A row that does not count must not enter anything that is computed from it either.
  const single = others.length === 0 && row.reasons.length === 0;
  return {
    id: row.attribute,
    status: rows.some((one) => one.status === 'final') ? 'reported' : 'pending',
    operator: single ? row.operator : '',
    value: single ? row.value : null,
    text: single ? row.text : null,
    unit: row.unit,
    testedAt: row.testedAt,
    due: row.due,
    source: rows.map((one) => one.place).join(', '),
    sources: rows.map((one) => one.place),
    reasons,
  };
}

function doubleReasons(attribute: ReportedAttribute, rows: readonly ExternalRow[]): Reason[] {
  if (rows.length < 2) return [];
  return [pipelineReason('held/double-result', 'attribute', { attribute: attribute.id, places: rows.map((row) => row.place) })];
}

/** A result by another procedure than the method names is no result of the method. */
function methodReasons(attribute: ReportedAttribute, row: ExternalRow): Reason[] {
  if (row.method === null || namesMethod(attribute.method, row.method)) return [];
  const method = methodLabel(attribute.method);
  return [pipelineReason('held/other-method', 'attribute', { attribute: attribute.id, method, found: row.method, place: row.place })];
}
