import type { Ledger } from './file/ledger.ts';
import { isBlankRow, type SheetRow } from './file/sheet.ts';

/**
 * Marks the sections of settings that a format is known to write and that hold no reading: from a line that begins a known section to the next line that
 * begins any, or, for one that stands among readings, to an empty line. Lines of a section that is not known are left, and so are noted or refused.
 */
export function takeKnownSections(
  rows: readonly SheetRow[],
  sections: {
    readonly begins: (row: SheetRow, before: SheetRow | undefined) => boolean;
    readonly isKnown: (row: SheetRow) => boolean;
    readonly isAmongReadings?: (row: SheetRow) => boolean;
  },
  ledger: Ledger,
): void {
  let known = false;
  let short = false;
  for (const [i, row] of rows.entries()) {
    if (sections.begins(row, rows[i - 1])) {
      known = sections.isKnown(row);
      short = sections.isAmongReadings?.(row) === true;
    }
    if (short && isBlankRow(row)) known = false;
    if (known) ledger.take(row);
  }
}
