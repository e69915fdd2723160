import { InputError } from '../../../errors.ts';
import { buildKineticRead } from '../../build-kinetic.ts';
import { buildRead, type ReadHeading, type WellTexts } from '../../build-read.ts';
import { parseSeconds } from '../../dates.ts';
import { cellText, isBlankRow, type SheetRow } from '../../file/sheet.ts';
import { modeOf, unitOf } from '../../modes.ts';
import type { NoteList } from '../../notes.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { plateGeometry, toPlateSize } from '../../wells.ts';
import { readSoftMaxColumns, type SoftMaxColumns } from './softmax-columns.ts';

/** The fields of a `Plate:` line, which stand by position; fluorescence has one more before the data type, and its filters after the wells. */
interface PlateHeader {
  readonly name: string;
  readonly layout: string;
  readonly readType: string;
  readonly mode: string;
  readonly dataType: string;
  readonly points: number;
  readonly wavelengths: readonly string[];
  readonly excitations: readonly string[];
  readonly wells: number;
  readonly firstRow: number;
  readonly rows: number;
}

export interface SoftMaxSurroundings {
  readonly file: string;
  readonly notes: NoteList;
}

/** Reads a Plate block: its raw reads (one for each wavelength) and the reduced one. Errors: plate/bad-export. */
export function readPlateBlock(rows: readonly SheetRow[], context: SoftMaxSurroundings): Plate {
  const [first, ...body] = rows;
  if (first === undefined) throw new InputError('plate/bad-export', 'Expected a Plate block, found none.', { file: context.file });
  const header = readHeader(first, context.file);
  const sections = splitSections(body, context.file);
  const reads = sections.flatMap((section, i) =>
    readSection(section, { header, kind: i > 0 || header.dataType === 'Reduced' ? 'reduced' : 'raw', context }),
  );
  if (reads.length === 0)
    throw new InputError('plate/bad-export', 'Expected column headings and values in the Plate block, found none.', {
      file: context.file,
      line: first.line,
    });
  noteNoRaw(header, reads, context.notes);
  // A plate that was never measured has headings alone.
  if (sections.some(({ groups }) => groups.length > 0) && sections.some(({ groups }) => groups.length === 0))
    context.notes.add('plate/export-incomplete', { absent: 'values', block: `Plate: ${header.name}` });
  const wellCount = sizeOfPlate(reads, { plate: header.name, named: header.wells, file: context.file, notes: context.notes });
  return { name: header.name, wellCount, reads, readAt: null };
}

function readHeader(row: SheetRow, file: string): PlateHeader {
  const fields = row.cells.slice(1).map((cell) => cell.trim());
  const mode = fields[4] ?? '';
  const shift = mode === 'Fluorescence' || mode === 'Time Resolved Fluorescence' || mode === 'Fluorescence Polarization' ? 1 : 0;
  const at = (i: number): string => fields[i + shift] ?? '';
  const absorbance = modeOf(mode) === 'absorbance';
  const rowFields = absorbance ? 18 : 27;
  const header = {
    name: fields[0] || 'Plate',
    layout: fields[2] ?? '',
    readType: fields[3] ?? '',
    mode,
    dataType: at(5),
    points: Number(at(7)),
    wavelengths: words(at(14)),
    excitations: shift === 1 ? words(at(18)) : [],
    wells: Number(at(17)),
    firstRow: Number(at(rowFields) || 1),
    rows: Number(at(rowFields + 1) || 0),
  };
  checkHeader(header, { file, line: row.line });
  return header;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function checkHeader(header: PlateHeader, place: { readonly file: string; readonly line: number }): void {
  const expected: [string, string, boolean][] = [
    ['PlateFormat or TimeFormat', header.layout, /^(?:PlateFormat|TimeFormat)$/.test(header.layout)],
    ['the read type Endpoint, Kinetic or Spectrum', header.readType, /^(?:Endpoint|Kinetic|Spectrum)$/.test(header.readType)],
    ['a read mode such as Absorbance', header.mode, modeOf(header.mode) !== 'unknown'],
    ['a number of wells', String(header.wells), toPlateSize(header.wells) !== null],
  ];
  for (const [what, found, right] of expected) {
    if (!right) throw new InputError('plate/bad-export', `Expected ${what} in the Plate line, found '${found}'.`, place);
  }
}

interface Section {
  readonly headings: SheetRow;
  /** Groups of rows between blank lines. */
  readonly groups: readonly (readonly SheetRow[])[];
}

type RowKind = 'headings' | 'blank' | 'values';

/** A section begins with a row of column numbers or wells after an empty line; the raw one first, then the reduced one. */
function splitSections(rows: readonly SheetRow[], file: string): Section[] {
  const sections: { headings: SheetRow; groups: SheetRow[][] }[] = [];
  let previous: RowKind = 'blank';
  for (const row of rows) {
    const open = sections.at(-1);
    const kind = kindOf(row, previous);
    if (kind === 'headings') sections.push({ headings: row, groups: [] });
    else if (kind === 'values') {
      if (open === undefined)
        throw new InputError('plate/bad-export', 'Expected a line of column numbers or wells below the Plate line, found values.', {
          file,
          line: row.line,
        });
      if (open.groups.length === 0 && isCopy(row, open.headings)) refuseTwice(row, file);
      if (previous !== 'values' || open.groups.length === 0) open.groups.push([]);
      open.groups.at(-1)?.push(row);
    }
    previous = kind;
  }
  return sections;
}

/** Right below column headings there are values, which may look like column numbers where a plate is narrow. */
function kindOf(row: SheetRow, previous: RowKind): RowKind {
  if (isBlankRow(row)) return 'blank';
  return previous === 'blank' && isHeadings(row) ? 'headings' : 'values';
}

function isCopy(row: SheetRow, headings: SheetRow): boolean {
  return row.cells.every((_, i) => i < 2 || cellText(row, i) === cellText(headings, i)) && isHeadings(row);
}

/** Read as a section, the first of two would be the measured values and the second, which has them, the reduced ones. */
function refuseTwice(row: SheetRow, file: string): never {
  throw new InputError(
    'plate/bad-export',
    `Expected values below the column headings, found column headings again, from '${cellText(row, 2)}' on. Export the file again.`,
    { file, line: row.line },
  );
}

/** `Temperature` before them, or nothing but wells or rising column numbers from the third field on. */
function isHeadings(row: SheetRow): boolean {
  if (cellText(row, 1).startsWith('Temperature')) return true;
  const texts = row.cells.slice(2).map((cell) => cell.trim());
  if (cellText(row, 0) !== '' || cellText(row, 1) !== '' || (texts[0] ?? '') === '') return false;
  if (texts.every((text) => text === '' || /^[A-Z]{1,2}\d{1,2}$/.test(text))) return true;
  return texts.every(
    (text, i) => text === '' || (/^\d{1,2}$/.test(text) && (i === 0 || texts[i - 1] === '' || Number(text) === Number(texts[i - 1]) + 1)),
  );
}

interface StatedSection {
  readonly header: PlateHeader;
  readonly kind: 'raw' | 'reduced';
  readonly context: SoftMaxSurroundings;
}

function readSection(section: Section, stated: StatedSection): PlateRead[] {
  const { header, kind, context } = stated;
  const plateRows = plateGeometry(toPlateSize(header.wells) ?? 96).rows;
  const columns = readSoftMaxColumns(section, {
    layout: header.layout,
    firstRow: header.firstRow,
    rows: header.rows,
    plateRows,
    file: context.file,
  });
  if (kind === 'reduced') return columns.map((one) => toRead(one, { ...reducedHeading(header, columns.indexOf(one)) }, stated));
  if (columns.length !== header.wavelengths.length && header.readType !== 'Spectrum') {
    throw new InputError(
      'plate/bad-export',
      `Expected values of ${header.wavelengths.length} wavelengths as the Plate line says, found ${columns.length}.`,
      { file: context.file, line: section.headings.line },
    );
  }
  if (header.readType === 'Spectrum') return columns.flatMap((one) => spectrumReads(one, stated));
  const found = columns[0]?.points.length ?? 0;
  if (header.readType === 'Kinetic' && Number.isFinite(header.points) && found !== header.points) {
    context.notes.add('plate/settings-contradict', { setting: 'time-points', plate: header.name, stated: header.points, found });
  }
  return columns.map((one, i) => toRead(one, rawHeading(header, i), stated));
}

function rawHeading(header: PlateHeader, i: number): ReadHeading {
  const mode = modeOf(header.mode);
  const wavelengthsNm = [header.excitations[i], header.wavelengths[i]].flatMap((text) =>
    text !== undefined && /^[1-9]\d{2,3}$/.test(text) ? [Number(text)] : [],
  );
  const plain = [header.excitations[i], header.wavelengths[i]].filter((text) => text !== undefined).join('/') || header.mode;
  const twins = header.wavelengths
    .slice(0, i)
    .filter((text, k) => text === header.wavelengths[i] && header.excitations[k] === header.excitations[i]).length;
  return { label: twins === 0 ? plain : `${plain} (${twins + 1})`, mode, wavelengthsNm, unit: unitOf(mode), calculated: false };
}

function reducedHeading(header: PlateHeader, i: number): ReadHeading {
  return { label: i === 0 ? 'Reduced' : `Reduced (${i + 1})`, mode: modeOf(header.mode), wavelengthsNm: [], unit: null, calculated: true };
}

function toRead(columns: SoftMaxColumns, heading: ReadHeading, stated: StatedSection): PlateRead {
  const { context, header } = stated;
  const single = columns.points[0];
  if (single !== undefined && columns.points.length === 1 && (header.readType !== 'Kinetic' || stated.kind === 'reduced')) {
    return buildRead(heading, single.wells, { decimal: 'detect', notes: context.notes });
  }
  const timesSeconds = columns.points.map((point) => {
    const seconds = parseSeconds(point.first, 'text');
    if (seconds === null)
      throw new InputError('plate/bad-export', `Expected a time such as 00:01:30, found '${point.first}'.`, {
        file: context.file,
        line: point.line,
      });
    return seconds;
  });
  const names = new Set(columns.points.flatMap((point) => [...point.wells.keys()]));
  const wells = new Map([...names].map((well) => [well, columns.points.map((point) => point.wells.get(well) ?? '')]));
  return buildKineticRead(
    heading,
    { timesSeconds, wells },
    { file: context.file, line: columns.points[0]?.line ?? 1, notes: context.notes },
  );
}

/** One read a wavelength, which stands where kinetics have the time. */
function spectrumReads(columns: SoftMaxColumns, stated: StatedSection): PlateRead[] {
  const mode = modeOf(stated.header.mode);
  return columns.points.map((point) => {
    if (!/^\d{3,4}$/.test(point.first))
      throw new InputError('plate/bad-export', `Expected a wavelength in nm, found '${point.first}'.`, {
        file: stated.context.file,
        line: point.line,
      });
    const heading = { label: point.first, mode, wavelengthsNm: [Number(point.first)], unit: unitOf(mode), calculated: false };
    const wells: WellTexts = point.wells;
    return buildRead(heading, wells, { decimal: 'detect', notes: stated.context.notes });
  });
}

function noteNoRaw(header: PlateHeader, reads: readonly PlateRead[], notes: NoteList): void {
  if (reads.every((read) => read.calculated)) notes.add('plate/no-measured-values', { plate: header.name });
}
