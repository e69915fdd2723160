import { InputError } from '../../../errors.ts';
import { findBlocks } from '../../blocks.ts';
import { buildKineticRead } from '../../build-kinetic.ts';
import { buildRead, type ReadHeading } from '../../build-read.ts';
import { parseExportTime, parseSeconds } from '../../dates.ts';
import type { ExportSource } from '../../file/export-source.ts';
import { headOf, linesOf, matrixDelimiter, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { type ListLine, readListLines, seriesOfLines, textsOfLines, wellIn } from '../../lists.ts';
import { modeOf, unitOf } from '../../modes.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { wavelengthsIn } from '../../wavelengths.ts';
import { readTitledBlocks } from '../tables/titled-blocks.ts';

const DESCRIPTION = /^(?:Well positions|Plate|Layout|Sample ID.*|Identifier.*|Replicate info|Concentrations?|Dilutions?)$/i;

const MAGELLAN_SILENT =
  /^(?:Date of measurement|Mess(?:datum|zeit|modus|wellenlänge)|Anregungswellenlänge|Emissionswellenlänge|Einheit:|Date:|.*\.(?:mth|wsp|pdf|pdfx)$|[A-Z]:\\|\d{3,4}\s*nm|Label ?\d|Unknown user|(?:U(?:ltra|LTRA)|I(?:nfinite|NFINITE)|Spark|SPARK|S(?:unrise|UNRISE)|S(?:afire|AFIRE)|GENios|SpectraFluor)\b|Instrument|Measurement|Excitation|Emission|Number of|Plate|Shake|Unit:|Meas\.|Gain|Integration|Lag|Settle|Temperature|User|Kinetic|Read)/;

/** Tecan Magellan, workbook or text: one line a well in any order of columns and wells, the settings below the wells. */
export const tecanMagellan = definePlateFormat({
  id: 'tecan-magellan',
  title: 'Tecan Magellan, workbook or text',
  container: 'either',
  recognises: (source) =>
    source.kind === 'workbook'
      ? source.sheets.some(isMagellan)
      : /\bWell positions\b/.test(headOf(source)) || (/^"?<>"?[,;\t]/m.test(linesOf(source)) && DATE_LINE.test(linesOf(source))),
  marks: /\bMagellan\b|\bWell positions\b|Date of measurement:|^Measurement mode: /m,
  silent: MAGELLAN_SILENT,
  decode: decodeMagellan,
});

/** The date, in English or German. */
const DATE_LINE = /^"?(?:Date of measurement|Messdatum):/m;

function isMagellan(sheet: Sheet): boolean {
  return (
    sheet.name.startsWith('Magellan') ||
    sheet.rows.slice(0, 20).some((row) => textsOf(row).includes('Well positions')) ||
    isMatrixView(sheet)
  );
}

/** The matrix view: blocks with the corner `<>`, and the settings below them. */
function isMatrixView(sheet: Sheet): boolean {
  return sheet.rows.some((row) => textsOf(row)[0] === '<>') && sheet.rows.some((row) => DATE_LINE.test(textsOf(row)[0] ?? ''));
}

function readMatrixView(sheet: Sheet, context: Named): Plate[] {
  const blocks = findBlocks(sheet);
  const settings = readSettings(sheet.rows.filter((_, at) => !blocks.some((block) => at >= block.at && at < block.endRow)));
  const { reads, shape } = readTitledBlocks(
    sheet,
    {
      titles: 'never',
      silent: MAGELLAN_SILENT,
      kindOf: ({ title }) => (DESCRIPTION.test(title) ? 'layout' : headingOf(title, settings)),
    },
    context,
  );
  if (reads.length === 0) return [];
  const { name } = context;
  return [
    {
      name,
      wellCount: sizeOfPlate(reads, { plate: name, named: null, shape, ...context }),
      reads,
      readAt: parseExportTime(settings.date, settings.time, context.notes),
    },
  ];
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

interface Named extends Context {
  /** What a plate is called that the export does not name. */
  readonly name: string;
}

async function decodeMagellan(source: ExportSource, notes: NoteList): Promise<readonly Plate[]> {
  const sheets = (await sheetsOf(source)).map(notes.ledger.open);
  const own = source.kind === 'workbook' ? sheets.filter(isMagellan) : sheets;
  return own.flatMap((sheet) => readSheet(sheet, { file: source.fileName, notes, name: own.length === 1 ? 'Plate 1' : sheet.name }));
}

async function sheetsOf(source: ExportSource): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook') return source.sheets;
  const text = textOf(source);
  const sign = /(?:<>|\bWell positions)"?([,;\t])/.exec(text)?.[1];
  const delimiter = sign === ';' || sign === '\t' || sign === ',' ? sign : matrixDelimiter(text);
  return [await splitDelimited(text, source.fileName, { delimiter, quotes: 'csv' })];
}

function readSheet(whole: Sheet, context: Named): Plate[] {
  if (whole.rows.some((row) => textsOf(row)[0] === '<>')) return readMatrixView(whole, context);
  const start = whole.rows.findIndex((row) => textsOf(row).includes('Well positions'));
  const sheet = { name: whole.name, rows: whole.rows.slice(Math.max(start, 0)) };
  const header = sheet.rows[0];
  const wellColumn = header?.cells.findIndex((cell) => cell.trim() === 'Well positions') ?? -1;
  if (wellColumn === -1) {
    const found = textsOf(header).map((one) => `'${one}'`);
    throw new InputError(
      'plate/bad-export',
      `Expected a column 'Well positions', found ${found.join(', ')}. Add the well positions to the export.`,
      { file: context.file, line: header?.line ?? 1 },
    );
  }
  // Times and temperatures of kinetics stand in lines between the heading and the first well.
  const wellText = (row: SheetRow) => cellText(row, wellColumn);
  const first = sheet.rows.findIndex((row, i) => i > 0 && wellIn(wellText(row)) !== null);
  if (first === -1 || first > 4) refuseWells(sheet.rows[1], wellText(sheet.rows[1] ?? { line: 1, cells: [] }), context.file);
  const { lines, endRow } = readListLines(sheet.rows, { file: context.file, from: first, wellText });
  const stray = sheet.rows.slice(endRow).find((row) => wellIn(wellText(row)) !== null);
  if (stray !== undefined) refuseWells(sheet.rows[endRow], wellText(sheet.rows[endRow] ?? stray), context.file);
  context.notes.ledger.takeAll(sheet.rows.slice(0, endRow));
  const settings = readSettings(sheet.rows.slice(endRow));
  const columns = valueColumns(sheet.rows.slice(0, first), wellColumn);
  return byPlate(lines, header?.cells.findIndex((cell) => cell.trim() === 'Plate') ?? -1, context).map(([name, own]) => {
    const reads = readColumns(own, { columns, settings }, context);
    const wellCount = sizeOfPlate(reads, { plate: name, named: null, shape: { rows: 8, columns: 12 }, ...context });
    return { name, wellCount, reads, readAt: parseExportTime(settings.date, settings.time, context.notes) };
  });
}

interface ValueColumn {
  readonly column: number;
  readonly title: string;
  readonly seconds: number | null;
}

/** Columns of figures: their texts in the heading lines, of which `60s` is a time and `24.8 °C` a temperature. */
function valueColumns(header: readonly SheetRow[], wellColumn: number): ValueColumn[] {
  const count = Math.max(...header.map((row) => row.cells.length));
  return Array.from({ length: count }, (_, column) => {
    const texts = header.map((row) => cellText(row, column)).filter((text) => text !== '' && !/°\s*C$/.test(text));
    const time = texts.find((text) => /^\d+(?:\.\d+)?\s*s$/.test(text));
    return {
      column,
      title: texts.filter((text) => text !== time).join(' '),
      seconds: time === undefined ? null : parseSeconds(time, 'text'),
    };
  }).filter(({ column, title, seconds }) => column !== wellColumn && (title !== '' || seconds !== null) && !DESCRIPTION.test(title));
}

function refuseWells(row: SheetRow | undefined, found: string, file: string): never {
  throw new InputError('plate/bad-export', `Expected a well such as A1 in every line of the list, found '${found}'.`, {
    file,
    line: row?.line ?? 1,
  });
}

interface Settings {
  readonly mode: string;
  readonly wavelengthsNm: readonly number[];
  readonly unit: string | null;
  readonly date: string;
  readonly time: string;
}

/** `Measurement mode: …`, `Measurement wavelength: …`, `Unit: …` and the date, each in a line below the wells. */
function readSettings(rows: readonly SheetRow[]): Settings {
  const lines = rows.flatMap(textsOf);
  const after = (key: RegExp): string => lines.map((line) => key.exec(line)?.[1]).find((text) => text !== undefined) ?? '';
  const mode = modeOf(after(/^(?:Measurement mode|Messmodus): (.*)$/));
  const wavelengthsNm = [
    /^(?:Measurement wavelength|Messwellenlänge): (.*)$/,
    /^(?:Excitation wavelength|Anregungswellenlänge): (.*)$/,
    /^(?:Emission wavelength|Emissionswellenlänge): (.*)$/,
  ].flatMap((key) => wavelengthsIn(after(key)));
  return {
    mode,
    wavelengthsNm,
    unit: after(/^(?:Unit|Einheit): (.*)$/) || unitOf(mode),
    date: after(/^(?:Date of measurement|Messdatum): (.*?)(?:\/(?:Time of measurement|Messzeit)|$)/),
    time: after(/(?:Time of measurement|Messzeit): (.*)$/),
  };
}

/** Magellan names the plate beside its first wells only: lines without a name belong to the plate above. */
function byPlate(lines: readonly ListLine[], column: number, context: Named): [string, ListLine[]][] {
  const plates = new Map<string, ListLine[]>();
  let name = '';
  for (const line of lines) {
    name = (column === -1 ? '' : cellText(line.row, column)) || name || context.name;
    plates.set(name, [...(plates.get(name) ?? []), line]);
  }
  if (plates.size > 1) context.notes.add('plate/settings-contradict', { setting: 'plate-column', found: plates.size });
  return [...plates];
}

interface Columns {
  readonly columns: readonly ValueColumn[];
  readonly settings: Settings;
}

/** One read for each title; columns of one title with times are its cycles. */
function readColumns(lines: readonly ListLine[], table: Columns, context: Context): PlateRead[] {
  const titles = [...new Set(table.columns.map(({ title }) => title))];
  const reads = titles.flatMap((title) => {
    const columns = table.columns.filter((one) => one.title === title);
    const heading = headingOf(title, table.settings);
    if (columns.length > 1 && columns.every(({ seconds }) => seconds !== null)) return [readCycles(lines, { columns, heading }, context)];
    return columns.map(({ column }, i) => {
      const own = i === 0 ? heading : { ...heading, label: `${heading.label} (${i + 1})` };
      const wells = textsOfLines(lines, (row) => cellText(row, column), context.file);
      return buildRead(own, wells, { decimal: 'detect', notes: context.notes });
    });
  });
  if (reads.every((read) => read.calculated))
    throw new InputError('plate/no-results', "Expected a column 'Raw data', found none. Add the raw data to the export.", {
      file: context.file,
    });
  return reads;
}

function headingOf(title: string, settings: Settings): ReadHeading {
  const named = wavelengthsIn(title);
  if (!/^(?:Raw data|Rohdaten)\b|^\d{3,4}\s*nm|^Label\s*\d/i.test(title) && title !== '')
    return { label: title, mode: 'unknown', wavelengthsNm: [], unit: null, calculated: true };
  return {
    label: title || 'Raw data',
    mode: settings.mode,
    wavelengthsNm: named.length > 0 ? named : settings.wavelengthsNm,
    unit: settings.unit,
    calculated: false,
  };
}

function readCycles(
  lines: readonly ListLine[],
  { columns, heading }: { readonly columns: readonly ValueColumn[]; readonly heading: ReadHeading },
  { file, notes }: Context,
): PlateRead {
  const wells = seriesOfLines(lines, (row) => columns.map(({ column }) => cellText(row, column)), file);
  const timesSeconds = columns.map(({ seconds }) => seconds ?? 0);
  return buildKineticRead(heading, { timesSeconds, wells }, { file, line: lines[0]?.row.line ?? 1, notes });
}
