import type { FcsDataSet } from '../fcs-file.ts';
import { ignoreForm, type KeywordForm, type NoteForm, readForm, statedText } from '../keyword-form.ts';
import { parseDecimal, trimValue } from '../number-text.ts';

/** How a parameter was measured, by the optional keywords of FCS 3.1 and 3.2. `null`: absent, blank or not of the standard's form. */
export interface Detector {
  /** Index of the parameter, from 1. */
  readonly index: number;
  /** `$PnTYPE` (3.2) as the file states it: `Forward Scatter`, `Raw Fluorescence`, `Time` … A word that the standard does not have is kept and noted. */
  readonly type: string | null;
  /** `$PnDET` (3.2): name of the detector. */
  readonly detector: string | null;
  /** `$PnTAG` (3.2): fluorochrome or metal. */
  readonly tag: string | null;
  /** `$PnANALYTE` (3.2): the marker. */
  readonly analyte: string | null;
  /** `$PnFEATURE` (3.2): what of the pulse was measured. */
  readonly feature: 'Area' | 'Height' | 'Width' | null;
  /** `$PnL`: excitation wavelengths. */
  readonly excitationNm: readonly number[] | null;
  /** `$PnO`: power of the excitation. */
  readonly excitationPowerMw: number | null;
  /** `$PnV`: voltage of the detector. */
  readonly voltage: number | null;
  /** `$PnF`: name of the optical filter. */
  readonly filter: string | null;
  /** `$PnT`: kind of the detector. */
  readonly detectorType: string | null;
  /** `$PnCALIBRATION`: a scale value in `unit` is `factor x value + offset`; the offset is 0 where the file states two parts, as FCS 3.1 has it. */
  readonly calibration: { readonly factor: number; readonly offset: number; readonly unit: string } | null;
  /** `$PnD`: the scale on which the parameter is to be shown. */
  readonly display: DisplayScale | null;
}

export type DisplayScale =
  | { readonly kind: 'linear'; readonly lower: number; readonly upper: number }
  /** From `offset` over so many decades. */
  | { readonly kind: 'logarithmic'; readonly decades: number; readonly offset: number };

/** What a data set states of the detectors behind its parameters. Nothing stops; `note` is told what is not of its form. */
export function detectorsOf(
  { keywords, parameters }: Pick<FcsDataSet, 'keywords' | 'parameters'>,
  note: NoteForm = ignoreForm,
): readonly Detector[] {
  return parameters.map(({ index }) => readDetector(index, keywords, note));
}

function readDetector(index: number, keywords: ReadonlyMap<string, string>, note: NoteForm): Detector {
  const text = (name: string): string | null => statedText(keywords, `$P${index}${name}`);
  const value = <T>(name: string, form: KeywordForm<T>): T | null => readForm({ keywords, note }, `$P${index}${name}`, form);
  // Only for its note: a word that is not known is kept.
  value('TYPE', measurementType);
  return {
    index,
    type: text('TYPE'),
    detector: text('DET'),
    tag: text('TAG'),
    analyte: text('ANALYTE'),
    feature: value('FEATURE', feature),
    excitationNm: value('L', wavelengths),
    excitationPowerMw: value('O', power),
    voltage: value('V', voltage),
    filter: text('F'),
    detectorType: text('T'),
    calibration: value('CALIBRATION', calibration),
    display: value('D', displayScale),
  };
}

const measurementTypes: readonly string[] = [
  'Forward Scatter',
  'Side Scatter',
  'Raw Fluorescence',
  'Unmixed Fluorescence',
  'Mass',
  'Time',
  'Electronic Volume',
  'Classification',
  'Index',
];

const measurementType: KeywordForm<string> = {
  code: 'fcs/measurement-word',
  expected: 'measurement-type',
  parse: (text) => measurementTypes.find((word) => word === text) ?? null,
};

const features = ['Area', 'Height', 'Width'] as const;

const feature: KeywordForm<(typeof features)[number]> = {
  code: 'fcs/measurement-word',
  expected: 'measurement-feature',
  parse: (text) => features.find((word) => word === text) ?? null,
};

const wavelengths: KeywordForm<readonly number[]> = {
  code: 'fcs/detector',
  expected: 'wavelengths',
  parse: (text) => numbersOf(text.split(','), (value) => value > 0),
};

const power: KeywordForm<number> = { code: 'fcs/detector', expected: 'excitation-power', parse: atLeastZero };
const voltage: KeywordForm<number> = { code: 'fcs/detector', expected: 'voltage', parse: atLeastZero };

const calibration: KeywordForm<NonNullable<Detector['calibration']>> = {
  code: 'fcs/detector',
  expected: 'calibration',
  parse: (text) => {
    const parts = text.split(',').map(trimValue);
    const unit = parts.at(-1) ?? '';
    const [factor = 0, offset = 0] = numbersOf(parts.slice(0, -1), Number.isFinite) ?? [];
    return parts.length <= 3 && factor > 0 && unit !== '' ? { factor, offset, unit } : null;
  },
};

const displayScale: KeywordForm<DisplayScale> = {
  code: 'fcs/detector',
  expected: 'display-scale',
  parse: (text) => {
    const [kind, ...parts] = text.split(',').map(trimValue);
    const [first, second] = parts.length === 2 ? (numbersOf(parts, Number.isFinite) ?? []) : [];
    if (first === undefined || second === undefined) return null;
    if (kind === 'Linear' && first < second) return { kind: 'linear', lower: first, upper: second };
    return kind === 'Logarithmic' && first > 0 && second > 0 ? { kind: 'logarithmic', decades: first, offset: second } : null;
  },
};

function atLeastZero(text: string): number | null {
  const value = parseDecimal(text);
  return value !== null && value >= 0 ? value : null;
}

/** All numbers of a list; `null` where one is no number or not accepted. */
function numbersOf(texts: readonly string[], accepts: (value: number) => boolean): readonly number[] | null {
  const values = texts.map(parseDecimal).filter((value) => value !== null);
  return values.length === texts.length && values.every(accepts) ? values : null;
}
