import { InputError } from '../../errors.ts';
import { buildRead, putWell, type WellTexts } from '../build-read.ts';
import { parseExportTime } from '../dates.ts';
import { modeOf, unitOf } from '../modes.ts';
import type { NoteList } from '../notes.ts';
import type { PlateFormat, WorkbookSource } from '../plate-format.ts';
import type { Plate, PlateRead } from '../plate-reading.ts';
import { sizeOfPlate } from '../plate-size.ts';
import { cellText, type Sheet, type SheetRow, textsOf } from '../sheet.ts';
import { wavelengthsIn } from '../wavelengths.ts';
import { parseWell, wellName } from '../wells.ts';

const DESCRIPTION = /^(?:Well positions|Plate|Layout|Sample ID.*|Identifier.*|Replicate info|Concentrations?|Dilutions?)$/i;

/** Tecan Magellan, workbook: one line a well in any order of columns and wells, the settings below the wells. */
export const tecanMagellan: PlateFormat = {
  name: 'tecan-magellan',
  title: 'Tecan Magellan, workbook',
  container: 'workbook',
  recognises: (source) => source.kind === 'workbook' && source.sheets.some(isMagellan),
  decode: async (source, notes) => (source.kind === 'workbook' ? decodeMagellan(source, notes) : []),
};

function isMagellan(sheet: Sheet): boolean {
  return /^Magellan/.test(sheet.name) || textsOf(sheet.rows[0]).includes('Well positions');
}

interface Around {
  readonly file: string;
  readonly notes: NoteList;
}

function decodeMagellan(source: WorkbookSource, notes: NoteList): Plate[] {
  return source.sheets.filter(isMagellan).flatMap((sheet) => readSheet(sheet, { file: source.fileName, notes }));
}

function readSheet(sheet: Sheet, around: Around): Plate[] {
  const header = sheet.rows[0];
  const headings = (header?.cells ?? []).map((cell) => cell.trim());
  const wellColumn = headings.indexOf('Well positions');
  if (wellColumn === -1) {
    throw new InputError(
      'plate/bad-export',
      `Expected a column 'Well positions', found ${headings.map((one) => `'${one}'`).join(', ')}. Add the well positions to the export.`,
      { file: around.file, line: header?.line ?? 1 },
    );
  }
  const below = sheet.rows.slice(1);
  const end = below.findIndex((row) => parseWell(cellText(row, wellColumn)) === null);
  const wells = end === -1 ? below : below.slice(0, end);
  const stray = end === -1 ? undefined : below.slice(end).find((row) => parseWell(cellText(row, wellColumn)) !== null);
  if (stray !== undefined || wells.length === 0)
    refuseWells(below[Math.max(end, 0)], cellText(below[Math.max(end, 0)], wellColumn), around.file);
  const settings = readSettings(end === -1 ? [] : below.slice(end));
  return byPlate(wells, headings.indexOf('Plate'), around).map(([name, rows]) => {
    const reads = readColumns(rows, { headings, wellColumn, settings }, around);
    return {
      name,
      wellCount: sizeOfPlate(reads, { plate: name, named: null, shape: { rows: 8, columns: 12 }, ...around }),
      reads,
      readAt: parseExportTime(settings.date, settings.time, around.notes),
    };
  });
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
  const mode = modeOf(after(/^Measurement mode: (.*)$/));
  const wavelengthsNm = [/^Measurement wavelength: (.*)$/, /^Excitation wavelength: (.*)$/, /^Emission wavelength: (.*)$/].flatMap((key) =>
    wavelengthsIn(after(key)),
  );
  return {
    mode,
    wavelengthsNm,
    unit: after(/^Unit: (.*)$/) || unitOf(mode),
    date: after(/^Date of measurement: ([^/]+)/),
    time: after(/Time of measurement: (.*)$/),
  };
}

/** Magellan names the plate beside its first wells only: lines without a name belong to the plate above. */
function byPlate(rows: readonly SheetRow[], column: number, around: Around): [string, SheetRow[]][] {
  const plates = new Map<string, SheetRow[]>();
  let name = '';
  for (const row of rows) {
    name = (column === -1 ? '' : cellText(row, column)) || name || 'Plate 1';
    plates.set(name, [...(plates.get(name) ?? []), row]);
  }
  if (plates.size > 1)
    around.notes.add(
      'settings-contradict',
      `The column 'Plate' names ${plates.size} plates: lines without a name were counted to the plate above them.`,
    );
  return [...plates];
}

function readColumns(
  rows: readonly SheetRow[],
  table: { readonly headings: readonly string[]; readonly wellColumn: number; readonly settings: Settings },
  around: Around,
): PlateRead[] {
  const { settings } = table;
  const reads = table.headings.flatMap((heading, column) => {
    if (heading === '' || DESCRIPTION.test(heading)) return [];
    const wells: WellTexts = new Map();
    for (const row of rows) {
      const position = parseWell(cellText(row, table.wellColumn));
      if (position !== null) putWell(wells, wellName(position), { text: cellText(row, column), file: around.file, line: row.line });
    }
    const raw = /^Raw data/i.test(heading);
    const named = wavelengthsIn(heading);
    const read = raw
      ? {
          label: heading,
          mode: settings.mode,
          wavelengthsNm: named.length > 0 ? named : settings.wavelengthsNm,
          unit: settings.unit,
          calculated: false,
        }
      : { label: heading, mode: 'unknown', wavelengthsNm: [], unit: null, calculated: true };
    return [buildRead(read, wells, { decimal: 'detect', notes: around.notes })];
  });
  if (reads.every((read) => read.calculated))
    throw new InputError('plate/no-results', "Expected a column 'Raw data', found none. Add the raw data to the export.", {
      file: around.file,
    });
  return reads;
}
