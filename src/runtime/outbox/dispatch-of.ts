import type { Dispatch } from '../../lims/dispatch.ts';
import type { OutboxRecord } from '../../lims/outbox-record.ts';
import { rowPlace, takenBackRow } from '../../lims/taken-back.ts';
import { resultRow } from '../../outputs/files/results-row.ts';
import type { ReleaseResult } from '../../results/release-result.ts';
import type { ResultRow } from '../../results/result-columns.ts';

export interface DispatchSource extends Pick<Dispatch, 'approval' | 'publishedAt'> {
  readonly result: ReleaseResult;
  /** What was sent of the subject before, or may have been. */
  readonly earlier?: readonly ReleaseResult[];
}

/** What an entry of the outbox sends, of the result that it names. */
export function dispatchOf(record: OutboxRecord, { result, earlier = [], publishedAt, approval }: DispatchSource): Dispatch {
  const { key, target, kind, revision, replaces, resultSha256, folder } = record;
  const analysis = folder.slice('lots/'.length);
  const number = Number(folder.slice(folder.lastIndexOf('/') + 1));
  const { lot, method, specification, software, disposition } = result;
  const envelope = { reportNumber: analysis, analysis: { number, of: number }, resultSha256 };
  const rowsOf = (of: ReleaseResult) => of.attributes.map((row) => resultRow(row, { result: of, envelope }));
  const [own, before] = [rowsOf(result), earlier.flatMap(rowsOf)];
  return {
    key,
    target,
    kind,
    revision,
    replaces,
    resultSha256,
    analysis,
    lot: lot.id,
    product: lot.product.id,
    purpose: lot.purpose,
    condition: lot.condition,
    timePoint: lot.timePoint,
    method: { id: method.id, version: method.version, status: method.status },
    specification: { id: specification.id, revision: specification.revision },
    software: `${software.name} ${software.version}`,
    // What no longer stands is approved by nobody, and nothing is proposed of it, whatever was said when it was sent.
    disposition: kind === 'reopened' ? 'none' : disposition.proposed,
    publishedAt,
    approval: kind === 'reopened' ? 'not approved' : approval,
    instruments: lot.instruments,
    rows: rowsToSend(kind, own, before),
    earlier: kind === 'reopened' ? [...own, ...before] : before,
  };
}

/** The rows of a result, with those that were sent before and have none in it; of a lot that is open again all of them, without values. */
function rowsToSend(kind: Dispatch['kind'], own: readonly ResultRow[], earlier: readonly ResultRow[]): readonly ResultRow[] {
  const known = new Set(own.map(rowPlace));
  const others = [...new Map(earlier.map((row) => [rowPlace(row), row])).values()].filter((row) => !known.has(rowPlace(row)));
  return kind === 'reopened'
    ? [...own, ...others].map((row) => takenBackRow(row, 'reopened'))
    : [...own, ...others.map((row) => takenBackRow(row, 'withdrawn'))];
}
