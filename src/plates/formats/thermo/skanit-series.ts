import { buildKineticRead } from '../../build-kinetic.ts';
import type { ReadHeading } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type SheetRow } from '../../file/sheet.ts';
import { parseNumber } from '../../numbers.ts';
import type { PlateRead } from '../../plate-reading.ts';
import { parseWell, wellName } from '../../wells.ts';

/** The heading of a kinetic table: a time column in seconds or minutes, then one column a well. */
export interface SeriesHeading {
  readonly timeColumn: number;
  readonly secondsPerUnit: number;
}

export function findSkanItSeries(row: SheetRow): SeriesHeading | null {
  const timeColumn = row.cells.findIndex((cell) => /time\s*\[(?:s|min)\]/i.test(cell));
  if (timeColumn === -1 || !row.cells.slice(timeColumn + 1).some((cell) => parseWell(cell.trim()) !== null)) return null;
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
  const wells = new Map<string, string[]>();
  for (const [column, cell] of (rows[place.headerRow]?.cells ?? []).entries()) {
    const position = column > place.timeColumn ? parseWell(cell.trim()) : null;
    if (position !== null)
      wells.set(
        wellName(position),
        cycles.map((row) => cellText(row, column)),
      );
  }
  const line = rows[place.headerRow]?.line ?? 1;
  return { read: buildKineticRead(context.heading, { timesSeconds, wells }, { file: context.file, line, notes: context.notes }), endRow };
}
