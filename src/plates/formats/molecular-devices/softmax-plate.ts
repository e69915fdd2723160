import { InputError } from '../../../errors.ts';
import { buildKineticRead } from '../../build-kinetic.ts';
import { buildRead, type ReadHeading, type WellTexts } from '../../build-read.ts';
import { parseSeconds } from '../../dates.ts';
import type { NoteList } from '../../file/notes.ts';
import type { SheetRow } from '../../file/sheet.ts';
import { modeOf, unitOf } from '../../modes.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { plateGeometry, toPlateSize } from '../../wells.ts';
import { readSoftMaxColumns, type SoftMaxColumns } from './softmax-columns.ts';
import { readSoftMaxHeader, type SoftMaxHeader } from './softmax-header.ts';
import { type SoftMaxSection, splitSoftMaxSections } from './softmax-sections.ts';

export interface SoftMaxSurroundings {
  readonly file: string;
  readonly notes: NoteList;
}

/** Reads a Plate block: its raw reads (one for each wavelength) and the reduced one. Errors: plate/bad-export. */
export function readPlateBlock(rows: readonly SheetRow[], context: SoftMaxSurroundings): Plate {
  const [first, ...body] = rows;
  if (first === undefined) throw new InputError('plate/bad-export', 'Expected a Plate block, found none.', { file: context.file });
  const header = readSoftMaxHeader(first, context.file);
  const sections = splitSoftMaxSections(body, context.file);
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

interface StatedSection {
  readonly header: SoftMaxHeader;
  readonly kind: 'raw' | 'reduced';
  readonly context: SoftMaxSurroundings;
}

function readSection(section: SoftMaxSection, stated: StatedSection): PlateRead[] {
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

function rawHeading(header: SoftMaxHeader, i: number): ReadHeading {
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

function reducedHeading(header: SoftMaxHeader, i: number): ReadHeading {
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

function noteNoRaw(header: SoftMaxHeader, reads: readonly PlateRead[], notes: NoteList): void {
  if (reads.every((read) => read.calculated)) notes.add('plate/no-measured-values', { plate: header.name });
}
