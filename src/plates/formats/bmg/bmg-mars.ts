import { InputError } from '../../../errors.ts';
import { buildRead, type ReadHeading } from '../../build-read.ts';
import { parseExportTime } from '../../dates.ts';
import { headOf, matrixDelimiter, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { findMatrices, type Matrix, readMatrix, refuseLoneColumnNumbers } from '../../matrix.ts';
import { modeOf, unitOf } from '../../modes.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { wavelengthsIn } from '../../wavelengths.ts';
import { readMarsTables } from './bmg-mars-table.ts';

/** BMG MARS, CSV: a heading of `Key: value` fields, then matrices under their titles, or a table with one well a line. */
export const bmgMars = definePlateFormat({
  id: 'bmg-mars',
  title: 'BMG Labtech MARS, CSV',
  container: 'text',
  recognises: (source) => /^User\s*[:=].*Path\s*[:=].*Test (?:run no|ID)/m.test(headOf(source)),
  marks: /^User\s*[:=].*Path\s*[:=]|Test (?:run no|ID)\.?\s*[:=]/m,
  silent:
    /^(?:User|Path|Test (?:run no|ID|name)|Date|Time|ID[123])\b.*[:=]|^No\. of Channels|^Plate type|^(?:Absorbance|Fluorescence|Luminescence|Time resolved fluorescence|AlphaScreen)/i,
  decode: async (source, notes) => {
    const text = textOf(source);
    const sheet = notes.ledger.open(await splitDelimited(text, source.fileName, { delimiter: matrixDelimiter(text), quotes: 'csv' }));
    return sectionsOf(sheet).map((section) => readSection(section, { file: source.fileName, notes }));
  },
});

/** Sections from one `User:` line to the next: files of several runs are joined so. */
function sectionsOf(sheet: Sheet): Sheet[] {
  const starts = sheet.rows.flatMap((row, i) => (/^User\s*[:=]/.test(cellText(row, 0)) ? [i] : []));
  return starts.map((start, i) => ({ name: sheet.name, rows: sheet.rows.slice(start, starts[i + 1] ?? sheet.rows.length) }));
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

function readSection(sheet: Sheet, context: Context): Plate {
  const header = readHeader(sheet.rows, context);
  refuseLoneColumnNumbers(sheet, context.file);
  const places = findMatrices(sheet);
  const matrices = places.map((place) => ({
    title: titleAbove(sheet, place.headerRow, context),
    matrix: readMatrix(sheet, place, { file: context.file, notes: context.notes }),
  }));
  const heading = (title: string): ReadHeading => headingOf(title, header.mode);
  const found = [
    ...matrices.map(({ title, matrix }) => toRead(heading(title), matrix, context)),
    ...readMarsTables(sheet, { ...context, headingOf: heading }),
  ];
  const reads = numberTwins(found, context.notes);
  if (reads.length === 0)
    throw new InputError('plate/no-results', "Expected a matrix under 'Raw Data' or a table of wells, found none. Export the raw data.", {
      file: context.file,
    });
  const last = matrices.at(-1)?.matrix;
  if (last !== undefined && found.length === matrices.length) noteRest(sheet, last.endRow, context.notes);
  const name = header.fields.get('ID1') || header.fields.get('Test name') || 'Plate 1';
  const shape = { rows: 0, columns: Math.max(0, ...matrices.map(({ matrix }) => matrix.shape.columns)) };
  return {
    name,
    wellCount: sizeOfPlate(reads, {
      plate: name,
      named: null,
      shape: { ...shape, rows: Math.max(0, ...matrices.map(({ matrix }) => matrix.shape.rows)) },
      ...context,
    }),
    reads,
    readAt: parseExportTime(header.fields.get('Date') ?? '', header.fields.get('Time') ?? '', context.notes),
  };
}

function readHeader(rows: readonly SheetRow[], context: Context): { readonly fields: ReadonlyMap<string, string>; readonly mode: string } {
  const fields = new Map<string, string>();
  let mode = 'unknown';
  let signs = '';
  for (const row of rows.slice(0, 12)) {
    for (const cell of row.cells) {
      const match = /^\s*([A-Za-z][\w .]*?)\s*([:=])\s*(.*)$/.exec(cell);
      if (match === null) {
        if (mode === 'unknown' && !/Raw Data/.test(cell)) mode = modeOf(cell);
        continue;
      }
      if (!fields.has(match[1] ?? '')) fields.set(match[1] ?? '', (match[3] ?? '').trim());
      if (match[2] === '=') signs = cell.trim();
    }
  }
  if (signs !== '') context.notes.add('plate/settings-contradict', { setting: 'heading-signs', signs });
  return { fields, mode };
}

/** The last line with text above a matrix. */
function titleAbove(sheet: Sheet, headerRow: number, { file, notes }: Context): string {
  for (let at = headerRow - 1; at >= 0; at--) {
    const row = sheet.rows[at];
    if (row === undefined || isBlankRow(row)) continue;
    const title = row.cells.map((cell) => cell.trim()).find((cell) => cell !== '') ?? '';
    if (textsOf(row).length !== 1) break;
    notes.ledger.take(row);
    return title;
  }
  throw new InputError('plate/bad-export', "Expected a title such as 'Raw Data (450)' above the matrix, found none.", {
    file,
    line: sheet.rows[headerRow]?.line ?? 1,
  });
}

function headingOf(title: string, mode: string): ReadHeading {
  const calculated = !/^Raw Data\b/i.test(title.replace(/^\d+\.\s*/, ''));
  const label = title.replace(/\s+/g, ' ');
  const inParentheses = /\(([^()]*)\)/.exec(title)?.[1] ?? '';
  return { label, mode, wavelengthsNm: wavelengthsIn(inParentheses), unit: calculated ? null : unitOf(mode), calculated };
}

function toRead(heading: ReadHeading, matrix: Matrix, context: Context): PlateRead {
  return buildRead(heading, matrix.wells, { decimal: 'detect', notes: context.notes });
}

/** Matrices of one title (cycles, for example) are told apart by their number. */
function numberTwins(reads: readonly PlateRead[], notes: NoteList): PlateRead[] {
  const seen = new Map<string, number>();
  return reads.map((read) => {
    const times = (seen.get(read.label) ?? 0) + 1;
    seen.set(read.label, times);
    if (times === 1) return read;
    notes.add('plate/named-twice', { twins: 'in-run', name: read.label });
    return { ...read, label: `${read.label} (${times})` };
  });
}

function noteRest(sheet: Sheet, endRow: number, notes: NoteList): void {
  const rest = sheet.rows.slice(endRow).filter((row) => !isBlankRow(row));
  if (rest[0] !== undefined) notes.add('plate/not-read', { part: 'lines-after-matrix', line: rest[0].line, count: rest.length });
}
