import { buildKineticRead } from '../../build-kinetic.ts';
import type { ReadHeading } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type SheetRow } from '../../file/sheet.ts';
import { wellIn, wellsAcross } from '../../lists.ts';
import { parseNumber } from '../../numbers.ts';
import type { PlateRead } from '../../plate-reading.ts';

/** The heading of a kinetic table: a time column in seconds or minutes, then one column a well. */
export interface SeriesHeading {
  readonly timeColumn: number;
  readonly secondsPerUnit: number;
}

export function findSkanItSeries(row: SheetRow): SeriesHeading | null {
  const timeColumn = row.cells.findIndex((cell) => /time\s*\[(?:s|min)\]/i.test(cell));
  if (timeColumn === -1 || !row.cells.slice(timeColumn + 1).some((cell) => wellIn(cell.trim()) !== null)) return null;
  return { timeColumn, secondsPerUnit: /\[min\]/i.test(cellText(row, timeColumn)) ? 60 : 1 };
}

export function readSkanItSeries(
  rows: readonly SheetRow[],
  place: SeriesHeading & { readonly headerRow: number },
  context: { readonly file: string; readonly notes: NoteList; readonly heading: ReadHeading },
): { readonly read: PlateRead; readonly endRow: number } {
  let endRow = place.headerRow + 1;
  for (
    let row = rows[endRow];
    row !== undefined && !isBlankRow(row) && parseNumber(cellText(row, place.timeColumn), '.') !== null;
    row = rows[endRow]
  )
    endRow++;
  const cycles = rows.slice(place.headerRow + 1, endRow);
  context.notes.ledger.takeAll(rows.slice(place.headerRow, endRow));
  const timesSeconds = cycles.map((row) => place.secondsPerUnit * Number(cellText(row, place.timeColumn)));
  const across = { file: context.file, from: place.timeColumn + 1, isOther: (heading: string) => /^Temp/i.test(heading) };
  const columns = wellsAcross(rows[place.headerRow], across);
  const wells = new Map(columns.map(({ well, column }) => [well, cycles.map((row) => cellText(row, column))]));
  const line = rows[place.headerRow]?.line ?? 1;
  return { read: buildKineticRead(context.heading, { timesSeconds, wells }, { file: context.file, line, notes: context.notes }), endRow };
}
