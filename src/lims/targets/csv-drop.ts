import { type ColumnMap, columnMapSchema, csvFormSchema, mappedCsv, unsaidOf } from '../column-map.ts';
import type { Dispatch } from '../dispatch.ts';
import { DROP_SETTINGS, dropTarget, singleFile } from '../drop.ts';
import { limsNote } from '../lims-notes.ts';
import { defineTarget, type Prepared } from '../target.ts';

/** One CSV for each sending, its columns as the site's parser takes them: LabWare, LabVantage and others that read files from a folder. */
export const csvDrop = defineTarget({
  id: 'csv-drop',
  settings: { ...DROP_SETTINGS, columns: columnMapSchema, csv: csvFormSchema },
  open: ({ folder, retry, columns, csv }) =>
    dropTarget({
      folder,
      retry,
      prepare: (dispatch) => unsaid(dispatch, columns) ?? { kind: 'message', text: mappedCsv(dispatch, columns, csv) },
      files: singleFile('csv'),
    }),
});

/** Refused where the columns do not say what the sending is to what was sent before: the parser would take it for another first result. */
function unsaid(dispatch: Dispatch, columns: ColumnMap): Prepared | null {
  const loss = unsaidOf(dispatch, columns);
  if (loss === null) return null;
  const [field, value] = loss === 'reopened' ? ['kind', dispatch.kind] : ['revision', String(dispatch.revision)];
  return { kind: 'refused', reason: limsNote('lims/not-representable', { row: '', field, value, loss }) };
}
