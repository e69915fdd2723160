import { InputError } from '../errors.ts';
import type { Sheet, SheetRow } from '../plates/sheet.ts';
import { DELIMITERS, splitDelimited } from '../plates/split-delimited.ts';

const REQUIRED = ['sample', 'dose', 'response'] as const;
const OPTIONAL = ['assay', 'plate', 'well', 'replicate', 'group', 'excluded', 'unit'] as const;
export type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

/** How a long table is to be read. */
export interface TableRequest {
  readonly file: string;
  /** Column of ours → heading of the table; absent ones go by their own name. */
  readonly headings: ReadonlyMap<string, string>;
  readonly reference: string;
}

/** A long table in rows, with the columns that were found. */
export interface SplitTable {
  readonly header: SheetRow;
  readonly body: readonly SheetRow[];
  readonly columns: ReadonlyMap<Column, number>;
}

/** The delimiter is the one under which the first line holds every heading that is needed. */
export async function splitTable(text: string, request: TableRequest): Promise<SplitTable> {
  const firstLine = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'));
  const known = [...REQUIRED].map((name) => request.headings.get(name) ?? name);
  const delimiter = DELIMITERS.find((one) => {
    const cells = firstLine.split(one).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    return known.every((heading) => cells.includes(heading));
  });
  if (delimiter === undefined) {
    const sentence = `Expected a first line with the headings ${known.map((heading) => `'${heading}'`).join(', ')}, found '${firstLine.slice(0, 120)}'. Name other headings by --columns, such as --columns assay=assay_id,response=signal.`;
    throw new InputError('potency/bad-data', sentence, { file: request.file, line: 1 });
  }
  const sheet: Sheet = await splitDelimited(text, request.file, { delimiter, quotes: 'csv' });
  const [header, ...rows] = sheet.rows;
  if (header === undefined)
    throw new InputError('potency/bad-data', 'Expected a table, found an empty file.', { file: request.file, line: 1 });
  return { header, body: rows.filter((row) => row.cells.some((cell) => cell.trim() !== '')), columns: columnsOf(header, request) };
}

function columnsOf(header: SheetRow, request: TableRequest): ReadonlyMap<Column, number> {
  const names = header.cells.map((cell) => cell.trim());
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  const place = { file: request.file, line: header.line };
  if (twice !== undefined) throw new InputError('potency/bad-data', `Expected every heading once, found '${twice}' twice.`, place);
  const columns = new Map<Column, number>();
  for (const name of [...REQUIRED, ...OPTIONAL]) {
    const heading = request.headings.get(name);
    const at = names.indexOf(heading ?? name);
    if (at >= 0) columns.set(name, at);
    else if (name === 'unit' && heading === undefined) addUnitColumn(columns, names);
    else if (heading !== undefined)
      throw new InputError(
        'usage/bad-argument',
        `Expected the heading '${heading}' of --columns in the table, found ${names.map((one) => `'${one}'`).join(', ')}.`,
        place,
      );
  }
  return columns;
}

/** A column that can only be the unit of the doses is one, so that a mixture of units does not pass. */
function addUnitColumn(columns: Map<Column, number>, names: readonly string[]): void {
  const at = names.findIndex((name) => /^dose[ _-]?unit$/i.test(name));
  if (at >= 0) columns.set('unit', at);
}

/** Every row has as many fields as the headings. */
export function checkWidth(row: SheetRow, header: SheetRow, file: string): void {
  if (row.cells.length === header.cells.length) return;
  throw new InputError(
    'potency/bad-data',
    `Expected ${header.cells.length} fields as in the headings, found ${row.cells.length}. Quote fields that hold the delimiter.`,
    { file, line: row.line },
  );
}
