import { InputError } from '../../../errors.ts';
import type { ExportSource } from '../../file/export-source.ts';
import { headOf, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { parseNumber } from '../../numbers.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { columnOf, findWellRows, readColumn, rowsByText, type WellRows } from '../tables/well-rows.ts';

const TEXT_COLUMNS = ['Sample', 'Assay', 'Well', 'Spot', 'Detection Range', 'Group', 'Plate Name'];

/** MSD Discovery Workbench, CSV or workbook: `Plate_NAME`, then one line a spot with its signal and what was calculated from it. */
export const msdWorkbench = definePlateFormat({
  id: 'msd-workbench',
  title: 'MSD Discovery Workbench, CSV or workbook',
  container: 'either',
  recognises: (source) =>
    source.kind === 'text'
      ? /^Plate_|Plate Name/m.test(headOf(source)) && /^(?=.*\bWell[,;\t])(?=.*\bSpot[,;\t])(?=.*\bSignal[,;\t]).*$/m.test(headOf(source))
      : source.sheets.some((sheet) =>
          sheet.rows.some((row) => ['Well', 'Spot', 'Signal', 'Assay'].every((name) => textsOf(row).includes(name))),
        ),
  marks: /^(?=.*\bWell\b)(?=.*\bSpot\b)(?=.*\bSignal\b).*$|\bDiscovery Workbench\b/m,
  silent: /^Plate_|^(?:Analyst|Date|Experiment|Layout|Plates?)\b/,
  decode: async (source, notes) => {
    const plates: Plate[] = [];
    for (const sheet of (await sheetsOf(source)).map(notes.ledger.open)) plates.push(...readSheet(sheet, { file: source.fileName, notes }));
    if (plates.length === 0)
      throw new InputError('plate/no-results', 'Expected lines with Well, Spot and Signal, found none.', { file: source.fileName });
    return plates;
  },
});

async function sheetsOf(source: ExportSource): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook') return source.sheets;
  const sign = /^.*\bWell"?([,;\t])/m.exec(textOf(source))?.[1];
  return [await splitDelimited(textOf(source), source.fileName, { delimiter: sign === ';' || sign === '\t' ? sign : ',', quotes: 'csv' })];
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

/** Plates stand below their own line `Plate_NAME`, or are named in a column `Plate Name`. */
function readSheet(sheet: Sheet, context: Context): Plate[] {
  const starts = sheet.rows.flatMap((row, i) => (isPlateTitle(row) ? [i] : []));
  if (starts.length === 0) return readNamedPlates(sheet, context);
  return starts.flatMap((start, i) => {
    const rows = sheet.rows.slice(start, starts[i + 1] ?? sheet.rows.length);
    const table = findWellRows({ name: sheet.name, rows }, ['Well', 'Spot', 'Signal'], context);
    return table === null || table.rows.length === 0 ? [] : [readTable(cellText(rows[0], 0).slice('Plate_'.length), table, context)];
  });
}

/** `Plate_NAME` alone; tools that re-save a workbook name the empty columns beside it. */
function isPlateTitle(row: SheetRow): boolean {
  const [title = '', ...more] = textsOf(row);
  return title.startsWith('Plate_') && more.every((text) => /^Unnamed: \d+$/.test(text));
}

function readNamedPlates(sheet: Sheet, context: Context): Plate[] {
  const table = findWellRows(sheet, ['Well', 'Spot', 'Signal', 'Plate Name'], context);
  if (table === null) return [];
  return [...rowsByText(table, columnOf(table, 'Plate Name'))].map(([name, rows]) =>
    readTable(name || 'Plate 1', { ...table, rows }, context),
  );
}

function readTable(name: string, table: WellRows, context: Context): Plate {
  const [wellColumn, spotColumn, signal] = [columnOf(table, 'Well'), columnOf(table, 'Spot'), columnOf(table, 'Signal')];
  const reads = table.headings.flatMap((heading, valueColumn) => {
    if (heading === '' || TEXT_COLUMNS.includes(heading)) return [];
    const measured = valueColumn === signal;
    const read = {
      label: heading,
      mode: measured ? 'luminescence' : 'unknown',
      wavelengthsNm: [],
      unit: measured ? 'RLU' : null,
      calculated: !measured,
    };
    return [readColumn(table.rows, { heading: read, valueColumn, wellColumn, spotColumn }, context)];
  });
  noteRanges(table, context.notes);
  compareMeans(table, signal, context.notes);
  const ordered = [...reads.filter((read) => !read.calculated), ...reads.filter((read) => read.calculated)];
  const wellCount = sizeOfPlate(ordered, { plate: name, named: 96, ...context });
  return { name, wellCount, reads: ordered, readAt: null, ...namesOfSpots(table, spotColumn) };
}

/** The analyte of each spot, where a column names one, and only one, for each. */
function namesOfSpots({ headings, rows }: WellRows, spotColumn: number): Pick<Plate, 'spots'> {
  const column = headings.indexOf('Assay');
  const names = new Map<string, Set<string>>();
  for (const row of rows) {
    const spot = cellText(row, spotColumn);
    names.set(spot, (names.get(spot) ?? new Set()).add(cellText(row, column)));
  }
  const spots = [...names].map(([spot, [name = '', ...others]]) => (others.length === 0 ? [spot, name] : [spot, '']));
  return spots.some(([, name]) => name === '') ? {} : { spots: Object.fromEntries(spots) };
}

function noteRanges(table: WellRows, notes: NoteList): void {
  const column = table.headings.indexOf('Detection Range');
  if (column === -1) return;
  const ranges = new Set(table.rows.map((row) => cellText(row, column)).filter((text) => text !== '' && text !== 'In Detection Range'));
  for (const range of ranges) {
    const lines = table.rows.filter((row) => cellText(row, column) === range).map((row) => row.line);
    notes.add('plate/instrument-warning', { about: 'detection-range', text: range, lines });
  }
}

/** `Mean` is printed for every line of a sample and assay: it must be that of their signals. */
function compareMeans(table: WellRows, signal: number, notes: NoteList): void {
  // A sample's dilutions have means of their own.
  const dilution = table.headings.indexOf('Dilution');
  const [sample, assay, mean] = ['Sample', 'Assay', 'Mean'].map((name) => table.headings.indexOf(name));
  if (sample === undefined || assay === undefined || mean === undefined || sample < 0 || assay < 0 || mean < 0) return;
  const groups = new Map<string, SheetRow[]>();
  for (const row of table.rows) {
    const diluted = dilution === -1 || cellText(row, dilution) === '' ? '' : `, dilution ${cellText(row, dilution)}`;
    const key = `${cellText(row, sample)}, ${cellText(row, assay)}${diluted}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const [key, rows] of groups) {
    const signals = rows.map((row) => parseNumber(cellText(row, signal), '.'));
    const printed = parseNumber(cellText(rows[0], mean), '.');
    if (printed === null || signals.some((one) => one === null)) continue;
    const value = signals.reduce<number>((sum, one) => sum + (one ?? 0), 0) / signals.length;
    // Printed whole: half a count of rounding.
    if (Math.abs(value - printed) > 0.5 + 1e-9 * Math.abs(value))
      notes.add('plate/statistic-contradicts', {
        statistic: 'mean-of-signals',
        of: key,
        printed: String(printed),
        computed: String(value),
      });
  }
}
