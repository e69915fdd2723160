import { buildRead, type ReadHeading } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type SheetRow } from '../../file/sheet.ts';
import { readListLines, textsOfLines, wellIn } from '../../lists.ts';
import type { PlateRead } from '../../plate-reading.ts';
import { compareMeans } from './tecan-wells.ts';

interface Context {
  readonly file: string;
  readonly notes: NoteList;
  readonly heading: ReadHeading;
}

/** The list view: `<>` and the names of columns in a line (`Value`, `Time [ms]`, `Mean` …), one line a well below it. */
export function isTecanList(rows: readonly SheetRow[], at: number, corner: number): boolean {
  return wellIn(cellText(rows[at + 1], corner)) !== null && !/^\d*$/.test(cellText(rows[at], corner + 1));
}

export function readTecanList(
  rows: readonly SheetRow[],
  place: { readonly at: number; readonly corner: number },
  context: Context,
): { readonly reads: PlateRead[]; readonly endRow: number } {
  const header = rows[place.at];
  const wellText = (row: SheetRow) => cellText(row, place.corner);
  const { lines, endRow } = readListLines(rows, { file: context.file, from: place.at + 1, wellText });
  context.notes.ledger.takeAll(rows.slice(place.at, endRow));
  const columns = (header?.cells ?? []).flatMap((cell, column): { readonly name: string; readonly read: PlateRead }[] => {
    const name = cell.trim();
    // When a well was read, and how warm it was, are no readings of it.
    if (column <= place.corner || name === '' || /^(?:Time|Zeit|Temp)/i.test(name)) return [];
    const wells = textsOfLines(lines, (row) => cellText(row, column), context.file);
    const plain = /^(?:Value|Wert|Result|Mean)$/i.test(name);
    const calculated = /^(?:Mean|Mittelwert|St\.? ?Dev|Stabw|CV)/i.test(name);
    const label = plain ? context.heading.label : `${context.heading.label}, ${name}`;
    const heading = { ...context.heading, label, calculated, unit: calculated ? null : context.heading.unit };
    return [{ name, read: buildRead(heading, wells, { decimal: 'detect', notes: context.notes }) }];
  });
  const mean = columns.find(({ name }) => /^(?:Mean|Mittelwert)$/i.test(name))?.read;
  // The reads of a well are called by their place in it, `0;0` and so on.
  compareMeans({ mean, measured: columns.filter(({ name }) => /^\d+;\d+$/.test(name)).map(({ read }) => read) }, context);
  return { reads: columns.map(({ read }) => read), endRow };
}
