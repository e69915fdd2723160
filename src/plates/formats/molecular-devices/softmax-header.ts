import { InputError } from '../../../errors.ts';
import type { SheetRow } from '../../file/sheet.ts';
import { modeOf } from '../../modes.ts';
import { toPlateSize } from '../../wells.ts';

/** The fields of a `Plate:` line, which stand by position; fluorescence has one more before the data type, and its filters after the wells. */
export interface SoftMaxHeader {
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

/** Reads and checks a `Plate:` line. Errors: plate/bad-export. */
export function readSoftMaxHeader(row: SheetRow, file: string): SoftMaxHeader {
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

function checkHeader(header: SoftMaxHeader, place: { readonly file: string; readonly line: number }): void {
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
