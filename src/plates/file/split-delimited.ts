import { InputError } from '../../errors.ts';
import type { Sheet, SheetRow } from './sheet.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** More fields than any plate has; a file of nothing but delimiters would otherwise fill the memory. */
const MAX_FIELDS = 4_000_000;

export interface Dialect {
  readonly delimiter: Delimiter;
  readonly quotes: 'csv' | 'none';
}

/**
 * Splits decoded text (`\n` line ends) into rows. Text with quotes goes through fast-csv; without, a field ends at every delimiter and nowhere else
 * (docs/decisions/031). Errors: plate/bad-export where a quote is not closed.
 */
export async function splitDelimited(text: string, fileName: string, dialect: Dialect): Promise<Sheet> {
  refuseTooMany(text, fileName, dialect.delimiter);
  if (dialect.quotes === 'none' || !text.includes('"')) return { name: fileName, rows: splitPlain(text, dialect.delimiter) };
  return { name: fileName, rows: await splitQuoted(text, fileName, dialect.delimiter) };
}

function refuseTooMany(text: string, file: string, delimiter: Delimiter): void {
  let fields = 0;
  for (let at = text.indexOf(delimiter); at !== -1; at = text.indexOf(delimiter, at + 1)) fields++;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) fields++;
  if (fields <= MAX_FIELDS) return;
  throw new InputError(
    'plate/bad-export',
    `Expected at most ${MAX_FIELDS} fields in an export, found ${fields}. Export fewer plates or cycles into one file.`,
    { file },
  );
}

function splitPlain(text: string, delimiter: Delimiter): SheetRow[] {
  const lines = text.split('\n');
  if (lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line, i) => ({ line: i + 1, cells: plainCells(line, delimiter) }));
}

function plainCells(line: string, delimiter: Delimiter): string[] {
  return line.trim() === '' && !line.includes(delimiter) ? [] : line.split(delimiter);
}

async function splitQuoted(text: string, file: string, delimiter: Delimiter): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for (const part of partsOf(text)) {
    if (part.quoted) for (const row of await splitPart(part, file, delimiter)) rows.push(row);
    else for (const [i, line] of part.lines.entries()) rows.push({ line: part.first + i, cells: plainCells(line, delimiter) });
  }
  return rows;
}

interface Part {
  readonly quoted: boolean;
  /** The line of its first line, counting from 1. */
  readonly first: number;
  readonly lines: string[];
}

/** Runs of lines with and without quotes: a quoted field may hold line ends, and ends its run where the quotes are even. Most lines of most exports have none. */
function partsOf(text: string): Part[] {
  const lines = text.split('\n');
  if (lines.at(-1)?.trim() === '') lines.pop();
  const parts: Part[] = [];
  let open = false;
  for (const [i, line] of lines.entries()) {
    const quoted = open || line.includes('"');
    if (quoted && (line.split('"').length - 1) % 2 === 1) open = !open;
    const last = parts.at(-1);
    if (last !== undefined && last.quoted === quoted) last.lines.push(line);
    else parts.push({ quoted, first: i + 1, lines: [line] });
  }
  return parts;
}

async function splitPart(part: Part, file: string, delimiter: Delimiter): Promise<SheetRow[]> {
  // In the bundled command a CommonJS package that is imported late has its default export only.
  const { parseString } = (await import('fast-csv')).default;
  const rows: SheetRow[] = [];
  let line = part.first;
  await new Promise<void>((resolve, reject) => {
    parseString(part.lines.join('\n'), { delimiter, quote: '"', ignoreEmpty: false })
      .on('data', (cells: string[]) => {
        rows.push({ line, cells });
        line += 1 + lineEndsWithin(cells);
      })
      .on('error', (error: Error) => reject(brokenQuote(error, { file, line })))
      .on('end', () => resolve());
  });
  return rows;
}

function brokenQuote(error: Error, place: { readonly file: string; readonly line: number }): InputError {
  const found = JSON.stringify(error.message.slice(0, 80));
  return new InputError(
    'plate/bad-export',
    `Expected fields that end their quotes, found a broken quote (${found}). Export the file again.`,
    place,
  );
}

function lineEndsWithin(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (cell.includes('\n')) count += cell.split('\n').length - 1;
  return count;
}
