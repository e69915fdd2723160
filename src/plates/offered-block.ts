import { cellText, type Sheet } from './file/sheet.ts';
import { findMatrices, type MatrixPlace } from './matrix.ts';
import { rowLabel } from './wells.ts';

/** A `read:` block that would read the lettered matrices of these sheets as they stand, as the end of a message; empty where there are none. */
export function offeredBlock(sheets: readonly Sheet[]): string {
  // An anchor names the cell of A1, which a part of a plate may not have.
  const isWhole = (sheet: Sheet, place: MatrixPlace): boolean =>
    place.first === 0 && cellText(sheet.rows[place.headerRow + 1], place.labelColumn) === 'A';
  const found = sheets.flatMap((sheet) => findMatrices(sheet).flatMap((place) => (isWhole(sheet, place) ? [{ sheet, place }] : [])));
  const [first] = found;
  if (first === undefined) return '';
  const several = new Set(found.map(({ sheet }) => sheet.name)).size > 1;
  const blocks = found
    .filter(({ sheet }, i) => several || i === found.findIndex((other) => other.sheet === sheet) || sheet === first.sheet)
    .slice(0, 4)
    .map(({ sheet, place }) => `{ ${several ? `sheet: ${JSON.stringify(sheet.name)}, ` : ''}anchor: ${anchorOf(sheet, place)} }`);
  const what = blocks.length === 1 ? (blocks[0] ?? '').slice(2, -2) : `matrices: [${blocks.join(', ')}]`;
  return ` To read it as a plain matrix all the same: read: { format: matrix, ${what} }.`;
}

/** Column letters and line of the reading of A1. */
export function anchorOf(sheet: Sheet, place: MatrixPlace): string {
  const column = place.labelColumn + 1;
  const letters = column < 26 ? rowLabel(column) : `${rowLabel(Math.floor(column / 26) - 1)}${rowLabel(column % 26)}`;
  return `${letters}${sheet.rows[place.headerRow + 1]?.line ?? 0}`;
}
