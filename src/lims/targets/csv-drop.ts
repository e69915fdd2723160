import { columnMapSchema, csvFormSchema, mappedCsv } from '../column-map.ts';
import { DROP_SETTINGS, dropTarget, singleFile } from '../drop.ts';
import { defineTarget } from '../target.ts';
import { refusedByColumns } from '../unsaid.ts';

/** One CSV for each sending, its columns as the site's parser takes them: LabWare, LabVantage and others that read files from a folder. */
export const csvDrop = defineTarget({
  id: 'csv-drop',
  settings: { ...DROP_SETTINGS, columns: columnMapSchema, csv: csvFormSchema },
  open: ({ folder, retry, columns, csv }) =>
    dropTarget({
      folder,
      retry,
      prepare: (dispatch) => refusedByColumns(dispatch, columns) ?? { kind: 'message', text: mappedCsv(dispatch, columns, csv) },
      files: singleFile('csv'),
    }),
});
