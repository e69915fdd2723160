import { InputError } from '../../../errors.ts';
import { buildRead, type ReadHeading } from '../../build-read.ts';
import { parseExportDateTime } from '../../dates.ts';
import { headOf, matrixDelimiter, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { takeKnownSections } from '../../known-sections.ts';
import { findColumnNumbers, readMatrix, refuseLetteredRow } from '../../matrix.ts';
import { modeOf, plateSizeNamed, unitOf } from '../../modes.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { type PlateShape, sizeOfPlate } from '../../plate-size.ts';
import { wavelengthsIn } from '../../wavelengths.ts';

/** Revvity Kaleido (EnSight), CSV: `Result for` a measurement, its barcode, a matrix; settings after the results. */
export const kaleido = definePlateFormat({
  id: 'kaleido',
  title: 'Revvity Kaleido (EnSight), CSV',
  container: 'text',
  recognises: (source) =>
    (/^[\w -]+ Results from\b/.test(headOf(source)) && /^Result for /m.test(headOf(source))) ||
    (/^Results for /m.test(headOf(source)) && /^Barcode: .*PlateRepeat:/m.test(headOf(source))),
  marks: /^Results? for (?!.* - channel)|\bResults from\b|PlateRepeat:|^Measurement Basic Information|\bKaleido\b/m,
  silent: /^(?:Exported with Kaleido|Protocol Name|Measurement Date|.* Results from$|Barcode:|Analysis Result$)/,
  sections: /^Results? for\b/,
  decode: async (source, notes) => {
    const text = textOf(source);
    const sheet = notes.ledger.open(await splitDelimited(text, source.fileName, { delimiter: matrixDelimiter(text), quotes: 'csv' }));
    return exportsOf(sheet).flatMap((one) => decodeKaleido(one, { file: source.fileName, notes }));
  },
});

/** What stands behind the results: a title alone after an empty line begins each section. */
const KALEIDO_SECTIONS = {
  begins: (row: SheetRow, before: SheetRow | undefined) =>
    textsOf(row).length === 1 && (before === undefined || isBlankRow(before) || /^[A-Z][\w ]*:?$/.test(cellText(row, 0))),
  isKnown: (row: SheetRow) => !/^Results? for\b/.test(cellText(row, 0)),
};

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

interface Result {
  readonly operation: string;
  readonly rows: readonly SheetRow[];
}

/** Exports from one `… Results from` to the next: files of several measurements are joined so. */
function exportsOf(sheet: Sheet): Sheet[] {
  const starts = sheet.rows.flatMap((row, i) => (cellText(row, 0).endsWith(' Results from') ? [i] : []));
  // Kaleido 1 and 2 begin with the results.
  if (starts.length === 0) return [sheet];
  return starts.map((start, i) => ({ name: sheet.name, rows: sheet.rows.slice(start, starts[i + 1] ?? sheet.rows.length) }));
}

function decodeKaleido(sheet: Sheet, context: Context): Plate[] {
  const end = sheet.rows.findIndex((row) => /^Measurement (?:Basic )?Information$/.test(cellText(row, 0)));
  if (end === -1) context.notes.add('plate/export-incomplete', { absent: 'measurement-information' });
  const information = end === -1 ? [] : sheet.rows.slice(end);
  takeKnownSections(information, KALEIDO_SECTIONS, context.notes.ledger);
  const results = resultsOf(end === -1 ? sheet.rows : sheet.rows.slice(0, end));
  const plates = new Map<string, { reads: PlateRead[]; shape: PlateShape }>();
  for (const result of results) {
    for (const { barcode, read, shape } of readResult(result, information, context)) {
      const plate = plates.get(barcode) ?? { reads: [], shape };
      const twins = plate.reads.filter((one) => one.label === read.label || one.label.startsWith(`${read.label} (`)).length;
      if (twins > 0) context.notes.add('plate/named-twice', { twins: 'on-plate', name: read.label, of: barcode });
      plate.reads.push(twins === 0 ? read : { ...read, label: `${read.label} (${twins + 1})` });
      plates.set(barcode, plate);
    }
  }
  if (plates.size === 0)
    throw new InputError('plate/no-results', "Expected a matrix below 'Result for', found none.", { file: context.file });
  const readAt = parseExportDateTime(
    textBeside(information, 'Measurement Started') ?? textBeside(sheet.rows, 'Measurement Date') ?? '',
    context.notes,
  );
  const named = plateSizeNamed(textBeside(information, 'Plate Type Name') ?? '');
  refuseCutNumbers(information, context.file);
  noteSwapped(information, context.notes);
  return [...plates].map(([name, { reads, shape }]) => ({
    name,
    wellCount: sizeOfPlate(reads, { plate: name, named, shape, ...context }),
    reads,
    readAt,
  }));
}

function resultsOf(rows: readonly SheetRow[]): Result[] {
  const starts = rows.flatMap((row, i) => (/^Results? for /.test(cellText(row, 0)) ? [i] : []));
  return starts.map((start, i) => ({
    operation: cellText(rows[start], 0).replace(/^Results? for\s+/, ''),
    rows: rows.slice(start, starts[i + 1] ?? rows.length),
  }));
}

interface OneResult {
  readonly barcode: string;
  readonly read: PlateRead;
  readonly shape: PlateShape;
}

/** The matrices of one result, each below its line of names (`Barcode, Repeat, …`) and values. */
function readResult(result: Result, information: readonly SheetRow[], context: Context): OneResult[] {
  const settings = operationSettings(information, result.operation);
  context.notes.ledger.take(result.rows[0]);
  const found: OneResult[] = [];
  let fields: ReadonlyMap<string, string> = new Map();
  for (let at = 1; at < result.rows.length; at++) {
    const row = result.rows[at];
    if (row === undefined || isBlankRow(row)) continue;
    const numbers = findColumnNumbers(result.rows, at);
    if (numbers !== null) {
      const matrix = readMatrix(result, { headerRow: at, ...numbers }, { file: context.file, notes: context.notes });
      const heading = headingOf(result.operation, fields, settings);
      found.push({
        barcode: fields.get('Barcode') || 'Plate 1',
        read: buildRead(heading, matrix.wells, { decimal: 'detect', notes: context.notes }),
        shape: matrix.shape,
      });
      at = matrix.endRow - 1;
    } else if (cellText(row, 0).startsWith('Barcode: ')) {
      context.notes.ledger.take(row);
      fields = repeatFields(row);
    } else if (cellText(row, 0) === 'Analysis Result') {
      context.notes.ledger.take(row);
    } else if (cellText(row, 0) === 'Barcode') {
      context.notes.ledger.takeAll(result.rows.slice(at, at + 2));
      fields = new Map(row.cells.map((name, column) => [name.trim(), cellText(result.rows[at + 1], column)]));
      at++;
    } else {
      refuseLetteredRow(row, context.file);
      context.notes.add('plate/not-read', { part: 'line', line: row.line, name: textsOf(row)[0] ?? '' });
    }
  }
  if (found.length === 0)
    throw new InputError('plate/bad-export', `Expected a row of column numbers in the result for '${result.operation}', found none.`, {
      file: context.file,
      line: result.rows[0]?.line ?? 1,
    });
  return found;
}

/** `Barcode: X, PlateRepeat: 1, WellRepeat: 1`, as Kaleido 1 and 2 write it. */
function repeatFields(row: SheetRow): ReadonlyMap<string, string> {
  const fields = new Map(
    textsOf(row)
      .join(',')
      .split(/,\s*(?=(?:PlateRepeat|WellRepeat|Barcode):)/)
      .map((part): [string, string] => [part.slice(0, part.indexOf(':')).trim(), part.slice(part.indexOf(':') + 1).trim()]),
  );
  const repeats = ['PlateRepeat', 'WellRepeat'].map((key) => fields.get(key) ?? '1').filter((text) => text !== '1');
  return new Map([...fields, ['Repeat', repeats.join('.')]]);
}

function headingOf(operation: string, fields: ReadonlyMap<string, string>, settings: ReadonlyMap<string, string>): ReadHeading {
  const mode = modeOf(operation);
  const repeat = fields.get('Repeat') ?? '';
  const parts = [operation, fields.get('Analysis Parameter') ?? '', /^[2-9]\d*$/.test(repeat) ? `repeat ${repeat}` : ''].filter(
    (part) => part !== '',
  );
  return {
    label: parts.join(', '),
    mode,
    wavelengthsNm: mode === 'luminescence' ? [] : wavelengthsOf(fields, settings),
    unit: unitOf(mode),
    calculated: mode === 'unknown',
  };
}

function wavelengthsOf(fields: ReadonlyMap<string, string>, settings: ReadonlyMap<string, string>): number[] {
  const inHeading = [fields.get('Exc wl / filter') ?? '', fields.get('Ems wl') ?? ''].flatMap(wavelengthsIn);
  if (inHeading.length > 0) return inHeading;
  return ['excitation wavelength [nm]', 'wavelength [nm]', 'emission wavelength [nm]'].flatMap((key) =>
    wavelengthsIn(settings.get(key) ?? ''),
  );
}

/** Key and value of one operation in "Details of Measurement Sequence". */
function operationSettings(information: readonly SheetRow[], operation: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  let within = false;
  for (const row of information) {
    const [key = '', value = ''] = textsOf(row);
    if (key === 'Operation' || key === 'Tech') within = value === operation;
    else if (within && value !== '') settings.set(key.toLowerCase(), value);
    else if (isBlankRow(row)) within = false;
  }
  return settings;
}

function textBeside(rows: readonly SheetRow[], key: string): string | null {
  const row = rows.find((one) => cellText(one, 0).replace(/:$/, '').toLowerCase() === key.toLowerCase());
  return row === undefined ? null : (textsOf(row)[1] ?? null);
}

/** `Plate Height [mm],,14,35`: a decimal comma that the delimiter cut in two; then readings may be cut too. */
function refuseCutNumbers(information: readonly SheetRow[], file: string): void {
  const cut = information.find(
    (row) =>
      /\[[^\]]+\]$/.test(cellText(row, 0)) &&
      textsOf(row).length > 2 &&
      textsOf(row)
        .slice(1, 3)
        .every((text) => /^\d+$/.test(text)),
  );
  if (cut === undefined) return;
  throw new InputError(
    'plate/bad-export',
    `Expected one number for '${cellText(cut, 0)}', found ${textsOf(cut).slice(1).join(' and ')}: numbers were written with a decimal comma in a comma-separated file.`,
    { file, line: cut.line },
  );
}

/** Kaleido 3 writes the plate's rows and columns the wrong way round. */
function noteSwapped(information: readonly SheetRow[], notes: NoteList): void {
  const [rows, columns] = [textBeside(information, 'Number of Rows'), textBeside(information, 'Number of Columns')].map(Number);
  if (rows === undefined || columns === undefined || !(rows > columns)) return;
  notes.add('plate/settings-contradict', { setting: 'rows-and-columns', rows, columns });
}
