import { type ColumnMap, unsaidOf } from './column-map.ts';
import type { Dispatch } from './dispatch.ts';
import { limsNote } from './lims-notes.ts';
import type { Prepared } from './target.ts';

/** Refused where the columns of a site do not say what the sending is to what was sent before: a parser would take it for another first result. `null` = they do. */
export function refusedByColumns(dispatch: Dispatch, columns: ColumnMap): Prepared | null {
  const loss = unsaidOf(dispatch, columns);
  if (loss === null) return null;
  const [row, field, value] =
    loss === 'reopened'
      ? ['', 'kind', dispatch.kind]
      : loss === 'withdrawn'
        ? [dispatch.rows.find(({ outcome }) => outcome === 'withdrawn')?.row ?? '', 'state', 'WITHDRAWN']
        : ['', 'revision', String(dispatch.revision)];
  return { kind: 'refused', reason: limsNote('lims/not-representable', { row, field, value, loss }) };
}
