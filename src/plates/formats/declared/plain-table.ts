import type { Sheet } from '../../file/sheet.ts';
import { DELIMITERS, splitDelimited } from '../../file/split-delimited.ts';
import { findMatrices } from '../../matrix.ts';
import type { ExportSource } from '../../plate-format.ts';
import type { DeclaredFormatName } from '../registry.ts';
import { findLongTable } from './long-table-declared.ts';

/** Which declared formats recognise the file without being told anything: a heading with `well` and a value column, or column numbers above a row A. */
export async function recognisePlainTable(source: ExportSource): Promise<readonly DeclaredFormatName[]> {
  const sheets = source.kind === 'workbook' ? source.sheets : await splits(source.text, source.fileName);
  const names = new Set<DeclaredFormatName>();
  for (const sheet of sheets) {
    if (findMatrices(sheet).length > 0) names.add('matrix');
    if (findLongTable(sheet, null) !== null) names.add('long-table');
  }
  return [...names];
}

async function splits(text: string, fileName: string): Promise<readonly Sheet[]> {
  const sheets: Sheet[] = [];
  for (const delimiter of DELIMITERS)
    if (text.includes(delimiter)) sheets.push(await splitDelimited(text, fileName, { delimiter, quotes: 'csv' }));
  return sheets;
}
