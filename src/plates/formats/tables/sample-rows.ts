import { InputError } from '../../../errors.ts';
import { buildRead, type ReadHeading } from '../../build-read.ts';
import { parseExportDateTime } from '../../dates.ts';
import type { ExportSource } from '../../file/export-source.ts';
import { linesOf, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { type DecimalSign, parseNumber } from '../../numbers.ts';
import type { PlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { decimalOfTable } from '../../table-decimal.ts';
import { type CountedColumns, countedSample, withoutThousands } from './counted-sample.ts';
import { checkWidth } from './well-rows.ts';

/** A counter's export: one line a sample. There is no plate: every sample is one of a single well, A1. */
export interface CounterFormat extends Pick<PlateFormat, 'id' | 'title' | 'container' | 'marks' | 'silent'>, CountedColumns {
  /** Headings that only this software's table has together; of a heading in two lines, both with a space between. */
  readonly needed: readonly RegExp[];
  /** The column that names the plate of a line: the sample's, or the counter's own number of it. */
  readonly named: RegExp;
  readonly date: RegExp;
  /** Headings of what was counted or measured. */
  readonly results: RegExp;
  /** Headings that describe the sample or how it was measured; any other column is noted. */
  readonly described: RegExp;
}

interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly SheetRow[];
  readonly line: number;
}

export function defineCounter(counter: CounterFormat): PlateFormat {
  const { id, title, container, marks, silent } = counter;
  const isHeading = (headings: readonly string[]): boolean => counter.needed.every((rx) => headings.some((heading) => rx.test(heading)));
  return {
    id,
    title,
    container,
    marks,
    silent,
    recognises: (source) =>
      source.kind === 'text'
        ? linesOf(source)
            .split('\n', 40)
            .some((line) => isHeading(line.split(/[,;\t]/).map((cell) => cell.trim())))
        : source.sheets.some((sheet) => headingAt(sheet, isHeading) !== null),
    decode: async (source, notes) => {
      const context = { file: source.fileName, notes };
      const sheets = (await sheetsOf(source, isHeading)).map(notes.ledger.open);
      const tables = sheets.flatMap((sheet) => tableOf(sheet, isHeading, context) ?? []);
      if (tables.every(({ rows }) => rows.length === 0))
        throw new InputError('plate/no-results', 'Expected one line a sample below the heading, found none.', { file: source.fileName });
      return tables.flatMap((table) => {
        const decimal = decimalOf(table, counter, source.fileName);
        return table.rows.map((row) => readSample(row, { table, counter, decimal }, notes));
      });
    },
  };
}

/** A text is parted by the sign with which its heading is one: values may hold as many decimal commas as signs. */
async function sheetsOf(source: ExportSource, isHeading: (headings: readonly string[]) => boolean): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook') return source.sheets;
  const text = textOf(source);
  const lines = text.split('\n', HEADING_LINES + 1).map((line) => line.replaceAll('"', ''));
  const delimiter = ([',', ';', '\t'] as const).find((sign) => {
    const rows = lines.map((line, i) => ({ line: i + 1, cells: line.split(sign) }));
    return headingAt({ name: '', rows }, isHeading) !== null;
  });
  return [await splitDelimited(text, source.fileName, { delimiter: delimiter ?? ',', quotes: 'csv' })];
}

/** The heading stands within so many lines. */
const HEADING_LINES = 60;

/** The heading, in one line, or in two of which the second holds units and the ends of names. */
function headingAt(
  sheet: Sheet,
  isHeading: (headings: readonly string[]) => boolean,
): { readonly at: number; readonly lines: number; readonly headings: readonly string[] } | null {
  for (const [at, row] of sheet.rows.slice(0, HEADING_LINES).entries()) {
    const one = row.cells.map((cell) => cell.trim());
    if (isHeading(one)) return { at, lines: 1, headings: one };
    const below = sheet.rows[at + 1];
    if (below === undefined || textsOf(below).some((text) => parseNumber(text, '.') !== null)) continue;
    const two = one.map((text, column) => `${text} ${cellText(below, column)}`.trim());
    if (isHeading(two)) return { at, lines: 2, headings: two };
  }
  return null;
}

function tableOf(
  sheet: Sheet,
  isHeading: (headings: readonly string[]) => boolean,
  context: { readonly file: string; readonly notes: NoteList },
): Table | null {
  const found = headingAt(sheet, isHeading);
  if (found === null) return null;
  const below = sheet.rows.slice(found.at + found.lines);
  const end = below.findIndex(isBlankRow);
  const rows = end === -1 ? below : below.slice(0, end);
  for (const row of rows) checkWidth(row, found.headings, context.file);
  context.notes.ledger.takeAll(sheet.rows.slice(found.at, found.at + found.lines + rows.length));
  const twin = found.headings.find((heading, i) => heading !== '' && found.headings.indexOf(heading) !== i);
  if (twin !== undefined)
    throw new InputError('plate/bad-export', `Expected every column once, found '${twin}' twice.`, {
      file: context.file,
      line: sheet.rows[found.at]?.line ?? 1,
    });
  return { headings: found.headings, rows, line: sheet.rows[found.at]?.line ?? 1 };
}

interface Reading {
  readonly table: Table;
  readonly counter: CounterFormat;
  readonly decimal: DecimalSign;
}

function decimalOf({ headings, rows, line }: Table, counter: CounterFormat, file: string): DecimalSign {
  const results = headings.flatMap((heading, column) => (counter.results.test(heading) ? [column] : []));
  const cells = rows.flatMap((row) => results.map((column) => withoutThousands(cellText(row, column))));
  return decimalOfTable(cells, { file, line, doubtful: 'refused' });
}

function readSample(row: SheetRow, { table, counter, decimal }: Reading, notes: NoteList): Plate {
  const at = (rx: RegExp): string =>
    cellText(
      row,
      table.headings.findIndex((heading) => rx.test(heading)),
    );
  const sample = at(counter.named) || `Line ${row.line}`;
  const reads = table.headings.flatMap((heading, column): PlateRead[] => {
    if (heading === '' || !counter.results.test(heading)) {
      if (heading !== '' && !counter.described.test(heading))
        notes.add('plate/not-read', { part: 'line', line: table.line, name: heading });
      return [];
    }
    const wells = new Map([['A1', withoutThousands(cellText(row, column))]]);
    return [buildRead(headingFor(heading), wells, { decimal: { proven: decimal }, notes })];
  });
  const counted = countedSample(at, counter, { name: sample, decimal, notes });
  return {
    name: sample,
    wellCount: 1,
    reads,
    readAt: parseExportDateTime(at(counter.date), notes),
    counted: { A1: counted },
  };
}

function headingFor(label: string): ReadHeading {
  // `Viable cells /ml (x10^6)`.
  const [, power] = /cells ?\/ ?ml \(x ?10\^(\d+)\)$/i.exec(label) ?? [];
  const unit = power === undefined ? (/[([]([^()[\]]+)[)\]]\s*$/.exec(label)?.[1] ?? null) : `10^${power} cells/mL`;
  return { label, mode: 'count', wavelengthsNm: [], unit, calculated: false };
}
