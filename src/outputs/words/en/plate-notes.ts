import type { Sentences } from '../../../message.ts';
import type { PLATE_NOTES, PlateNoteFields } from '../../../plates/file/notes.ts';
import { some } from './quote.ts';

/** The notes on a plate-reader export, in English. */
export const PLATE_NOTE_SENTENCES = {
  'plate/encoding-assumed': ({ evidence, readAs }) =>
    evidence === 'nul-bytes'
      ? `No byte order mark, but NUL in every second byte: read as ${readAs}.`
      : `The bytes are not UTF-8: read as ${readAs}.`,
  'plate/line-ends-mixed': () => 'The file mixes kinds of line end (CRLF, LF, CR): it was edited or joined from parts.',
  'plate/no-final-line-end': () => 'The last line has no line end: if the file was cut off there, it cannot be told.',
  'plate/decimal-comma': ({ read, extent, wells }) =>
    extent === 'all-wells'
      ? `Read '${read}': every number with a sign has a decimal comma.`
      : `Read '${read}': ${wells.join(', ')} have decimal commas, other wells have decimal points.`,
  'plate/size-assumed': ({ unnamedIn, wells, plate, rows, columns }) => {
    if (unnamedIn === 'matrix')
      return `The matrix has ${rows ?? '?'} rows and ${columns ?? '?'} columns: taken as part of a plate of ${wells} wells.`;
    return unnamedIn === 'definition'
      ? `The definition names no plate size: ${wells} wells were taken.`
      : `The ${unnamedIn} does not name the size of plate '${plate ?? ''}': ${wells} wells were taken.`;
  },
  'plate/partial-plate': ({ of, plate, reads, empty, wellCount }) => {
    const labels = reads.listed.map((label) => `'${label}'`);
    if (of === 'sample' || empty === null) return `Sample '${plate}': nothing under ${labels.join(', ')}.`;
    const named = reads.count > labels.length ? labels.join(' … ') : labels.join(', ');
    const all = reads.count === 1 ? 'read' : `${reads.count} reads`;
    return `Plate '${plate}', ${all} ${named}: nothing in ${empty.count} of ${wellCount ?? '?'} wells (${someWells(empty)}).`;
  },
  'plate/non-numeric': ({ markers, wells, ...read }) => {
    const quoted = markers.listed.map((marker) => `'${marker}'`).join(', ');
    const found = markers.count > markers.listed.length ? `${quoted} and other texts instead of numbers` : `${quoted} instead of a number`;
    return `${nameOf(read)}: ${found} in ${someWells(wells)}.`;
  },
  'plate/masked': ({ plate, well, group }) =>
    `Plate '${plate}', well ${well}: masked in group '${group}', although its raw value is in the plate block.`,
  'plate/no-measured-values': ({ plate }) =>
    plate === null
      ? 'The export holds no measured number: there is nothing to analyse.'
      : `Plate '${plate}' was exported as reduced values only: export raw data too.`,
  'plate/irregular-times': ({ gapSeconds, fromSeconds, toSeconds, usualSeconds, ...read }) =>
    `${nameOf(read)}: ${gapSeconds} s between ${fromSeconds} s and ${toSeconds} s, where ${usualSeconds} s is usual.`,
  'plate/not-read': notRead,
  'plate/passed-over': ({ title, sheet, count, line }) =>
    `Passed over as the definition says: '${title}' (${count} lines from line ${line} on, in '${sheet}').`,
  'plate/well-name': ({ line, found, well }) => `Line ${line}: the well '${found}' was read as ${well}.`,
  'plate/date-order-assumed': ({ found, readAs }) =>
    readAs === 'nothing'
      ? `The date '${found}' was not read: it is no date, or could be two days.`
      : `The date '${found}' could be two days: read as month/day/year, since its clock is American.`,
  'plate/named-twice': ({ twins, name, of }) => {
    const sentences = {
      plates: `Two plates of the file are called '${name}': they are kept apart by their order.`,
      'in-run': `'${name}' stands more than once in one run: kept apart in the order of the file.`,
      'on-plate': `Plate '${of ?? ''}' has '${name}' more than once: kept apart in the order of the file.`,
      'repeats-on-plate': `Plate '${of ?? ''}' has '${name}' more than once: kept apart as repeats in the order of the file.`,
      'in-sheet': `Sheet '${of ?? ''}' has the label of '${name}' more than once: kept apart in the order of the file.`,
    };
    return sentences[twins];
  },
  'plate/statistic-contradicts': ({ statistic, printed, computed, of, sample, heading, well, part, whole, uncounted }) => {
    const inGroup = `Group '${of ?? ''}', sample '${sample ?? ''}': ${heading ?? ''} ${printed}`;
    const left = (uncounted ?? []).map((one) => `${one.well} ('${one.marker}')`).join(', ');
    const sentences = {
      'mean-of-signals': `${of ?? ''}: the mean ${printed} is not that of its signals (${computed ?? '?'}).`,
      'mean-of-reads': `${of ?? ''}, ${well ?? ''}: the mean ${printed} is not that of its ${whole ?? '?'} reads (${computed ?? '?'}).`,
      'of-all-wells': `${inGroup} is that of all its wells, although the group does not count ${left}: ${computed ?? '?'} from the wells counted.`,
      'of-no-wells': `${inGroup} cannot be reproduced from its wells: ${computed ?? '?'} from the wells counted.`,
      'viability-of-counts': `Sample '${sample ?? ''}': viability ${printed} % is not that of its counts (${part ?? '?'} of ${whole ?? '?'}).`,
      'viability-of-dead': `Viability ${printed} % is not that of ${part ?? '?'} dead of ${whole ?? '?'} cells/ml (${computed ?? '?'} %).`,
    };
    return sentences[statistic];
  },
  'plate/export-incomplete': ({ absent, block, found, expected }) => {
    const sentences = {
      'basic-assay-information': "The section 'Basic assay information' is absent: the export is cut off, or was made without it.",
      'exported-with': "The last line, 'Exported with EnVision …', is absent: the export is cut off.",
      'measurement-information': "The section 'Measurement Information' is absent: the export is cut off, or was made without it.",
      'end-of-block': `The last block (${block ?? ''}) has no '~End': the file may be cut off.`,
      cycles: `${found ?? '?'} of ${expected ?? '?'} cycles have readings: the kinetic was stopped.`,
      title: `No title of their own stands above the readings '${block ?? ''}': they were named by what else the export says.`,
      mode: `Nothing says how '${block ?? ''}' was measured.`,
      wavelength: `Nothing says at which wavelength '${block ?? ''}' was measured.`,
      'second-wavelength': `One wavelength of '${block ?? ''}' is given, where a fluorescence has two.`,
      values: `Column headings of '${block ?? ''}' have no values below them: lines were lost, or nothing was computed.`,
      sample: `The first wells of '${block ?? ''}' stand below no sample name: a line above them was lost.`,
    };
    return sentences[absent];
  },
  'plate/settings-contradict': ({ setting, plate, signs, rows, columns, stated, found }) => {
    const sentences = {
      'heading-signs': `The heading is written '${signs ?? ''}' where MARS writes 'Key: value': the file was edited or exported by other software.`,
      'rows-and-columns': `The export gives its plate ${rows ?? '?'} rows and ${columns ?? '?'} columns: the two are exchanged, the matrix was taken as it stands.`,
      'plate-size': `Plate '${plate ?? ''}' is called one of ${stated ?? '?'} wells but has wells outside it: ${found ?? '?'} wells were taken.`,
      'time-points': `Plate '${plate ?? ''}': the Plate line announces ${stated ?? '?'} time points, the block has ${found ?? '?'}.`,
      blocks: `The first line announces ${stated ?? '?'} blocks, the file has ${found ?? '?'}: as many as it has plates were announced.`,
      'plate-column': `The column 'Plate' names ${found ?? '?'} plates: lines without a name were counted to the plate above them.`,
    };
    return sentences[setting];
  },
  'plate/well-data': ({ question, units, assay, sample, count, usual, dose, neighbour, most }) => {
    const named = `Assay '${assay ?? ''}', '${sample ?? ''}'`;
    const sentences = {
      'units-differ': `The dose units differ (${(units ?? []).map((unit) => `'${unit}'`).join(', ')}): doses were not converted.`,
      'zero-doses': 'The dose column has zero doses.',
      'few-doses': `The dose column has ${count ?? '?'} different doses: no dose-response.`,
      'dose-jump': `The doses jump from ${neighbour ?? '?'} to ${dose ?? '?'}.`,
      'line-missing': `${named}: ${count ?? '?'} responses at the dose ${dose ?? '?'} where other doses have ${usual ?? '?'}; a line may be missing.`,
      'dose-step': `${named}: the dose ${dose ?? '?'} is more than ${most ?? '?'} times its neighbour ${neighbour ?? '?'}.`,
    };
    return sentences[question];
  },
  'plate/formula': ({ sheet, count }) => `Sheet '${sheet}': ${count} cells hold formulas: their stored values were taken.`,
  'plate/instrument-warning': ({ about, text, place, kind, lines, minimum, wells, sample, viabilityPercent, counted, viable }) => {
    const few = (wells ?? []).map(({ well, count }) => `${well} (${count})`).join(', ');
    const sentences = {
      message: `${kind ?? ''} at ${place ?? ''}: ${text ?? ''}`,
      'detection-range': `Detection range '${text ?? ''}' in lines ${(lines ?? []).join(', ')}.`,
      'few-beads': `${place ?? ''}: fewer than the minimum of ${minimum ?? '?'} beads in ${few}.`,
      'viability-without-counts': `Sample '${sample ?? ''}': the viability of ${viabilityPercent ?? '?'} % cannot be checked, since its counts are '${counted ?? ''}' and '${viable ?? ''}'. Count it again, or export its counts as numbers.`,
    };
    return sentences[about];
  },
} as const satisfies Sentences<typeof PLATE_NOTES>;

function notRead({ part, line, column, count, sheet, name, well, lines, cells }: PlateNoteFields<'plate/not-read'>): string {
  const [at, called] = [line ?? '?', name ?? ''];
  const sentences = {
    lines: `Not read${sheet === null ? '' : ` in '${sheet}'`}: ${someLines(lines, count)}.`,
    sheet: `Sheet '${sheet ?? ''}' was not read (${count ?? '?'} lines).`,
    'lines-above': `Not read, above the readings: ${someLines(lines, count)}.`,
    'lines-beside': `Not read, beside the readings: ${someLines(lines, count)}.`,
    'lines-below': `Not read, below the readings: ${someLines(lines, count)}.`,
    'columns-beside': `Cells from column ${column ?? '?'} on, beside the readings, were not read.`,
    'lines-after-table': `Lines from ${at} on, after the table, were not read.`,
    'lines-after-matrix': `Lines from ${at} on, after the last matrix, were not read (${count ?? '?'} lines).`,
    'cells-right-of-matrix': `Sheet '${sheet ?? ''}': cells right of '${called}' were not read (${(cells ?? []).map((cell) => `'${cell}'`).join(', ')}).`,
    'cells-beside-plate': `Sheet '${sheet ?? ''}': cells beside the plate, from line ${at} on, were not read (somebody's notes or calculations).`,
    'curve-fits': `Curve fits of the vendor (line ${at}) were not read.`,
    statistics: `The statistics of the vendor (line ${at}) were not read.`,
    filter: `The filter '${called}' (line ${at}) names no wavelength.`,
    line: `Line ${at} ('${called}') was not read.`,
    block: `The block '${called}' (line ${at}) was not read.`,
    'well-of-group': `Group '${called}' (line ${at}): the well '${well ?? ''}' belongs to no plate that the table names. Add the column WellPlateName to the group.`,
  };
  return sentences[part];
}

function someLines(lines: PlateNoteFields<'plate/not-read'>['lines'], count: number | null): string {
  const listed = (lines ?? []).map(({ line, text }) => `line ${line} '${text}'`);
  const more = (count ?? 0) - listed.length;
  return more > 0 ? `${listed.join(', ')} and ${more} more` : listed.join(', ');
}

function nameOf({ plate, read, kind }: Pick<PlateNoteFields<'plate/irregular-times'>, 'plate' | 'read' | 'kind'>): string {
  return `Plate '${plate}', ${kind === 'calculated' ? 'calculated read' : 'read'} '${read}'`;
}

function someWells(wells: PlateNoteFields<'plate/partial-plate'>['reads']): string {
  return some(wells, 'wells');
}
