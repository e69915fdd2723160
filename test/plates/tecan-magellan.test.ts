import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

type Row = readonly (string | number | null)[];

const read = async (rows: readonly Row[]): Promise<PlateReading> =>
  readPlate(await writeXlsx({ sheets: [{ name: 'Sheet1', rows: rows.map((row) => [...row]) }] }), 'x.xlsx', { format: 'detect' });

const settings: readonly Row[] = [
  ['Date of measurement: 2024-03-14/Time of measurement: 13:05:06'],
  ['Measurement mode: Absorbance'],
  ['Unit: OD'],
];
const block = (title: string, first: number): readonly Row[] => [
  [title],
  ['<>', 1, 2, 3],
  ['A', first + 0.1, first + 0.2, first + 0.3],
  ['B', first + 0.4, first + 0.5, first + 0.6],
  [null],
];
const readsOf = ({ plates }: PlateReading) =>
  plates.flatMap(({ reads }) => reads.map(({ label, wavelengthsNm, values }) => [label, wavelengthsNm, values.A1, values.B3]));
const notRead = ({ notes }: PlateReading) =>
  notes.filter(({ code }) => code === 'plate/not-read').map(({ fields }) => [fields.part, fields.name ?? fields.lines]);

describe('the matrix view of Magellan', () => {
  const [first, second] = [block('450nm', 0), block('620nm', 10)];
  const whole = [
    ['450nm', [450], 0.1, 0.6],
    ['620nm', [620], 10.1, 10.6],
  ];

  it('is read matrix by matrix', async () => {
    expect(readsOf(await read([...first, ...second, ...settings]))).toEqual(whole);
  });

  const without = (rows: readonly Row[], at: number): readonly Row[] => rows.filter((_, i) => i !== at);
  it.each([
    ['its column numbers are left out', without(second, 1), 'A 10.1'],
    ['one of its column numbers is damaged', second.map((row, i) => (i === 1 ? ['<>', 1, '2#', 3] : row)), 'A 10.1'],
  ] as const)('is refused where of a second matrix %s', async (_, damaged, found) => {
    await expect(read([...first, ...damaged, ...settings])).rejects.toMatchObject({
      code: 'plate/bad-export',
      message: expect.stringContaining(`found a row '${found} …' without`),
    });
  });

  it('tells of the wells that a matrix without its row A leaves empty', async () => {
    const reading = await read([...first, ...without(second, 2), ...settings]);
    expect(reading.notes).toContainEqual({
      code: 'plate/partial-plate',
      fields: {
        of: 'plate',
        plate: 'Plate 1',
        reads: { count: 1, listed: ['620nm'] },
        empty: { count: 3, listed: ['A1', 'A2', 'A3'] },
        wellCount: 6,
      },
    });
  });

  it('is refused where a row is left out', async () => {
    const rows: readonly Row[] = [['450nm'], ['<>', 1, 2, 3], ['A', 1, 2, 3], ['C', 7, 8, 9], ['D', 7, 8, 9], [null]];
    await expect(read([...rows, ...settings])).rejects.toMatchObject({ code: 'plate/bad-export' });
  });

  it('has layouts, of which those with numbers are noted', async () => {
    const layout = (title: string, one: string | number): readonly Row[] => [[title], ['<>', 1, 2, 3], ['A', one, one, one], [null]];
    const reading = await read([...first, ...layout('Layout', 'SM1'), ...layout('Concentrations', 10), ...settings]);
    expect(readsOf(reading)).toEqual(whole.slice(0, 1));
    expect(notRead(reading)).toEqual([['block', 'Concentrations']]);
  });

  it('names lines that are not known', async () => {
    const reading = await read([...first, ...settings, ['SECOND RUN'], ['ULTRA']]);
    expect(notRead(reading)).toEqual([['lines', [{ line: 9, text: 'SECOND RUN' }]]]);
  });
});

describe('a line that a format knows to say nothing', () => {
  // Magellan's settings name wavelengths; a line of them holds no row of numbers.
  const [first] = [block('450nm', 0)];

  it.each([
    ['none', ['620 nm', 'x', 'y', 'z'], []],
    ['two', ['620 nm', 1.5, 2.5], []],
    ['three', ['620 nm', 1.5, 2.5, 3.5], [['lines', [{ line: 9, text: '620 nm 1.5 2.5 3.5' }]]]],
  ] as const)('is noted where it holds as many numbers as a row of a plate: %s', async (_, line, expected) => {
    expect(notRead(await read([...first, ...settings, line]))).toEqual(expected);
  });

  it('is refused where two of them do, one under the other', async () => {
    await expect(read([...first, ...settings, ['620 nm', 1.5, 2.5, 3.5], ['621 nm', 1.5, 2.5, 3.5]])).rejects.toMatchObject({
      code: 'plate/bad-export',
      message: expect.stringContaining("found a block of numbers that begins with '620 nm 1.5 2.5'"),
    });
  });
});
