import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

const textOf = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join('\n')}\n`);
const read = (lines: readonly string[], file = 'x.csv') => readPlate(textOf(lines), file, { format: 'detect' });

type Row = readonly (string | number | null)[];

async function readTecan(table: readonly Row[]) {
  const head: readonly Row[] = [
    ['Application: Tecan i-control', null, null, null, 'Tecan i-control , 2.0'],
    ['Plate', null, null, null, 'Greiner 6'],
    ['Label: L1'],
    ['Mode', null, null, null, 'Absorbance'],
    ['Wavelength', null, null, null, 450, 'nm'],
    ['Start Time:', null, null, null, '2024-03-14 13:05:06'],
  ];
  const bytes = await writeXlsx({ sheets: [{ name: 'Sheet1', rows: [...head, ...table].map((row) => [...row]) }] });
  return readPlate(bytes, 'x.xlsx', { format: 'detect' });
}

describe('a line or column of a list that has lost its well is refused', () => {
  const lost = "Expected a well such as A1, or an empty line behind the list, found 'A#2'.";
  const heading = "Expected every well once as a column heading, found 'A#2'.";
  it.each<readonly [string, readonly Row[], string]>([
    [
      'list view, last line',
      [
        ['<>', 'Value'],
        ['A1', 1],
        ['A#2', 2],
      ],
      lost,
    ],
    [
      'table of wells, last line',
      [
        ['Well', 'Mean', '0;0'],
        ['A1', 1, 1],
        ['A#2', 2, 2],
      ],
      lost,
    ],
    [
      'table of wells on its side',
      [
        ['Well', 'A1', 'A#2'],
        ['Mean', 1, 2],
        ['0;0', 1, 2],
      ],
      heading,
    ],
    [
      'cycles down',
      [
        ['Cycle Nr.', 'Time [s]', 'Temp. [°C]', 'A1', 'A#2'],
        [1, 0, 37, 1, 2],
        [2, 60, 37, 1, 2],
      ],
      heading,
    ],
    [
      'cycles across',
      [
        ['Cycle Nr.', 1, 2],
        ['Time [s]', 0, 60],
        ['Temp. [°C]', 37, 37],
        ['A1', 1, 1],
        ['A#2', 2, 2],
      ],
      lost,
    ],
  ])('Tecan: %s', async (_, table, sentence) => {
    await expect(readTecan(table)).rejects.toThrow(sentence);
  });

  it('a line without a number between two wells too', async () => {
    await expect(
      readTecan([
        ['<>', 'Value'],
        ['A1', 1],
        ['A#2', 'OVER'],
        ['A3', 3],
      ]),
    ).rejects.toThrow(lost);
  });

  it('and words behind the last well are none of it', async () => {
    const { plates } = await readTecan([
      ['<>', 'Value'],
      ['A1', 1],
      ['A2', 2],
      ['End Time:', null, null, null, '2024-03-14 13:06:06'],
    ]);
    expect(plates[0]?.reads[0]?.values).toEqual({ A1: 1, A2: 2 });
  });
});

describe('FluoroSpot', () => {
  const headings = 'Plate,Well,Analyte,Spot Forming Units (SFU)';

  it('Mabtech: a line for each analyte of a well makes a read of each', async () => {
    const { plates } = await read([headings, 'P,A1,IFN-g,12', 'P,A1,IL-2,7', 'P,A2,IFN-g,3', 'P,A2,IL-2,0']);
    expect(plates.map(({ reads }) => reads.map(({ label, values }) => [label, values]))).toEqual([
      [
        ['Spot Forming Units (SFU), IFN-g', { A1: 12, A2: 3 }],
        ['Spot Forming Units (SFU), IL-2', { A1: 7, A2: 0 }],
      ],
    ]);
  });

  it('Mabtech: an analyte of each well is a description of it', async () => {
    const { plates } = await read([headings, 'P,A1,IFN-g,12', 'P,A2,IL-2,7']);
    expect(plates[0]?.reads.map(({ label, values }) => [label, values])).toEqual([['Spot Forming Units (SFU)', { A1: 12, A2: 7 }]]);
  });

  it('Mabtech: an analyte twice for one well is refused', async () => {
    await expect(read([headings, 'P,A1,IFN-g,12', 'P,A1,IFN-g,13', 'P,A1,IL-2,7'])).rejects.toThrow(
      'Expected every well once in a read, found A1 again',
    );
  });

  it('Mabtech: a column for each filter is a read', async () => {
    const { plates } = await read(['Plate,Well,Spot Forming Units (SFU) LED490,Spot Forming Units (SFU) LED550', 'P,A1,12,7']);
    expect(plates[0]?.reads.map(({ label, mode, values }) => [label, mode, values.A1])).toEqual([
      ['Spot Forming Units (SFU) LED490', 'count', 12],
      ['Spot Forming Units (SFU) LED550', 'count', 7],
    ]);
  });

  it('AID: a block for each filter, also of spots in both', async () => {
    const block = (title: string, first: number) => [
      title,
      ',1,2,3',
      `A,${first},${first + 1},${first + 2}`,
      `B,${first + 3},${first + 4},${first + 5}`,
      '',
    ];
    const { plates } = await read([
      'AID ELISpot Reader',
      'Plate:,P7',
      '',
      ...block('Spots Number FITC', 0),
      ...block('Spots Number FITC+Cy3', 10),
    ]);
    expect(plates[0]?.reads.map(({ label, unit, values }) => [label, unit, values.A1, values.B3])).toEqual([
      ['Spots Number FITC', 'spots', 0, 5],
      ['Spots Number FITC+Cy3', 'spots', 10, 15],
    ]);
  });
});

it('a counter writes thousands with two commas or more, which can mean nothing else; one comma is left as it stands', async () => {
  const lines = [
    'Cellaca MX',
    '',
    'Well Name,Sample ID,Total Cells/mL,Live Cells/mL,Dead Cells/mL,Viability (%)',
    'A1,s1,"1,250,000","1,000,000","250,000",80',
  ];
  const { plates, notes } = await read(lines);
  const [total, live, dead] = plates[0]?.reads ?? [];
  expect([total?.values, live?.values, dead?.nonNumeric]).toEqual([{ A1: 1_250_000 }, { A1: 1_000_000 }, { A1: '250,000' }]);
  expect(notes.map(({ code }) => code)).toContain('plate/non-numeric');
});
