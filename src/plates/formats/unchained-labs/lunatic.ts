import { InputError } from '../../../errors.ts';
import type { ReadHeading } from '../../build-read.ts';
import { parseExportTime } from '../../dates.ts';
import type { ExportSource } from '../../file/export-source.ts';
import { headOf, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type Sheet, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { columnOf, findWellRows, readColumn, rowsByText, type WellRows } from '../tables/well-rows.ts';

const NEEDED = ['Plate Position', 'Sample name', 'Application'];
/** Columns that describe a line; all others are figures. */
const DESCRIPTION =
  /^(?:Plate ID|Plate Position|Sample name|Application|Column|Row|Source Plate ID|Source Position|Sample group|Pump|Date|Time|Instrument ID|Plate type|Comments?|Flags?|Analyte.*|#)$/i;

/** Unchained Labs Lunatic and Stunner, CSV or workbook: one line a well. */
export const lunatic = definePlateFormat({
  id: 'lunatic',
  title: 'Unchained Labs Lunatic, CSV or workbook',
  container: 'either',
  recognises: (source) =>
    source.kind === 'text'
      ? /^(?=.*\bPlate Position\b)(?=.*\bSample name\b)(?=.*\bApplication\b).*$/im.test(headOf(source))
      : source.sheets.some((sheet) => findWellRowsIn(sheet)),
  marks: /\bPlate Position\b|\bLunatic\b|\bStunner\b/i,
  silent: /^(?:Table|Plate|Protocol|Date)\b/,
  decode: async (source, notes) => {
    const context = { file: source.fileName, notes };
    const tables = (await sheetsOf(source)).map(notes.ledger.open).flatMap((sheet) => findWellRows(sheet, NEEDED, context) ?? []);
    const plates = tables.flatMap((table) => readTable(table, context));
    if (plates.length === 0)
      throw new InputError('plate/no-results', 'Expected lines with wells below the heading, found none.', { file: source.fileName });
    return plates;
  },
});

function findWellRowsIn(sheet: Sheet): boolean {
  return sheet.rows.some((row) => NEEDED.every((name) => textsOf(row).some((text) => text.toLowerCase() === name.toLowerCase())));
}

async function sheetsOf(source: ExportSource): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook') return source.sheets;
  const sign = /Plate Position"?([,;\t])/i.exec(textOf(source))?.[1];
  return [await splitDelimited(textOf(source), source.fileName, { delimiter: sign === ';' || sign === '\t' ? sign : ',', quotes: 'csv' })];
}

function readTable(table: WellRows, context: { readonly file: string; readonly notes: NoteList }): Plate[] {
  const wellColumn = columnOf(table, 'Plate Position');
  const at = (name: string): number => table.headings.findIndex((heading) => heading.toLowerCase() === name.toLowerCase());
  const plateColumn = at('Plate ID');
  const groups = plateColumn === -1 ? new Map([['Plate 1', table.rows]]) : rowsByText(table, plateColumn);
  return [...groups].map(([name, rows]) => {
    // A well measured by two applications stands in two lines.
    const applications = rowsByText({ ...table, rows }, at('Application'));
    const reads = [...applications].flatMap(([application, lines]) =>
      table.headings.flatMap((heading, valueColumn) => {
        if (heading === '' || DESCRIPTION.test(heading)) return [];
        const read = headingOf(heading);
        const label = applications.size === 1 ? heading : `${heading}, ${application}`;
        return [readColumn(lines, { heading: { ...read, label }, valueColumn, wellColumn }, context)];
      }),
    );
    const ordered = [...reads.filter((read) => !read.calculated), ...reads.filter((read) => read.calculated)];
    const readAt = parseExportTime(cellText(rows[0], at('Date')), cellText(rows[0], at('Time')), context.notes);
    return {
      name: name || 'Plate 1',
      wellCount: sizeOfPlate(ordered, { plate: name, named: null, shape: { rows: 8, columns: 12 }, ...context }),
      reads: ordered,
      readAt,
    };
  });
}

function headingOf(heading: string): ReadHeading {
  const wavelength = /^A(\d{3})$/.exec(heading)?.[1];
  if (wavelength !== undefined)
    return { label: heading, mode: 'absorbance', wavelengthsNm: [Number(wavelength)], unit: 'OD', calculated: false };
  return { label: heading, mode: 'unknown', wavelengthsNm: [], unit: /\(([^()]+\/[^()]+)\)$/.exec(heading)?.[1] ?? null, calculated: true };
}
