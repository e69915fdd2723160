import { InputError } from '../../../errors.ts';
import { buildRead } from '../../build-read.ts';
import { parseExportTime } from '../../dates.ts';
import type { ExportSource } from '../../file/export-source.ts';
import { headOf, matrixDelimiter, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { findColumnNumbers, readMatrix, refuseLetteredRow } from '../../matrix.ts';
import { modeOf, unitOf } from '../../modes.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { wavelengthsIn } from '../../wavelengths.ts';

/** Promega GloMax Discover and Explorer, CSV or workbook: empty leading columns, `Protocol:`, `Result:`, then a `Reading:` line with the column numbers. */
export const gloMax = definePlateFormat({
  id: 'glomax',
  title: 'Promega GloMax, CSV or workbook',
  container: 'either',
  recognises: (source) =>
    source.kind === 'text'
      ? /[,;\t]Protocol: /.test(headOf(source)) && /^[,;\t]*Reading:/m.test(headOf(source))
      : source.sheets.some(
          (sheet) =>
            sheet.rows.some((row) => textsOf(row)[0]?.startsWith('Protocol: ')) && sheet.rows.some((row) => textsOf(row)[0] === 'Reading:'),
        ),
  marks: /^[,;\t ]*(?:Protocol|Result): .*\d{4}\.\d\d\.\d\d|^[,;\t ]*Reading:|\bGloMax\b/m,
  silent:
    /^(?:Protocol|Result): |^(?:Quick read|Absorbance|Luminescence|Fluorescence|Measurement Filter|Excitation Filter|Emission Filter|Reference Filter|Integration|Instrument|Serial|Operator|User|Date|Plate|Optical Kit|BRET|FRET)/i,
  decode: async (source, notes) => {
    const plates: Plate[] = [];
    for (const sheet of (await sheetsOf(source)).map(notes.ledger.open)) plates.push(...readSheet(sheet, { file: source.fileName, notes }));
    if (plates.length === 0)
      throw new InputError('plate/no-results', "Expected a 'Reading:' line with column numbers above readings, found none.", {
        file: source.fileName,
      });
    return plates;
  },
});

async function sheetsOf(source: ExportSource): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook') return source.sheets;
  const text = textOf(source);
  return [await splitDelimited(text, source.fileName, { delimiter: matrixDelimiter(text), quotes: 'csv' })];
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

/** One plate for each `Result:` line; every `Reading:` below it is a read. */
function readSheet(sheet: Sheet, context: Context): Plate[] {
  const starts = sheet.rows.flatMap((row, i) => (textsOf(row)[0]?.startsWith('Protocol: ') ? [i] : []));
  return starts.flatMap((start, i) => {
    const rows = sheet.rows.slice(start, starts[i + 1] ?? sheet.rows.length);
    const result = rows.flatMap(textsOf).find((text) => text.startsWith('Result: '));
    const { reads, shape } = readRows(rows, context);
    const name = (result ?? 'Result: Plate 1').slice('Result: '.length).replace(/\s*\d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d$/, '');
    const stamp = /(\d{4})\.(\d\d)\.(\d\d) (\d\d:\d\d:\d\d)$/.exec(result ?? '');
    const readAt =
      stamp === null ? null : parseExportTime(`${stamp[1] ?? ''}-${stamp[2] ?? ''}-${stamp[3] ?? ''}`, stamp[4] ?? '', context.notes);
    return reads.length === 0
      ? []
      : [{ name, wellCount: sizeOfPlate(reads, { plate: name, named: null, shape, ...context }), reads, readAt }];
  });
}

function readRows(
  rows: readonly SheetRow[],
  context: Context,
): { readonly reads: PlateRead[]; readonly shape: { rows: number; columns: number } } {
  const reads: PlateRead[] = [];
  const shape = { rows: 0, columns: 0 };
  let mode = 'unknown';
  let filters: number[] = [];
  // The filters that were named since the last readings.
  const named = new Set<string>();
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (row === undefined) continue;
    const [key = '', value = ''] = textsOf(row);
    if (cellText(row, 0) !== '' && modeOf(key) !== 'unknown') [mode, filters] = [modeOf(key), []];
    if (/(?:Measurement|Excitation|Emission) Filter:?$/.test(key)) {
      if (named.has(key))
        throw new InputError('plate/bad-export', `Expected every filter once above its readings, found '${key}' twice.`, {
          file: context.file,
          line: row.line,
        });
      if (named.size === 0) filters = [];
      named.add(key);
      filters = [...filters, ...wavelengthsIn(value)];
      if (wavelengthsIn(value).length === 0 && !/^(?:None|No filter|Open|Clear)?$/i.test(value))
        context.notes.add('plate/not-read', { part: 'filter', name: value, line: row.line });
    }
    const numbers = findColumnNumbers(rows, at);
    if (numbers === null) {
      refuseLetteredRow(row, context.file);
      continue;
    }
    named.clear();
    const reading = key === 'Reading:' ? value : '';
    const matrix = readMatrix({ rows }, { headerRow: at, ...numbers }, { file: context.file, notes: context.notes });
    const label = `${mode}${filters.length === 0 ? '' : ` ${filters.join('/')}`}, reading ${reading || reads.length + 1}`;
    if (reads.some((read) => read.label === label))
      throw new InputError('plate/bad-export', `Expected every reading once, found '${label}' twice.`, {
        file: context.file,
        line: row.line,
      });
    reads.push(
      buildRead({ label, mode, wavelengthsNm: filters, unit: unitOf(mode), calculated: false }, matrix.wells, {
        decimal: 'detect',
        notes: context.notes,
      }),
    );
    shape.rows = Math.max(shape.rows, matrix.shape.rows);
    shape.columns = Math.max(shape.columns, matrix.shape.columns);
    at = matrix.endRow - 1;
  }
  return { reads, shape };
}
