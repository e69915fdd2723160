import type { Dispatch } from '../../lims/dispatch.ts';
import type { OutboxRecord } from '../../lims/outbox-record.ts';
import { resultRow } from '../../outputs/files/results-row.ts';
import type { ReleaseResult } from '../../results/release-result.ts';

/** What an entry of the outbox sends, of the result that it names. */
export function dispatchOf(
  record: OutboxRecord,
  { result, publishedAt, approval }: Pick<Dispatch, 'approval' | 'publishedAt'> & { readonly result: ReleaseResult },
): Dispatch {
  const { key, target, kind, revision, replaces, resultSha256, folder } = record;
  const analysis = folder.slice('lots/'.length);
  const number = Number(folder.slice(folder.lastIndexOf('/') + 1));
  const { lot, method, specification, software, disposition, attributes } = result;
  const envelope = { reportNumber: analysis, analysis: { number, of: number }, resultSha256 };
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
    disposition: disposition.proposed,
    publishedAt,
    // What no longer stands is approved by nobody, whatever was said when it was sent.
    approval: kind === 'reopened' ? 'not approved' : approval,
    instruments: lot.instruments,
    rows: attributes.map((row) => resultRow(row, { result, envelope })),
  };
}
