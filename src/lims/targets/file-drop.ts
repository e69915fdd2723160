import { sha256OfText } from '../../sha256.ts';
import { columnMapSchema, csvFormSchema, LONG_COLUMNS, mappedCsv } from '../column-map.ts';
import { DROP_SETTINGS, dropName, dropTarget } from '../drop.ts';
import { limsMessage } from '../lims-message.ts';
import { defineTarget } from '../target.ts';
import { refusedByColumns } from '../unsaid.ts';

/** A folder for each sending: `results.csv`, one row a result; `results.json`, the same as our JSON; `manifest.sha256` over both. It appears whole, by one rename. */
export const fileDrop = defineTarget({
  id: 'file-drop',
  settings: { ...DROP_SETTINGS, columns: columnMapSchema.optional().describe('Of results.csv; absent = all of ours.'), csv: csvFormSchema },
  open: ({ folder, retry, columns = LONG_COLUMNS, csv }) =>
    dropTarget({
      folder,
      retry,
      prepare: (dispatch) => refusedByColumns(dispatch, columns) ?? { kind: 'message', text: limsMessage(dispatch) },
      files: (dispatch, json) => {
        const files = [
          { path: 'results.csv', text: mappedCsv(dispatch, columns, csv) },
          { path: 'results.json', text: json },
        ];
        const manifest = files.map(({ path, text }) => `${sha256OfText(text)}  ${path}\n`).join('');
        return { name: dropName(dispatch), files: [...files, { path: 'manifest.sha256', text: manifest }] };
      },
    }),
});
