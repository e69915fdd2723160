import type { ReadHeading } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type SheetRow } from '../../file/sheet.ts';
import { modeOf, unitOf } from '../../modes.ts';

/** One read step of the procedure. */
interface ReadStep {
  readonly name: string | null;
  readonly mode: string;
  readonly texts: string[];
}

/** What the procedure says was measured. */
export interface Gen5Procedure {
  readonly plateType: string;
  readonly steps: readonly ReadStep[];
}

/**
 * Reads "Procedure Details": `Read` names the step (or says at once how it reads), the lines below it the mode and the wavelengths. Cells may stand one
 * column further right, as they do in workbooks.
 */
export function readProcedure(rows: readonly SheetRow[]): Gen5Procedure {
  const steps: ReadStep[] = [];
  let plateType = '';
  for (const row of rows) {
    const texts = row.cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const [key = '', value = ''] = texts;
    if (key === 'Plate Type') plateType = value;
    if (key === 'Read' && cellText(row, 0) !== '') {
      const mode = modeOf(value);
      steps.push({ name: /endpoint|scan|spectr|kinetic/i.test(value) ? null : value, mode, texts: [value] });
    } else steps.at(-1)?.texts.push(...texts);
  }
  return { plateType, steps: steps.map((step) => ({ ...step, mode: modeOf(step.texts.slice(step.name === null ? 0 : 1).join(' ')) })) };
}

/**
 * What a label of the results holds. Gen5 writes `[step:]what` for what was measured, where `what` is a wavelength (`450`), a pair of filters
 * (`360/40,460/40`), `Lum` or `Alpha`; every other label is a calculation (`Blank 450`, `[Concentration]`, `260:Pathlength`).
 */
export function gen5Heading(label: string, procedure: Gen5Procedure, notes: NoteList): ReadHeading {
  const measured = measuredStep(label, procedure);
  if (measured === null && isUnexplained(label, procedure)) notes.add('plate/export-incomplete', { absent: 'mode', block: label });
  if (measured === null && lacksWavelength(label, procedure)) notes.add('plate/export-incomplete', { absent: 'wavelength', block: label });
  if (measured === null) return { label, mode: 'unknown', wavelengthsNm: [], unit: null, calculated: true };
  return { label, mode: measured.mode, wavelengthsNm: measured.wavelengthsNm, unit: unitOf(measured.mode), calculated: false };
}

/** `step:450` of a step that the procedure does not have, nor a calculation of one (`Blank step:450`): its lines were lost, or its name damaged. */
function isUnexplained(label: string, procedure: Gen5Procedure): boolean {
  const colon = label.lastIndexOf(':');
  const prefix = label.slice(0, Math.max(colon, 0));
  const what = label.slice(colon + 1).trim();
  if (prefix === '' || (wavelengthsOf(what) === null && !SHAPE_WITHOUT_WAVELENGTH.test(what))) return false;
  return !procedure.steps.some(({ name }) => name !== null && prefix.includes(name)) && !/\bRead \d+$/.test(prefix);
}

/** `step:450` of a step whose lines name no such wavelength: the line that did was lost, or the label damaged. */
function lacksWavelength(label: string, { steps }: Gen5Procedure): boolean {
  const { prefix, what } = partsOf(label);
  return wavelengthsOf(what) !== null && steps.some(({ name }) => name === prefix);
}

/** What a measured label holds that names no wavelength. */
const SHAPE_WITHOUT_WAVELENGTH = /^(?:Lum|Alpha|Full light)$/i;

function measuredStep(
  label: string,
  procedure: Gen5Procedure,
): { readonly mode: string; readonly wavelengthsNm: readonly number[] } | null {
  const { prefix, what } = partsOf(label);
  const wavelengths = wavelengthsOf(what);
  if (wavelengths === null && !SHAPE_WITHOUT_WAVELENGTH.test(what)) return null;
  const step = procedure.steps.find((one) => belongs(one, { prefix, what, wavelengths }));
  if (step === undefined && (procedure.steps.length > 0 || (prefix !== null && !/^Read \d+$/.test(prefix)))) return null;
  const wavelengthsNm = (wavelengths ?? []).filter((wavelength) => wavelength > 0);
  return { mode: step?.mode ?? modeOfShape(what, wavelengthsNm.length), wavelengthsNm };
}

/** The step that a label names, where it names one, and what it holds. */
function partsOf(label: string): { readonly prefix: string | null; readonly what: string } {
  const plain = label.replace(/\s*\[(?:Test|Ref|\d+)\]$/, '').trim();
  const colon = plain.lastIndexOf(':');
  return { prefix: colon === -1 ? null : plain.slice(0, colon), what: plain.slice(colon + 1).trim() };
}

function modeOfShape(what: string, wavelengths: number): string {
  if (wavelengths === 0) return modeOf(what);
  return wavelengths === 1 ? 'absorbance' : 'fluorescence';
}

function belongs(
  step: ReadStep,
  label: { readonly prefix: string | null; readonly what: string; readonly wavelengths: readonly number[] | null },
): boolean {
  const named =
    label.prefix === null ? step.name === null : step.name === label.prefix || (step.name === null && /^Read \d+$/.test(label.prefix));
  if (!named) return false;
  if (label.wavelengths === null) return step.mode === modeOf(label.what) || step.mode === 'unknown';
  const numbers = new Set(step.texts.join(' ').match(/\d+(?:\.\d+)?/g));
  return label.wavelengths.every((wavelength) => numbers.has(String(wavelength)));
}

/** `450` → [450]; `360/40,460/40` → [360, 460] (the second number is the bandwidth); `null` where it is neither. */
function wavelengthsOf(what: string): readonly number[] | null {
  const match = /^(\d{3,4})(?:\/\d{1,3})?(?:,\s*(\d{3,4})(?:\/\d{1,3})?)?$/.exec(what);
  if (match === null) return null;
  return match.slice(1).flatMap((text) => (text === undefined ? [] : [Number(text)]));
}
