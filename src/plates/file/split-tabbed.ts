import { InputError } from '../../errors.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { splitDelimited } from './split-delimited.ts';

/**
 * Splits tab-separated text in which instruments write quotes as they stand (`5" plate`), unless every field of the file is quoted. A field in a pair of
 * quotes loses them; one that opens a quote without closing it is damage: refused, or kept where free text may hold it.
 */
export async function splitTabbed(text: string, file: string, request: { readonly openQuotes: 'refused' | 'kept' }): Promise<Sheet> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 0 && lines.every((line) => /^".*"$/.test(line.trim())))
    return splitDelimited(text, file, { delimiter: '\t', quotes: 'csv' });
  const sheet = await splitDelimited(text, file, { delimiter: '\t', quotes: 'none' });
  const rows = sheet.rows.map((row): SheetRow => ({ line: row.line, cells: row.cells.map(unquote) }));
  if (request.openQuotes === 'refused') for (const row of rows) refuseOpenQuotes(row, file);
  return { name: sheet.name, rows };
}

function unquote(cell: string): string {
  return /^\s*"(?:[^"]|"")*"\s*$/.test(cell) ? cell.trim().slice(1, -1).replaceAll('""', '"') : cell;
}

/** Errors: plate/bad-export. */
export function refuseOpenQuotes(row: SheetRow, file: string): void {
  const at = row.cells.findIndex((cell) => /^\s*"[^"]*$/.test(cell));
  if (at === -1) return;
  throw new InputError(
    'plate/bad-export',
    `Expected a field that closes its quote, found '${(row.cells[at] ?? '').trim().slice(0, 40)}'.`,
    { file, line: row.line, column: at + 1 },
  );
}
