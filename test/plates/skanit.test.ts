import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

type Row = readonly (string | number | null)[];

const read = async (rows: readonly Row[]): Promise<PlateReading> => {
  const head: readonly Row[] = [['Measurement results'], ['made up.skax'], ['3/14/2024 1:05:06 PM'], [' '], ['Absorbance 1']];
  const sheets = [{ name: 'Absorbance 1_01', rows: [...head, ...rows].map((row) => [...row]) }];
  return readPlate(await writeXlsx({ sheets }), 'x.xlsx', { format: 'detect' });
};
const wavelength = (nm: number): Row => [`Wavelength: ${nm} nm`];
const block = (plate: string, first: number): readonly Row[] => [
  [plate],
  ['Abs', 1, 2, 3],
  ['A', first, first + 0.1, first + 0.2],
  ['B', first + 0.3, first + 0.4, first + 0.5],
  [null],
];
const readsOf = ({ plates }: PlateReading) =>
  plates.flatMap(({ name, reads }) => reads.map(({ label, wavelengthsNm, values }) => [name, label, wavelengthsNm, values.A1]));
const absentOf = ({ notes }: PlateReading) =>
  notes.flatMap(({ code, fields }) => (code === 'plate/export-incomplete' ? [[fields.absent, fields.block]] : []));

describe('a line `Wavelength` of SkanIt', () => {
  const [first, second] = [block('Plate 1', 0.5), block('Plate 1', 1.5)];
  const at450 = ['Plate 1', 'Absorbance 1, 450 nm', [450], 0.5];
  const at620 = ['Plate 1', 'Absorbance 1, 620 nm', [620], 1.5];
  const nameless = (a1: number, label = 'Absorbance 1') => ['Plate 1', label, [], a1];

  it.each([
    ['of both blocks', [wavelength(450), ...first, wavelength(620), ...second], [at450, at620], []],
    [
      'of the first alone is not that of the second',
      [wavelength(450), ...first, ...second],
      [at450, nameless(1.5)],
      [['wavelength', 'Absorbance 1']],
    ],
    ['of the second alone', [...first, wavelength(620), ...second], [nameless(0.5), at620], [['wavelength', 'Absorbance 1']]],
    [
      'of none: they are kept apart by their order',
      [...first, ...second],
      [nameless(0.5), nameless(1.5, 'Absorbance 1 (2)')],
      [
        ['wavelength', 'Absorbance 1'],
        ['wavelength', 'Absorbance 1 (2)'],
      ],
    ],
    [
      'holds on every plate below it',
      [wavelength(450), ...first, ...block('Plate 2', 2.5)],
      [at450, ['Plate 2', 'Absorbance 1, 450 nm', [450], 2.5]],
      [],
    ],
  ])('%s', async (_, rows, reads, absent) => {
    const reading = await read(rows);
    expect(readsOf(reading)).toEqual(reads);
    expect(absentOf(reading)).toEqual(absent);
    const twins = reads.some(([, label]) => String(label).endsWith('(2)'));
    expect(reading.notes.some(({ code }) => code === 'plate/named-twice')).toBe(twins);
  });
});

describe('how a read was measured', () => {
  const magellan = async (settings: readonly string[]) => {
    const rows: readonly Row[] = [['Raw data'], ['<>', 1, 2, 3], ['A', 1, 2, 3], ['B', 4, 5, 6], [null]];
    const lines = ['Date of measurement: 2024-03-14/Time of measurement: 13:05:06', ...settings].map((line) => [line]);
    const sheets = [{ name: 'Sheet1', rows: [...rows.map((row) => [...row]), ...lines] }];
    return absentOf(await readPlate(await writeXlsx({ sheets }), 'x.xlsx', { format: 'detect' }));
  };
  const [absorbance, fluorescence] = ['Measurement mode: Absorbance', 'Measurement mode: Fluorescence'];
  const [at, excitation, emission] = ['Measurement wavelength: 450 nm', 'Excitation wavelength: 485 nm', 'Emission wavelength: 535 nm'];

  it.each([
    ['an absorbance with its wavelength', [absorbance, at], []],
    ['an absorbance without', [absorbance], ['wavelength']],
    ['a fluorescence with both', [fluorescence, excitation, emission], []],
    ['a fluorescence with one', [fluorescence, emission], ['second-wavelength']],
    ['a fluorescence without', [fluorescence], ['wavelength']],
    ['a luminescence, which has none', ['Measurement mode: Luminescence'], []],
    ['nothing', [], ['mode']],
  ])('is noted where the software states it everywhere else: %s', async (_, settings, expected) => {
    expect(await magellan(settings)).toEqual(expected.map((absent) => [absent, 'Raw data']));
  });

  it('is not asked of a table that a definition declares', async () => {
    const reading = await readPlate(Buffer.from(',1,2,3\nA,1.1,2.2,3.3\nB,4.4,5.5,6.6\n'), 'x.csv', { format: 'detect' });
    expect(absentOf(reading)).toEqual([]);
  });
});
