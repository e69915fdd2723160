import { readXls } from 'hucre';
import { InputError } from '../../errors.ts';
import type { Sheet } from './sheet.ts';
import { workbookText } from './workbook.ts';
import { MOST_CELLS } from './workbook-limits.ts';

/** More than any export in this form has; what hucre takes of memory is a multiple of it. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Every sheet of an Excel workbook of 1997 to 2003 as text cells. Errors: plate/bad-workbook. */
export async function readOldWorkbook(bytes: Uint8Array, file: string): Promise<readonly Sheet[]> {
  try {
    if (bytes.length > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    const { sheets } = await readXls(bytes);
    // Rows without a cell are holes in hucre's list.
    return sheets.map(({ name, rows }) => {
      const all = Array.from(rows, (cells) => Array.from(cells ?? [], (value) => workbookText(value ?? null)));
      const width = all.reduce((most, cells) => Math.max(most, cells.length), 0);
      if (width * all.length > MOST_CELLS) throw new Error(`more than ${MOST_CELLS} cells in sheet '${name}', rows times columns`);
      return {
        name,
        rows: all.map((cells, i) => ({ line: i + 1, cells: [...cells, ...Array.from({ length: width - cells.length }, () => '')] })),
      };
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new InputError(
      'plate/bad-workbook',
      `Expected an XLSX workbook, found an old Excel workbook (.xls) that cannot be read (${JSON.stringify(said.slice(0, 160))}). Open it in Excel and save it as .xlsx.`,
      { file },
    );
  }
}
