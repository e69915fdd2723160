import { InputError } from '../../../errors.ts';
import { parseExportDateTime } from '../../dates.ts';
import { headOf, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { checkWidth, readColumn, type WellRows } from '../tables/well-rows.ts';

/** What each `DataType` block with wells holds; blocks that are not here hold no readings. */
const BLOCKS: Readonly<Record<string, { readonly mode: string; readonly unit: string | null; readonly calculated: boolean }>> = {
  Median: { mode: 'fluorescence', unit: 'MFI', calculated: false },
  Mean: { mode: 'fluorescence', unit: 'MFI', calculated: false },
  'Trimmed Mean': { mode: 'fluorescence', unit: 'MFI', calculated: false },
  Peak: { mode: 'fluorescence', unit: 'MFI', calculated: false },
  Count: { mode: 'count', unit: 'beads', calculated: false },
  'Trimmed Count': { mode: 'count', unit: 'beads', calculated: true },
  'Net MFI': { mode: 'fluorescence', unit: 'MFI', calculated: true },
  'Test Result': { mode: 'unknown', unit: null, calculated: true },
  Result: { mode: 'unknown', unit: null, calculated: true },
  'Standard Deviation': { mode: 'unknown', unit: null, calculated: true },
  'Trimmed Standard Deviation': { mode: 'unknown', unit: null, calculated: true },
  '%CV': { mode: 'unknown', unit: '%', calculated: true },
  '%CV of Beads': { mode: 'unknown', unit: '%', calculated: true },
  '% Recovery': { mode: 'unknown', unit: '%', calculated: true },
};

/** Luminex xPONENT, CSV: settings, then a block for each `DataType:`, wells as lines and analytes as columns. */
export const luminexXponent = definePlateFormat({
  id: 'luminex-xponent',
  title: 'Luminex xPONENT, CSV',
  container: 'text',
  recognises: (source) => /^Program[,;\t]xPONENT/m.test(headOf(source)),
  marks: /\bxPONENT\b|^DataType:/m,
  silent:
    /^(?:Program|Build|Date|SN|Session|Batch|Version|Operator|ComputerName|Country Code|Protocol\w*|SampleVolume|DDGate|SampleTimeout|BatchStartTime|BatchStopTime|BatchDescription|BatchComment|BatchAuthor|PanelName|MaxStandards|NormBead|Most Recent Calibration.*|Last .*|Samples|Results|DataType:|-- CRC --|CRC32:.*)$/,
  sections: /^(?:DataType:)/,
  decode: async (source, notes) => {
    const sign = /^"?Program"?([,;\t])/m.exec(textOf(source))?.[1];
    const sheet = notes.ledger.open(
      await splitDelimited(textOf(source), source.fileName, {
        delimiter: sign === ';' || sign === '\t' ? sign : ',',
        quotes: 'csv',
      }),
    );
    return sectionsOf(sheet).flatMap((section) => decodeXponent(section, { file: source.fileName, notes }));
  },
});

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

/** Sections from one `Program` line to the next: files of several batches are joined so. */
function sectionsOf(sheet: Sheet): Sheet[] {
  const starts = sheet.rows.flatMap((row, i) => (cellText(row, 0) === 'Program' ? [i] : []));
  return starts.map((start, i) => ({ name: sheet.name, rows: sheet.rows.slice(start, starts[i + 1] ?? sheet.rows.length) }));
}

/** The plates of a batch: the number before the well in `97(2,A1)` tells them apart. */
function decodeXponent(sheet: Sheet, context: Context): Plate[] {
  const start = sheet.rows.findIndex((row) => cellText(row, 0) === 'Results');
  const header = new Map(sheet.rows.slice(0, start === -1 ? undefined : start).map((row) => [cellText(row, 0), row]));
  context.notes.ledger.takeAll(calibrationOf(sheet));
  const blocks = blocksOf(sheet);
  refuseTwins(blocks, context.file);
  const located = blocks.filter((block) => BLOCKS[block.dataType] !== undefined && cellText(block.rows[0], 0) === 'Location');
  for (const block of located) for (const row of block.rows.slice(1)) refuseLocation(row, context.file);
  const numbers = [...new Set(located.flatMap((block) => block.rows.slice(1).map(plateNumber)))].filter((number) => number !== '');
  const batch = cellText(header.get('Batch'), 1) || 'Plate 1';
  const readAt = parseExportDateTime(cellText(header.get('BatchStartTime'), 1), context.notes);
  for (const block of blocks) noteBlock(block, context.notes);
  const plates = numbers.map((number) => {
    const reads = located.flatMap((block) =>
      readBlock({ ...block, rows: block.rows.filter((row, i) => i === 0 || plateNumber(row) === number) }, context),
    );
    noteMinimum(header, reads, context.notes);
    const name = numbers.length === 1 ? batch : `${batch}, plate ${number}`;
    return { name, wellCount: sizeOfPlate(reads, { plate: name, named: plateSize(header), ...context }), reads, readAt };
  });
  if (plates.every((plate) => plate.reads.length === 0)) {
    throw new InputError('plate/no-results', "Expected blocks such as 'DataType:', 'Median' with wells, found none.", {
      file: context.file,
    });
  }
  return plates;
}

/** Lots and voltages of the calibration: from `CALInfo:` to the line of the samples. */
function calibrationOf(sheet: Sheet): readonly SheetRow[] {
  const start = sheet.rows.findIndex((row) => cellText(row, 0) === 'CALInfo:');
  const end = sheet.rows.findIndex((row, i) => i > start && /^(?:Samples|Results|DataType:)$/.test(cellText(row, 0)));
  return start === -1 ? [] : sheet.rows.slice(start, end === -1 ? start : end);
}

function refuseLocation(row: SheetRow, file: string): void {
  if (plateNumber(row) !== '') return;
  throw new InputError('plate/bad-export', `Expected a location such as 1(1,A1), found '${cellText(row, 0)}'.`, { file, line: row.line });
}

function plateNumber(row: SheetRow): string {
  return /^\d+\((\d+),/.exec(cellText(row, 0))?.[1] ?? '';
}

function plateSize(header: ReadonlyMap<string, SheetRow>): number | null {
  const row = header.get('ProtocolPlate');
  const type = row?.cells.findIndex((cell) => cell.trim() === 'Type') ?? -1;
  const size = type === -1 ? 0 : Number(cellText(row, type + 1));
  return Number.isInteger(size) && size > 0 ? size : null;
}

function refuseTwins(blocks: readonly Block[], file: string): void {
  const twin = blocks.find((block, i) => blocks.findIndex((other) => other.dataType === block.dataType) !== i);
  if (twin === undefined) return;
  throw new InputError('plate/bad-export', `Expected every DataType of a batch once, found '${twin.dataType}' twice.`, {
    file,
    line: twin.rows[0]?.line ?? 1,
  });
}

interface Block {
  readonly dataType: string;
  readonly rows: readonly SheetRow[];
}

function blocksOf(sheet: Sheet): Block[] {
  const starts = sheet.rows.flatMap((row, i) => (cellText(row, 0) === 'DataType:' ? [i] : []));
  return starts.map((start) => {
    const below = sheet.rows.slice(start + 1);
    // Spreadsheets drop the empty lines between blocks.
    const end = below.findIndex((row) => isBlankRow(row) || /^(?:DataType:|-- CRC --|CRC32:|Program$)/.test(cellText(row, 0)));
    return { dataType: cellText(sheet.rows[start], 1), rows: end === -1 ? below : below.slice(0, end) };
  });
}

const WITHOUT_READINGS = /^(?:Units|Per Bead Count|Dilution Factor|Analysis Types|Audit Logs|Warnings\/Errors)$/;

/** What a block says that is no reading: warnings, and blocks that were not read. */
function noteBlock(block: Block, notes: NoteList): void {
  notes.ledger.takeAll(block.rows);
  if (block.dataType === 'Warnings/Errors') noteWarnings(block.rows.slice(1), notes);
  if (BLOCKS[block.dataType] !== undefined && cellText(block.rows[0], 0) === 'Location') return;
  if (!WITHOUT_READINGS.test(block.dataType))
    notes.add('plate/not-read', { part: 'block', name: block.dataType, line: block.rows[0]?.line ?? 1 });
}

function readBlock(block: Block, context: Context): PlateRead[] {
  const [header, ...rows] = block.rows;
  const kind = BLOCKS[block.dataType];
  if (header === undefined || kind === undefined) return [];
  context.notes.ledger.takeAll(block.rows);
  const table: WellRows = { file: context.file, headings: header.cells.map((cell) => cell.trim()), rows };
  for (const row of rows) checkWidth(row, table.headings, context.file);
  return table.headings.flatMap((analyte, valueColumn) => {
    if (valueColumn < 2 || analyte === '') return [];
    // Every block repeats the total; that of the counts is kept.
    if (analyte === 'Total Events')
      return block.dataType === 'Count'
        ? [readColumn(rows, { heading: { ...countHeading, label: 'Total Events' }, valueColumn, wellColumn: 0 }, context)]
        : [];
    const heading = {
      label: `${block.dataType}: ${analyte}`,
      mode: kind.mode,
      wavelengthsNm: [],
      unit: kind.unit,
      calculated: kind.calculated,
    };
    return [readColumn(rows, { heading, valueColumn, wellColumn: 0 }, context)];
  });
}

const countHeading = { mode: 'count', wavelengthsNm: [], unit: 'beads', calculated: false };

function noteWarnings(rows: readonly SheetRow[], notes: NoteList): void {
  for (const row of rows)
    notes.add('plate/instrument-warning', { about: 'message', kind: cellText(row, 1), place: cellText(row, 0), text: cellText(row, 2) });
}

/** Fewer beads than the protocol's minimum: the medians stand on too little. */
function noteMinimum(header: ReadonlyMap<string, SheetRow>, reads: readonly PlateRead[], notes: NoteList): void {
  const samples = header.get('Samples');
  const minimum = Number(cellText(samples, (samples?.cells.findIndex((cell) => cell.trim() === 'Min Events') ?? -2) + 1));
  if (!Number.isInteger(minimum) || minimum <= 0) return;
  for (const read of reads.filter((one) => one.label.startsWith('Count: '))) {
    const few = Object.entries(read.values).filter(([, count]) => count < minimum);
    if (few.length > 0)
      notes.add('plate/instrument-warning', {
        about: 'few-beads',
        place: read.label,
        minimum,
        wells: few.map(([well, count]) => ({ well, count })),
      });
  }
}
