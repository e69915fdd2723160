import { InputError } from '../../../errors.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import type { NoteList } from '../../notes.ts';

/** Cells that a reader took, in rows and columns of the sheet counted from 0; ends are not included. */
export interface TakenCells {
  readonly rows: readonly [begin: number, end: number];
  readonly columns: readonly [begin: number, end: number];
}

/** Words of a title that say that the numbers below it were computed by the instrument's software. */
const CALCULATED = /calculated|computed|derived|corrected|blank|normali[sz]ed|concentration|\bratio\b|计算|校正|扣除|浓度/i;

/**
 * What stands around the matrices of a sheet is named, and refused where it may be readings: numbers in rows and columns that nothing takes.
 * Gives whether a line above a matrix says that its numbers are calculated. `ignored`: titles of lines that a definition says may be passed over.
 */
export function accountForCells(
  sheet: Sheet,
  taken: readonly TakenCells[],
  { file, notes, ignored }: { readonly file: string; readonly notes: NoteList; readonly ignored: readonly string[] },
): { readonly calculated: boolean } {
  const isTaken = (row: number, column: number) => taken.some(({ rows, columns }) => within(row, rows) && within(column, columns));
  const left = sheet.rows.map((row, r): SheetRow => ({ ...row, cells: row.cells.map((cell, c) => (isTaken(r, c) ? '' : cell)) }));
  const rest = left.map((row, r) => ({ row, r })).filter(({ row }) => !isBlankRow(row));
  const unclaimed = rest.filter(({ row }) => !ignored.some((title) => textsOf(row)[0]?.startsWith(title) === true));
  const block = unclaimed.find(({ r }) => numbersIn(left[r]) >= LEAST_COLUMNS && numbersIn(left[r + 1]) >= LEAST_COLUMNS);
  if (block !== undefined) {
    const first = textsOf(block.row).slice(0, 3).join(' ');
    throw new InputError(
      'plate/bad-export',
      `Expected no readings beside the ones that are read, found a block of numbers that begins with '${first}'. Name it under \`matrices\`, or its title under \`ignore\`.`,
      { file, line: block.row.line },
    );
  }
  const firstTaken = Math.min(...taken.map(({ rows }) => rows[0]));
  for (const place of ['above', 'beside', 'below'] as const) {
    const own = rest.filter(({ r }) => placeOf(r, taken) === place).map(({ row }) => ({ line: row.line, text: shortened(row) }));
    if (own.length > 0) notes.add('not-read', { part: `lines-${place}`, count: own.length, lines: own.slice(0, MOST_LISTED) });
  }
  return { calculated: rest.some(({ row, r }) => r < firstTaken && textsOf(row).some((text) => CALCULATED.test(text))) };
}

/** The smallest plate has two rows of three wells: pairs of numbers, such as coordinates of a plate type, are no readings. */
const LEAST_COLUMNS = 3;

function within(value: number, [begin, end]: readonly [number, number]): boolean {
  return value >= begin && value < end;
}

function placeOf(row: number, taken: readonly TakenCells[]): 'above' | 'beside' | 'below' {
  if (taken.some(({ rows }) => within(row, rows))) return 'beside';
  return taken.every(({ rows }) => row < rows[0]) ? 'above' : 'below';
}

/** Lines beyond this many are counted, not listed. */
const MOST_LISTED = 10;

function numbersIn(row: SheetRow | undefined): number {
  return (row?.cells ?? []).filter((_, column) => /^[-+]?\d[\d.,]*(?:[eE][-+]?\d+)?$/.test(cellText(row, column))).length;
}

function shortened(row: SheetRow): string {
  const text = textsOf(row).join(' ');
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
