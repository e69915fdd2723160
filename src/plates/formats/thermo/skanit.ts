import { InputError } from '../../../errors.ts';
import { buildRead, type ReadHeading } from '../../build-read.ts';
import { parseExportDateTime } from '../../dates.ts';
import type { TextSource, WorkbookSource } from '../../file/export-source.ts';
import { headOf, matrixDelimiter, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { type ColumnNumbers, findColumnNumbers, type Matrix, readMatrix } from '../../matrix.ts';
import { modeOf, plateSizeNamed, unitOf } from '../../modes.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { type PlateShape, sizeOfPlate } from '../../plate-size.ts';
import { findSkanItSeries, readSkanItSeries } from './skanit-series.ts';

/** What the corner of a measured matrix says; every other corner is a calculation, `Sample` a layout. */
const MEASURED = /^(?:Abs|OD|RLU|RFU|Counts|RLU\/s|cps)$/i;

/** Thermo SkanIt, workbook: one sheet a step, blocks `Plate n` with a corner that says what stands in them. */
export const skanIt = definePlateFormat({
  id: 'skanit',
  title: 'Thermo Fisher SkanIt, workbook or CSV',
  container: 'either',
  recognises: (source) =>
    source.kind === 'workbook'
      ? source.sheets.some((sheet) => cellText(sheet.rows[0], 0) === 'Measurement results')
      : /^Measurement results[,;\t]*$/m.test(headOf(source)),
  marks: /^Measurement results\b|\bSkanIt\b/m,
  silentSheets:
    /^(?:General information|Session information|Instrument information|Protocol parameters|Run log|Layout definitions|Report settings)$/,
  silent:
    /^(?:Measurement results|.*\.skax|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b.*|Plate \d+.*|(?:Excitation |Emission )?[Ww]avelength:.*|Autoloading range .*|Where:|[a-d] =|R².*|y = .*|Fit type:.*|(?:Concentration|Signal) transformation:.*|Saved curve:.*|Sample group:.*|Source data:.*|Temperature.*|Reading:?.*)$/,
  decode: async (source, notes) => decodeSkanIt(source.kind === 'workbook' ? source : await asWorkbook(source, notes), notes),
});

/** A text holds what a workbook has in a sheet each, one behind the other: every step begins with `Measurement results`. */
async function asWorkbook(source: TextSource, notes: NoteList): Promise<WorkbookSource> {
  const text = textOf(source);
  const whole = notes.ledger.open(await splitDelimited(text, source.fileName, { delimiter: matrixDelimiter(text), quotes: 'csv' }));
  const starts = whole.rows.flatMap((row, i) => (cellText(row, 0) === 'Measurement results' ? [i] : []));
  const sheets = starts.map((start, i) => ({ name: whole.name, rows: whole.rows.slice(start, starts[i + 1] ?? whole.rows.length) }));
  return { kind: 'workbook', fileName: source.fileName, sheets };
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

interface OpenPlate {
  readonly reads: PlateRead[];
  shape: PlateShape;
}

function decodeSkanIt(source: WorkbookSource, notes: NoteList): Plate[] {
  const context = { file: source.fileName, notes };
  const plates = new Map<string, OpenPlate>();
  const steps = source.sheets.filter((sheet) => cellText(sheet.rows[0], 0) === 'Measurement results');
  for (const sheet of steps) readStep(sheet, plates, context);
  if (plates.size === 0)
    throw new InputError('plate/no-results', "Expected matrices below 'Plate 1' in the sheets of the steps, found none.", {
      file: source.fileName,
    });
  const readAt = parseExportDateTime(cellText(steps[0]?.rows[2], 0), notes);
  const template = source.sheets.flatMap((sheet) => sheet.rows).find((row) => cellText(row, 0) === 'Plate template');
  const named = plateSizeNamed((textsOf(template)[1] ?? '').replace(/^.*,/, ''));
  return [...plates].map(([name, { reads, shape }]) => ({
    name,
    wellCount: sizeOfPlate(reads, { plate: name, named, shape, ...context }),
    reads,
    readAt,
  }));
}

/** The blocks of one sheet. A line `Plate n` names the plate of the blocks below it, a line `Wavelength: …` their wavelength. */
function readStep(sheet: Sheet, plates: Map<string, OpenPlate>, context: Context): void {
  const step: OpenStep = { name: nameOfStep(sheet, context), wavelengthsNm: [], plate: 'Plate 1', labelled: new Set() };
  const strange: SheetRow[] = [];
  context.notes.ledger.takeAll(sheet.rows.slice(0, 5).filter((row) => textsOf(row).length === 1));
  for (let at = 5; at < sheet.rows.length; at++) {
    const row = sheet.rows[at];
    if (row === undefined || isBlankRow(row)) continue;
    const text = cellText(row, 0);
    const numbers = findColumnNumbers(sheet.rows, at);
    const series = numbers === null ? findSkanItSeries(row) : null;
    if (isStatistics(row)) {
      const below = sheet.rows.slice(at);
      const end = below.findIndex(isBlankRow);
      context.notes.ledger.takeAll(end === -1 ? below : below.slice(0, end));
      context.notes.add('plate/not-read', { part: 'statistics', line: row.line, sheet: sheet.name });
      at += (end === -1 ? below.length : end) - 1;
      continue;
    }
    if (numbers === null && series === null) {
      if (/^Plate\b/.test(text)) step.plate = text;
      if (/wavelength/i.test(text)) {
        step.wavelengthsNm = wavelengthsOf(text, step.wavelengthsNm);
        step.labelled.clear();
      }
      if (row.cells.some((cell, i) => i > 12 && cell.trim() !== '')) strange.push(row);
      continue;
    }
    const plate = plates.get(step.plate) ?? { reads: [], shape: { rows: 0, columns: 0 } };
    if (numbers === null && series !== null) {
      const heading = measuredHeading(stepOfBlock(step, 'cycles'));
      const read = readSkanItSeries(sheet.rows, { headerRow: at, ...series }, { ...context, heading });
      plates.set(step.plate, plate);
      plate.reads.push(withFreeLabel(read.read, { plate: step.plate, others: plate.reads, notes: context.notes }));
      at = read.endRow - 1;
    } else if (numbers !== null) {
      at = readBlock(sheet, { at, numbers, step, plate, plates }, { context, strange }) - 1;
    }
  }
  if (strange[0] !== undefined)
    context.notes.add('plate/not-read', { part: 'cells-beside-plate', sheet: sheet.name, line: strange[0].line });
}

/** The fifth line names the step, and the sheet of a workbook bears its name, shortened, with a number: a line that says otherwise stands at another's place. */
function nameOfStep(sheet: Sheet, { notes }: Context): string {
  const title = cellText(sheet.rows[4], 0);
  const base = /^(.+)_\d+$/.exec(sheet.name)?.[1] ?? null;
  const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  if (title !== '' && (base === null || plain(title).startsWith(plain(base)))) return title;
  notes.add('plate/export-incomplete', { absent: 'title', block: sheet.name });
  return base ?? sheet.name;
}

/** A list of what was calculated for the wells of a curve, with lines of averages between. */
function isStatistics(row: SheetRow): boolean {
  const texts = textsOf(row);
  return texts[0] === 'Well' && texts[1] === 'Sample' && texts.some((text) => /signal|residual/i.test(text));
}

interface Step {
  readonly name: string;
  readonly wavelengthsNm: readonly number[];
  readonly plate: string;
}

/** A step under way: the wavelength of the last line that names one, and the blocks that it was said of (plate and corner). */
interface OpenStep {
  readonly name: string;
  wavelengthsNm: readonly number[];
  plate: string;
  readonly labelled: Set<string>;
}

/** A line `Wavelength: …` is said of one block of each corner on each plate below it; of a second one nothing is known. */
function stepOfBlock(step: OpenStep, corner: string): Step {
  const key = JSON.stringify([step.plate, corner]);
  const wavelengthsNm = step.labelled.has(key) ? [] : step.wavelengthsNm;
  step.labelled.add(key);
  return { name: step.name, plate: step.plate, wavelengthsNm };
}

interface Block {
  readonly at: number;
  readonly numbers: ColumnNumbers;
  readonly step: OpenStep;
  readonly plate: OpenPlate;
  readonly plates: Map<string, OpenPlate>;
}

/** Reads one matrix and gives the row after it. */
function readBlock(sheet: Sheet, block: Block, reading: { readonly context: Context; readonly strange: SheetRow[] }): number {
  const { context } = reading;
  const corner = cellText(sheet.rows[block.at], block.numbers.labelColumn);
  const matrix: Matrix = readMatrix(sheet, { headerRow: block.at, ...block.numbers }, { file: context.file, notes: context.notes });
  reading.strange.push(
    ...sheet.rows
      .slice(block.at, matrix.endRow)
      .filter((row) => row.cells.some((cell, i) => i > block.numbers.labelColumn + block.numbers.columns && cell.trim() !== '')),
  );
  if (/^(?:Sample|Group|Name)$/i.test(corner) || matrix.wells.size === 0) return matrix.endRow;
  const measured = MEASURED.test(corner);
  const step = stepOfBlock(block.step, corner);
  if (!measured && modeOf(step.name) !== 'unknown')
    context.notes.add('plate/not-read', { part: 'line', line: sheet.rows[block.at]?.line ?? 1, name: corner });
  const heading = measured
    ? measuredHeading(step, corner)
    : { label: `${step.name}: ${corner}`, mode: 'unknown', wavelengthsNm: step.wavelengthsNm, unit: null, calculated: true };
  const read = buildRead(heading, matrix.wells, { decimal: 'detect', notes: context.notes });
  block.plates.set(step.plate, block.plate);
  block.plate.reads.push(withFreeLabel(read, { plate: step.plate, others: block.plate.reads, notes: context.notes }));
  block.plate.shape = {
    rows: Math.max(block.plate.shape.rows, matrix.shape.rows),
    columns: Math.max(block.plate.shape.columns, matrix.shape.columns),
  };
  return matrix.endRow;
}

function measuredHeading(step: Step, corner = ''): ReadHeading {
  const mode = modeOf(step.name) === 'unknown' ? modeOf(corner) : modeOf(step.name);
  const named = step.wavelengthsNm.length === 0 ? '' : `, ${step.wavelengthsNm.join('/')} nm`;
  return { label: `${step.name}${named}`, mode, wavelengthsNm: step.wavelengthsNm, unit: unitOf(mode), calculated: false };
}

/** `Wavelength: 450 nm`, `Excitation wavelength: 485 nm` and `Emission wavelength: 520 nm`; 0 nm means none. */
function wavelengthsOf(text: string, before: readonly number[]): readonly number[] {
  const found = [...text.matchAll(/([1-9]\d{2,3})\s*nm/g)].map((match) => Number(match[1]));
  return /^Emission/i.test(text) ? [...before, ...found] : found;
}

/** A label that stands on its plate already is told apart by a number, and noted: what was different about it is not in the export. */
function withFreeLabel(
  read: PlateRead,
  { plate, others, notes }: { readonly plate: string; readonly others: readonly PlateRead[]; readonly notes: NoteList },
): PlateRead {
  const twins = others.filter((other) => other.label === read.label || other.label.startsWith(`${read.label} (`)).length;
  if (twins === 0) return read;
  notes.add('plate/named-twice', { twins: 'on-plate', name: read.label, of: plate });
  return { ...read, label: `${read.label} (${twins + 1})` };
}
