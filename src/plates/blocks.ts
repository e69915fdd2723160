import { putWell, type WellTexts } from './build-read.ts';
import type { Ledger } from './file/ledger.ts';
import type { NoteList } from './file/notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow } from './file/sheet.ts';
import { parseRowLabel, plateGeometry, wellName } from './wells.ts';

/** A plate-shaped block: numbers along one side and letters along the other, of a whole plate or a part of one. Rows and columns of the sheet count from 0. */
export interface Block {
  /** The row of its headings. */
  readonly at: number;
  /** The column of its labels. */
  readonly labels: number;
  /** Its lines and columns of cells. */
  readonly lines: number;
  readonly columns: number;
  /** Plate column (or, transposed, plate row) of the first column, and the other of the first line; both from 0. */
  readonly first: { readonly across: number; readonly down: number };
  readonly across: 'numbers' | 'letters';
  /** First row after it. */
  readonly endRow: number;
}

/**
 * Every plate-shaped block of a sheet, in order: below and beside each other, parts of plates, transposed ones, rows AA to AF also as `a` to `f`. A block ends where
 * its labels do; no empty line is needed.
 */
export function findBlocks(sheet: Sheet): Block[] {
  const found: Block[] = [];
  for (const [at, row] of sheet.rows.entries()) {
    let column = 0;
    while (column < row.cells.length) {
      const block = blockFrom(sheet, at, column);
      if (block !== null && !found.some((other) => overlaps(other, block))) {
        found.push(block);
        column = block.labels + block.columns;
      }
      column++;
    }
  }
  return found;
}

function overlaps(one: Block, other: Block): boolean {
  const rows = other.at < one.endRow && other.at >= one.at;
  const right = one.labels + one.columns;
  return rows && other.labels <= right && other.labels + other.columns >= one.labels;
}

/** The block whose headings begin right of `labels`; `null` where there is none. */
function blockFrom(sheet: Sheet, at: number, labels: number): Block | null {
  const row = sheet.rows[at];
  if (row === undefined) return null;
  for (const across of ['numbers', 'letters'] as const) {
    const heads = risingFrom(labels + 1, (i) => indexOf(cellText(row, i), across));
    if (heads === null || heads.length < 2 || isHead(cellText(row, labels), across, heads.first)) continue;
    const down = across === 'numbers' ? 'letters' : 'numbers';
    const lines = risingFrom(at + 1, (i) => indexOf(cellText(sheet.rows[i], labels), down));
    if (lines === null) continue;
    // Readings of 1, 2, 3 in a lettered row are no headings: their own label is a letter.
    if (indexOf(cellText(row, labels), down) !== null) continue;
    const first = { across: heads.first, down: lines.first };
    return { at, labels, lines: lines.length, columns: heads.length, first, across, endRow: at + 1 + lines.length };
  }
  return null;
}

function isHead(text: string, kind: 'numbers' | 'letters', first: number): boolean {
  return indexOf(text, kind) === first - 1;
}

/** Index on the plate from 0 of a column number (`1`, `01`) or of row letters; `null` where the text is none. */
function indexOf(text: string, kind: 'numbers' | 'letters'): number | null {
  const { rows, columns } = plateGeometry(1536);
  if (kind === 'letters') {
    const index = parseRowLabel(text);
    return index !== null && index < rows ? index : null;
  }
  return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= columns ? Number(text) - 1 : null;
}

/** A run of indices that rise by one from a place on. */
function risingFrom(from: number, index: (i: number) => number | null): { readonly first: number; readonly length: number } | null {
  const first = index(from);
  if (first === null) return null;
  let length = 1;
  while (index(from + length) === first + length) length++;
  return { first, length };
}

/** The texts of a block by well; its cells and labels are marked as taken. */
export function readBlock(sheet: Sheet, block: Block, context: { readonly file: string; readonly notes: NoteList }): WellTexts {
  takeBlock(sheet, block, context.notes.ledger);
  return textsOfBlock(sheet, block, context.file);
}

/** Marks the cells and labels of a block as taken. */
export function takeBlock(sheet: Sheet, block: Block, ledger: Ledger): void {
  for (const row of sheet.rows.slice(block.at, block.endRow)) ledger.take(row, [block.labels, block.labels + 1 + block.columns]);
}

/** The texts of a block by well. */
export function textsOfBlock(sheet: Sheet, block: Block, file: string): WellTexts {
  const wells: WellTexts = new Map();
  for (let line = 0; line < block.lines; line++) {
    const row = sheet.rows[block.at + 1 + line];
    if (row === undefined) break;
    for (let c = 0; c < block.columns; c++) {
      const [across, down] = [block.first.across + c, block.first.down + line];
      const well = wellName(block.across === 'numbers' ? { row: down, column: across } : { row: across, column: down });
      putWell(wells, well, { text: cellText(row, block.labels + 1 + c), file, line: row.line });
    }
  }
  return wells;
}

/** The line above a block, or above the empty line above it, and its text above the block; of blocks side by side each has its own. A title with a comma that nothing quotes stands in several cells. */
export function titleOf(sheet: Sheet, block: Block): { readonly row: SheetRow; readonly text: string; readonly cells: number } | null {
  for (let at = block.at - 1; at >= Math.max(0, block.at - 2); at--) {
    const row = sheet.rows[at];
    if (row === undefined || isBlankRow(row)) continue;
    const own = row.cells.slice(block.labels, block.labels + 1 + block.columns).map((cell) => cell.trim());
    // What stands above another block of the same lines is that one's title.
    if (own.every((cell) => cell === '') && row.cells.slice(0, block.labels).some((cell) => cell.trim() !== '') && block.labels > 1)
      return null;
    const above = own.some((cell) => cell !== '') ? own : row.cells.map((cell) => cell.trim());
    const from = above.findIndex((cell) => cell !== '');
    const end = above.findIndex((cell, i) => i > from && cell === '');
    const parts = above.slice(from, end === -1 ? above.length : end);
    return { row, text: parts.join(', '), cells: parts.length };
  }
  return null;
}

/** Rows and columns that the plate of a block has at least. */
export function shapeOf(block: Block): { readonly rows: number; readonly columns: number } {
  const [across, down] = [block.first.across + block.columns, block.first.down + block.lines];
  return block.across === 'numbers' ? { rows: down, columns: across } : { rows: across, columns: down };
}
