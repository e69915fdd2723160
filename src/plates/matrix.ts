import { InputError } from '../errors.ts';
import { putWell, type WellTexts } from './build-read.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow, textsOf } from './file/sheet.ts';
import type { NoteList } from './notes.ts';
import { looksNumeric } from './numbers.ts';
import { parseRowLabel, parseWell, rowLabel, wellName } from './wells.ts';

/** Where a lettered matrix stands: its row of column numbers, and the column of its row letters (both from 0). */
export interface MatrixPlace {
  readonly headerRow: number;
  readonly labelColumn: number;
  readonly columns: number;
}

export interface Matrix extends MatrixPlace {
  readonly rows: number;
  readonly wells: WellTexts;
  /** First row after the matrix. */
  readonly endRow: number;
}

/** The row of column numbers 1, 2, 3 … (or 01, 02 …) in a row, or `null`. At least two numbers, none left out. */
export function findColumnNumbers(row: SheetRow, begin = 1): { readonly labelColumn: number; readonly columns: number } | null {
  const first = row.cells.findIndex(
    (_, i) => i > 0 && isColumnNumber(cellText(row, i), begin) && isColumnNumber(cellText(row, i + 1), begin + 1),
  );
  if (first === -1) return null;
  let columns = 2;
  while (isColumnNumber(cellText(row, first + columns), begin + columns)) columns++;
  return { labelColumn: first - 1, columns };
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

/** Every matrix of a sheet that has column numbers and, below them, a row A. */
export function findMatrices(sheet: Sheet): MatrixPlace[] {
  const found: MatrixPlace[] = [];
  for (const [headerRow, row] of sheet.rows.entries()) {
    const numbers = findColumnNumbers(row);
    if (numbers !== null && cellText(sheet.rows[headerRow + 1], numbers.labelColumn) === 'A') found.push({ headerRow, ...numbers });
  }
  return found;
}

/**
 * Reads the lettered rows below a row of column numbers. Rows must be A, B, C … without a gap; a row with readings but the wrong letter, and cells
 * right of the last column, are errors (plate/bad-export), unless the format allows `tail` cells there. `some`: rows may be left out, as EnVision does.
 */
export function readMatrix(
  sheet: Sheet,
  place: MatrixPlace,
  request: {
    readonly file: string;
    readonly notes: NoteList;
    readonly tail: Tail;
    readonly rows?: 'every' | 'some';
    readonly part?: PlatePart | null;
  },
): Matrix {
  const wells: WellTexts = new Map();
  const firstColumn = place.labelColumn + 1;
  const [firstRow, lastRow] = request.part?.rows ?? [0, null];
  const columnOffset = request.part?.columns[0] ?? 0;
  let rows = firstRow;
  let at = place.headerRow + 1;
  for (; at < sheet.rows.length; at++) {
    const row = sheet.rows[at];
    if (row === undefined || isBlankRow(row)) break;
    const rowIndex = parseRowLabel(cellText(row, place.labelColumn));
    if (rowIndex === null || (request.rows === 'some' ? rowIndex < rows : rowIndex !== rows)) {
      // The column numbers of the next matrix may follow at once.
      if (findColumnNumbers(row) === null) refuseStrayReadings(row, { ...place, expected: rowLabel(rows), file: request.file });
      break;
    }
    if (request.tail !== 'allowed') lookAtTail(row, request.tail, { ...place, file: request.file });
    for (let c = 0; c < place.columns; c++) {
      putWell(wells, wellName({ row: rowIndex, column: columnOffset + c }), {
        text: cellText(row, firstColumn + c),
        file: request.file,
        line: row.line,
      });
    }
    request.notes.ledger.take(row, [place.labelColumn, firstColumn + place.columns]);
    rows = rowIndex + 1;
  }
  if (rows === firstRow) refuseNoRows(sheet, place.headerRow, request.file, rowLabel(firstRow));
  if (lastRow !== null && (rows !== lastRow + 1 || columnOffset + place.columns !== (request.part?.columns[1] ?? 0) + 1)) {
    throw new InputError(
      'plate/bad-export',
      `Expected the wells up to ${wellName({ row: lastRow, column: request.part?.columns[1] ?? 0 })} of the stated part of the plate, found them up to ${wellName({ row: rows - 1, column: columnOffset + place.columns - 1 })}.`,
      { file: request.file, line: sheet.rows[place.headerRow]?.line ?? 1 },
    );
  }
  request.notes.ledger.take(sheet.rows[place.headerRow], [0, firstColumn + place.columns]);
  return { ...place, rows, wells, endRow: at };
}

/** Column numbers without a row A below them: a line was lost, or stands twice. Errors: plate/bad-export. */
export function refuseLoneColumnNumbers(sheet: Sheet, file: string): void {
  const headers = new Set(findMatrices(sheet).map((place) => place.headerRow));
  const lone = sheet.rows.findIndex((row, i) => !headers.has(i) && isColumnNumberRow(row));
  if (lone !== -1) refuseNoRows(sheet, lone, file);
}

/** Nothing but column numbers: readings of 1, 2, 3 behind a row letter are none. */
function isColumnNumberRow(row: SheetRow): boolean {
  const numbers = findColumnNumbers(row);
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

function refuseNoRows(sheet: Sheet, headerRow: number, file: string, expected = 'A'): never {
  const below = textsOf(sheet.rows[headerRow + 1])
    .slice(0, 3)
    .join(' ');
  throw new InputError('plate/bad-export', `Expected the plate row ${expected} below the column numbers, found '${below}'.`, {
    file,
    line: sheet.rows[headerRow]?.line ?? 1,
  });
}

/** After the last lettered row, a row that still has numbers under the column numbers has lost its letter. */
function refuseStrayReadings(row: SheetRow, context: MatrixPlace & { readonly expected: string; readonly file: string }): void {
  const label = cellText(row, context.labelColumn);
  const cells = row.cells.slice(context.labelColumn + 1, context.labelColumn + 1 + context.columns).map((cell) => cell.trim());
  const numbers = cells.filter(looksNumeric).length;
  if (numbers < 2) return;
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

/** Cells right of the last column: an error; or noted where something else stands between them and the readings, as a layout that somebody typed. */
type Tail = 'refused' | 'allowed' | { readonly noted: NoteList };

function lookAtTail(row: SheetRow, tail: Exclude<Tail, 'allowed'>, context: MatrixPlace & { readonly file: string }): void {
  const end = context.labelColumn + 1 + context.columns;
  const at = row.cells.findIndex((cell, i) => i >= end && cell.trim() !== '');
  if (at === -1) return;
  if (tail !== 'refused' && at > end) {
    tail.noted.add('plate/not-read', { part: 'columns-beside', column: at + 1 });
    return;
  }
  throw new InputError(
    'plate/bad-export',
    `Expected ${context.columns} columns, found '${cellText(row, at)}' in column ${at + 1}, right of the last column number. A decimal comma in a comma-separated file does this too.`,
    { file: context.file, line: row.line, column: at + 1 },
  );
}
