import { InputError } from '../../../errors.ts';
import { buildKineticRead } from '../../build-kinetic.ts';
import { buildRead, type ReadHeading, type WellTexts } from '../../build-read.ts';
import { parseSeconds } from '../../dates.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type SheetRow, textsOf } from '../../file/sheet.ts';
import { readListLines, textsOfLines, type WellColumn, wellIn, wellsAcross } from '../../lists.ts';
import { type ColumnNumbers, findColumnNumbers, putLine, readLines } from '../../matrix.ts';
import { unitOf } from '../../modes.ts';
import type { PlateRead } from '../../plate-reading.ts';

export interface Gen5Surroundings {
  readonly file: string;
  readonly container: 'text' | 'workbook';
  readonly notes: NoteList;
  readonly headingOf: (label: string) => ReadHeading;
}

export interface Gen5Table {
  readonly reads: readonly PlateRead[];
  /** First row after the table. */
  readonly endRow: number;
}

/**
 * A matrix with the name of the read at the end of each row. Rows without a letter continue the lettered row above with the next read. `title` names
 * the read where no row does. Errors: plate/bad-export.
 */
export function readGen5Matrix(
  rows: readonly SheetRow[],
  place: { readonly headerRow: number; readonly title: string },
  context: Gen5Surroundings,
): Gen5Table {
  const { file, notes } = context;
  const numbers = findGen5Columns(rows, place.headerRow);
  if (numbers === null) throw new InputError('plate/bad-export', 'Expected column numbers 1, 2, 3 …, found none.', { file });
  const matrix = { ...numbers, headerRow: place.headerRow };
  const { lines, endRow } = readLines({ rows }, matrix, { file, notes, lines: 'several', behind: 1 });
  const reads = new Map<string, WellTexts>();
  for (const line of lines) {
    const label = labelOf(line.row, { ...numbers, title: place.title, file });
    const wells: WellTexts = reads.get(label) ?? new Map();
    putLine(wells, line, { at: numbers.labelColumn + 1, first: numbers.first, columns: numbers.columns, file });
    reads.set(label, wells);
  }
  refuseMissingRows(reads, { file, line: rows[place.headerRow]?.line ?? 1 });
  return {
    reads: [...reads].map(([label, wells]) => buildRead(context.headingOf(label), wells, { decimal: 'detect', notes })),
    endRow,
  };
}

/** Every read of a matrix has a line for every plate row: one with fewer wells has lost a line. */
function refuseMissingRows(reads: ReadonlyMap<string, WellTexts>, place: { readonly file: string; readonly line: number }): void {
  const most = Math.max(0, ...[...reads.values()].map(({ size }) => size));
  const short = [...reads].find(([, wells]) => wells.size < most);
  if (short === undefined) return;
  throw new InputError(
    'plate/bad-export',
    `Expected a line of '${short[0]}' for every plate row, found ${short[1].size} of ${most} wells: a line was lost.`,
    place,
  );
}

/** Column numbers with nothing left of them; `null` where a row holds none. */
export function findGen5Columns(rows: readonly SheetRow[], at: number): ColumnNumbers | null {
  const numbers = findColumnNumbers(rows, at);
  const left = rows[at]?.cells.slice(0, (numbers?.labelColumn ?? 0) + 1) ?? [];
  return left.every((cell) => cell.trim() === '') ? numbers : null;
}

function labelOf(
  row: SheetRow,
  table: { readonly labelColumn: number; readonly columns: number; readonly title: string; readonly file: string },
): string {
  const column = table.labelColumn + table.columns + 1;
  const label = cellText(row, column);
  if (label !== '') return label;
  if (table.title !== '' && table.title !== 'Results' && table.title !== 'Layout') return table.title;
  throw new InputError(
    'plate/bad-export',
    `Expected the name of the read after the ${table.columns} columns, found nothing: the line is short or cut.`,
    { file: table.file, line: row.line },
  );
}

/** Column of the heading `Time`, `Wavelength` or `Well` before a row of wells; `null` where the row is none such. */
export function findWellHeadings(row: SheetRow, first: 'Time' | 'Wavelength' | 'Well'): number | null {
  const column = row.cells.findIndex((cell) => cell.trim() !== '');
  if (column === -1 || cellText(row, column) !== first) return null;
  return row.cells.slice(column + 1).filter((cell) => wellIn(cell.trim()) !== null).length > 0 ? column : null;
}

/** A table with one row a cycle: times, perhaps a temperature, and one column a well. Rows `0:00:00` without readings after the last cycle are padding. */
export function readGen5Kinetic(
  rows: readonly SheetRow[],
  place: { readonly headerRow: number; readonly title: string },
  context: Gen5Surroundings,
): Gen5Table {
  const { columns, timeColumn, line } = wellColumns(rows, place.headerRow, context.file);
  const endRow = endOf(rows, place.headerRow + 1, timeColumn);
  refuseRest(rows[endRow], context.file);
  context.notes.ledger.takeAll(rows.slice(place.headerRow, endRow));
  const times = rows.slice(place.headerRow + 1, endRow).map((row) => ({ row, seconds: secondsOf(row, timeColumn, context) }));
  const isPadding = ({ row, seconds }: (typeof times)[number]): boolean =>
    seconds === 0 && columns.every(({ column }) => cellText(row, column) === '');
  const first = times.findIndex((one, i) => i > 0 && isPadding(one));
  const cycles = first === -1 ? times : times.slice(0, first);
  const stray = first === -1 ? undefined : times.slice(first).find((one) => !isPadding(one));
  if (stray !== undefined) refuseRest(stray.row, context.file);
  const wells = new Map(columns.map(({ well, column }) => [well, cycles.map(({ row }) => cellText(row, column))]));
  const table = { timesSeconds: cycles.map(({ seconds }) => seconds), wells };
  return { reads: [buildKineticRead(context.headingOf(place.title), table, { file: context.file, line, notes: context.notes })], endRow };
}

function secondsOf(row: SheetRow, column: number, context: Gen5Surroundings): number {
  const text = cellText(row, column);
  const seconds = parseSeconds(text, context.container);
  if (seconds !== null) return seconds;
  throw new InputError('plate/bad-export', `Expected a time such as 0:01:30, found '${text.slice(0, 40)}'.`, {
    file: context.file,
    line: row.line,
  });
}

/** A table of cycles or wavelengths ends with an empty line: anything else is a line that lost its time. */
function refuseRest(row: SheetRow | undefined, file: string): void {
  if (row === undefined || isBlankRow(row)) return;
  throw new InputError('plate/bad-export', `Expected an empty line after the last cycle, found '${textsOf(row).slice(0, 3).join(' ')}'.`, {
    file,
    line: row.line,
  });
}

/** Results in rows: `Well` and the wells in a line, below it a line a read with its name. */
export function readGen5Rows(
  rows: readonly SheetRow[],
  place: { readonly headerRow: number; readonly title: string },
  context: Gen5Surroundings,
): Gen5Table {
  const { columns, timeColumn } = wellColumns(rows, place.headerRow, context.file);
  const end = endOf(rows, place.headerRow + 1, timeColumn);
  // Wells beyond the width of the page go on in a table of their own.
  const next = rows.findIndex((row, at) => at > place.headerRow && at < end && findWellHeadings(row, 'Well') !== null);
  const endRow = next === -1 ? end : next;
  if (next === -1) refuseRest(rows[endRow], context.file);
  context.notes.ledger.takeAll(rows.slice(place.headerRow, endRow));
  const reads = rows
    .slice(place.headerRow + 1, endRow)
    .filter((row) => !DESCRIBED.test(cellText(row, timeColumn)))
    .map((row) => {
      const wells: WellTexts = new Map(columns.map(({ well, column }) => [well, cellText(row, column)]));
      return buildRead(context.headingOf(cellText(row, timeColumn)), wells, { decimal: 'detect', notes: context.notes });
    });
  return { reads, endRow };
}

/** Results in columns: `Well` and the names of the reads in a line, below it a line a well. */
export function readGen5Columns(
  rows: readonly SheetRow[],
  place: { readonly headerRow: number; readonly title: string },
  context: Gen5Surroundings,
): Gen5Table {
  const header = rows[place.headerRow];
  const start = header?.cells.findIndex((cell) => cell.trim() === 'Well') ?? 0;
  const { file, notes } = context;
  const { lines, endRow } = readListLines(rows, { file, from: place.headerRow + 1, wellText: (row) => cellText(row, start) });
  refuseRest(rows[endRow], file);
  notes.ledger.takeAll(rows.slice(place.headerRow, endRow));
  const reads = (header?.cells ?? []).flatMap((cell, column) => {
    const label = cell.trim();
    if (column <= start || label === '' || DESCRIBED.test(label)) return [];
    const wells = textsOfLines(lines, (row) => cellText(row, column), file);
    return [buildRead(context.headingOf(label), wells, { decimal: 'detect', notes })];
  });
  return { reads, endRow };
}

/** Names and doses stand in the same tables. */
const DESCRIBED = /^(?:Well ID|Name|Conc\/Dil|Sample ID|Type)$/i;

/** Whether a row is the heading of results in columns: `Well` first, and a well right below it. */
export function isGen5Columns(rows: readonly SheetRow[], at: number): boolean {
  const row = rows[at];
  const start = row?.cells.findIndex((cell) => cell.trim() !== '') ?? -1;
  return start !== -1 && cellText(row, start) === 'Well' && wellIn(cellText(rows[at + 1], start)) !== null;
}

/** A spectrum: one row a wavelength, each of which becomes a read. */
export function readGen5Spectrum(
  rows: readonly SheetRow[],
  place: { readonly headerRow: number; readonly title: string },
  context: Gen5Surroundings,
): Gen5Table {
  const { columns, timeColumn } = wellColumns(rows, place.headerRow, context.file);
  const endRow = endOf(rows, place.headerRow + 1, timeColumn);
  context.notes.ledger.takeAll(rows.slice(place.headerRow, endRow));
  const heading = spectrumHeading(place.title, context);
  const reads = rows.slice(place.headerRow + 1, endRow).map((row) => {
    const wavelength = cellText(row, timeColumn);
    if (!/^\d{3,4}$/.test(wavelength))
      throw new InputError('plate/bad-export', `Expected a wavelength in nm, found '${wavelength}'.`, {
        file: context.file,
        line: row.line,
      });
    const wells: WellTexts = new Map(columns.map(({ well, column }) => [well, cellText(row, column)]));
    return buildRead({ ...heading, label: `${place.title}:${wavelength}`, wavelengthsNm: [Number(wavelength)] }, wells, {
      decimal: 'detect',
      notes: context.notes,
    });
  });
  return { reads, endRow };
}

/** `Read 1:Spectrum`, `Read 2:EM Spectrum`: measured, unless a calculation stands before it. */
function spectrumHeading(title: string, context: Gen5Surroundings): ReadHeading {
  const heading = context.headingOf(title);
  if (!/(?:^|:)(?:EM |EX )?Spectrum/.test(title) || /^(?:Blank|Corrected)\b/.test(title)) return heading;
  const mode = /E[MX] Spectrum/.test(title) ? 'fluorescence' : 'absorbance';
  return { ...heading, mode, unit: unitOf(mode), calculated: false };
}

interface WellColumns {
  readonly columns: readonly WellColumn[];
  readonly timeColumn: number;
  readonly line: number;
}

function wellColumns(rows: readonly SheetRow[], headerRow: number, file: string): WellColumns {
  const header = rows[headerRow];
  const timeColumn = header?.cells.findIndex((cell) => cell.trim() !== '') ?? 0;
  // The temperature column is the only other one; it is not a reading.
  const columns = wellsAcross(header, { file, from: timeColumn + 1, isOther: (heading) => /^T\s*[°º∞¡?]?/.test(heading) });
  return { columns, timeColumn, line: header?.line ?? 1 };
}

function endOf(rows: readonly SheetRow[], from: number, column: number): number {
  let at = from;
  while (cellText(rows[at], column) !== '' && rows[at] !== undefined) at++;
  return at;
}
