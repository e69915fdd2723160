import { InputError } from '../errors.ts';
import type { NoteList } from './notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow, textsOf } from './sheet.ts';

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
  const block = unclaimed.find(({ r }) => numbersIn(left[r]) >= 2 && numbersIn(left[r + 1]) >= 2);
  if (block !== undefined) {
    const first = textsOf(block.row).slice(0, 3).join(' ');
    throw new InputError(
      'plate/bad-export',
      `Expected no readings beside the ones that are read, found a block of numbers that begins with '${first}'. Name it under \`matrices\`, or its title under \`ignore\`.`,
      { file, line: block.row.line },
    );
  }
  const firstTaken = Math.min(...taken.map(({ rows }) => rows[0]));
  for (const { row, r } of rest) notes.add('not-read', `Line ${row.line} ${placeOf(r, taken)} was not read: '${shortened(row)}'.`);
  return { calculated: rest.some(({ row, r }) => r < firstTaken && textsOf(row).some((text) => CALCULATED.test(text))) };
}

function within(value: number, [begin, end]: readonly [number, number]): boolean {
  return value >= begin && value < end;
}

function placeOf(row: number, taken: readonly TakenCells[]): string {
  if (taken.some(({ rows }) => within(row, rows))) return 'beside the readings';
  return taken.every(({ rows }) => row < rows[0]) ? 'above the readings' : 'below the readings';
}

function numbersIn(row: SheetRow | undefined): number {
  return (row?.cells ?? []).filter((_, column) => /^[-+]?\d[\d.,]*(?:[eE][-+]?\d+)?$/.test(cellText(row, column))).length;
}

function shortened(row: SheetRow): string {
  const text = textsOf(row).join(' ');
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
