import { excerpt } from '../../../excerpt.ts';
import type { Moment } from '../../../fcs/keywords/moment.ts';
import { quote } from '../../../outputs/words/en/quote.ts';
import type { Inspection } from './inspection.ts';

/** What is stated of an acquisition beyond the keywords that `inspect` shows as they are: name and value. */
export function acquisitionRows({ acquisition }: Pick<Inspection, 'acquisition'>): readonly (readonly string[])[] {
  const { begin, end, carrier, carrierType, plateName, location, flowRate, volumeNl, unstainedInfo, unstainedCenters } = acquisition;
  const { originality, lastModified, lastModifier } = acquisition;
  const modified = [lastModifier ?? '', momentText(lastModified)].filter((part) => part !== '').join(', ');
  const rows: readonly (readonly [name: string, value: string | null | undefined])[] = [
    ['acquired', [begin, end].map(momentText).filter(Boolean).join(' to ')],
    ['carrier', [carrier, carrierType, plateName].filter((part) => typeof part === 'string').join(', ')],
    ['location', location],
    ['flow rate', flowRate],
    ['volume', typeof volumeNl === 'number' ? `${volumeNl} nl` : null],
    ['unstained', unstainedInfo],
    ['unstained at', unstainedCenters?.map(({ parameter, value }) => `${parameter} ${value}`).join(', ')],
    ['originality', originality],
    ['modified', modified],
  ];
  return rows.flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [[name, value]] : []));
}

function momentText(moment: Moment | null | undefined): string {
  if (moment === null || moment === undefined) return '';
  const { day, time, fraction, offset } = moment;
  if (time === null) return day;
  // Cut, not rounded: 59.999 s is not the next minute.
  const shown = fraction < 0.001 ? '' : String(fraction).slice(1, 5);
  return `${day} ${time}${shown}${offset === null ? '' : ` ${offset}`}`;
}

/** A row of headings, then one a parameter that states something; only columns that any of them fills. Nothing where none does. */
export function detectorRows({ detectors, parameters }: Pick<Inspection, 'detectors' | 'parameters'>): readonly (readonly string[])[] {
  const columns: readonly (readonly [heading: string, cell: (detector: Inspection['detectors'][number]) => string])[] = [
    ['type', ({ type }) => type ?? ''],
    ['feature', ({ feature }) => feature ?? ''],
    ['detector', ({ detector }) => detector ?? ''],
    ['kind', ({ detectorType }) => detectorType ?? ''],
    ['tag', ({ tag }) => tag ?? ''],
    ['analyte', ({ analyte }) => analyte ?? ''],
    ['nm', ({ excitationNm }) => excitationNm?.join(',') ?? ''],
    ['mW', ({ excitationPowerMw }) => numberText(excitationPowerMw)],
    ['filter', ({ filter }) => filter ?? ''],
    ['V', ({ voltage }) => numberText(voltage)],
    ['calibration', ({ calibration }) => calibrationText(calibration)],
  ];
  const used = columns.filter(([, cell]) => detectors.some((detector) => cell(detector) !== ''));
  const stating = detectors.filter((detector) => used.some(([, cell]) => cell(detector) !== ''));
  if (stating.length === 0) return [];
  const nameOf = (index: number | undefined): string => parameters.find((parameter) => parameter.index === index)?.name ?? '';
  const rows = stating.map((detector) => [String(detector.index), nameOf(detector.index), ...used.map(([, cell]) => cell(detector))]);
  return [['#', 'name', ...used.map(([heading]) => heading)], ...rows];
}

function numberText(value: number | null | undefined): string {
  return typeof value === 'number' ? String(value) : '';
}

function calibrationText(calibration: Inspection['detectors'][number]['calibration']): string {
  if (calibration === null || calibration === undefined) return '';
  const { factor, offset, unit } = calibration;
  return `${factor} x${offset === 0 ? '' : ` + ${offset}`} ${unit}`;
}

/** Keywords that the version deprecates, and values of an older file that are not of the standard's form: no departures, one line each. */
export function keywordLines({ version, deprecatedKeywords, looseKeywords }: Inspection): readonly string[] {
  const deprecated = deprecatedKeywords.map(({ keyword, successor }) => (successor === null ? keyword : `${keyword} (now ${successor})`));
  const loose = looseKeywords.map(({ keyword, value }) => `${keyword} ${quote(excerpt(value))}`);
  return [
    ...(deprecated.length === 0 ? [] : [`deprecated in ${version}: ${deprecated.join(', ')}`]),
    ...(loose.length === 0 ? [] : [`not of the standard's form: ${shortList(loose)}`]),
  ];
}

function shortList(texts: readonly string[]): string {
  return texts.length <= 8 ? texts.join(', ') : `${texts.slice(0, 8).join(', ')} and ${texts.length - 8} more`;
}
