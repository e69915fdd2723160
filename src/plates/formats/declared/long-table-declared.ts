import { InputError } from '../../../errors.ts';
import { leftRows } from '../../account-for-rest.ts';
import { buildRead, putWell, type WellTexts } from '../../build-read.ts';
import type { ExportSource } from '../../file/export-source.ts';
import type { NoteList } from '../../file/notes.ts';
import { isBlankRow, type Sheet, type SheetRow } from '../../file/sheet.ts';
import type { Plate } from '../../plate-reading.ts';
import { assumePlateSize } from '../../plate-size.ts';
import { MOST_LISTED, shownLine } from '../../shown-line.ts';
import { refuseOneSign } from '../../thousands.ts';
import { parseWell, wellName } from '../../wells.ts';
import { defineDeclaredFormat } from './declared-format.ts';
import { decimalOption, sheetsOf } from './declared-source.ts';
import { checkDoses } from './long-table-doses.ts';
import { type LongTableOptions, longTableOptionsSchema } from './long-table-options.ts';

const VALUE_HEADINGS = ['signal', 'value', 'reading', 'response', 'rlu', 'rfu', 'od', 'absorbance', 'fluorescence', 'luminescence'];

interface LongTable {
  readonly file: string;
  readonly sheet: Sheet;
  readonly headerRow: number;
  readonly headings: readonly string[];
}

/** One well a line, below a heading that names a well and a value. */
export const longTable = defineDeclaredFormat({
  id: 'long-table',
  title: 'Declared long table: one well a line, in a text file or workbook',
  description: 'A declared long table.',
  optionsSchema: longTableOptionsSchema,
  recognises: (sheet) => findLongTable(sheet, null) !== null,
  encodingOf: ({ encoding }) => encoding,
  decode: readLongTable,
});

/** The row with the well heading and a value heading, or `null`. */
function findLongTable(sheet: Sheet, options: LongTableOptions | null): Omit<LongTable, 'file'> | null {
  const well = normal(options?.columns.well ?? 'well');
  for (const [headerRow, row] of sheet.rows.entries()) {
    const headings = row.cells.map(normal);
    if (!headings.includes(well)) continue;
    const named = options?.columns.value;
    const values = named === undefined ? VALUE_HEADINGS : [normal(named)];
    if (headings.some((heading) => values.includes(heading))) return { sheet, headerRow, headings };
  }
  return null;
}

function normal(text: string): string {
  return text.trim().toLowerCase();
}

/** Reads a table with one well a line. Every line must have the header's number of fields; wells once for each plate and read. */
async function readLongTable(source: ExportSource, options: LongTableOptions, notes: NoteList): Promise<readonly Plate[]> {
  refuseOneSign(options, source.fileName);
  const sheets = await sheetsOf(source, options, (sheet) => findLongTable(sheet, options) !== null);
  const tables = sheets.flatMap((sheet) => findLongTable(sheet, options) ?? []);
  const [table] = tables;
  if (table === undefined || tables.length > 1) {
    throw new InputError(
      'plate/bad-export',
      `Expected one table with the columns '${options.columns.well}' and '${options.columns.value ?? 'value'}', found ${tables.length}. Declare \`columns\` or \`sheet\`.`,
      {
        file: source.fileName,
      },
    );
  }
  notes.ledger.takeAll(table.sheet.rows.slice(table.headerRow));
  const above = leftRows(table.sheet, notes.ledger).map(({ row }) => shownLine(row));
  if (above.length > 0) notes.add('plate/not-read', { part: 'lines-above', count: above.length, lines: above.slice(0, MOST_LISTED) });
  return readRows({ ...table, file: source.fileName }, options, notes);
}

function readRows(table: LongTable, options: LongTableOptions, notes: NoteList): Plate[] {
  const at = locateColumns(table, options);
  const rows = table.sheet.rows.slice(table.headerRow + 1).filter((row) => !isBlankRow(row));
  const plates = new Map<string, Map<string, WellTexts>>();
  for (const row of rows) {
    checkWidth(row, table);
    const plate =
      at.plate === null ? (options.plate ?? 'Plate 1') : requiredCell(row, { column: at.plate, what: 'a plate name', file: table.file });
    const label =
      at.read === null
        ? (options.label ?? table.sheet.rows[table.headerRow]?.cells[at.value]?.trim() ?? 'reading')
        : requiredCell(row, { column: at.read, what: 'the name of a read', file: table.file });
    const reads = plates.get(plate) ?? new Map<string, WellTexts>();
    const wells: WellTexts = reads.get(label) ?? new Map();
    putWell(wells, readWell(row, { column: at.well, file: table.file, notes }), {
      text: row.cells[at.value] ?? '',
      file: table.file,
      line: row.line,
    });
    plates.set(plate, reads.set(label, wells));
  }
  if (plates.size === 0)
    throw new InputError('plate/no-results', 'Expected lines with wells below the heading, found none. Export the results again.', {
      file: table.file,
    });
  checkDoses(rows, { dose: at.dose, unit: at.doseUnit, role: locate(table, ['role']), file: table.file, notes });
  return [...plates].map(([name, reads]) => toPlate(name, reads, { options, notes, file: table.file }));
}

function toPlate(
  name: string,
  reads: ReadonlyMap<string, WellTexts>,
  context: { readonly options: LongTableOptions; readonly notes: NoteList; readonly file: string },
): Plate {
  const { options, notes } = context;
  const wells = new Set([...reads.values()].flatMap((texts) => [...texts.keys()]));
  const heading = {
    mode: options.mode ?? 'unknown',
    wavelengthsNm: options.wavelengthsNm ?? [],
    unit: options.unit ?? null,
    calculated: options.calculated ?? false,
  };
  return {
    name,
    wellCount: assumePlateSize(wells, { plate: name, declared: options.wells ?? null, file: context.file, notes }),
    reads: [...reads].map(([label, texts]) =>
      buildRead({ label, ...heading }, texts, { decimal: decimalOption(options.decimal), thousands: options.thousands, notes }),
    ),
  };
}

interface Columns {
  readonly plate: number | null;
  readonly well: number;
  readonly value: number;
  readonly read: number | null;
  readonly dose: number | null;
  readonly doseUnit: number | null;
}

function locateColumns(table: LongTable, options: LongTableOptions): Columns {
  const { columns } = options;
  const named = (name: string): number => locate(table, [name]) ?? refuseHeading(table, name);
  const optional = (name: string | undefined, usual: readonly string[]): number | null =>
    name === undefined ? locate(table, usual) : named(name);
  const value = columns.value === undefined ? locate(table, VALUE_HEADINGS) : named(columns.value);
  return {
    plate: optional(columns.plate, ['plate']),
    well: named(columns.well),
    value: value ?? refuseHeading(table, 'value'),
    read: columns.read === undefined ? null : named(columns.read),
    dose: optional(columns.dose, ['dose']),
    doseUnit: optional(columns.doseUnit, ['doseunit', 'dose_unit', 'dose unit']),
  };
}

/** The only column with one of the headings; `null` where there is none. */
function locate(table: LongTable, names: readonly string[]): number | null {
  const wanted = names.map(normal);
  const found = table.headings.flatMap((heading, i) => (wanted.includes(heading) ? [i] : []));
  if (found.length <= 1) return found[0] ?? null;
  const texts = found.map((i) => `'${table.headings[i] ?? ''}'`).join(', ');
  throw new InputError(
    'plate/bad-export',
    `Expected one column called ${names.join(' or ')}, found ${texts}. Name the column under \`columns\`.`,
    {
      file: table.file,
      line: table.sheet.rows[table.headerRow]?.line ?? 1,
    },
  );
}

function refuseHeading(table: LongTable, name: string): never {
  throw new InputError(
    'plate/bad-export',
    `Expected a column '${name}', found ${table.headings.map((one) => `'${one}'`).join(', ')}. Name it under \`columns\`.`,
    {
      file: table.file,
      line: table.sheet.rows[table.headerRow]?.line ?? 1,
    },
  );
}

function checkWidth(row: SheetRow, table: LongTable): void {
  if (row.cells.length === table.headings.length) return;
  throw new InputError(
    'plate/bad-export',
    `Expected ${table.headings.length} fields as in the heading, found ${row.cells.length}. Is the line cut, or has a number a comma in it?`,
    {
      file: table.file,
      line: row.line,
    },
  );
}

function requiredCell(row: SheetRow, cell: { readonly column: number; readonly what: string; readonly file: string }): string {
  const text = row.cells[cell.column]?.trim() ?? '';
  if (text !== '') return text;
  throw new InputError('plate/bad-export', `Expected ${cell.what}, found an empty field.`, {
    file: cell.file,
    line: row.line,
    column: cell.column + 1,
  });
}

function readWell(row: SheetRow, cell: { readonly column: number; readonly file: string; readonly notes: NoteList }): string {
  const text = row.cells[cell.column] ?? '';
  const usual = text.trim().toUpperCase();
  const position = parseWell(usual);
  if (position === null) {
    throw new InputError('plate/bad-export', `Expected a well such as A1, found '${text}'.`, {
      file: cell.file,
      line: row.line,
      column: cell.column + 1,
    });
  }
  if (usual !== text) cell.notes.add('plate/well-name', { line: row.line, found: text, well: wellName(position) });
  return wellName(position);
}
