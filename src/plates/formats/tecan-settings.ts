import type { ReadHeading } from '../build-read.ts';
import { modeOf, unitOf } from '../modes.ts';
import type { PlateRead } from '../plate-reading.ts';
import { type SheetRow, textsOf } from '../sheet.ts';
import { wavelengthsIn } from '../wavelengths.ts';

/** The settings above a matrix: key → value since the last label began. */
export interface Settings {
  readonly values: Map<string, string>;
  startTime: string;
}

/** Remembers a line `key … value`. `Label: X` and `Mode` begin a new label, so that no setting of the one before is kept. */
export function noteSetting(row: SheetRow, settings: Settings): void {
  const [key = '', value = ''] = textsOf(row);
  const label = /^Label\s*:\s*(.+)$/.exec(key)?.[1];
  if (label !== undefined) {
    settings.values.clear();
    settings.values.set('label', label);
    return;
  }
  if (key === 'Mode') {
    const kept = settings.values.has('mode') ? undefined : settings.values.get('label');
    settings.values.clear();
    if (kept !== undefined) settings.values.set('label', kept);
  }
  if (/^Start Time:?$/i.test(key) && settings.startTime === '') settings.startTime = value;
  settings.values.set(
    key
      .toLowerCase()
      .replace(/\s*\[nm\]|:$/g, '')
      .trim(),
    value,
  );
}

export function headingOf(settings: Settings, others: readonly PlateRead[]): ReadHeading {
  const at = (key: string): string => settings.values.get(key) ?? '';
  const mode = modeOf(at('mode'));
  const wavelengthsNm = ['measurement wavelength', 'wavelength', 'excitation wavelength', 'emission wavelength'].flatMap((key) =>
    wavelengthsIn(at(key)),
  );
  const plain = at('label') || at('name') || mode;
  const twins = others.filter((read) => read.label === plain || read.label.startsWith(`${plain} (`)).length;
  return { label: twins === 0 ? plain : `${plain} (${twins + 1})`, mode, wavelengthsNm, unit: unitOf(mode), calculated: false };
}
