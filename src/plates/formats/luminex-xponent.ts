import { InputError } from '../../errors.ts';
import { parseExportDateTime } from '../dates.ts';
import { headOf, textOf } from '../head-of.ts';
import type { NoteList } from '../notes.ts';
import type { PlateFormat } from '../plate-format.ts';
import type { Plate, PlateRead } from '../plate-reading.ts';
import { sizeOfPlate } from '../plate-size.ts';
import { cellText, isBlankRow, type Sheet, type SheetRow } from '../sheet.ts';
import { splitDelimited } from '../split-delimited.ts';
import { readColumn, type WellRows } from './well-rows.ts';

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
export const luminexXponent: PlateFormat = {
  name: 'luminex-xponent',
  title: 'Luminex xPONENT, CSV',
  container: 'text',
  recognises: (source) => /^Program[,;\t]xPONENT/m.test(headOf(source)),
  decode: async (source, notes) => {
    const sign = /^"?Program"?([,;\t])/m.exec(textOf(source))?.[1];
    const sheet = await splitDelimited(textOf(source), source.fileName, {
      delimiter: sign === ';' || sign === '\t' ? sign : ',',
      quotes: 'csv',
    });
    return [decodeXponent(sheet, { file: source.fileName, notes })];
  },
};

interface Around {
  readonly file: string;
  readonly notes: NoteList;
}

function decodeXponent(sheet: Sheet, around: Around): Plate {
  const start = sheet.rows.findIndex((row) => cellText(row, 0) === 'Results');
  const header = new Map(sheet.rows.slice(0, start === -1 ? undefined : start).map((row) => [cellText(row, 0), row]));
  const reads = blocksOf(sheet).flatMap((block) => readBlock(block, around));
  if (reads.length === 0)
    throw new InputError('plate/no-results', "Expected blocks such as 'DataType:', 'Median' with wells, found none.", {
      file: around.file,
    });
  const name = cellText(header.get('Batch'), 1) || 'Plate 1';
  noteMinimum(header, reads, around.notes);
  const plateRow = header.get('ProtocolPlate');
  const type = Number(cellText(plateRow, (plateRow?.cells.findIndex((cell) => cell.trim() === 'Type') ?? -2) + 1));
  const wellCount = sizeOfPlate(reads, { plate: name, named: Number.isInteger(type) && type > 0 ? type : null, ...around });
  return { name, wellCount, reads, readAt: parseExportDateTime(cellText(header.get('BatchStartTime'), 1), around.notes) };
}

interface Block {
  readonly dataType: string;
  readonly rows: readonly SheetRow[];
}

function blocksOf(sheet: Sheet): Block[] {
  const starts = sheet.rows.flatMap((row, i) => (cellText(row, 0) === 'DataType:' ? [i] : []));
  return starts.map((start) => {
    const below = sheet.rows.slice(start + 1);
    const end = below.findIndex(isBlankRow);
    return { dataType: cellText(sheet.rows[start], 1), rows: end === -1 ? below : below.slice(0, end) };
  });
}

function readBlock(block: Block, around: Around): PlateRead[] {
  const [header, ...rows] = block.rows;
  if (block.dataType === 'Warnings/Errors') noteWarnings(rows, around.notes);
  if (header !== undefined && cellText(header, 0) === 'Sample')
    around.notes.add('not-read', `The block '${block.dataType}' (line ${header.line}), one line a sample, was not read.`);
  if (header === undefined || cellText(header, 0) !== 'Location') return [];
  const kind = BLOCKS[block.dataType];
  if (kind === undefined) {
    if (!/^(?:Dilution Factor|Warnings\/Errors|Audit Logs)$/.test(block.dataType))
      around.notes.add('not-read', `The block '${block.dataType}' (line ${header.line}) was not read.`);
    return [];
  }
  const table: WellRows = { file: around.file, headings: header.cells.map((cell) => cell.trim()), rows };
  for (const row of rows) checkWidth(row, table);
  return table.headings.flatMap((analyte, valueColumn) => {
    if (valueColumn < 2 || analyte === '') return [];
    // Every block repeats the total; that of the counts is kept.
    if (analyte === 'Total Events')
      return block.dataType === 'Count'
        ? [readColumn(rows, { heading: { ...countHeading, label: 'Total Events' }, valueColumn, wellColumn: 0 }, around)]
        : [];
    const heading = {
      label: `${block.dataType}: ${analyte}`,
      mode: kind.mode,
      wavelengthsNm: [],
      unit: kind.unit,
      calculated: kind.calculated,
    };
    return [readColumn(rows, { heading, valueColumn, wellColumn: 0 }, around)];
  });
}

const countHeading = { mode: 'count', wavelengthsNm: [], unit: 'beads', calculated: false };

function checkWidth(row: SheetRow, table: WellRows): void {
  if (row.cells.length === table.headings.length) return;
  throw new InputError(
    'plate/bad-export',
    `Expected ${table.headings.length} fields as in the heading of the block, found ${row.cells.length}.`,
    { file: table.file, line: row.line },
  );
}

function noteWarnings(rows: readonly SheetRow[], notes: NoteList): void {
  for (const row of rows) notes.add('instrument-warning', `${cellText(row, 1)} at ${cellText(row, 0)}: ${cellText(row, 2)}`);
}

/** Fewer beads than the protocol's minimum: the medians stand on too little. */
function noteMinimum(header: ReadonlyMap<string, SheetRow>, reads: readonly PlateRead[], notes: NoteList): void {
  const samples = header.get('Samples');
  const minimum = Number(cellText(samples, (samples?.cells.findIndex((cell) => cell.trim() === 'Min Events') ?? -2) + 1));
  if (!Number.isInteger(minimum) || minimum <= 0) return;
  for (const read of reads.filter((one) => one.label.startsWith('Count: '))) {
    const few = Object.entries(read.values).filter(([, count]) => count < minimum);
    if (few.length > 0)
      notes.add(
        'instrument-warning',
        `${read.label}: fewer than the minimum of ${minimum} beads in ${few.map(([well, count]) => `${well} (${count})`).join(', ')}.`,
      );
  }
}
