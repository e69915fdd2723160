import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/read-plate.ts';
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

  it('title-says-calculated.csv: not measured, and the title is named', async () => {
    const reading = await read('title-says-calculated.csv');
    expect([reading.plates[0]?.reads[0]?.calculated, codes(reading).has('plate/not-read')]).toEqual([true, true]);
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
