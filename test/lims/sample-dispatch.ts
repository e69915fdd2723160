import type { Dispatch } from '../../src/lims/dispatch.ts';
import type { OutboxRecord } from '../../src/lims/outbox-record.ts';
import type { ResultRow } from '../../src/results/result-columns.ts';
import { dispatchOf } from '../../src/runtime/outbox/dispatch-of.ts';
import { sampleResult } from '../outputs/sample-result.ts';

/** An entry for the sample result. */
export const SAMPLE_RECORD: OutboxRecord = {
  schemaVersion: 1,
  key: `0123456789abcdef0123${'0'.repeat(44)}`,
  target: 'lims',
  kind: 'result',
  resultSha256: 'b'.repeat(64),
  revision: 1,
  replaces: null,
  folder: 'lots/LOT-1/release/0001',
  state: 'waiting',
  step: 'send',
  attempts: 0,
  mayHaveArrived: false,
  nextAt: null,
  messageSha256: null,
  reason: null,
};

/** The sample result as it is sent, each row under an id of its own. */
export function sampleDispatch(more: Partial<OutboxRecord> = {}): Dispatch {
  const attributes = sampleResult.attributes.map((row) =>
    row.criterion === null ? row : { ...row, criterion: { ...row.criterion, id: [row.attribute, row.component ?? []].flat().join('/') } },
  );
  return dispatchOf(
    { ...SAMPLE_RECORD, ...more },
    {
      result: { ...sampleResult, attributes },
      publishedAt: '2026-11-20T08:00:00.000Z',
      approval: 'approved',
    },
  );
}

/** Some rows alone, each changed. */
export function withRows(dispatch: Dispatch, rows: readonly Partial<ResultRow>[]): Dispatch {
  const [first] = dispatch.rows;
  if (first === undefined) throw new Error('no row');
  return { ...dispatch, rows: rows.map((row) => ({ ...first, ...row })) };
}
