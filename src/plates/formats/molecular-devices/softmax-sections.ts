import { InputError } from '../../../errors.ts';
import { cellText, isBlankRow, type SheetRow } from '../../file/sheet.ts';

/** Column headings of a Plate block with the rows below them. */
export interface SoftMaxSection {
  readonly headings: SheetRow;
  /** Groups of rows between blank lines. */
  readonly groups: readonly (readonly SheetRow[])[];
}

type RowKind = 'headings' | 'blank' | 'values';

/** A section begins with a row of column numbers or wells after an empty line; the raw one first, then the reduced one. */
export function splitSoftMaxSections(rows: readonly SheetRow[], file: string): SoftMaxSection[] {
  const sections: { headings: SheetRow; groups: SheetRow[][] }[] = [];
  let previous: RowKind = 'blank';
  for (const row of rows) {
    const open = sections.at(-1);
    const kind = kindOf(row, previous);
    if (kind === 'headings') sections.push({ headings: row, groups: [] });
    else if (kind === 'values') {
      if (open === undefined)
        throw new InputError('plate/bad-export', 'Expected a line of column numbers or wells below the Plate line, found values.', {
          file,
          line: row.line,
        });
      if (open.groups.length === 0 && isCopy(row, open.headings)) refuseTwice(row, file);
      if (previous !== 'values' || open.groups.length === 0) open.groups.push([]);
      open.groups.at(-1)?.push(row);
    }
    previous = kind;
  }
  return sections;
}

/** Right below column headings there are values, which may look like column numbers where a plate is narrow. */
function kindOf(row: SheetRow, previous: RowKind): RowKind {
  if (isBlankRow(row)) return 'blank';
  return previous === 'blank' && isHeadings(row) ? 'headings' : 'values';
}

function isCopy(row: SheetRow, headings: SheetRow): boolean {
  return row.cells.every((_, i) => i < 2 || cellText(row, i) === cellText(headings, i)) && isHeadings(row);
}

/** Read as a section, the first of two would be the measured values and the second, which has them, the reduced ones. */
function refuseTwice(row: SheetRow, file: string): never {
  throw new InputError(
    'plate/bad-export',
    `Expected values below the column headings, found column headings again, from '${cellText(row, 2)}' on. Export the file again.`,
    { file, line: row.line },
  );
}

/** `Temperature` before them, or nothing but wells or rising column numbers from the third field on. */
function isHeadings(row: SheetRow): boolean {
  if (cellText(row, 1).startsWith('Temperature')) return true;
  const texts = row.cells.slice(2).map((cell) => cell.trim());
  if (cellText(row, 0) !== '' || cellText(row, 1) !== '' || (texts[0] ?? '') === '') return false;
  if (texts.every((text) => text === '' || /^[A-Z]{1,2}\d{1,2}$/.test(text))) return true;
  return texts.every(
    (text, i) => text === '' || (/^\d{1,2}$/.test(text) && (i === 0 || texts[i - 1] === '' || Number(text) === Number(texts[i - 1]) + 1)),
  );
}
