import { InputError } from '../../../errors.ts';
import { parseExportTime } from '../../dates.ts';
import type { ExportSource } from '../../file/export-source.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitTabbed } from '../../file/split-tabbed.ts';
import { refuseLetteredRow } from '../../matrix.ts';
import { plateSizeNamed } from '../../modes.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { gen5Heading, readProcedure } from './gen5-procedure.ts';
import {
  findGen5Columns,
  findWellHeadings,
  type Gen5Surroundings,
  isGen5Columns,
  readGen5Columns,
  readGen5Kinetic,
  readGen5Matrix,
  readGen5Rows,
  readGen5Spectrum,
} from './gen5-tables.ts';

const GEN5_SILENT =
  /^(?:Software Version|(?:Experiment|Protocol) File Path:|Plate Number|Date|Time|Reader Type:|Reader Serial Number:|Reading Type|Barcode:?|Plate ID:?|Procedure Details|Layout|Results|Actual Temperature:|Plate Type|Comments?:?|Operator:?|.*Fitting Results)$/;
const GEN5_MARKS = /^Software Version\b|^(?:Experiment|Protocol) File Path:|^Reader (?:Type|Serial Number):|^Procedure Details\b/m;

/** Gen5 3.x, text: File > Export, one `Software Version` section a plate. */
export const gen5Text = definePlateFormat({
  id: 'gen5-text',
  title: 'Agilent (BioTek) Gen5, text export',
  container: 'text',
  recognises: (source) =>
    source.kind === 'text' &&
    /^"?Software Version"?\t/m.test(source.text) &&
    /^"?(?:Experiment File Path:|Reader Type:|Procedure Details)/m.test(source.text),
  marks: GEN5_MARKS,
  silent: GEN5_SILENT,
  decode: async (source, notes) => decodeGen5(source, notes),
});

/** Gen5 3.x, workbook: the same sections, matrices one column further right. */
export const gen5Workbook = definePlateFormat({
  id: 'gen5-workbook',
  title: 'Agilent (BioTek) Gen5, workbook',
  container: 'workbook',
  recognises: (source) =>
    source.kind === 'workbook' &&
    source.sheets.some(
      (sheet) =>
        sectionsOf(sheet).length > 0 &&
        sheet.rows.some((row) => /^(?:Experiment File Path:|Reader Type:|Procedure Details)/.test(cellText(row, 0))),
    ),
  marks: GEN5_MARKS,
  silent: GEN5_SILENT,
  decode: async (source, notes) => decodeGen5(source, notes),
});

async function decodeGen5(source: ExportSource, notes: NoteList): Promise<readonly Plate[]> {
  const sheets =
    source.kind === 'workbook'
      ? source.sheets
      : [notes.ledger.open(await splitTabbed(source.text, source.fileName, { openQuotes: 'refused' }))];
  const sections = sheets.flatMap(sectionsOf);
  const plates = sections.map((rows) =>
    readSection(rows, { file: source.fileName, container: source.kind, notes, only: sections.length === 1 }),
  );
  if (plates.every((plate) => plate.reads.length === 0)) {
    throw new InputError(
      'plate/no-results',
      'Expected a Results table or a matrix with readings, found none. Add the results to the export protocol and export again.',
      { file: source.fileName },
    );
  }
  return plates;
}

/** Rows from one `Software Version` to the next. */
function sectionsOf(sheet: Sheet): SheetRow[][] {
  const starts = sheet.rows.flatMap((row, i) => (cellText(row, 0) === 'Software Version' ? [i] : []));
  return starts.map((start, i) => sheet.rows.slice(start, starts[i + 1] ?? sheet.rows.length));
}

interface Section {
  readonly file: string;
  readonly container: 'text' | 'workbook';
  readonly notes: NoteList;
  readonly only: boolean;
}

function readSection(rows: readonly SheetRow[], section: Section): Plate {
  const header = new Map<string, string>();
  for (const row of rows) {
    const key = cellText(row, 0).replace(/:$/, '');
    if (!header.has(key)) header.set(key, cellText(row, 1));
  }
  const start = rows.findIndex((row) => cellText(row, 0) === 'Procedure Details');
  const end = rows.findIndex((row, i) => i > start && (cellText(row, 0) === 'Layout' || isTable(rows, i)));
  const procedure = readProcedure(start === -1 ? [] : rows.slice(start + 1, end === -1 ? rows.length : end));
  section.notes.ledger.takeAll(start === -1 ? [] : rows.slice(start, end === -1 ? rows.length : end));
  const reads = readTables(rows, {
    file: section.file,
    container: section.container,
    notes: section.notes,
    headingOf: (label) => gen5Heading(label, procedure, section.notes),
  });
  const name = plateName(header, section);
  return {
    name,
    wellCount: sizeOfPlate(reads, { plate: name, named: plateSizeNamed(procedure.plateType), file: section.file, notes: section.notes }),
    reads,
    readAt: parseExportTime(header.get('Date') ?? '', header.get('Time') ?? '', section.notes),
  };
}

/** The plate's number; Gen5's automatic export puts the barcode only into the file name (`date_time_barcode_…`). */
function plateName(header: ReadonlyMap<string, string>, section: Section): string {
  const barcode = header.get('Barcode') ?? header.get('Plate ID') ?? '';
  if (barcode !== '') return barcode;
  const inFile = /^\d{6}_\d{6}_([^_]+)_/.exec(section.file)?.[1];
  if (section.only && inFile !== undefined) return inFile;
  return header.get('Plate Number') || 'Plate 1';
}

function isTable(rows: readonly SheetRow[], at: number): boolean {
  const row = rows[at];
  if (row === undefined) return false;
  return (
    findGen5Columns(rows, at) !== null || (['Time', 'Wavelength', 'Well'] as const).some((first) => findWellHeadings(row, first) !== null)
  );
}

function readTables(rows: readonly SheetRow[], context: Gen5Surroundings): PlateRead[] {
  const reads: PlateRead[] = [];
  let title = '';
  let titleRow: SheetRow | undefined;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (row === undefined || isBlankRow(row)) continue;
    if (!isTable(rows, at) && !isGen5Columns(rows, at)) {
      if (/^Curve Name$/.test(cellText(row, 0))) {
        context.notes.add('plate/not-read', { part: 'curve-fits', line: row.line });
        context.notes.ledger.takeAll(untilBlank(rows, at));
      }
      refuseLetteredRow(row, context.file);
      refuseTimedRow(row, context);
      if (isWellList(row)) at = skipTable(rows, at, context.notes) - 1;
      title = row.cells.map((cell) => cell.trim()).find((cell) => cell !== '') ?? '';
      titleRow = row;
      continue;
    }
    const named = findGen5Columns(rows, at) !== null || isGen5Columns(rows, at) || findWellHeadings(row, 'Well') !== null;
    if (title === '' && !named) refuseUntitled(row, context.file);
    const read = readerOf(rows, at);
    const table = read(rows, { headerRow: at, title }, context);
    if (titleRow !== undefined) context.notes.ledger.take(titleRow);
    if (title !== 'Layout' && read === readGen5Rows) joinRows(reads, table.reads);
    else if (title !== 'Layout') reads.push(...table.reads);
    [title, titleRow] = ['', undefined];
    at = table.endRow - 1;
  }
  refuseTwins(reads, context.file);
  return reads;
}

function readerOf(rows: readonly SheetRow[], at: number): typeof readGen5Matrix {
  const row = rows[at];
  if (row === undefined || findWellHeadings(row, 'Time') !== null) return readGen5Kinetic;
  if (findWellHeadings(row, 'Wavelength') !== null) return readGen5Spectrum;
  if (findWellHeadings(row, 'Well') !== null) return readGen5Rows;
  return isGen5Columns(rows, at) ? readGen5Columns : readGen5Matrix;
}

function refuseUntitled(row: SheetRow, file: string): never {
  throw new InputError(
    'plate/bad-export',
    `Expected the name of the read above its cycles or wavelengths, found none above '${textsOf(row)[0] ?? ''}'.`,
    {
      file,
      line: row.line,
    },
  );
}

/** A cycle outside a table has lost its heading. */
function refuseTimedRow(row: SheetRow, context: Gen5Surroundings): void {
  const [time = '', ...texts] = textsOf(row);
  if (!/^\d+:\d\d:\d\d$/.test(time) || texts.filter((text) => /^[-+]?\d+(?:\.\d+)?$/.test(text)).length < 3) return;
  throw new InputError(
    'plate/bad-export',
    `Expected a heading 'Time' with wells above the cycles, found a line '${time} ${texts[0] ?? ''} …' without.`,
    { file: context.file, line: row.line },
  );
}

/** Statistics of the vendor: a heading `Well ID, Name, Well, …` and one line a well below it. */
function isWellList(row: SheetRow): boolean {
  const texts = textsOf(row);
  return texts[0] === 'Well ID' && texts.includes('Well');
}

function skipTable(rows: readonly SheetRow[], from: number, notes: NoteList): number {
  const table = untilBlank(rows, from);
  notes.ledger.takeAll(table);
  notes.add('plate/not-read', { part: 'statistics', line: rows[from]?.line ?? 1 });
  return from + table.length;
}

function untilBlank(rows: readonly SheetRow[], from: number): readonly SheetRow[] {
  const below = rows.slice(from);
  const end = below.findIndex(isBlankRow);
  return end === -1 ? below : below.slice(0, end);
}

/** Results in rows whose wells are more than a page is wide stand in several tables: a read goes on with other wells. */
function joinRows(reads: PlateRead[], more: readonly PlateRead[]): void {
  for (const read of more) {
    const at = reads.findIndex((other) => other.label === read.label && other.series === undefined);
    const before = reads[at];
    const isOther = (wells: Readonly<Record<string, unknown>> | undefined): boolean =>
      wells !== undefined && Object.keys({ ...read.values, ...read.nonNumeric }).every((well) => !Object.hasOwn(wells, well));
    if (before === undefined || !isOther({ ...before.values, ...before.nonNumeric })) reads.push(read);
    else
      reads[at] = {
        ...before,
        values: { ...before.values, ...read.values },
        nonNumeric: { ...before.nonNumeric, ...read.nonNumeric },
        ...(before.texts === undefined && read.texts === undefined ? {} : { texts: { ...before.texts, ...read.texts } }),
      };
  }
}

function refuseTwins(reads: readonly PlateRead[], file: string): void {
  const labels = reads.map((read) => read.label);
  const twin = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twin === undefined) return;
  throw new InputError(
    'plate/bad-export',
    `Expected every read of a plate once, found '${twin}' twice. Export each read once, or name the read steps differently.`,
    { file },
  );
}
