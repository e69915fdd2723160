import type { ReadHeading } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type SheetRow, textsOf } from '../../file/sheet.ts';
import { takeKnownSections } from '../../known-sections.ts';
import { findColumnNumbers, refuseLetteredRow } from '../../matrix.ts';
import { modeOf, unitOf } from '../../modes.ts';
import { wavelengthsIn } from '../../wavelengths.ts';

/** What the end of an EnVision export says about labels, filters and the plate. */
export interface EnVisionSettings {
  readonly wellCount: number | null;
  /** Label → key → value. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly filters: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Sections that the end (or the beginning) of an export has beside its plates. */
const SECTIONS =
  /^(?:Basic assay information|Protocol information|Protocol|Plate type|Coordinates of corners|Platemap|Calculations|Auto export parameters|Operations|Labels|Filters|Mirror modules|Aperture|Instrument|Normalization|Corrections?|Errors?|Error and warning information|Warnings?|Plate information|Background information|Formulas|Monochromator|Dispenser|Temperature|Shak\w+)\b.*$/;

/** Marks the settings: `Title:` alone in a line begins a section, as do the headings of plates and readings. */
export function takeSettings(rows: readonly SheetRow[], context: { readonly notes: NoteList; readonly file: string }): void {
  const isPlain = (text: string): boolean => /^(?:Results for|Calculated results|Exported with)\b/.test(text);
  const begins = (row: SheetRow): boolean => {
    const texts = textsOf(row);
    return isPlain(texts[0] ?? '') || (texts.length === 1 && (/^[A-Z][\w ]*:$/.test(texts[0] ?? '') || SECTIONS.test(texts[0] ?? '')));
  };
  let title = '';
  for (const row of rows) {
    if (begins(row)) title = textsOf(row)[0] ?? '';
    // A plate map holds rows of names; in any other section of settings a row of readings has lost its heading.
    if (SECTIONS.test(title) && !/^(?:Platemap|Plate information|Background information)/.test(title)) refuseLetteredRow(row, context.file);
  }
  takeKnownSections(
    rows.filter((row) => !isReading(row)),
    {
      begins,
      isKnown: (row) => SECTIONS.test(textsOf(row)[0] ?? '') && !isPlain(textsOf(row)[0] ?? ''),
      isAmongReadings: (row) => /^(?:Plate|Background) information/.test(textsOf(row)[0] ?? ''),
    },
    context.notes.ledger,
  );
}

/** Readings of an export without titles stand below the plate information. */
function isReading(row: SheetRow): boolean {
  return (
    findColumnNumbers([row], 0) === null &&
    textsOf(row).length >= 3 &&
    textsOf(row)
      .slice(1)
      .every((text) => /^[-+]?\d[\d.]*(?:[eE][-+]?\d+)?$/.test(text))
  );
}

export function readSettings(rows: readonly SheetRow[]): EnVisionSettings {
  const wells = rows.find((row) => cellText(row, 0) === 'Number of the wells in the plate');
  const count = Number(textsOf(wells)[1] ?? '');
  return {
    wellCount: Number.isInteger(count) && count > 0 ? count : null,
    labels: entriesUnder(rows, 'Labels:'),
    filters: entriesUnder(rows, 'Filters:'),
  };
}

/** Entries below a title: a line with the name and a number, then key and value, ended by a blank line. The next title ends them all. */
function entriesUnder(rows: readonly SheetRow[], title: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const start = rows.findIndex((row) => cellText(row, 0) === title);
  const entries = new Map<string, Map<string, string>>();
  let open: Map<string, string> | null = null;
  for (const row of start === -1 ? [] : rows.slice(start + 1)) {
    const [key = '', value = ''] = textsOf(row);
    if (/^[A-Z][\w ]*:$/.test(key) && value === '') break;
    if (isBlankRow(row)) open = null;
    else if (open === null) {
      open = new Map();
      entries.set(key, open);
    } else open.set(key, value);
  }
  return entries;
}

/** The heading of a matrix: `Results for LABEL(1) - channel 1 (A)`, `Calculated results: …`, or nothing (then the section names the label). */
export function envisionHeading(title: string, fields: ReadonlyMap<string, string>, settings: EnVisionSettings): ReadHeading {
  const calculation = /^Calculated results:\s*(.*)$/.exec(title)?.[1];
  if (calculation !== undefined) return { label: calculation, mode: 'unknown', wavelengthsNm: [], unit: null, calculated: true };
  const formula = title === '' ? fields.get('Formula') : undefined;
  if (formula !== undefined) return { label: formula || 'calculated', mode: 'unknown', wavelengthsNm: [], unit: null, calculated: true };
  const label = /^Results for\s+(.*)$/.exec(title)?.[1] ?? fields.get('Label') ?? 'reading';
  const name = label.replace(/\(\d+\)(?: - channel.*)?$/, '').trim();
  const unit = /\(([A-Za-z]+)\)\s*$/.exec(title)?.[1] ?? '';
  const information = settings.labels.get(name) ?? new Map<string, string>();
  const channel = Number(/channel (\d)/.exec(label)?.[1] ?? 1);
  const mode = modeOfLabel({ unit, name, measured: fields.get('Measinfo') ?? '', information });
  return {
    label,
    mode,
    wavelengthsNm: mode === 'luminescence' ? [] : filtersOf(information, channel, settings),
    unit: unitOfRead(unit, mode),
    calculated: false,
  };
}

function modeOfLabel(label: {
  readonly unit: string;
  readonly name: string;
  readonly measured: string;
  readonly information: ReadonlyMap<string, string>;
}): string {
  if (label.unit === 'A') return 'absorbance';
  if (label.unit === 'CPS' || /De=\w*Lum/.test(label.measured)) return 'luminescence';
  if (label.information.has('Ems. filter') || label.unit === 'Counts') return 'fluorescence';
  return modeOf(label.name);
}

function unitOfRead(unit: string, mode: string): string | null {
  if (unit === '' || unit === 'A') return unitOf(mode);
  return unit === 'Counts' ? 'counts' : unit;
}

/** Excitation, then the channel's emission: the centre wavelength (CWL) of the filter, else the number in its name. */
function filtersOf(information: ReadonlyMap<string, string>, channel: number, settings: EnVisionSettings): number[] {
  const monochromator = wavelengthsIn(information.get('Excitation wavelength') ?? '');
  if (monochromator.length > 0) return [...monochromator, ...wavelengthsIn(information.get('Emission wavelength') ?? '')];
  const emission = channel === 2 ? information.get('2nd ems. filter') : information.get('Ems. filter');
  return [information.get('Exc. filter'), emission].flatMap((filter) => {
    if (filter === undefined || filter === 'N/A') return [];
    const centre = /CWL=(\d+)/.exec(settings.filters.get(filter)?.get('Description') ?? '')?.[1];
    return centre === undefined ? wavelengthsIn(filter) : [Number(centre)];
  });
}
