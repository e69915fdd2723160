import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { describeShared } from '../shared-data.ts';

// Values and sources: ../shared/data/cases/plates/README.md and real/README.md (figures by xlrd, or of the files themselves).
describeShared('plate exports from public reports', (shared) => {
  const folder = `${shared}data/cases/plates/`;
  const read = (name: string, options?: object): Promise<PlateReading> =>
    readPlate(readFileSync(folder + name), basename(name), options === undefined ? { format: 'detect' } : { format: 'matrix', options });
  const codes = ({ notes }: PlateReading) => new Set(notes.map(({ code }) => code));
  const sum = (values: Readonly<Record<string, number>>) => Object.values(values).reduce((total, value) => total + value, 0);

  it('spark-kinetic-two-labels.csv: each series has the name and the settings of its own block', async () => {
    const { plates } = await read('spark-kinetic-two-labels.csv');
    expect(plates[0]?.reads.map(({ label, mode, wavelengthsNm, unit, series }) => [label, mode, wavelengthsNm, unit, series?.A1])).toEqual([
      ['OD600', 'absorbance', [600], 'OD', [0.1, 0.11, 0.12]],
      ['GFP', 'fluorescence', [485, 535], 'RFU', [1000, 1100, 1200]],
    ]);
  });

  it('anchor-shift/plate.csv: a block a row or a column off is refused', async () => {
    const declared = { wells: 96, delimiter: 'comma', decimal: 'point' };
    for (const anchor of ['A3', 'A4', 'C4', 'B3', 'B5']) {
      await expect(read('anchor-shift/plate.csv', { ...declared, anchor })).rejects.toMatchObject({ code: 'plate/bad-export' });
    }
    expect((await read('anchor-shift/plate.csv', { ...declared, anchor: 'B4' })).plates[0]?.reads[0]?.values).toMatchObject({
      A1: 1.94,
      H12: 0.21,
    });
  });

  it('title-says-calculated.csv: not measured, and called by its title', async () => {
    const reading = await read('title-says-calculated.csv');
    expect(reading.plates[0]?.reads.map(({ label, calculated }) => [label, calculated])).toEqual([['Concentrations', true]]);
  });

  it('icontrol-german.xlsx: as the English one', async () => {
    const { format, plates } = await read('icontrol-german.xlsx');
    expect([
      format,
      plates[0]?.reads[0]?.label,
      plates[0]?.reads[0]?.mode,
      plates[0]?.reads[0]?.unit,
      plates[0]?.reads[0]?.values.A1,
    ]).toEqual(['tecan-spark', 'Label1', 'luminescence', 'RLU', 101]);
  });

  it('icontrol-kinetic-stopped.xlsx: the three cycles that ran, and a note', async () => {
    const reading = await read('icontrol-kinetic-stopped.xlsx');
    expect([reading.plates[0]?.reads[0]?.series?.A1, codes(reading).has('plate/export-incomplete')]).toEqual([[0.1, 0.2, 0.3], true]);
  });

  it('icontrol-layout-typed-right.xlsx: 96 wells, and a note on the cells beside them', async () => {
    const reading = await read('icontrol-layout-typed-right.xlsx');
    const values = reading.plates[0]?.reads[0]?.values ?? {};
    expect([Object.keys(values).length, values.A1, codes(reading).has('plate/not-read')]).toEqual([96, 101, true]);
  });

  it.each([
    ['1', 96, 10.8564, { A1: 0.3438, E1: 0.0821, H12: 0.0721 }],
    ['2', 60, 3.3814, { A1: 0.0552, C7: 0.0425, E12: 0.0387 }],
    ['3', 96, 21.2495, { A1: 0.5304, E1: 0.2056, H12: 0.1759 }],
    ['4', 96, 31.1863, { A1: 0.6848, E1: 0.2489, H12: 0.2155 }],
  ] as const)('real/tecan_infinite_example.xlsx, sheet %s: %i wells, also of a part of the plate', async (name, count, total, wells) => {
    const { plates } = await read('real/tecan_infinite_example.xlsx');
    const values = plates.find((plate) => plate.name === name)?.reads[0]?.values ?? {};
    expect(Object.keys(values)).toHaveLength(count);
    // The figures are printed with four decimals.
    expect(sum(values)).toBeCloseTo(total, 3);
    for (const [well, value] of Object.entries(wells)) expect([well, values[well]?.toFixed(4)]).toEqual([well, value.toFixed(4)]);
  });

  it('real/tecan_infinite_example.xlsx: eight matrices', async () => {
    expect((await read('real/tecan_infinite_example.xlsx')).plates).toHaveLength(8);
  });

  it('envision-assay-information-first.csv: the settings before the plates', async () => {
    const { format, plates } = await read('envision-assay-information-first.csv');
    expect([format, plates[0]?.readAt?.slice(0, 10), plates[0]?.reads[0]?.mode, plates[0]?.reads[0]?.values.A1]).toEqual([
      'envision',
      '2024-01-15',
      'luminescence',
      101,
    ]);
  });

  it('anchor-empty-sheets.xlsx: the anchor needs no sheet where the others are empty; a block of concentrations is no reading', async () => {
    const reading = await read('anchor-empty-sheets.xlsx', { anchor: 'B3' });
    const values = reading.plates[0]?.reads[0]?.values ?? {};
    expect([Object.keys(values).length, values.A1, codes(reading).has('plate/not-read')]).toEqual([96, 0.101, true]);
  });

  it('softmax-blocks-counts-plates.txt: as many blocks as plates were announced; both groups are read', async () => {
    const { plates } = await read('softmax-blocks-counts-plates.txt');
    const labels = plates[0]?.reads.map(({ label }) => label.split(':')[0]) ?? [];
    expect([Object.keys(plates[0]?.reads[0]?.values ?? {}).length, new Set(labels)]).toEqual([96, new Set(['450', 'Std', 'Unk'])]);
  });

  it.each(['softmax-mask-with-formulas.txt', 'softmax-mask-without-formulas.txt'])('%s: A2 and A3 are masked', async (name) => {
    const reading = await read(name);
    expect([reading.plates[0]?.reads[0]?.masked, codes(reading).has('plate/not-read')]).toEqual([['A2', 'A3'], false]);
  });

  it('xponent-no-blank-lines.csv: a block ends where the next begins', async () => {
    const { plates } = await read('xponent-no-blank-lines.csv');
    const at = (label: string) => plates[0]?.reads.find((one) => one.label === label)?.values;
    expect([at('Median: IL-2')?.A1, at('Median: IFNg')?.A1, at('Count: IL-2')?.A1, at('Count: IFNg')?.A1]).toEqual([100, 200, 60, 61]);
  });

  /** Format, read (of a plate), numbers, their sum as far as the README prints it, single wells. */
  it.each([
    ['spark-endpoint-list.csv', 'tecan-spark', 'OD600', 'absorbance', [600], 96, 43.824, { A1: 0.101, H12: 0.812 }],
    ['gen5-results-in-rows.xlsx', 'gen5-workbook', 'OD600:600', 'absorbance', [600], 24, 5.16, { A1: 0.1, B12: 0.33 }],
    ['magellan-matrix.xlsx', 'tecan-magellan', 'Raw data', 'fluorescence', [535, 590], 96, 43824, { A1: 101 }],
    [
      'real/endpoint_stdcurve_multiplate.txt',
      'gen5-text',
      '630nmAbsRead:630',
      'absorbance',
      [630],
      96,
      100.477,
      { A1: 3.481, E1: 0.043, H12: 0.266 },
    ],
    [
      'real/endpoint_stdcurve_multiplate.txt',
      'gen5-text',
      'Blank 630nmAbsRead:630',
      'unknown',
      [],
      96,
      100.435,
      { A1: 3.48, E1: 0.043, H12: 0.265 },
    ],
    [
      'real/endpoint_stdcurve_multiplate.txt',
      'gen5-text',
      '[Concentration]',
      'unknown',
      [],
      96,
      58028.231,
      { A1: 2010.076, E1: 24.816, H12: 153.432 },
    ],
    [
      'real/PE_Envision_absorbance_example01.csv',
      'envision',
      'BCA Absorbance @ 562(1)',
      'absorbance',
      [562],
      384,
      1066.391,
      { A1: 2.63, F9: 2.816, K17: 2.764, P24: 2.639 },
    ],
    [
      'real/PE_Envision_absorbance_example01.csv',
      'envision',
      'Screen 384 OptiPlate(1)',
      'unknown',
      [],
      384,
      2240,
      { A1: 8, F9: 8, K17: 8, P24: 4 },
    ],
    [
      'real/absorbance_endpoint_single_plate_example_01.csv',
      'kaleido',
      'ABS mono 1',
      'absorbance',
      [450],
      96,
      57.342994,
      { H12: 0.04316096081934782 },
    ],
    [
      'real/test_msd_workbench_xlsx.xlsx',
      'msd-workbench',
      'Signal',
      'luminescence',
      [],
      24,
      650524,
      { 'A1/spot1': 18789, 'C3/spot1': 15654, 'F2/spot1': 35690, 'H3/spot1': 26751 },
    ],
    [
      'real/methodical_test_data_in_filename.txt',
      'msd-methodical-mind',
      'Signal',
      'luminescence',
      [],
      6,
      61662,
      { A1: 12895, A3: 7436, B2: 10408, B3: 7433 },
    ],
    ['real/byonoy_absolute_example.csv', 'byonoy', 'OD540', 'absorbance', [540], 96, 9.761, { A1: 0.065, E1: 0.076, H12: 0.069 }],
    ['real/biotek_02.xls', 'kc4', 'M#1 450', 'absorbance', [450], 96, 40.362, { A1: 2.575, H12: 0.146 }],
    ['real/WithBlankBead.xls', 'bio-plex', 'MyAnalyte (1)', 'fluorescence', [], 40, 284969.5, { C12: 93, B8: 415 }],
    ['real/WithBlankBead.xls', 'bio-plex', 'MyAnalyte (2)', 'fluorescence', [], 40, 296281.5, { C12: 6.5 }],
    ['real/WithBlankBead.xls', 'bio-plex', 'Blank (3)', 'fluorescence', [], 40, 9048, { C12: 6 }],
  ] as const)('%s (%s): %s', async (name, format, label, mode, wavelengthsNm, count, total, wells) => {
    const reading = await read(name);
    const one = reading.plates.flatMap(({ reads }) => reads).find((found) => found.label === label);
    const values = one?.values ?? {};
    expect([reading.format, one?.mode, one?.wavelengthsNm, Object.keys(values).length]).toEqual([format, mode, wavelengthsNm, count]);
    expect(sum(values)).toBeCloseTo(total, 3);
    expect(values).toMatchObject(wells);
  });

  it('real/PE_Envision_absorbance_example01.csv: a section that names a formula is calculated', async () => {
    const { plates } = await read('real/PE_Envision_absorbance_example01.csv');
    expect(plates[1]?.reads.map(({ label, calculated }) => [label.slice(0, 17), calculated])).toEqual([
      ['Calc 1: Crosstalk', true],
      ['Screen 384 OptiPl', false],
    ]);
  });

  it('real/WithBlankBead.xls: what is out of range stays a marker', async () => {
    const { plates } = await read('real/WithBlankBead.xls');
    const markers = plates[0]?.reads.flatMap(({ nonNumeric }) => Object.values(nonNumeric)) ?? [];
    expect([markers.includes('OOR >'), markers.includes('***')]).toEqual([true, true]);
  });

  it('real/luminex_intelliflex_v2_2.csv: ten wells', async () => {
    const { plates } = await read('real/luminex_intelliflex_v2_2.csv');
    const one = plates[0]?.reads.find((found) => found.label === 'R25: RP1 MEDIAN');
    expect([Object.keys({ ...one?.values, ...one?.nonNumeric }).length, one?.values.B1]).toEqual([10, 6.05021]);
  });

  it('real/chememotec_nc_view_example.csv: 32 samples, thousands with a space between', async () => {
    const { format, plates } = await read('real/chememotec_nc_view_example.csv');
    const first = plates[0]?.reads.map(({ label, values }) => [label.split(' ')[0], values.A1]);
    expect([format, plates.length, first?.slice(0, 4)]).toEqual([
      'nc-view',
      32,
      [
        ['TOTAL', 274000],
        ['LIVE', 124000],
        ['DEAD', 150000],
        ['VIABILITY', 45.1],
      ],
    ]);
  });

  it('ole2-container.xls and a workbook of Excel 5: the sentence says what to do', async () => {
    for (const name of ['ole2-container.xls', 'real/Beckman_Vi-Cell-XR_example03_instrumentOutput.xls']) {
      await expect(read(name)).rejects.toMatchObject({
        code: 'plate/bad-workbook',
        message: expect.stringMatching(
          /found an old Excel workbook \(\.xls\) that cannot be read .*Open it in Excel and save it as \.xlsx\.$/,
        ),
      });
    }
  });
});
