import { parseString } from 'fast-csv';
import { InputError } from '../errors.ts';
import type { Sheet, SheetRow } from './sheet.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Splits decoded text (`\n` line ends) into rows by fast-csv. Errors: plate/bad-export where a quote is not closed. */
export async function splitDelimited(
  text: string,
  fileName: string,
  dialect: { readonly delimiter: Delimiter; readonly quotes: 'csv' | 'none' },
): Promise<Sheet> {
  const rows: SheetRow[] = [];
  let line = 1;
  await new Promise<void>((resolve, reject) => {
    parseString(text, { delimiter: dialect.delimiter, quote: dialect.quotes === 'csv' ? '"' : null, ignoreEmpty: false })
      .on('data', (cells: string[]) => {
        rows.push({ line, cells });
        line += 1 + lineEndsWithin(cells);
      })
      .on('error', (error: Error) =>
        reject(
          new InputError(
            'plate/bad-export',
            `Expected fields that end their quotes, found a broken quote (${firstSentence(error.message)}). Export the file again.`,
            {
              file: fileName,
              line,
            },
          ),
        ),
      )
      .on('end', () => resolve());
  });
  return { name: fileName, rows };
}

function lineEndsWithin(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (cell.includes('\n')) count += cell.split('\n').length - 1;
  return count;
}

function firstSentence(message: string): string {
  return JSON.stringify(message.slice(0, 80));
}
