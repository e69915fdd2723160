import { InputError } from '../errors.ts';
import type { Ledger } from './file/ledger.ts';
import type { NoteList } from './file/notes.ts';
import { type Sheet, type SheetRow, textsOf } from './file/sheet.ts';
import { looksNumeric } from './numbers.ts';
import { passOver } from './pass-over.ts';
import { MOST_LISTED, shownLine } from './shown-line.ts';

/** What is known of the lines of a format that hold no reading. */
export interface RestRules {
  readonly file: string;
  /** Lines that are known to say nothing of a reading, by their first text, unless they hold as many numbers as a row of a plate does. */
  readonly silent: RegExp;
  /** Sheets that are known to hold no reading, by their first text; any other of which nothing is read is named. */
  readonly silentSheets?: RegExp | undefined;
  /** Lines that begin a section of readings, by their first text: nothing below one may be left over. */
  readonly sections?: RegExp | undefined;
  /** Titles (a line that begins so, and the lines below it up to an empty one) or ranges (`B3:M10`, `Sheet1!B3:M10`) that a definition passes over. */
  readonly ignored: readonly string[];
}

/** A row of which a reader left cells: those alone, the others are empty. */
interface LeftRow {
  readonly row: SheetRow;
  /** Its place in the sheet, from 0. */
  readonly at: number;
}

/**
 * Looks at every cell that no reader took. A block of numbers, or a line right below the beginning of a section of readings, may be readings and is refused;
 * what a definition passes over is recorded; a sheet of which nothing was read is named; all else that is not known to say nothing is noted with its place.
 * Errors: plate/bad-export, definition/bad-value.
 */
export function accountForRest(notes: NoteList, rules: RestRules): void {
  for (const sheet of notes.ledger.sheets()) {
    passOver(sheet, rules.ignored, { file: rules.file, notes });
    const left = leftRows(sheet, notes.ledger);
    if (left.length === 0) continue;
    if (!notes.ledger.isTouched(sheet)) {
      if (rules.silentSheets?.test(firstText(sheet)) !== true) noteSheet(sheet, notes);
      continue;
    }
    refuseBlock(left, { file: rules.file, claim: 'none' });
    const unread = left.filter(({ row }) => numbersIn(row) >= LEAST_COLUMNS || !rules.silent.test(textsOf(row)[0] ?? ''));
    if (rules.sections !== undefined) refuseUnderSection(sheet, unread, { file: rules.file, sections: rules.sections });
    if (unread.length > 0)
      notes.add('plate/not-read', {
        part: 'lines',
        sheet: sheet.name,
        count: unread.length,
        lines: unread.slice(0, MOST_LISTED).map(({ row }) => shownLine(row)),
      });
  }
}

/** Names every sheet with something in it of which nothing was read. */
export function noteOtherSheets(sheets: readonly Sheet[], notes: NoteList): void {
  for (const sheet of sheets) if (!notes.ledger.isTouched(sheet)) noteSheet(sheet, notes);
}

function noteSheet(sheet: Sheet, notes: NoteList): void {
  const count = leftRows(sheet, notes.ledger).length;
  if (count > 0) notes.add('plate/not-read', { part: 'sheet', sheet: sheet.name, count });
}

function firstText(sheet: Sheet): string {
  return sheet.rows.flatMap(textsOf)[0] ?? '';
}

export function leftRows(sheet: Sheet, ledger: Ledger): LeftRow[] {
  const left: LeftRow[] = [];
  for (const [at, row] of sheet.rows.entries()) {
    const cells = ledger.restOf(row);
    if (cells.some((cell) => cell.trim() !== '')) left.push({ at, row: cells === row.cells ? row : { line: row.line, cells } });
  }
  return left;
}

/** The smallest plate has two rows of three wells: pairs of numbers, such as coordinates of a plate type, are no readings. */
const LEAST_COLUMNS = 3;

/** `claim`: how a definition can have such a block read, where it can. Errors: plate/bad-export. */
export function refuseBlock(
  left: readonly LeftRow[],
  { file, claim }: { readonly file: string; readonly claim: 'matrices' | 'none' },
): void {
  const numbered = left.filter(({ row }) => numbersIn(row) >= LEAST_COLUMNS);
  const block = numbered.find(({ at }, i) => numbered[i + 1]?.at === at + 1);
  if (block === undefined) return;
  throw new InputError(
    'plate/bad-export',
    `Expected no readings beside the ones that are read, found a block of numbers that begins with '${textsOf(block.row).slice(0, 3).join(' ')}'. ${claim === 'matrices' ? 'Name it under `matrices`, or its' : 'Name its'} title or range under \`ignore\`.`,
    { file, line: block.row.line },
  );
}

function numbersIn(row: SheetRow): number {
  return textsOf(row).filter(looksNumeric).length;
}

/** The next line that is not empty after the beginning of a section must have been read. */
function refuseUnderSection(sheet: Sheet, left: readonly LeftRow[], rules: { readonly file: string; readonly sections: RegExp }): void {
  for (const { at, row } of left) {
    let above = at - 1;
    while (above >= 0 && textsOf(sheet.rows[above]).length === 0) above--;
    const mark = textsOf(sheet.rows[above])[0] ?? '';
    if (above < 0 || !rules.sections.test(mark) || numbersIn(row) === 0) continue;
    throw new InputError(
      'plate/bad-export',
      `Expected readings below '${mark.slice(0, 60)}', found '${textsOf(row).slice(0, 3).join(' ')}', which no part of the format is. Export it again, or name its title or range under \`ignore\`.`,
      { file: rules.file, line: row.line },
    );
  }
}
