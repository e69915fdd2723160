import { InputError } from '../../../errors.ts';
import type { ReadHeading } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { type SheetRow, textsOf } from '../../file/sheet.ts';
import { modeOf, unitOf } from '../../modes.ts';
import type { PlateRead } from '../../plate-reading.ts';
import { wavelengthsIn } from '../../wavelengths.ts';

export type Section = ReadonlyMap<string, string>;

/** The settings above the readings, a section for each label or mode. */
export interface Settings {
  /** The section under way: key → value since the last label or mode began. */
  values: Map<string, string>;
  /** Sections that came before it since the last readings, in the order of the file. */
  readonly earlier: Section[];
  /** Sections whose readings were seen: a block's title may name one of them again. */
  readonly known: Section[];
  /** A line that holds one text alone, right above: the title of the readings that follow. */
  title: string;
  startTime: string;
}

export function startSettings(): Settings {
  return { values: new Map(), earlier: [], known: [], title: '', startTime: '' };
}

/** i-control writes its labels in the language of the computer. */
const GERMAN: Readonly<Record<string, string>> = {
  modus: 'mode',
  wellenlänge: 'wavelength',
  messwellenlänge: 'measurement wavelength',
  anregungswellenlänge: 'excitation wavelength',
  emissionswellenlänge: 'emission wavelength',
  startzeit: 'start time',
  platte: 'plate',
  'teil der platte': 'part of plate',
};

/** A key as the English software writes it, in small letters without its unit or colon. */
export function settingKey(text: string): string {
  const key = text
    .toLowerCase()
    .replace(/\s*\[nm\]|:$/g, '')
    .trim();
  return Object.hasOwn(GERMAN, key) ? (GERMAN[key] ?? key) : key;
}

/** Remembers a line `key … value`. `Label: X` and `Mode` begin a new section, so that no setting of the one before is kept. */
export function noteSetting(row: SheetRow, settings: Settings): void {
  const texts = textsOf(row);
  const [text = '', value = ''] = texts;
  const key = settingKey(text);
  // The temperature stands right above the readings too.
  settings.title = texts.length === 1 && !/^Temperatur/i.test(text) ? text : '';
  const label = /^Label\s*:\s*(.+)$/.exec(text)?.[1];
  if (label !== undefined) {
    beginSection(settings, new Map([['label', label]]));
    return;
  }
  if (key === 'mode') {
    const kept = settings.values.has('mode') ? undefined : settings.values.get('label');
    if (kept === undefined) beginSection(settings, new Map());
    else settings.values = new Map([['label', kept]]);
  }
  if (key === 'start time' && settings.startTime === '') settings.startTime = value;
  settings.values.set(key, value);
}

/** A section of a kinetic or of the method as a whole measures nothing: it names no mode. */
function isMeasurement(section: Section): boolean {
  return modeOf(section.get('mode') ?? '') !== 'unknown';
}

function beginSection(settings: Settings, values: Map<string, string>): void {
  if (isMeasurement(settings.values)) settings.earlier.push(settings.values);
  settings.values = values;
}

const nameOf = (section: Section): string => section.get('label') || section.get('name') || '';

/**
 * The section of the readings that follow: the one that the title above them names, else the only one there is since the last readings. Of several
 * without a title that names one, the readings' own cannot be told. Errors: `plate/bad-export`.
 */
export function takeSection(settings: Settings, place: { readonly file: string; readonly line: number }): Section {
  const here = [...settings.earlier, ...(isMeasurement(settings.values) ? [settings.values] : [])];
  const titled = [...settings.known, ...here].findLast((section) => nameOf(section) !== '' && nameOf(section) === settings.title);
  if (titled === undefined && here.length > 1) {
    const names = here.map((section) => `'${nameOf(section)}'`).join(', ');
    const found = settings.title === '' ? 'none' : `'${settings.title}'`;
    throw new InputError('plate/bad-export', `Expected a title above the readings that names one of ${names}, found ${found}.`, place);
  }
  const found = titled ?? here[0] ?? settings.values;
  const section = nameOf(found) === '' && settings.title !== '' ? new Map([...found, ['name', settings.title]]) : found;
  settings.known.push(...here);
  settings.earlier.length = 0;
  settings.values = new Map();
  settings.title = '';
  return section;
}

export function tecanHeading(
  section: Section,
  { others, notes }: { readonly others: readonly PlateRead[]; readonly notes: NoteList },
): ReadHeading {
  const at = (key: string): string => section.get(key) ?? '';
  const mode = modeOf(at('mode'));
  const wavelengthsNm = ['measurement wavelength', 'wavelength', 'excitation wavelength', 'emission wavelength'].flatMap((key) =>
    wavelengthsIn(at(key)),
  );
  const plain = nameOf(section) || mode;
  if (nameOf(section) === '') notes.add('plate/export-incomplete', { absent: 'title', block: plain });
  const twins = others.filter((read) => read.label === plain || read.label.startsWith(`${plain} (`)).length;
  return { label: twins === 0 ? plain : `${plain} (${twins + 1})`, mode, wavelengthsNm, unit: unitOf(mode), calculated: false };
}
