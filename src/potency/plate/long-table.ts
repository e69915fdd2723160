import { InputError } from '../../errors.ts';
import type { Sheet, SheetRow } from '../../plates/file/sheet.ts';
import { DELIMITERS, splitDelimited } from '../../plates/file/split-delimited.ts';

/** How a long table is to be read: one observation a row, headings in the first line. */
export interface LongTableRequest {
  readonly file: string;
  /** Column of ours → heading of the table; absent ones go by their own name. */
  readonly headings: ReadonlyMap<string, string>;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** A long table in rows, with the place of each column that was found. */
export interface LongTable {
  readonly header: SheetRow;
  readonly body: readonly SheetRow[];
  readonly columns: ReadonlyMap<string, number>;
}

/** The delimiter is the one under which the first line holds every heading that is needed. Errors: potency/bad-data, usage/bad-argument, plate/bad-export. */
export async function splitLongTable(text: string, request: LongTableRequest): Promise<LongTable> {
  const firstLine = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'));
  const known = request.required.map((name) => request.headings.get(name) ?? name);
  const delimiter = DELIMITERS.find((one) => {
    const cells = firstLine.split(one).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    return known.every((heading) => cells.includes(heading));
  });
  if (delimiter === undefined) {
    const sentence = `Expected a first line with the headings ${known.map((heading) => `'${heading}'`).join(', ')}, found '${firstLine.slice(0, 120)}'. Name other headings by --columns, such as --columns ${request.required.map((name) => `${name}=my_${name}`).join(',')}.`;
    throw new InputError('potency/bad-data', sentence, { file: request.file, line: 1 });
  }
  const sheet: Sheet = await splitDelimited(text, request.file, { delimiter, quotes: 'csv' });
  const [header, ...rows] = sheet.rows;
  if (header === undefined)
    throw new InputError('potency/bad-data', 'Expected a table, found an empty file.', { file: request.file, line: 1 });
  return { header, body: rows.filter((row) => row.cells.some((cell) => cell.trim() !== '')), columns: columnsOf(header, request) };
}

function columnsOf(header: SheetRow, request: LongTableRequest): ReadonlyMap<string, number> {
  const names = header.cells.map((cell) => cell.trim());
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  const place = { file: request.file, line: header.line };
  if (twice !== undefined) throw new InputError('potency/bad-data', `Expected every heading once, found '${twice}' twice.`, place);
  const columns = new Map<string, number>();
  for (const name of [...request.required, ...request.optional]) {
    const heading = request.headings.get(name);
    const at = names.indexOf(heading ?? name);
    if (at >= 0) columns.set(name, at);
    else if (heading !== undefined)
      throw new InputError(
        'usage/bad-argument',
        `Expected the heading '${heading}' of --columns in the table, found ${names.map((one) => `'${one}'`).join(', ')}.`,
        place,
      );
  }
  return columns;
}

/** Every row has as many fields as the headings. Errors: potency/bad-data. */
export function checkFieldCount(row: SheetRow, header: SheetRow, file: string): void {
  if (row.cells.length === header.cells.length) return;
  throw new InputError(
    'potency/bad-data',
    `Expected ${header.cells.length} fields as in the headings, found ${row.cells.length}. Quote fields that hold the delimiter; write decimals with a point, or separate fields by semicolons and say --decimal comma.`,
    { file, line: row.line },
  );
}

/** `1,5` where a decimal point is expected. */
export function isDecimalComma(text: string): boolean {
  return /^[-+]?\d+,\d+$/.test(text.trim());
}

/** `assay=assay_id,response=signal` as a map. Errors: usage/bad-argument. */
export function parseHeadings(text: string | undefined, known: readonly string[]): ReadonlyMap<string, string> {
  const headings = new Map<string, string>();
  for (const part of text === undefined ? [] : text.split(',')) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (at < 1 || !known.includes(name)) {
      throw new InputError(
        'usage/bad-argument',
        `Expected --columns as name=heading,… with a name of ${known.join(', ')}, found '${part}'.`,
      );
    }
    headings.set(name, part.slice(at + 1).trim());
  }
  return headings;
}
