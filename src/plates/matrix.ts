import { InputError } from '../errors.ts';
import { putWell, type WellTexts } from './build-read.ts';
import type { NoteList } from './file/notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow, textsOf } from './file/sheet.ts';
import { looksNumeric } from './numbers.ts';
import { parseRowLabel, parseWell, rowLabel, wellName } from './wells.ts';

/** Where a lettered matrix stands: its row of column numbers, and the column of its row letters (both from 0). */
export interface MatrixPlace extends ColumnNumbers {
  readonly headerRow: number;
}

/** Column numbers that rise by one, and the plate column of the first of them (from 0). */
export interface ColumnNumbers {
  readonly labelColumn: number;
  readonly columns: number;
  readonly first: number;
}

export interface Matrix extends MatrixPlace {
  /** Rows and columns that its plate has at least. */
  readonly shape: { readonly rows: number; readonly columns: number };
  readonly wells: WellTexts;
  /** First row after the matrix. */
  readonly endRow: number;
}

/**
 * The column numbers 1, 2, 3 … (or 01, 02 …) in a row, or `null`: at least two, none left out. Those of a part of a plate may begin at any column: then
 * a row letter stands right below their corner.
 */
export function findColumnNumbers(rows: readonly SheetRow[], at: number): ColumnNumbers | null {
  const row = rows[at];
  if (row === undefined) return null;
  const start = row.cells.findIndex((_, i) => i > 0 && isColumnNumber(cellText(row, i), 1) && isColumnNumber(cellText(row, i + 1), 2));
  if (start === -1) return partNumbers(row, rows[at + 1]);
  // Readings of 1, 2, 3 behind a row letter are no headings.
  return parseRowLabel(cellText(row, start - 1)) === null ? runFrom(row, start, 1) : null;
}

function runFrom(row: SheetRow, start: number, begin: number): ColumnNumbers {
  let columns = 2;
  while (isColumnNumber(cellText(row, start + columns), begin + columns)) columns++;
  return { labelColumn: start - 1, columns, first: begin - 1 };
}

function partNumbers(row: SheetRow, below: SheetRow | undefined): ColumnNumbers | null {
  const start = row.cells.findIndex(
    (cell, i) => i > 0 && /^\d{1,2}$/.test(cell.trim()) && isColumnNumber(cellText(row, i + 1), Number(cell) + 1),
  );
  if (start === -1 || parseRowLabel(cellText(below, start - 1)) === null || parseRowLabel(cellText(row, start - 1)) !== null) return null;
  const begin = Number(cellText(row, start));
  return begin < 2 || begin > 47 ? null : runFrom(row, start, begin);
}

/** A part of a plate, from its first to its last well; rows and columns from 0. */
export interface PlatePart {
  readonly rows: readonly [first: number, last: number];
  readonly columns: readonly [first: number, last: number];
}

/** `B2-G11` as instruments state it; `null` where the text is none. */
export function parsePlatePart(text: string): PlatePart | null {
  const [from, to] = text.split(/\s*[-–:]\s*/).map((name) => parseWell(name.trim()));
  if (from == null || to == null || to.row < from.row || to.column < from.column) return null;
  return { rows: [from.row, to.row], columns: [from.column, to.column] };
}

function isColumnNumber(text: string, expected: number): boolean {
  return /^\d{1,2}$/.test(text) && Number(text) === expected;
}

/** Every matrix of a sheet that has column numbers and, below them, a row letter; of a whole width one that begins no word. */
export function findMatrices(sheet: Sheet): MatrixPlace[] {
  return sheet.rows.flatMap((_, headerRow) => {
    const numbers = findColumnNumbers(sheet.rows, headerRow);
    if (numbers === null) return [];
    const label = cellText(sheet.rows[headerRow + 1], numbers.labelColumn);
    return numbers.first > 0 || /^[A-Z]$/.test(label) ? [{ headerRow, ...numbers }] : [];
  });
}

/** A line of a matrix: its plate row, and which line of that row it is (several spots or reads a well have several). */
export interface MatrixLine {
  readonly row: SheetRow;
  readonly plateRow: number;
  readonly nth: number;
}

interface LinesRequest {
  readonly file: string;
  readonly notes: NoteList;
  /** `some`: plate rows may be left out, as EnVision does. */
  readonly rows?: 'every' | 'some';
  /** `several`: lines without a letter go on with the plate row above. */
  readonly lines?: 'one' | 'several';
  /** Columns right of the last one that belong to the matrix: names of the reads. */
  readonly behind?: number;
  /** The plate row that must be the first; left out: A, of a part of a plate any. */
  readonly from?: number | null;
}

/**
 * The lines below a row of column numbers, one plate row after the other; an empty line, or one without its next letter, ends them. A line with readings
 * but the wrong letter, and readings right of the last column, are errors (plate/bad-export). Cells that stand apart are left to be accounted for.
 */
export function readLines(
  sheet: Pick<Sheet, 'rows'>,
  place: MatrixPlace,
  request: LinesRequest,
): { readonly lines: readonly MatrixLine[]; readonly endRow: number } {
  const { file, notes, behind = 0 } = request;
  const lines: MatrixLine[] = [];
  const end = place.labelColumn + 1 + place.columns + behind;
  let at = place.headerRow + 1;
  for (let row = sheet.rows[at]; row !== undefined && !isBlankRow(row); row = sheet.rows[++at]) {
    const last = lines.at(-1);
    const label = cellText(row, place.labelColumn);
    const goesOn = request.lines === 'several' && label === '' && last !== undefined;
    const plateRow = goesOn ? last.plateRow : nextRow(label, last, request);
    if (plateRow === null) {
      // The column numbers of the next matrix may follow at once.
      const expected = rowLabel(last === undefined ? (request.from ?? 0) : last.plateRow + 1);
      if (findColumnNumbers(sheet.rows, at) === null) refuseStray(row, { ...place, expected, file });
      break;
    }
    refuseBeside(row, { end, columns: place.columns, file });
    lines.push({ row, plateRow, nth: goesOn ? last.nth + 1 : 0 });
    notes.ledger.take(row, [place.labelColumn, end]);
  }
  if (lines.length === 0) refuseNoRows(sheet, place.headerRow, file, rowLabel(request.from ?? 0));
  notes.ledger.take(sheet.rows[place.headerRow], [0, end]);
  return { lines, endRow: at };
}

function nextRow(label: string, last: MatrixLine | undefined, { rows, from }: LinesRequest): number | null {
  const found = parseRowLabel(label);
  // Rows called a to f come behind Z alone.
  if (found === null || (last === undefined && /^[a-z]/.test(label))) return null;
  if (last === undefined) return from == null || rows === 'some' || found === from ? found : null;
  return found === last.plateRow + 1 || (rows === 'some' && found > last.plateRow) ? found : null;
}

/** The cells of a line by well, into the wells of a read. */
export function putLine(
  wells: WellTexts,
  line: Pick<MatrixLine, 'row' | 'plateRow'>,
  cells: { readonly at: number; readonly first: number; readonly columns: number; readonly file: string; readonly spot?: number },
): void {
  for (let c = 0; c < cells.columns; c++) {
    const well = wellName({ row: line.plateRow, column: cells.first + c });
    putWell(wells, cells.spot === undefined ? well : `${well}/spot${cells.spot}`, {
      text: cellText(line.row, cells.at + c),
      file: cells.file,
      line: line.row.line,
    });
  }
}

/** A matrix of one line a plate row. `part`: the wells that the export says it has. */
export function readMatrix(
  sheet: Pick<Sheet, 'rows'>,
  place: MatrixPlace,
  request: Omit<LinesRequest, 'lines' | 'behind'> & { readonly part?: PlatePart | null },
): Matrix {
  const { part = null, file } = request;
  const { lines, endRow } = readLines(sheet, place, { ...request, from: part?.rows[0] ?? request.from ?? null });
  const wells: WellTexts = new Map();
  for (const line of lines) putLine(wells, line, { at: place.labelColumn + 1, first: place.first, columns: place.columns, file });
  const shape = { rows: (lines.at(-1)?.plateRow ?? 0) + 1, columns: place.first + place.columns };
  if (part !== null && (shape.rows !== part.rows[1] + 1 || shape.columns !== part.columns[1] + 1)) {
    throw new InputError(
      'plate/bad-export',
      `Expected the wells up to ${wellName({ row: part.rows[1], column: part.columns[1] })} of the stated part of the plate, found them up to ${wellName({ row: shape.rows - 1, column: shape.columns - 1 })}.`,
      { file, line: sheet.rows[place.headerRow]?.line ?? 1 },
    );
  }
  return { ...place, shape, wells, endRow };
}

/** Column numbers without a row A below them: a line was lost, or stands twice. Errors: plate/bad-export. */
export function refuseLoneColumnNumbers(sheet: Sheet, file: string): void {
  const headers = new Set(findMatrices(sheet).map((place) => place.headerRow));
  const lone = sheet.rows.findIndex((row, i) => !headers.has(i) && isColumnNumberRow(sheet.rows, i, row));
  if (lone !== -1) refuseNoRows(sheet, lone, file);
}

/** Nothing but column numbers: readings of 1, 2, 3 behind a row letter are none. */
function isColumnNumberRow(rows: readonly SheetRow[], at: number, row: SheetRow): boolean {
  const numbers = findColumnNumbers(rows, at);
  return numbers !== null && numbers.columns > 2 && row.cells.slice(0, numbers.labelColumn + 1).every((cell) => cell.trim() === '');
}

/** A lettered row of numbers outside a matrix has lost its column numbers, or its matrix. Errors: plate/bad-export. */
export function refuseLetteredRow(row: SheetRow, file: string): void {
  const [letter = '', ...texts] = textsOf(row);
  if (!/^[A-P]$/.test(letter) || texts.filter(looksNumeric).length < 3) return;
  throw new InputError(
    'plate/bad-export',
    `Expected a row of column numbers 1, 2, 3 … above the readings, found a row '${letter} ${texts[0] ?? ''} …' without.`,
    { file, line: row.line },
  );
}

function refuseNoRows(sheet: Pick<Sheet, 'rows'>, headerRow: number, file: string, expected = 'A'): never {
  const below = textsOf(sheet.rows[headerRow + 1])
    .slice(0, 3)
    .join(' ');
  throw new InputError('plate/bad-export', `Expected the plate row ${expected} below the column numbers, found '${below}'.`, {
    file,
    line: sheet.rows[headerRow]?.line ?? 1,
  });
}

/** After the last lettered row, a row that still has numbers under the column numbers has lost its letter; one with another letter stands at a wrong place. */
function refuseStray(row: SheetRow, context: MatrixPlace & { readonly expected: string; readonly file: string }): void {
  const label = cellText(row, context.labelColumn);
  const cells = row.cells.slice(context.labelColumn + 1, context.labelColumn + 1 + context.columns).map((cell) => cell.trim());
  const numbers = cells.filter(looksNumeric).length;
  const isRow = /^(?:[A-P]|A[A-F])$/.test(label) && cells.filter((cell) => cell !== '').length >= 2;
  if (numbers < 2 && !isRow) return;
  throw new InputError(
    'plate/bad-export',
    `Expected the row letter ${context.expected} (or an empty line) here, found '${label}' before ${numbers} numbers. Export the plate again.`,
    {
      file: context.file,
      line: row.line,
      column: context.labelColumn + 1,
    },
  );
}

/** A cell right beside the last column is one too many; one that stands apart is somebody's note or layout. */
export function refuseBeside(row: SheetRow, place: { readonly end: number; readonly columns: number; readonly file: string }): void {
  if (cellText(row, place.end) === '') return;
  throw new InputError(
    'plate/bad-export',
    `Expected ${place.columns} columns, found '${cellText(row, place.end)}' in column ${place.end + 1}, right of the last column number. A decimal comma in a comma-separated file does this too.`,
    { file: place.file, line: row.line, column: place.end + 1 },
  );
}
