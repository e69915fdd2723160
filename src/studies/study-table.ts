import { InputError } from '../errors.ts';
import { decodeText } from '../plates/file/decode-text.ts';
import { createNotes, type PlateNote } from '../plates/file/notes.ts';
import { parseNumber } from '../plates/numbers.ts';
import { checkFieldCount, parseHeadings, splitLongTable } from '../potency/plate/long-table.ts';
import type { PotencyStudy, StudyInputRow } from './study.ts';

/** The rows of a study's table, with what was odd about its text. */
export interface StudyRows {
  readonly rows: readonly StudyInputRow[];
  readonly notes: readonly PlateNote[];
}

/** Reads the columns of a study from a long table; `columns` names other headings, as `name=heading,…`. Errors: plate/bad-encoding, plate/bad-export, potency/bad-data, usage/bad-argument. */
export async function readStudyTable(
  study: Pick<PotencyStudy, 'columns'>,
  bytes: Uint8Array,
  { file, columns }: { readonly file: string; readonly columns: string | undefined },
): Promise<StudyRows> {
  const notes = createNotes();
  const text = decodeText(bytes, file, { notes });
  const required = study.columns.filter((column) => column.required).map((column) => column.name);
  const optional = study.columns.filter((column) => !column.required).map((column) => column.name);
  const headings = parseHeadings(columns, [...required, ...optional]);
  const table = await splitLongTable(text, { file, headings, required, optional });
  if (table.body.length === 0)
    throw new InputError('potency/bad-data', 'Expected rows under the headings, found none.', { file, line: table.header.line });
  const rows = table.body.map((row) => {
    checkFieldCount(row, table.header, file);
    const cells = [...table.columns].map(([name, at]) => {
      const cell = row.cells[at]?.trim() ?? '';
      return [name, { text: cell, number: parseNumber(cell, '.') }] as const;
    });
    return { place: { file, line: row.line }, cells: Object.fromEntries(cells) };
  });
  return { rows, notes: notes.all() };
}
