import { InputError } from '../../../errors.ts';
import { buildKineticRead } from '../../build-kinetic.ts';
import { buildRead, putWell, type ReadHeading, type WellTexts } from '../../build-read.ts';
import { parseSeconds } from '../../dates.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow } from '../../file/sheet.ts';
import type { NoteList } from '../../notes.ts';
import type { PlateRead } from '../../plate-reading.ts';
import { parseWell, wellName } from '../../wells.ts';

/** The heading of MARS's table view: `Well,Content,…` or `Well Row,Well Col,Content,…`, and the first column of values. */
export interface MarsTable {
  readonly headerRow: number;
  readonly contentColumn: number;
}

export function findMarsTable(sheet: Sheet): MarsTable | null {
  for (const [headerRow, row] of sheet.rows.entries()) {
    const contentColumn = row.cells.findIndex((cell) => cell.trim() === 'Content');
    if (contentColumn > 0 && /^Well(?: Row)?$/.test(cellText(row, 0))) return { headerRow, contentColumn };
  }
  return null;
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
  readonly headingOf: (title: string) => ReadHeading;
}

/** Reads the table view. A line `Time` below the heading makes the columns of one title a kinetic read. */
export function readMarsTable(sheet: Sheet, table: MarsTable, context: Context): PlateRead[] {
  const header = sheet.rows[table.headerRow];
  const below = sheet.rows[table.headerRow + 1];
  const timed = below !== undefined && cellText(below, table.contentColumn).startsWith('Time');
  const body = sheet.rows.slice(table.headerRow + (timed ? 2 : 1)).filter((row) => !isBlankRow(row));
  context.notes.ledger.takeAll([...sheet.rows.slice(table.headerRow, table.headerRow + (timed ? 2 : 1)), ...body]);
  const columns = titledColumns(header, table.contentColumn);
  return [...columns].flatMap(([title, at]) => {
    if (timed && at.length > 1) return [kineticRead(title, { at, below, body, contentColumn: table.contentColumn }, context)];
    return at.map((column, i) =>
      endpointRead(i === 0 ? title : `${title} (${i + 1})`, { column, body, contentColumn: table.contentColumn }, context),
    );
  });
}

function titledColumns(header: SheetRow | undefined, contentColumn: number): ReadonlyMap<string, readonly number[]> {
  const columns = new Map<string, number[]>();
  for (const [i, cell] of (header?.cells ?? []).entries()) {
    if (i > contentColumn && cell.trim() !== '') columns.set(cell.trim(), [...(columns.get(cell.trim()) ?? []), i]);
  }
  return columns;
}

function endpointRead(
  title: string,
  read: { readonly column: number; readonly body: readonly SheetRow[]; readonly contentColumn: number },
  context: Context,
): PlateRead {
  const wells: WellTexts = new Map();
  for (const row of read.body)
    putWell(wells, wellOf(row, read.contentColumn, context.file), { text: cellText(row, read.column), file: context.file, line: row.line });
  return buildRead(context.headingOf(title), wells, { decimal: 'detect', notes: context.notes });
}

function kineticRead(
  title: string,
  read: {
    readonly at: readonly number[];
    readonly below: SheetRow | undefined;
    readonly body: readonly SheetRow[];
    readonly contentColumn: number;
  },
  context: Context,
): PlateRead {
  const line = read.below?.line ?? 1;
  const timesSeconds = read.at.map((column) => {
    const text = cellText(read.below, column);
    const seconds = parseSeconds(text, 'text');
    if (seconds === null)
      throw new InputError('plate/bad-export', `Expected a time in seconds, found '${text}'.`, {
        file: context.file,
        line,
        column: column + 1,
      });
    return seconds;
  });
  const seen: WellTexts = new Map();
  const wells = new Map<string, string[]>();
  for (const row of read.body) {
    const well = wellOf(row, read.contentColumn, context.file);
    putWell(seen, well, { text: '', file: context.file, line: row.line });
    wells.set(
      well,
      read.at.map((column) => cellText(row, column)),
    );
  }
  return buildKineticRead(context.headingOf(title), { timesSeconds, wells }, { file: context.file, line, notes: context.notes });
}

/** `A01` in one column, or the row letter and the column number in two. */
function wellOf(row: SheetRow, contentColumn: number, file: string): string {
  const text = contentColumn === 1 ? cellText(row, 0) : `${cellText(row, 0)}${cellText(row, 1)}`;
  const position = parseWell(text);
  if (position === null)
    throw new InputError('plate/bad-export', `Expected a well such as A01, found '${text}'.`, { file, line: row.line });
  return wellName(position);
}
