import type { PlateNoteFields } from './file/notes.ts';
import { type SheetRow, textsOf } from './file/sheet.ts';

/** Lines beyond this many are counted in a note, not listed. */
export const MOST_LISTED = 10;

/** A line as a note shows it: its texts, the first 80 characters of them. */
export function shownLine(row: SheetRow): NonNullable<PlateNoteFields<'plate/not-read'>['lines']>[number] {
  const text = textsOf(row).join(' ');
  return { line: row.line, text: text.length <= 80 ? text : `${text.slice(0, 77)}...` };
}
