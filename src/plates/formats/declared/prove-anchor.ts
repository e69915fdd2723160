import { InputError } from '../../../errors.ts';
import { cellText, type Sheet } from '../../file/sheet.ts';
import { parseRowLabel, rowLabel } from '../../wells.ts';

/** A block of readings that a definition declares: its first row and column in the sheet, and its size. Rows and columns count from 0. */
export interface DeclaredBlock {
  readonly start: number;
  readonly first: number;
  readonly rows: number;
  readonly columns: number;
  readonly file: string;
}

/**
 * Row letters and column numbers that a file has beside a declared block must agree with it: a block that begins a row or a column off would give
 * every well its neighbour's reading. A file without letters or numbers proves nothing, and is taken as declared. Errors: `plate/bad-export`.
 */
export function proveAnchor(sheet: Sheet, block: DeclaredBlock): void {
  refuseLettersInside(sheet, block);
  const lettered = proveRowLetters(sheet, block);
  proveColumnNumbers(sheet, block);
  if (lettered === 'no letters') refuseNumbersInside(sheet, block);
}

/** Words that people write before a column number or a row letter. */
const COLUMN_WORD = /^(?:col(?:umn)?|spalte|列)\.?\s*/i;
const ROW_WORD = /^(?:row|zeile|reihe|行)\.?\s*/i;

/** The plate row that a label names; small letters name the first rows, and behind Z the 27th and following ones. */
function rowLetter(text: string, line: number): number | null {
  const letter = text.replace(ROW_WORD, '');
  return line < 26 && /^[a-p]$/.test(letter) ? letter.charCodeAt(0) - 97 : parseRowLabel(letter);
}

function refuse(sheet: Sheet, block: DeclaredBlock, at: { readonly row: number; readonly sentence: string }): never {
  throw new InputError('plate/bad-export', `${at.sentence} Check \`anchor\`, which names the cell of well A1.`, {
    file: block.file,
    line: sheet.rows[at.row]?.line ?? 1,
  });
}

/** Letters A, B, C … one under the other, from a row on; `null` where there are fewer than two. */
function lettersOf(sheet: Sheet, column: number, { start, rows }: DeclaredBlock): readonly number[] | null {
  const labels = Array.from({ length: rows }, (_, r) => rowLetter(cellText(sheet.rows[start + r], column), r));
  const found = labels.filter((label) => label !== null);
  const rising = found.every((label, i) => i === 0 || label > (found[i - 1] ?? label));
  return found.length >= Math.min(2, rows) && rising ? found : null;
}

function refuseLettersInside(sheet: Sheet, block: DeclaredBlock): void {
  for (let column = block.first; column < block.first + block.columns; column++) {
    if (lettersOf(sheet, column, block) === null) continue;
    refuse(sheet, block, {
      row: block.start,
      sentence: 'Expected readings in every column of the declared block, found a column of row letters.',
    });
  }
}

/** The nearest column of row letters left of the block: each row has its own, and no other cell stands between. */
function proveRowLetters(sheet: Sheet, block: DeclaredBlock): 'proven' | 'no letters' {
  const { start, first, rows } = block;
  const left = Array.from({ length: first }, (_, i) => first - 1 - i);
  const isLetter = (row: number) => rowLetter(cellText(sheet.rows[start + row], first - 1), row) !== null;
  const beside = first > 0 && Array.from({ length: rows }, (_, r) => r).some(isLetter) ? first - 1 : undefined;
  const column = left.find((one) => lettersOf(sheet, one, block) !== null) ?? beside;
  if (column === undefined) return 'no letters';
  for (let r = 0; r < rows; r++) {
    const row = sheet.rows[start + r];
    const label = cellText(row, column);
    if (rowLetter(label, r) !== r)
      refuse(sheet, block, { row: start + r, sentence: `Expected the row letter ${rowLabel(r)} left of the readings, found '${label}'.` });
    const between = Array.from({ length: first - column - 1 }, (_, i) => cellText(row, column + 1 + i)).find((text) => text !== '');
    if (between !== undefined)
      refuse(sheet, block, {
        row: start + r,
        sentence: `Expected nothing between the row letter ${rowLabel(r)} and its first reading, found '${between}'.`,
      });
  }
  return 'proven';
}

/** Whole numbers that rise by one, from a cell on; how many, and the first of them. */
function runOfNumbers(texts: readonly string[]): { readonly at: number; readonly first: number; readonly length: number } | null {
  const numbers = texts.map((text) => {
    const plain = text.replace(COLUMN_WORD, '');
    return /^0?\d{1,2}$/.test(plain) ? Number(plain) : null;
  });
  const at = numbers.findIndex((number, i) => number !== null && numbers[i + 1] === number + 1);
  if (at < 0) return null;
  const first = numbers[at] ?? 0;
  let length = 1;
  while (numbers[at + length] === first + length) length++;
  return { at, first, length };
}

/** The nearest row above that holds anything: column numbers there begin above the first reading, with 1. */
function proveColumnNumbers(sheet: Sheet, block: DeclaredBlock): void {
  const above = sheet.rows[block.start - 1];
  if (above === undefined) return;
  const texts = Array.from({ length: block.first + block.columns }, (_, column) => cellText(above, column));
  const run = runOfNumbers(texts);
  if (run === null || run.length < Math.min(3, block.columns)) return;
  const wrong = run.at + 1 - run.first !== block.first;
  if (wrong)
    refuse(sheet, block, {
      row: block.start - 1,
      sentence: `Expected the column number 1 above the first readings, found ${run.first} in field ${run.at + 1} of the line above.`,
    });
}

/** A first row of 1, 2, 3 … from end to end is no row of readings. */
function refuseNumbersInside(sheet: Sheet, block: DeclaredBlock): void {
  const row = sheet.rows[block.start];
  const texts = Array.from({ length: block.columns }, (_, c) => cellText(row, block.first + c));
  const run = runOfNumbers(texts);
  if (run === null || run.length < 3 || run.length < block.columns - 1 || run.first > 2) return;
  refuse(sheet, block, {
    row: block.start,
    sentence: 'Expected the readings of plate row A in the first row of the declared block, found column numbers.',
  });
}
