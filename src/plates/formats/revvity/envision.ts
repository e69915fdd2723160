import { InputError } from '../../../errors.ts';
import { buildRead, type ReadHeading, type WellTexts } from '../../build-read.ts';
import { parseExportDateTime } from '../../dates.ts';
import { linesOf, matrixDelimiter, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { findColumnNumbers, putLine, readMatrix, refuseLetteredRow } from '../../matrix.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { plateGeometry, toPlateSize } from '../../wells.ts';
import { type EnVisionSettings, envisionHeading, readSettings, takeSettings } from './envision-settings.ts';

/** PerkinElmer/Revvity EnVision Workstation, CSV ("Plate2" export): a section a plate, label and calculation. */
export const enVision = definePlateFormat({
  id: 'envision',
  title: 'PerkinElmer/Revvity EnVision, CSV',
  container: 'text',
  recognises: (source) =>
    source.kind === 'text' && /^\s*Plate information\b/m.test(linesOf(source)) && /^Plate[,;\t]Repeat[,;\t]Barcode/m.test(linesOf(source)),
  marks:
    /^\s*Plate information\b|^Plate[,;\t]Repeat[,;\t]|^Basic assay information|Exported with EnVision|^Results for .* - channel \d|\bDe=.* Ex=/m,
  silent: /^Exported with EnVision/,
  sections: /^(?:Results for|Calculated results)\b/,
  decode: async (source, notes) => {
    const text = textOf(source);
    const sheet = notes.ledger.open(await splitDelimited(text, source.fileName, { delimiter: enVisionDelimiter(text), quotes: 'csv' }));
    return exportsOf(sheet).flatMap((one) => decodeEnVision(one, { file: source.fileName, notes }));
  },
});

function enVisionDelimiter(text: string): ',' | ';' | '\t' {
  const sign = /^"?Plate"?([,;\t])/m.exec(text)?.[1];
  return sign === ';' || sign === '\t' || sign === ',' ? sign : matrixDelimiter(text);
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

interface Section {
  readonly line: number;
  readonly fields: ReadonlyMap<string, string>;
  readonly rows: readonly SheetRow[];
}

interface OpenPlate {
  readonly name: string;
  readonly readAt: string | null;
  readonly reads: PlateRead[];
  shape: { rows: number; columns: number };
}

/** Exports from one beginning to the next: plates with their settings behind or before them. Files of several assays are joined so. */
function exportsOf(sheet: Sheet): Sheet[] {
  const starts = [0];
  let seen: { readonly plates: boolean; readonly settings: 'none' | 'before' | 'behind' } = { plates: false, settings: 'none' };
  for (const [i, row] of sheet.rows.entries()) {
    if (isSettings(row) && seen.plates && seen.settings === 'before') {
      starts.push(i);
      seen = { plates: false, settings: 'before' };
    } else if (isSettings(row)) seen = { ...seen, settings: seen.plates ? 'behind' : 'before' };
    else if (isPlate(row) && seen.settings === 'behind') {
      starts.push(cellText(sheet.rows[i - 1], 0).startsWith('Plate information') ? i - 1 : i);
      seen = { plates: true, settings: 'none' };
    } else if (isPlate(row) || isResultTitle(row)) seen = { ...seen, plates: true };
  }
  return starts.map((start, i) => ({ name: sheet.name, rows: sheet.rows.slice(start, starts[i + 1] ?? sheet.rows.length) }));
}

function isPlate(row: SheetRow): boolean {
  return cellText(row, 0) === 'Plate' && cellText(row, 1) === 'Repeat';
}

function isResultTitle(row: SheetRow): boolean {
  return /^(?:Results for|Calculated results)\b/.test(cellText(row, 0));
}

function isSettings(row: SheetRow): boolean {
  return cellText(row, 0).startsWith('Basic assay information');
}

function decodeEnVision(sheet: Sheet, context: Context): Plate[] {
  if (!sheet.rows.some(isSettings)) context.notes.add('plate/export-incomplete', { absent: 'basic-assay-information' });
  if (!sheet.rows.some((row) => cellText(row, 0).startsWith('Exported with EnVision'))) {
    context.notes.add('plate/export-incomplete', { absent: 'exported-with' });
  }
  const settings = readSettings(sheet.rows);
  takeSettings(sheet.rows, context);
  const sections = sectionsOf(plateRows(sheet.rows));
  const plates = new Map<string, OpenPlate>();
  for (const section of sections) readSection(section, { plates, settings, context });
  if ([...plates.values()].every((plate) => plate.reads.length === 0)) {
    throw new InputError('plate/no-results', 'Expected readings below the plate information, found none.', { file: context.file });
  }
  return [...plates.values()].map((plate) => ({
    name: plate.name,
    wellCount: sizeOfPlate(plate.reads, { plate: plate.name, named: settings.wellCount, shape: plate.shape, ...context }),
    reads: plate.reads,
    readAt: plate.readAt,
  }));
}

/** The plates stand before the settings, or behind them, as the export was set up. */
function plateRows(rows: readonly SheetRow[]): readonly SheetRow[] {
  const settings = rows.findIndex(isSettings);
  const first = rows.findIndex((row) => isPlate(row) || isResultTitle(row));
  return settings === -1 || settings < first ? rows.slice(Math.max(first, 0)) : rows.slice(0, settings);
}

/** A section begins (or, as the export was set up, ends) with the heading `Plate, Repeat, Barcode …`; its values stand in the line below. */
function sectionsOf(rows: readonly SheetRow[]): Section[] {
  const headings = rows.flatMap((row, i) => (isPlate(row) ? [i] : []));
  const firstResult = rows.findIndex((_, i) => findColumnNumbers(rows, i) !== null);
  const infoBehind = firstResult !== -1 && firstResult < (headings[0] ?? 0);
  return headings.map((heading, i) => {
    const names = rows[heading]?.cells ?? [];
    const own = infoBehind
      ? rows.slice(i === 0 ? 0 : (headings[i - 1] ?? 0) + 2, heading)
      : rows.slice(heading + 2, headings[i + 1] ?? rows.length);
    return {
      line: rows[heading]?.line ?? 1,
      fields: new Map(names.map((name, column) => [name.trim(), cellText(rows[heading + 1], column)])),
      rows: own.filter((row) => !cellText(row, 0).startsWith('Plate information')),
    };
  });
}

interface EnVisionReading {
  readonly plates: Map<string, OpenPlate>;
  readonly settings: EnVisionSettings;
  readonly context: Context;
}

function readSection(section: Section, reading: EnVisionReading): void {
  const { context } = reading;
  const number = section.fields.get('Plate') ?? '';
  if (!/^\d+$/.test(number))
    throw new InputError('plate/bad-export', `Expected the number of a plate below 'Plate, Repeat, Barcode', found '${number}'.`, {
      file: context.file,
      line: section.line,
    });
  const barcode = (section.fields.get('Barcode') ?? '').replace(/^="?|"$/g, '').trim();
  const key = JSON.stringify([number, barcode]);
  const plate = reading.plates.get(key) ?? {
    name: barcode || `Plate ${number}`,
    readAt: parseExportDateTime(section.fields.get('Measurement date') ?? '', context.notes),
    reads: [],
    shape: { rows: 0, columns: 0 },
  };
  reading.plates.set(key, plate);
  const tables = readTables(section, reading);
  for (const { heading, wells, rows, columns } of tables) {
    plate.reads.push(
      buildRead({ ...heading, label: freeLabel(heading.label, plate, context.notes) }, wells, { decimal: 'detect', notes: context.notes }),
    );
    plate.shape = { rows: Math.max(plate.shape.rows, rows), columns: Math.max(plate.shape.columns, columns) };
  }
}

/** Repeats of a label on one plate are told apart by their number. */
function freeLabel(label: string, plate: OpenPlate, notes: NoteList): string {
  const twins = plate.reads.filter((read) => read.label === label || read.label.startsWith(`${label} (repeat `)).length;
  if (twins === 0) return label;
  notes.add('plate/named-twice', { twins: 'repeats-on-plate', name: label, of: plate.name });
  return `${label} (repeat ${twins + 1})`;
}

interface Table {
  readonly heading: ReadHeading;
  readonly wells: WellTexts;
  readonly rows: number;
  readonly columns: number;
}

function readTables(section: Section, reading: EnVisionReading): Table[] {
  const { context } = reading;
  const tables: Table[] = [];
  let titleRow: SheetRow | undefined;
  for (let at = 0; at < section.rows.length; at++) {
    const row = section.rows[at];
    const numbers = findColumnNumbers(section.rows, at);
    if (row === undefined || isBlankRow(row)) continue;
    if (numbers === null) {
      refuseLetteredRow(row, context.file);
      if (isResultTitle(row)) titleRow = row;
      continue;
    }
    const matrix = readMatrix(section, { headerRow: at, ...numbers }, { file: context.file, notes: context.notes, rows: 'some' });
    context.notes.ledger.take(titleRow);
    const heading = headingOf(titleRow === undefined ? '' : cellText(titleRow, 0), section, reading);
    if (titleRow === undefined) context.notes.add('plate/export-incomplete', { absent: 'title', block: heading.label });
    tables.push({ heading, wells: matrix.wells, ...matrix.shape });
    // What stands above one matrix says nothing of the next.
    titleRow = undefined;
    at = matrix.endRow - 1;
  }
  return tables.length > 0 ? tables : readBareMatrix(section, reading);
}

/** Measured readings have a label above them or in the plate information, calculated ones a formula. Errors: plate/bad-export. */
function headingOf(title: string, section: Section, { settings, context }: EnVisionReading): ReadHeading {
  if (title === '' && !section.fields.has('Label') && !section.fields.has('Formula'))
    throw new InputError(
      'plate/bad-export',
      "Expected 'Results for …' or 'Calculated results …' above the readings, or their 'Label' or 'Formula' in the plate information, found none: nothing says whether they were measured. Export them again.",
      { file: context.file, line: section.line },
    );
  return envisionHeading(title, section.fields, settings);
}

/** Exports without row and column labels: as many lines and fields as the plate has rows and columns, from the first line with values on. */
function readBareMatrix(section: Section, reading: EnVisionReading): Table[] {
  const { file } = reading.context;
  const start = section.rows.findIndex(
    (row) => !isBlankRow(row) && textsOf(row).every((text) => /^[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text)),
  );
  if (start === -1) return [];
  const size = toPlateSize(reading.settings.wellCount ?? 0);
  if (size === null)
    throw new InputError(
      'plate/bad-export',
      "Expected the 'Number of the wells in the plate' for a matrix without labels, found none. Export with the protocol information.",
      { file, line: section.rows[start]?.line ?? 1 },
    );
  const { rows, columns } = plateGeometry(size);
  const wells: WellTexts = new Map();
  reading.context.notes.ledger.takeAll(section.rows.slice(start, start + rows));
  const before = withoutBackground(section.rows.slice(0, start)).find((row) => !isBlankRow(row));
  if (before !== undefined) refuseBare(before, { rows, columns, file });
  for (let r = 0; r < rows; r++) {
    const row = section.rows[start + r];
    if (row === undefined || row.cells.length < columns) refuseBare(row, { rows, columns, file });
    if (row.cells.some((cell, i) => i >= columns && cell.trim() !== '')) refuseBare(row, { rows, columns, file });
    putLine(wells, { row, plateRow: r }, { at: 0, first: 0, columns, file });
  }
  const after = section.rows.slice(start + rows).find((row) => !isBlankRow(row));
  if (after !== undefined) refuseBare(after, { rows, columns, file });
  return [{ heading: headingOf('', section, reading), wells, rows, columns }];
}

/** `Background information`, its heading and a line a label, up to an empty line. */
function withoutBackground(rows: readonly SheetRow[]): readonly SheetRow[] {
  const start = rows.findIndex((row) => cellText(row, 0).startsWith('Background information'));
  const end = rows.findIndex((row, i) => i > start && isBlankRow(row));
  return start === -1 ? rows : [...rows.slice(0, start), ...rows.slice(end === -1 ? rows.length : end)];
}

function refuseBare(row: SheetRow | undefined, reading: { readonly rows: number; readonly columns: number; readonly file: string }): never {
  throw new InputError(
    'plate/bad-export',
    `Expected ${reading.rows} lines of ${reading.columns} fields for a matrix without labels, found '${textsOf(row).slice(0, 3).join(' ')}'.`,
    {
      file: reading.file,
      ...(row === undefined ? {} : { line: row.line }),
    },
  );
}
