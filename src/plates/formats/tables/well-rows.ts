import { InputError } from '../../../errors.ts';
import { buildRead, putWell, type ReadHeading, type WellTexts } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow } from '../../file/sheet.ts';
import { wellIn } from '../../lists.ts';
import type { PlateRead } from '../../plate-reading.ts';

/** A vendor's table with one line a well (or spot): its heading line and the lines below it. */
export interface WellRows {
  readonly file: string;
  readonly headings: readonly string[];
  readonly rows: readonly SheetRow[];
}

/** The table whose heading line holds all the names; its lines end at the first blank line. `null` where there is none. */
export function findWellRows(
  sheet: Sheet,
  names: readonly string[],
  context: { readonly file: string; readonly notes: NoteList },
): WellRows | null {
  const at = sheet.rows.findIndex((row) =>
    names.every((name) => row.cells.some((cell) => cell.trim().toLowerCase() === name.toLowerCase())),
  );
  const header = sheet.rows[at];
  if (header === undefined) return null;
  const headings = header.cells.map((cell) => cell.trim());
  const below = sheet.rows.slice(at + 1);
  // A signature or checksum may follow at once.
  const end = below.findIndex((row) => isBlankRow(row) || cellText(row, 0).startsWith('--'));
  const rows = end === -1 ? below : below.slice(0, end);
  for (const row of rows) checkWidth(row, headings, context.file);
  const rest = below.slice(rows.length).find((row) => !isBlankRow(row));
  if (rest !== undefined) context.notes.add('plate/not-read', { part: 'lines-after-table', line: rest.line });
  context.notes.ledger.takeAll([header, ...rows]);
  return { file: context.file, headings, rows };
}

/** A line with fewer or more filled fields than headings is cut, or has a comma in a number. */
export function checkWidth(row: SheetRow, headings: readonly string[], file: string): void {
  const extra = row.cells.findIndex((cell, i) => cell.trim() !== '' && (headings[i] ?? '') === '');
  if (row.cells.length >= trimmedLength(headings) && extra === -1) return;
  throw new InputError('plate/bad-export', `Expected ${trimmedLength(headings)} fields as in the heading, found ${row.cells.length}.`, {
    file,
    line: row.line,
  });
}

function trimmedLength(headings: readonly string[]): number {
  let length = headings.length;
  while (length > 0 && headings[length - 1] === '') length--;
  return length;
}

export function columnOf(table: WellRows, name: string): number {
  const found = table.headings.flatMap((heading, i) => (heading.toLowerCase() === name.toLowerCase() ? [i] : []));
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw new InputError('plate/bad-export', `Expected one column '${name}', found ${found.length}.`, { file: table.file });
}

/** The lines of each plate, by the text of a column, in the order of the file; all lines under `name` where there is no such column. */
export function rowsByText(table: WellRows, column: number): ReadonlyMap<string, readonly SheetRow[]> {
  const groups = new Map<string, SheetRow[]>();
  for (const row of table.rows) {
    const text = cellText(row, column);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [row]);
    else group.push(row);
  }
  return groups;
}

export interface ColumnRead {
  readonly heading: ReadHeading;
  readonly valueColumn: number;
  readonly wellColumn: number;
  readonly spotColumn?: number;
}

/** One column of the table as a read. */
export function readColumn(
  rows: readonly SheetRow[],
  read: ColumnRead,
  context: { readonly file: string; readonly notes: NoteList },
): PlateRead {
  const wells: WellTexts = new Map();
  for (const row of rows) {
    const well = wellOf(row, read.wellColumn, context.file);
    const key = read.spotColumn === undefined ? well : `${well}/spot${cellText(row, read.spotColumn)}`;
    putWell(wells, key, { text: cellText(row, read.valueColumn), file: context.file, line: row.line });
  }
  return buildRead(read.heading, wells, { decimal: 'detect', notes: context.notes });
}

/** The well in a column. Errors: plate/bad-export. */
function wellOf(row: SheetRow, column: number, file: string): string {
  const text = cellText(row, column);
  const well = wellIn(text);
  if (well !== null) return well;
  throw new InputError('plate/bad-export', `Expected a well such as A1, found '${text}'.`, { file, line: row.line, column: column + 1 });
}
