import { type CellValue, readXlsx, type Sheet as XlsxSheet } from 'hucre/xlsx';
import { InputError } from '../../errors.ts';
import type { NoteList } from './notes.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { checkWorkbookParts, MOST_CHARACTERS } from './workbook-limits.ts';
import { checkZipDirectory } from './zip-directory.ts';

/** Every sheet of an XLSX workbook as text cells (numbers by their shortest decimal). Formulas give their stored value. Errors: plate/bad-workbook. */
export async function readWorkbook(bytes: Uint8Array, fileName: string, notes: NoteList): Promise<readonly Sheet[]> {
  await checkWorkbookParts(bytes, checkZipDirectory(bytes, fileName), fileName);
  const sheets = await openSheets(bytes, fileName);
  for (const sheet of sheets) refuseLongTexts(sheet, fileName);
  for (const sheet of sheets) noteFormulas(sheet, notes);
  return sheets.map((sheet) => ({
    name: sheet.name,
    rows: sheet.rows.map((cells, i): SheetRow => ({ line: i + 1, cells: cells.map(workbookText) })),
  }));
}

async function openSheets(bytes: Uint8Array, file: string): Promise<readonly XlsxSheet[]> {
  try {
    return (await readXlsx(bytes)).sheets;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new InputError(
      'plate/bad-workbook',
      `Expected an XLSX workbook, found one that cannot be read (${JSON.stringify(said.slice(0, 160))}). Export it again.`,
      { file },
    );
  }
}

/** One text may stand in many cells, which costs nothing here and much to whoever looks through them. */
function refuseLongTexts({ name, rows }: XlsxSheet, file: string): void {
  let characters = 0;
  for (const cells of rows) for (const value of cells) characters += typeof value === 'string' ? value.length : 0;
  if (characters > MOST_CHARACTERS)
    throw new InputError(
      'plate/bad-workbook',
      `Expected at most ${MOST_CHARACTERS} characters in sheet '${name}', found ${characters}. Export the workbook again.`,
      { file },
    );
}

/** A cell as text: numbers by their shortest decimal, dates in ISO form. */
export function workbookText(value: CellValue): string {
  if (value === null) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return String(value);
}

function noteFormulas(sheet: XlsxSheet, notes: NoteList): void {
  const formulas = [...(sheet.cells?.values() ?? [])].filter((cell) => cell.formula !== undefined).length;
  if (formulas > 0) notes.add('plate/formula', { sheet: sheet.name, count: formulas });
}
