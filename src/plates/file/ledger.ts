import type { Sheet, SheetRow } from './sheet.ts';

/** Columns of a row from `begin` to before `end`, counting from 0. */
export type ColumnRange = readonly [begin: number, end: number];

/** Which cells of an export a reader took. What it did not take is looked at when the reading is done: nothing may be passed over in silence. */
export interface Ledger {
  /** Every sheet that is to be accounted for, once. */
  readonly open: (sheet: Sheet) => Sheet;
  readonly sheets: () => readonly Sheet[];
  /** Marks a row, or some of its columns, as taken: read, or known for what it is. */
  readonly take: (row: SheetRow | undefined, columns?: ColumnRange) => void;
  readonly takeAll: (rows: Iterable<SheetRow>) => void;
  /** The texts of a row with those that were taken left empty. */
  readonly restOf: (row: SheetRow) => readonly string[];
  readonly isTouched: (sheet: Sheet) => boolean;
}

export function createLedger(): Ledger {
  const opened: Sheet[] = [];
  const taken = new Map<SheetRow, readonly ColumnRange[]>();
  const take = (row: SheetRow | undefined, columns: ColumnRange = [0, Number.POSITIVE_INFINITY]): void => {
    if (row !== undefined) taken.set(row, [...(taken.get(row) ?? []), columns]);
  };
  const isTaken = (row: SheetRow, column: number): boolean =>
    (taken.get(row) ?? []).some(([begin, end]) => column >= begin && column < end);
  return {
    open: (sheet) => {
      if (!opened.includes(sheet)) opened.push(sheet);
      return sheet;
    },
    sheets: () => opened,
    take,
    takeAll: (rows) => {
      for (const row of rows) take(row);
    },
    restOf: (row) => (taken.has(row) ? row.cells.map((cell, column) => (isTaken(row, column) ? '' : cell)) : row.cells),
    isTouched: (sheet) => sheet.rows.some((row) => taken.has(row)),
  };
}
