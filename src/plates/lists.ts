import { InputError } from '../errors.ts';
import { putWell, type WellTexts } from './build-read.ts';
import { isBlankRow, type SheetRow, textsOf } from './file/sheet.ts';
import { looksNumeric } from './numbers.ts';
import { parseWell, wellName } from './wells.ts';

/** A line of a list: one well. */
export interface ListLine {
  readonly row: SheetRow;
  readonly well: string;
}

/** What a format knows of its lists: where one begins, what names the well of a line, and what else may stand among or below the wells. */
export interface ListMarks {
  readonly file: string;
  /** First line below the headings. */
  readonly from: number;
  /** The text of a line that names its well. */
  readonly wellText: (row: SheetRow) => string;
  /** A line that begins something else, though no empty line stands before it. */
  readonly ends?: (row: SheetRow) => boolean;
  /** A line among the wells that is none, such as a summary of a group; it is no line of the list. */
  readonly isSummary?: (row: SheetRow) => boolean;
}

export interface WellLines {
  readonly lines: readonly ListLine[];
  /** Lines among them that are summaries. */
  readonly summaries: readonly SheetRow[];
  /** First row after the list. */
  readonly endRow: number;
}

/** The well that a text names: `A1`, `A01`, or Luminex's `1(1,A1)`; `null` where it names none. */
export function wellIn(text: string): string | null {
  const position = parseWell(/^\d+\(\d+,([A-Z]{1,2}\d{1,3})\)$/.exec(text)?.[1] ?? text);
  return position === null ? null : wellName(position);
}

/**
 * The lines of a list, one well each, up to an empty line, to one that begins something else, or to a text that stands at the end. A line without the name
 * of a well that has a number, or behind which the wells go on, has lost its name. Errors: plate/bad-export.
 */
export function readListLines(rows: readonly SheetRow[], marks: ListMarks): WellLines {
  const { file, from, wellText, ends, isSummary } = marks;
  const lines: ListLine[] = [];
  const summaries: SheetRow[] = [];
  let endRow = from;
  for (let row = rows[endRow]; row !== undefined && !isBlankRow(row) && ends?.(row) !== true; row = rows[++endRow]) {
    const well = wellIn(wellText(row));
    const next = rows[endRow + 1];
    if (well !== null) lines.push({ row, well });
    else if (isSummary?.(row) === true) summaries.push(row);
    else if (textsOf(row).some(looksNumeric) || (next !== undefined && wellIn(wellText(next)) !== null))
      refuseLine(wellText(row), row, file);
    else break;
  }
  return { lines, summaries, endRow };
}

function refuseLine(found: string, row: SheetRow, file: string): never {
  throw new InputError(
    'plate/bad-export',
    `Expected a well such as A1, or an empty line behind the list, found '${(found === '' ? textsOf(row).slice(0, 3).join(' ') : found).slice(0, 60)}'.`,
    { file, line: row.line },
  );
}

/** One column of a list, well by well. Errors: plate/bad-export where a well stands twice. */
export function textsOfLines(lines: readonly ListLine[], textOf: (row: SheetRow) => string, file: string): WellTexts {
  const wells: WellTexts = new Map();
  for (const { row, well } of lines) putWell(wells, well, { text: textOf(row), file, line: row.line });
  return wells;
}

/** Several columns of a list, such as the cycles of a kinetic, well by well. Errors: plate/bad-export where a well stands twice. */
export function seriesOfLines(
  lines: readonly ListLine[],
  textsOfRow: (row: SheetRow) => readonly string[],
  file: string,
): ReadonlyMap<string, readonly string[]> {
  textsOfLines(lines, () => '', file);
  return new Map(lines.map(({ row, well }) => [well, textsOfRow(row)]));
}

/** A column of a list that lies on its side: its heading is a well. */
export interface WellColumn {
  readonly well: string;
  readonly column: number;
}

/** The wells that head columns from one on, each once; any other heading must be one that the format knows. Errors: plate/bad-export. */
export function wellsAcross(
  header: SheetRow | undefined,
  { file, from, isOther }: { readonly file: string; readonly from: number; readonly isOther: (heading: string) => boolean },
): readonly WellColumn[] {
  const columns: WellColumn[] = [];
  for (const [column, cell] of (header?.cells ?? []).entries()) {
    const text = cell.trim();
    if (column < from || text === '') continue;
    const well = wellIn(text);
    if (well === null && isOther(text)) continue;
    if (well === null || columns.some((one) => one.well === well)) {
      throw new InputError(
        'plate/bad-export',
        `Expected every well once as a column heading, found '${text}'${well === null ? '' : ' again'}.`,
        {
          file,
          line: header?.line ?? 1,
          column: column + 1,
        },
      );
    }
    columns.push({ well, column });
  }
  return columns;
}
