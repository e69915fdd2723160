import { type ErrorCode, InputError } from '../errors.ts';
import { decodeText } from './decode-text.ts';
import type { NoteList } from './notes.ts';
import { isBlankRow, type SheetRow } from './sheet.ts';
import { DELIMITERS, splitDelimited } from './split-delimited.ts';

/** A CSV that people write: a heading line, then rows of the same width. */
export interface WellTable {
  readonly file: string;
  readonly rows: readonly WellTableRow[];
}

export interface WellTableRow {
  readonly line: number;
  /** Heading in lower case → trimmed text. */
  readonly cells: ReadonlyMap<string, string>;
}

export interface TableHeadings {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly code: ErrorCode;
}

/** Reads a comma-, semicolon- or tab-separated table with exactly the headings that are allowed. Errors: the code of the request, plate/bad-encoding. */
export async function readWellTable(
  bytes: Uint8Array,
  file: string,
  request: TableHeadings & { readonly notes: NoteList },
): Promise<WellTable> {
  const text = decodeText(bytes, file, { notes: request.notes });
  const heading = text.split('\n', 1)[0] ?? '';
  const delimiter = DELIMITERS.find((one) => heading.includes(one)) ?? ',';
  const sheet = await splitDelimited(text, file, { delimiter, quotes: 'csv' });
  const [first, ...rest] = sheet.rows;
  const headings = (first?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  checkHeadings(headings, request, file);
  const rows = rest.filter((row) => !isBlankRow(row)).map((row) => toRow(row, headings, { file, code: request.code }));
  return { file, rows };
}

function checkHeadings(headings: readonly string[], request: TableHeadings, file: string): void {
  const known = [...request.required, ...request.optional];
  const missing = request.required.filter((name) => !headings.includes(name));
  const unknown = headings.filter((name, i) => !known.includes(name) || headings.indexOf(name) !== i);
  if (missing.length === 0 && unknown.length === 0) return;
  const found = missing.length > 0 ? `no '${missing.join("', '")}'` : `'${unknown.join("', '")}', unknown or twice`;
  throw new InputError(
    request.code,
    `Expected the headings ${request.required.join(', ')} (and perhaps ${request.optional.join(', ')}), found ${found}.`,
    { file, line: 1 },
  );
}

function toRow(row: SheetRow, headings: readonly string[], told: { readonly file: string; readonly code: ErrorCode }): WellTableRow {
  if (row.cells.length !== headings.length) {
    throw new InputError(told.code, `Expected ${headings.length} fields as in the heading, found ${row.cells.length}.`, {
      file: told.file,
      line: row.line,
    });
  }
  return { line: row.line, cells: new Map(headings.map((name, i) => [name, row.cells[i]?.trim() ?? ''])) };
}
