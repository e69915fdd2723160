import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

type Row = readonly (string | number | null)[];

const head: readonly Row[] = [
  ['Application: Tecan i-control', null, null, null, 'Tecan i-control , 2.0'],
  ['Plate', null, null, null, 'Greiner 6'],
  ['Start Time:', null, null, null, '2024-03-14 13:05:06'],
  [null],
  ['Label: L1'],
  ['Mode', null, null, null, 'Absorbance'],
  ['Wavelength', null, null, null, 450, 'nm'],
];

describe('the mean of several reads of a well', () => {
  // (0.1 + 0.3) / 2 = 0.2 and (0.2 + 0.4) / 2 = 0.3.
  const lines = (first: number, second: number): readonly Row[] => [
    ['A1', first, 0.1, 0.1, 0.3],
    ['A2', second, 0.1, 0.2, 0.4],
  ];

  it.each([
    ['no mean', 0.2, 0.3, []],
    ['one mean', 0.9, 0.3, [['A1', '0.9', '0.2']]],
    [
      'all means',
      0.9,
      0.8,
      [
        ['A1', '0.9', '0.2'],
        ['A2', '0.8', '0.3'],
      ],
    ],
  ] as const)('is recomputed in the list view and in the table of wells: %s is wrong', async (_, first, second, expected) => {
    for (const corner of ['<>', 'Well']) {
      const rows: readonly Row[] = [...head, [corner, 'Mean', 'StDev', '0;0', '0;1'], ...lines(first, second), [null]];
      const bytes = await writeXlsx({ sheets: [{ name: 'Sheet1', rows: rows.map((row) => [...row]) }] });
      const { notes } = await readPlate(bytes, 'x.xlsx', { format: 'detect' });
      const means = notes.filter(({ code }) => code === 'plate/statistic-contradicts');
      expect(means.map(({ fields }) => [fields.well, fields.printed, fields.computed])).toEqual(expected);
    }
  });
});
