import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import type { Plate, PlateRead, PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { describeShared } from '../shared-data.ts';

/** `expected.json` of the shared exports: what allotropy says, and what a second, independent matrix reader found. */
interface Expected {
  readonly vendor: string;
  readonly file: string;
  readonly expected_from_allotropy: {
    readonly reads?: readonly ExpectedRead[];
    readonly plate_well_count_allotropy?: readonly number[];
  } | null;
  readonly raw_matrices?: readonly RawMatrix[] | null;
}

interface ExpectedRead {
  readonly plate: string | null;
  readonly kind: string | null;
  readonly ex: number | null;
  readonly em_or_wl: number | null;
  readonly wells: number;
  readonly numeric?: number;
  readonly sum?: number;
  readonly values?: Readonly<Record<string, number>>;
  readonly points?: readonly number[];
  readonly first_well?: readonly [string, number, number];
  readonly last_well?: readonly [string, number, number];
}

interface RawMatrix {
  readonly title: string | null;
  readonly label: string | null;
  readonly numeric: number;
  readonly sum: number;
  readonly text: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, number>>;
}

/** Files that README's last column calls refused, with our code. The SoftMax kinetic file is not here: README says to keep its point as missing and to flag it. */
const REFUSED: Readonly<Record<string, string>> = {
  'missing_results_error.txt': 'plate/no-results',
  'garbage_error.txt': 'plate/unknown-format',
  'no_well_positions.xlsx': 'plate/bad-export',
};

/** README's bold corrections: the raw file wins over allotropy. */
const WAVELENGTH: Readonly<Record<string, number>> = { 'BMG Labtech format.CSV': 450, 'PE_Envision_absorbance_A450_example.csv': 450 };
/** allotropy counts the wells that hold something, or columns too many; the plates are these. */
const PLATE_SIZE: Readonly<Record<string, number>> = {
  'BMG Labtech format.CSV': 96,
  'PHERAstar output file.CSV': 96,
  'endpoint_single_plate_example.txt': 384,
  'msd_workbench_test_1.csv': 96,
  'methodical_test_2.txt': 96,
};
/** allotropy leaves out the two wells that read -0.00; they are numbers of the file. */
const NUMERIC: Readonly<Record<string, number>> = { 'Demo_A280_Protein.csv': 32 };
/** Matrices of the second reader that hold no reading: layouts, concentrations, dilutions, notes beside a plate. */
const NO_READING = /^(?:Layout$|2\. Standard Concentrations|3\. Dilutions)/;
/** Matrices that the second reader cut at texts which somebody wrote beside the plate: only their sample values are compared. */
const CUT = /^(?:MOI |NaN$|5\. Blank corrected)/;
/** allotropy letters the rows of a partly exported plate A, B, C, D; the file, and the second reader, have A, E, I, M. */
const ROWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'PE_Envision_luminescence_example01.csv': { B: 'E', C: 'I', D: 'M' },
};

const compared = { files: 0, figures: 0 };

function near(actual: number, expected: number, what: string): void {
  compared.figures++;
  const tolerance = 1e-6 * Math.max(1, Math.abs(expected));
  expect(Math.abs(actual - expected), `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

function same(actual: unknown, expected: unknown, what: string): void {
  compared.figures++;
  expect(actual, what).toEqual(expected);
}

const sumOf = (read: PlateRead): number => Object.values(read.values).reduce((sum, value) => sum + value, 0);
const usual = (well: string): string => well.replace(/^([A-Z]+)0*(\d+)/, '$1$2');

function plateOf(reading: PlateReading, name: string | null): Plate | undefined {
  return reading.plates.find((plate) => plate.name === name) ?? (reading.plates.length === 1 ? reading.plates[0] : undefined);
}

/** Endpoint reads: counts, sums and sample values over the measured reads of the same mode and wavelengths. */
function compareRead(reading: PlateReading, wanted: ExpectedRead, file: string): void {
  const plate = plateOf(reading, wanted.plate);
  const what = `${file}, ${wanted.plate ?? ''} ${wanted.kind ?? ''} ${wanted.ex ?? ''}/${wanted.em_or_wl ?? ''}`;
  expect(plate, what).toBeDefined();
  const wavelengths = WAVELENGTH[file] === undefined ? [wanted.ex, wanted.em_or_wl].filter((one) => one !== null) : [WAVELENGTH[file]];
  const reads = (plate?.reads ?? []).filter(
    (read) => !read.calculated && read.mode === wanted.kind && read.wavelengthsNm.join() === wavelengths.join(),
  );
  if (wanted.numeric === 0 && file === 'softmaxpro_example_reduced.txt') {
    same(reads.length, 0, `${what}: only reduced values are in the file`);
    return;
  }
  expect(reads.length, `${what}: reads`).toBeGreaterThan(0);
  same(
    reads.reduce((count, read) => count + Object.keys(read.values).length, 0),
    NUMERIC[file] ?? wanted.numeric,
    `${what}: numbers`,
  );
  near(
    reads.reduce((sum, read) => sum + sumOf(read), 0),
    wanted.sum ?? 0,
    `${what}: sum`,
  );
  for (const [name, value] of Object.entries(wanted.values ?? {})) {
    const well = usual(name).replace(/^[A-Z]+/, (row) => ROWS[file]?.[row] ?? row);
    // One spot a well is the well itself; of several reads at one wavelength any may be meant.
    const found = reads.map((one) => one.values[well] ?? one.values[well.replace('/spot1', '')] ?? Number.NaN);
    near(
      found.find((one) => Math.abs(one - value) <= 1e-6 * Math.max(1, Math.abs(value))) ?? found[0] ?? Number.NaN,
      value,
      `${what}: ${well}`,
    );
  }
}

function compareSeries(reading: PlateReading, wanted: ExpectedRead, file: string): void {
  const plate = plateOf(reading, wanted.plate);
  const reads = (plate?.reads ?? []).filter(
    (read) => !read.calculated && read.series !== undefined && read.wavelengthsNm.at(-1) === wanted.em_or_wl,
  );
  same(
    reads.reduce((count, read) => count + Object.keys(read.series ?? {}).length, 0),
    wanted.wells,
    `${file}: curves`,
  );
  for (const [well, first, last] of [wanted.first_well, wanted.last_well].filter((one) => one !== undefined)) {
    const read = (well === wanted.last_well?.[0] ? reads.at(-1) : reads[0])?.series?.[well] ?? [];
    same(read.length, wanted.points?.[0], `${file}: points of ${well}`);
    near(read[0] ?? Number.NaN, first, `${file}: first point of ${well}`);
    near(read.at(-1) ?? Number.NaN, last, `${file}: last point of ${well}`);
  }
}

/** The second reader's matrices are among our reads: the same count, sum, texts and sample values. Its label counts the spots of a well from 0. */
function compareMatrix(reading: PlateReading, raw: RawMatrix, file: string): void {
  const what = `${file}, matrix '${raw.title ?? ''}' '${raw.label ?? ''}'`;
  const spot = `/spot${Number(raw.label ?? 0) + 1}`;
  const cut = CUT.test(raw.title ?? '');
  const numbersOf = (read: PlateRead): [string, number][] =>
    Object.entries(read.values).filter(([key]) => !key.includes('/') || key.endsWith(spot));
  const close = (one: number | undefined, other: number): boolean =>
    Math.abs((one ?? Number.NaN) - other) <= 1e-9 * Math.max(1, Math.abs(other));
  const fits = (read: PlateRead): boolean =>
    (cut || numbersOf(read).length === raw.numeric) &&
    Object.entries(raw.values).every(([well, value]) => close(read.values[usual(well)] ?? read.values[`${usual(well)}${spot}`], value));
  const read = reading.plates.flatMap((plate) => plate.reads).find(fits);
  expect(read, what).toBeDefined();
  compared.figures += Object.keys(raw.values).length;
  if (read === undefined || cut) return;
  compared.figures++;
  near(
    numbersOf(read).reduce((sum, [, value]) => sum + value, 0),
    raw.sum,
    `${what}: sum`,
  );
  for (const [marker, count] of Object.entries(raw.text)) {
    same(Object.values(read.nonNumeric).filter((text) => text === marker.trim()).length, count, `${what}: '${marker}'`);
  }
}

describeShared('every plate export of the shared folder', (shared) => {
  const folder = `${shared}data/plates`;
  const wanted = JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')) as readonly Expected[];
  const read = (one: Expected): Promise<PlateReading> =>
    readPlate(readFileSync(`${folder}/${one.vendor}/${one.file}`), one.file, { format: 'detect' });

  it.each(wanted.filter((one) => REFUSED[one.file] !== undefined))('refuses $vendor/$file by name', async (one) => {
    compared.files++;
    const error = await read(one).catch((thrown: unknown) => thrown);
    same((error as { code?: string }).code, REFUSED[one.file], one.file);
  });

  it.each(wanted.filter((one) => REFUSED[one.file] === undefined))('reads $vendor/$file as expected', async (one) => {
    compared.files++;
    const reading = await read(one);
    const before = compared.figures;
    for (const read of one.expected_from_allotropy?.reads ?? []) {
      if (read.points !== undefined) compareSeries(reading, read, one.file);
      else if (read.kind !== null) compareRead(reading, read, one.file);
    }
    for (const raw of one.raw_matrices ?? []) if (!NO_READING.test(raw.title ?? '')) compareMatrix(reading, raw, one.file);
    const sizes = new Set(reading.plates.map((plate) => plate.wellCount));
    const size = PLATE_SIZE[one.file] ?? one.expected_from_allotropy?.plate_well_count_allotropy?.[0];
    if (size !== undefined) same([...sizes], [size], `${one.file}: wells of the plate`);
    expect(compared.figures - before + (figuresBelow.has(one.file) ? 1 : 0), `${one.file}: figures compared`).toBeGreaterThan(0);
  });

  /** Files whose figures are in README's text only; the tests below compare them. */
  const figuresBelow = new Set([
    'luminex_xPONENT_example02.csv',
    'luminex_intelliflex_single_dataset.csv',
    'Beckman_Vi-Cell-BLU_example01.csv',
    'Beckman_Vi-Cell-BLU_example01_utf16.csv',
    'chemometec_nucleoview_example07.csv',
    'missing_kinetic_measurement.txt',
  ]);
  const byName = async (file: string): Promise<PlateReading> => read(wanted.find((one) => one.file === file) as Expected);
  const codes = (reading: PlateReading): string[] => [...new Set(reading.notes.map((note) => note.code))];

  it('reads the three plates of a Gen5 kinetic file: table OD600:450 of 96 wells x 6 cycles, blank-subtracted beside it', async () => {
    const { plates } = await byName('kinetic_multiplate.txt');
    same(
      plates.map((plate) => plate.name),
      ['Plate 1', 'Plate 2', 'Plate 3'],
      'plates',
    );
    for (const plate of plates) {
      const raw = plate.reads.find((one) => one.label === 'OD600:450');
      same([raw?.calculated, Object.keys(raw?.series ?? {}).length, raw?.timesSeconds], [false, 96, [0, 60, 120, 180, 240, 300]], 'cycles');
      same([raw?.series?.A1?.[0], raw?.series?.A1?.at(-1), raw?.series?.H12?.at(-1)], [1.24, 2.8, 3.19], 'A1 and H12');
      const blank = plate.reads.find((one) => one.label === 'Blank OD600:450');
      same([blank?.calculated, blank?.series?.A1?.[0], blank?.series?.A1?.at(-1)], [true, 0.02, -0.025], 'blank-subtracted A1');
    }
  });

  it('keeps a missing kinetic point as missing, and says so', async () => {
    const reading = await byName('missing_kinetic_measurement.txt');
    const read = reading.plates[0]?.reads[0];
    same([read?.timesSeconds, read?.series?.A1, read?.nonNumeric], [[0, 90], [1.5, null], { A1: 'NaN at 90 s' }], 'A1');
    same(codes(reading), ['plate/settings-contradict', 'plate/non-numeric'], 'notes');
  });

  it('finds the mask that lives only in the group table, and the mean that contradicts it', async () => {
    const reading = await byName('group_cols_with_int_sample_names.txt');
    const raw = reading.plates[0]?.reads[0];
    same([raw?.values.A2, raw?.masked], [1.672, ['A2']], 'A2');
    const contradictions = reading.notes
      .filter((note) => note.code === 'plate/statistic-contradicts')
      .map((note) => sentenceOf(note, 'en'));
    for (const words of ["sample 'St1': AvgOD 1.728", "sample 'St1': SD 0.080", "sample 'St6': AvgOD 0.139"]) {
      same(
        contradictions.some((message) => message.includes(words)),
        true,
        words,
      );
    }
    same(contradictions.length, 6, 'AvgOD, SD and %CV of two samples, no other');
  });

  it('says where SoftMax Pro exported reduced values only, or none', async () => {
    const reduced = await byName('softmaxpro_example_reduced.txt');
    const read = reduced.plates[0]?.reads.find((one) => one.label === 'Reduced');
    same(Object.keys(read?.values ?? {}).length, 96, 'reduced values');
    near(read?.values.A1 ?? Number.NaN, 1.8566, 'first reduced value');
    same(
      codes(reduced).includes('plate/no-measured-values') &&
        codes(await byName('no_measurements.txt')).includes('plate/no-measured-values'),
      true,
      'note',
    );
  });

  it('reads xPONENT medians and bead counts, and its warning', async () => {
    const reading = await byName('luminex_xPONENT_example02.csv');
    const at = (label: string, well: string): number | undefined =>
      reading.plates[0]?.reads.find((one) => one.label === label)?.values[well];
    same(
      [at('Median: alpha', 'A1'), at('Count: alpha', 'A1'), at('Median: bravo', 'A1'), at('Count: bravo', 'A1')],
      [10921.5, 30, 37214, 42],
      'A1',
    );
    same([at('Median: alpha', 'D1'), at('Count: alpha', 'D1')], [3071, 25], 'D1');
    same(codes(reading).includes('plate/instrument-warning'), true, 'warning');
    const flex = await byName('luminex_intelliflex_single_dataset.csv');
    same(Object.keys(flex.plates[0]?.reads[0]?.values ?? {}), ['A1', 'B1', 'C1'], 'INTELLIFLEX wells');
    same(flex.plates[0]?.reads[0]?.values.A1, 130.55469, 'R25 RP1 median of A1, from the file');
  });

  it.each(['Beckman_Vi-Cell-BLU_example01.csv', 'Beckman_Vi-Cell-BLU_example01_utf16.csv'])('reads the cell counts of %s', async (file) => {
    const { plates } = await byName(file);
    const at = (sample: string, label: string): number | undefined =>
      plates.find((plate) => plate.name === sample)?.reads.find((one) => one.label === label)?.values.A1;
    same(plates.length, 10, 'samples');
    same(
      [at('CLB001', 'Viability (%)'), at('CLB001', 'Viable (x10^6) cells/mL'), at('CLB011', 'Viability (%)')],
      [96.9, 0.75, 72.06],
      'viability',
    );
  });

  it('does not take a viability without counts as valid in silence', async () => {
    const reading = await byName('Beckman_Vi-Cell-BLU_example01.csv');
    const sample = reading.plates.find((plate) => plate.name === 'CLB008');
    same(sample?.reads[0]?.nonNumeric, { A1: 'ERROR' }, 'count of CLB008');
    same(
      reading.notes.some((note) => note.code === 'plate/instrument-warning' && note.fields.sample === 'CLB008'),
      true,
      'note',
    );
  });

  it('reads NucleoView, a value broken over two lines too', async () => {
    const { plates } = await byName('chemometec_nucleoview_example07.csv');
    const at = (label: string): number | undefined => plates[0]?.reads.find((one) => one.label === label)?.values.A1;
    same([at('Viability (%)'), at('Total (cells/ml)'), at('Dead (cells/ml)')], [92.8, 1.7e6, 1.22e5], 'results');
    same(
      plates[0]?.reads.find((one) => one.label.startsWith('Estimated'))?.nonNumeric.A1,
      '13.2 (Uncertain determination)',
      'broken value',
    );
    same(plates[0]?.readAt, '2023-11-20T11:03:00', 'time');
  });

  it('compared all 49 files and says how many figures', () => {
    console.log(`plate exports compared: ${compared.files} files, ${compared.figures} figures`);
    expect(compared.files).toBe(49);
    expect(compared.figures).toBeGreaterThan(700);
  });
});
