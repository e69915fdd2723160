import type { SheetRow } from './file/sheet.ts';
import type { Ledger } from './ledger.ts';

/**
 * Marks the sections of settings that a format is known to write and that hold no reading: from a line that begins a known section to the next line that
 * begins any. Lines of a section that is not known are left, and so are noted or refused.
 */
export function takeKnownSections(
  rows: readonly SheetRow[],
  sections: { readonly begins: (row: SheetRow, before: SheetRow | undefined) => boolean; readonly isKnown: (row: SheetRow) => boolean },
  ledger: Ledger,
): void {
  let known = false;
  for (const [i, row] of rows.entries()) {
    if (sections.begins(row, rows[i - 1])) known = sections.isKnown(row);
    if (known) ledger.take(row);
  }
}
