import { InputError } from '../../../errors.ts';
import { buildRead, type ReadHeading } from '../../build-read.ts';
import { parseExportTime } from '../../dates.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type Sheet, textsOf } from '../../file/sheet.ts';
import { findColumnNumbers, type Matrix, readMatrix } from '../../matrix.ts';
import { modeOf, plateSizeNamed, unitOf } from '../../modes.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { wavelengthsIn } from '../../wavelengths.ts';

/** BMG SMART Control (and MARS) workbook: a sheet of numbered matrices, the same as a table, and the protocol. */
export const bmgSmartControl = definePlateFormat({
  id: 'bmg-smart-control',
  title: 'BMG Labtech SMART Control, workbook',
  container: 'workbook',
  recognises: (source) => source.kind === 'workbook' && source.sheets.some((sheet) => isBmgSheet(sheet)),
  marks: /^Path:.*\bBMG\b|^Test run no/im,
  silent:
    /^(?:User|Path|Test (?:run no|ID|Name)|Date|Time|ID[123]|Plate)\b.*:|^(?:Absorbance|Fluorescence|Luminescence)\b|^Average of all blanks|^Used correction value|^Blank\b/i,
  decode: async (source, notes) => {
    if (source.kind !== 'workbook') return [];
    const sheets = source.sheets.filter(
      (sheet) => isBmgSheet(sheet) && sheet.rows.some((_, at) => findColumnNumbers(sheet.rows, at) !== null),
    );
    const plates = sheets.map((sheet) => readSheet(sheet, { file: source.fileName, notes }));
    if (plates.length === 0) {
      throw new InputError(
        'plate/no-results',
        "Expected a sheet with matrices such as 'Raw Data (480/520)', found none. Export the microplate view.",
        { file: source.fileName },
      );
    }
    return plates;
  },
});

function isBmgSheet(sheet: Sheet): boolean {
  const head = sheet.rows.slice(0, 14).map((row) => cellText(row, 0));
  return head.some((text) => /^Path:.*\bBMG\b/i.test(text)) && head.some((text) => /^Test (?:ID|Name):|^Test run no/i.test(text));
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

function readSheet(sheet: Sheet, context: Context): Plate {
  const header = readHeader(sheet);
  const matrices = readMatrices(sheet, context);
  const readings = matrices.filter(({ title }) => !/^(?:Layout|Standard Concentrations|Dilutions|Sample IDs?)\b/i.test(title));
  const reads = readings.map(({ title, matrix }) => toRead(headingOf(title, header.mode), matrix, context));
  const name =
    ['ID1', 'ID2', 'ID3'].map((key) => header.fields.get(key) ?? '').find((text) => /\bplate\b/i.test(text)) ??
    header.fields.get('ID1') ??
    header.fields.get('Test Name') ??
    'Plate 1';
  const plateType = sheet.rows.flatMap(textsOf).find((text) => text.startsWith('Plate: '));
  const shape = {
    rows: Math.max(0, ...matrices.map(({ matrix }) => matrix.shape.rows)),
    columns: Math.max(0, ...matrices.map(({ matrix }) => matrix.shape.columns)),
  };
  return {
    name,
    wellCount: sizeOfPlate(reads, { plate: name, named: plateSizeNamed(plateType ?? ''), shape, ...context }),
    reads,
    readAt: parseExportTime(header.fields.get('Date') ?? '', header.fields.get('Time') ?? '', context.notes),
  };
}

function readHeader(sheet: Sheet): { readonly fields: ReadonlyMap<string, string>; readonly mode: string } {
  const fields = new Map<string, string>();
  let mode = 'unknown';
  for (const row of sheet.rows.slice(0, 14)) {
    const match = /^([A-Za-z][\w ]*?)\s*:\s*(.*)$/.exec(cellText(row, 0));
    if (match !== null) fields.set(match[1] ?? '', match[2] ?? '');
    else if (mode === 'unknown') mode = modeOf(cellText(row, 0));
  }
  return { fields, mode };
}

interface Titled {
  readonly title: string;
  readonly matrix: Matrix;
}

/** Matrices with the title above them, without its number; texts right of the plate belong to nobody and are noted. */
function readMatrices(sheet: Sheet, context: Context): Titled[] {
  const found: Titled[] = [];
  for (let at = 0; at < sheet.rows.length; at++) {
    const row = sheet.rows[at];
    const numbers = findColumnNumbers(sheet.rows, at);
    if (row === undefined || numbers === null) continue;
    const title = (textsOf(sheet.rows[at - 1])[0] ?? '').replace(/^\d+\.\s*/, '');
    context.notes.ledger.take(sheet.rows[at - 1]);
    if (title === '') context.notes.add('plate/export-incomplete', { absent: 'title', block: `line ${row.line}` });
    const matrix = readMatrix(sheet, { headerRow: at, ...numbers }, { file: context.file, notes: context.notes });
    const beside = sheet.rows
      .slice(at, matrix.endRow)
      .flatMap((one) => one.cells.slice(numbers.labelColumn + 1 + numbers.columns).filter((cell) => cell.trim() !== ''));
    const strange = beside.filter((text) => !text.trim().startsWith('Plate: '));
    if (strange.length > 0)
      context.notes.add('plate/not-read', {
        part: 'cells-right-of-matrix',
        sheet: sheet.name,
        name: title,
        cells: strange.map((text) => text.trim()),
      });
    found.push({ title, matrix });
    at = matrix.endRow - 1;
  }
  return found;
}

function headingOf(title: string, mode: string): ReadHeading {
  const calculated = !/^Raw Data\b/i.test(title);
  const inParentheses = /\(([^()]*)\)/.exec(title)?.[1] ?? '';
  return { label: title, mode, wavelengthsNm: wavelengthsIn(inParentheses), unit: calculated ? null : unitOf(mode), calculated };
}

function toRead(heading: ReadHeading, matrix: Matrix, context: Context): PlateRead {
  return buildRead(heading, matrix.wells, { decimal: 'detect', notes: context.notes });
}
