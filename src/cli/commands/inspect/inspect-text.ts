import type { Spillover } from '../../../fcs/fcs-file.ts';
import { shownNumber } from '../../../shown-number.ts';
import { acquisitionRows, detectorRows, keywordLines } from './inspect-acquisition-text.ts';
import type { Inspection } from './inspection.ts';

/** An inspection as text for a person. */
export function inspectionText(inspection: Inspection): string {
  const { file, sha256, version, dataSet, dataSetCount, dataType, byteOrder, eventCount, parameterCount, rawValuesSha256 } = inspection;
  const detectors = detectorRows(inspection);
  const head = [
    ['file', file],
    ['SHA-256', sha256],
    ['version', version],
    ['data set', `${dataSet} of ${dataSetCount}`],
    ['events', `${eventCount} x ${parameterCount} parameters`],
    ['stored as', `${typeNames[dataType]}, byte order ${byteOrder}`],
    ...(inspection.secondReader === undefined ? [] : [['second reader', secondReaderText(inspection.secondReader)]]),
    ...(rawValuesSha256 === undefined ? [] : [['values SHA-256', rawValuesSha256]]),
    ...['$CYT', '$CYTSN', '$DATE', '$BTIM', '$ETIM', '$FIL', '$SMNO', '$OP'].flatMap((keyword) => {
      const value = Object.hasOwn(inspection.keywords, keyword) ? inspection.keywords[keyword] : undefined;
      return value === undefined || value.trim() === '' ? [] : [[keyword, value.trim()]];
    }),
    ...acquisitionRows(inspection),
  ];
  return [
    ...alignColumns(head),
    '',
    ...parameterLines(inspection),
    '',
    ...(detectors.length === 0 ? [] : [...alignColumns(detectors), '']),
    ...spilloverLines(inspection),
    '',
    ...departureLines(inspection),
    ...keywordLines(inspection),
    '',
  ].join('\n');
}

function secondReaderText(found: NonNullable<Inspection['secondReader']>): string {
  if (found.outcome === 'agrees') return `${found.reader} agrees bit for bit in ${found.eventsCompared} events`;
  return found.outcome === 'differs'
    ? `${found.reader} differs. ${found.detail.text}`
    : `outside the range of ${found.reader}. ${found.detail.text}`;
}

const typeNames = { I: 'integers', F: 'float32', D: 'float64', A: 'text' } as const;

function parameterLines({ parameters }: Inspection): readonly string[] {
  const withStatistics = parameters.some((parameter) => 'raw' in parameter);
  const header = [
    '#',
    'name',
    'label',
    'bits',
    'range',
    'amplification',
    'gain',
    ...(withStatistics ? ['stored min', 'max', 'mean', 'scale mean'] : []),
  ];
  const rows = parameters.map((parameter) => {
    const { index, name, label, bits, range, amplification, gain, raw, scale } = parameter;
    const columns = [index, name, label ?? '', bits, range ?? '?', amplification.join(','), gain].map(String);
    const statistics = raw === null || raw === undefined ? ['', '', '', ''] : [raw.min, raw.max, raw.mean, scale?.mean].map(sixDigits);
    return withStatistics ? [...columns, ...statistics] : columns;
  });
  return alignColumns([header, ...rows]);
}

/** For reading only: `--json` has every digit. */
function sixDigits(value: number | undefined): string {
  return value === undefined ? '' : shownNumber(value, 6);
}

function spilloverLines({ spillover, statedCompensation }: Inspection): readonly string[] {
  const stated = statedCompensation === undefined ? [] : ['', ...matrixLines('stated compensation, not applied', statedCompensation)];
  return [...(spillover === null ? ['spillover: none'] : matrixLines('spillover', spillover)), ...stated];
}

function matrixLines(title: string, spillover: Spillover): readonly string[] {
  const rows = spillover.matrix.map((row, index) => [spillover.parameters[index] ?? '', ...row.map(String)]);
  return [`${title} (${spillover.keyword}), from row into column:`, ...alignColumns([['', ...spillover.parameters], ...rows])];
}

function departureLines({ departures }: Inspection): readonly string[] {
  if (departures.length === 0) return ['departures from the standard: none'];
  return ['departures from the standard:', ...departures.map(({ code, text }) => `  ${code}: ${text}`)];
}

/** Rows with cells of equal width. A line break inside a cell is shown, not made: a file must not be able to add lines of its own. */
function alignColumns(given: readonly (readonly string[])[]): readonly string[] {
  const rows = given.map((row) => row.map((cell) => cell.replace(/[\n\t]/g, (character) => `\\x0${character.charCodeAt(0).toString(16)}`)));
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  '));
}
