import { InputError } from '../../../errors.ts';
import { buildKineticRead } from '../../build-kinetic.ts';
import { buildRead, type ReadHeading } from '../../build-read.ts';
import { parseSeconds } from '../../dates.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type Sheet, type SheetRow } from '../../file/sheet.ts';
import { type ListLine, readListLines, seriesOfLines, textsOfLines } from '../../lists.ts';
import type { PlateRead } from '../../plate-reading.ts';

/** A table of MARS's table view: `Well,Content,…` or `Well Row,Well Col,Content,…`, the line below with times or wavelengths, and its wells. */
interface MarsTable {
  readonly header: SheetRow;
  readonly contentColumn: number;
  /** What the line below the heading says of the columns. */
  readonly axis: { readonly kind: 'time' | 'wavelength'; readonly row: SheetRow } | null;
  readonly body: readonly ListLine[];
}

/** Columns that say what stands in a well. */
const DESCRIBED = /^(?:Group|Sample IDs?(?: ?\d+)?|Dilutions?|Dilution factors?|IDs?|Content)$/i;

/** Every table of a section, each from its heading to an empty line or the next heading. */
function findMarsTables(sheet: Sheet, { file, notes }: Context): MarsTable[] {
  return sheet.rows.flatMap((header, at) => {
    const contentColumn = contentColumnOf(header);
    if (contentColumn === null) return [];
    const below = sheet.rows[at + 1];
    const says = cellText(below, contentColumn);
    const kind: 'time' | 'wavelength' | null = /^Time\b/i.test(says) ? 'time' : /^Wavelength\b/i.test(says) ? 'wavelength' : null;
    const axis: MarsTable['axis'] = below === undefined || kind === null ? null : { kind, row: below };
    const { lines, endRow } = readListLines(sheet.rows, {
      file,
      from: at + (axis === null ? 1 : 2),
      // `A01` in one column, or the row letter and the column number in two.
      wellText: (row) => (contentColumn === 1 ? cellText(row, 0) : `${cellText(row, 0)}${cellText(row, 1)}`),
      ends: (row) => contentColumnOf(row) !== null,
    });
    notes.ledger.takeAll(sheet.rows.slice(at, endRow));
    return [{ header, contentColumn, axis, body: lines }];
  });
}

function contentColumnOf(row: SheetRow): number | null {
  const column = row.cells.findIndex((cell) => cell.trim() === 'Content');
  return column > 0 && /^Well(?: Row)?$/.test(cellText(row, 0)) ? column : null;
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
  readonly headingOf: (title: string) => ReadHeading;
}

/** Reads the tables of a section. A line of times below a heading makes the columns of one title a kinetic read, one of wavelengths a read each. */
export function readMarsTables(sheet: Sheet, context: Context): PlateRead[] {
  return findMarsTables(sheet, context).flatMap((table) =>
    [...titledColumns(table.header, table.contentColumn)].flatMap(([title, at]) => readTitle(title, at, table, context)),
  );
}

function readTitle(title: string, at: readonly number[], table: MarsTable, context: Context): PlateRead[] {
  const { axis, body } = table;
  if (axis?.kind === 'time' && at.length > 1) return [kineticRead(title, { at, below: axis.row, body }, context)];
  return at.map((column, i) => {
    if (axis?.kind === 'wavelength') return spectrumRead(title, { column, below: axis.row, body }, context);
    return endpointRead(context.headingOf(i === 0 ? title : `${title} (${i + 1})`), { column, body }, context);
  });
}

/** One wavelength of a spectrum. */
function spectrumRead(
  title: string,
  read: { readonly column: number; readonly below: SheetRow; readonly body: readonly ListLine[] },
  context: Context,
): PlateRead {
  const text = cellText(read.below, read.column);
  if (!/^[1-9]\d{2,3}$/.test(text))
    throw new InputError('plate/bad-export', `Expected a wavelength in nm, found '${text}'.`, {
      file: context.file,
      line: read.below.line,
      column: read.column + 1,
    });
  return endpointRead({ ...context.headingOf(title), label: `${title}, ${text} nm`, wavelengthsNm: [Number(text)] }, read, context);
}

function titledColumns(header: SheetRow, contentColumn: number): ReadonlyMap<string, readonly number[]> {
  const columns = new Map<string, number[]>();
  for (const [i, cell] of header.cells.entries()) {
    if (i > contentColumn && cell.trim() !== '' && !DESCRIBED.test(cell.trim()))
      columns.set(cell.trim(), [...(columns.get(cell.trim()) ?? []), i]);
  }
  return columns;
}

function endpointRead(
  heading: ReadHeading,
  read: { readonly column: number; readonly body: readonly ListLine[] },
  context: Context,
): PlateRead {
  const wells = textsOfLines(read.body, (row) => cellText(row, read.column), context.file);
  return buildRead(heading, wells, { decimal: 'detect', notes: context.notes });
}

function kineticRead(
  title: string,
  read: {
    readonly at: readonly number[];
    readonly below: SheetRow;
    readonly body: readonly ListLine[];
  },
  context: Context,
): PlateRead {
  const { line } = read.below;
  const timesSeconds = read.at.map((column) => {
    const text = cellText(read.below, column);
    const seconds = secondsOf(text);
    if (seconds === null)
      throw new InputError('plate/bad-export', `Expected a time such as 90, 0:01:30 or 1 min 30 s, found '${text}'.`, {
        file: context.file,
        line,
        column: column + 1,
      });
    return seconds;
  });
  const wells = seriesOfLines(read.body, (row) => read.at.map((column) => cellText(row, column)), context.file);
  return buildKineticRead(context.headingOf(title), { timesSeconds, wells }, { file: context.file, line, notes: context.notes });
}

/** Seconds of `90`, `0:01:30`, or of MARS's own words: `1 h 5 min 30 s`. */
function secondsOf(text: string): number | null {
  const [, hours, minutes, seconds] = /^(?:(\d+) ?h)? ?(?:(\d+) ?min)? ?(?:(\d+(?:\.\d+)?) ?s)?$/.exec(text) ?? [];
  if (hours === undefined && minutes === undefined && seconds === undefined) return parseSeconds(text, 'text');
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}
