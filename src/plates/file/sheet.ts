/** A text file split into fields, or one sheet of a workbook. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly SheetRow[];
}

/** One row: its cells as text, trimmed of nothing, and its line (row of the workbook), counting from 1. */
export interface SheetRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The trimmed text of a cell; empty where the row has no such cell. Columns count from 0. */
export function cellText(row: SheetRow | undefined, column: number): string {
  return row?.cells[column]?.trim() ?? '';
}

export function isBlankRow(row: SheetRow): boolean {
  return row.cells.every((cell) => cell.trim() === '');
}

/** `B3` → row 2, column 1 (both from 0); `null` where it is no cell name. */
export function parseCellName(name: string): { readonly row: number; readonly column: number } | null {
  const match = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(name);
  if (match === null) return null;
  let column = 0;
  for (const letter of match[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(match[2]) - 1, column: column - 1 };
}

/** The texts of a row that are not blank. */
export function textsOf(row: SheetRow | undefined): string[] {
  return (row?.cells ?? []).map((cell) => cell.trim()).filter((cell) => cell !== '');
}
