import { InputError } from '../errors.ts';
import { decodeText } from '../plates/decode-text.ts';
import { createNotes } from '../plates/notes.ts';
import { parseNumber } from '../plates/numbers.ts';
import type { PlateNote } from '../plates/plate-reading.ts';
import type { Sheet, SheetRow } from '../plates/sheet.ts';
import { DELIMITERS, splitDelimited } from '../plates/split-delimited.ts';
import type { AssaySample, PotencyAssay } from '../potency/potency-assay.ts';
import type { DosePoint } from '../potency/potency-result.ts';

const REQUIRED = ['sample', 'dose', 'response'] as const;
const OPTIONAL = ['assay', 'plate', 'well', 'replicate', 'group', 'excluded'] as const;
type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

/** How a long table is to be read. */
export interface TableRequest {
  readonly file: string;
  /** Column of ours → heading of the table; absent ones go by their own name. */
  readonly headings: ReadonlyMap<string, string>;
  readonly reference: string;
}

/** The assays of a long table, with what was odd about the text. */
export interface PotencyTable {
  readonly assays: readonly PotencyAssay[];
  readonly notes: readonly PlateNote[];
}

/** Reads `assay, sample, dose, response` row by row; every fault names its line. Errors: plate/bad-encoding, plate/bad-export, potency/bad-data, usage/bad-argument. */
export async function readPotencyTable(bytes: Uint8Array, request: TableRequest): Promise<PotencyTable> {
  const notes = createNotes();
  const text = decodeText(bytes, request.file, { notes });
  const { header, body, columns } = await splitTable(text, request);
  const assays = new Map<string, Map<string, Mutable>>();
  const wells = new Map<string, number>();
  for (const row of body) {
    checkWidth(row, header, request.file);
    const read = readRow(row, columns, request.file);
    checkTwice(read, { row, wells, file: request.file });
    const samples = mapGet(assays, read.assay, () => new Map<string, Mutable>());
    const sample = mapGet(samples, read.sample, () => ({ points: [], problems: [] }));
    if (read.point !== null) sample.points.push(read.point);
    if (read.problem !== null) sample.problems.push(read.problem);
  }
  if (assays.size === 0)
    throw new InputError('potency/bad-data', 'Expected rows of wells under the headings, found none.', {
      file: request.file,
      line: header.line,
    });
  return { assays: [...assays].map(([name, samples]) => assayOf(name, samples, request)), notes: notes.all() };
}

interface Mutable {
  readonly points: DosePoint[];
  readonly problems: NonNullable<AssaySample['problems']>[number][];
}

interface SplitTable {
  readonly header: SheetRow;
  readonly body: readonly SheetRow[];
  readonly columns: ReadonlyMap<Column, number>;
}

/** The delimiter is the one under which the first line holds every heading that is needed. */
async function splitTable(text: string, request: TableRequest): Promise<SplitTable> {
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
    else if (heading !== undefined)
      throw new InputError(
        'usage/bad-argument',
        `Expected the heading '${heading}' of --columns in the table, found ${names.map((one) => `'${one}'`).join(', ')}.`,
        place,
      );
  }
  return columns;
}

function checkWidth(row: SheetRow, header: SheetRow, file: string): void {
  if (row.cells.length === header.cells.length) return;
  throw new InputError(
    'potency/bad-data',
    `Expected ${header.cells.length} fields as in the headings, found ${row.cells.length}. Quote fields that hold the delimiter.`,
    { file, line: row.line },
  );
}

interface ReadRow {
  readonly assay: string;
  readonly sample: string;
  readonly point: DosePoint | null;
  readonly problem: Mutable['problems'][number] | null;
  readonly plate: string | null;
  readonly well: string | null;
}

function readRow(row: SheetRow, columns: ReadonlyMap<Column, number>, file: string): ReadRow {
  const cell = (name: Column): string | null => {
    const at = columns.get(name);
    return at === undefined ? null : (row.cells[at]?.trim() ?? null);
  };
  const place = { file, line: row.line };
  const sample = cell('sample') ?? '';
  if (sample === '') throw new InputError('potency/bad-data', 'Expected a sample name, found an empty field.', place);
  const doseText = cell('dose') ?? '';
  const dose = parseNumber(doseText, '.');
  if (dose === null || dose < 0) {
    throw new InputError(
      'potency/bad-data',
      `Expected a dose from 0 up with a decimal point, found '${doseText}'. Write a 1:n dilution as the dose 1/n.`,
      place,
    );
  }
  const responseText = cell('response') ?? '';
  const response = parseNumber(responseText, '.');
  const [plate, well, group] = [emptyAsNull(cell('plate')), emptyAsNull(cell('well')), emptyAsNull(cell('group'))];
  const excluded = emptyAsNull(cell('excluded'));
  const shared = { assay: emptyAsNull(cell('assay')) ?? file, sample, plate, well };
  if (response !== null) return { ...shared, point: { dose, response, well, plate, excluded, group }, problem: null };
  if (excluded !== null) return { ...shared, point: null, problem: null };
  const found = responseText === '' ? 'holds no response' : `holds '${responseText}' instead of a number`;
  return { ...shared, point: null, problem: { code: 'potency/well-not-numeric', message: `Line ${row.line} of '${sample}' ${found}.` } };
}

/** One well has one row: a second one would count its response twice. */
function checkTwice(
  read: ReadRow,
  { row, wells, file }: { readonly row: SheetRow; readonly wells: Map<string, number>; readonly file: string },
): void {
  if (read.well === null) return;
  const key = JSON.stringify([read.assay, read.plate, read.well]);
  const earlier = wells.get(key);
  if (earlier !== undefined) {
    throw new InputError('potency/bad-data', `Expected every well of a plate once, found '${read.well}' also on line ${earlier}.`, {
      file,
      line: row.line,
    });
  }
  wells.set(key, row.line);
}

function assayOf(name: string, samples: ReadonlyMap<string, Mutable>, request: TableRequest): PotencyAssay {
  const reference = samples.get(request.reference);
  if (reference === undefined) {
    const found = [...samples.keys()].map((sample) => `'${sample}'`).join(', ');
    const sentence = `Expected the reference standard '${request.reference}' in the assay '${name}', found ${found}. Name it by --reference.`;
    throw new InputError('potency/bad-data', sentence, { file: request.file });
  }
  const tests = [...samples].filter(([sample]) => sample !== request.reference);
  if (tests.length === 0) {
    throw new InputError('potency/bad-data', `Expected a test article beside '${request.reference}' in the assay '${name}', found none.`, {
      file: request.file,
    });
  }
  return {
    name,
    doseUnit: null,
    responseUnit: null,
    reference: { name: request.reference, ...reference },
    tests: tests.map(([sample, one]) => ({ name: sample, ...one })),
  };
}

function emptyAsNull(text: string | null): string | null {
  return text === '' ? null : text;
}

function mapGet<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
