import { describe, expect, it } from 'vitest';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { bytesOf, type FixtureExport } from './fixture-exports.ts';

type Cell = string | number | null;
type Rows = readonly (readonly Cell[])[];

const text = (file: string, rows: Rows, sign = ','): FixtureExport => ({
  kind: 'text',
  file,
  text: `${rows.map((row) => row.map((cell) => cell ?? '').join(sign)).join('\n')}\n`,
});
const book = (file: string, name: string, rows: Rows): FixtureExport => ({ kind: 'workbook', file, sheets: [{ name, rows }] });
const cornered = (matrix: Rows, corner: string): Rows => matrix.map((row, i) => (i === 0 ? [corner, ...row.slice(1)] : row));
const shifted = (matrix: Rows, by: number): Rows => matrix.map((row) => [...Array.from({ length: by }, () => null), ...row]);

/** What each software writes around a matrix; made up, as short as it could be. */
const FORMATS: Readonly<Record<string, (matrix: Rows) => FixtureExport>> = {
  'bmg-mars': (matrix) =>
    text(
      'a.csv',
      [
        ['User: me;Path: C:\\BMG;Test run no.: 1'],
        ['Test name: t;Date: 14.03.2024'],
        ['Absorbance'],
        [],
        ['Raw Data (450)'],
        [],
        ...matrix,
      ],
      ';',
    ),
  'bmg-smart-control': (matrix) =>
    book('a.xlsx', 'End point', [
      ['User: me'],
      ['Path: C:\\BMG\\me'],
      ['Test ID: 3'],
      ['Test Name: t'],
      ['Absorbance'],
      [null],
      [null, '1. Raw Data (450)'],
      ...matrix,
    ]),
  skanit: (matrix) =>
    book('a.xlsx', 'Absorbance 1_01', [
      ['Measurement results'],
      ['t.skax'],
      ['3/14/2024 1:05:06 PM'],
      [' '],
      ['Absorbance 1'],
      ['Wavelength: 450 nm'],
      [' '],
      ['Plate 1'],
      [' '],
      ...cornered(matrix, 'Abs'),
    ]),
  envision: (matrix) =>
    text('a.csv', [
      ['Plate information'],
      ['Plate', 'Repeat', 'Barcode', 'Label', 'Measinfo'],
      [1, 1, 'BC', 'ABS(1)', 'De=Abs Ex=Top'],
      [],
      ['Results for ABS(1) - channel 1 (A)'],
      ...matrix,
      [],
      ['Basic assay information'],
      ['Assay ID: ', '', '', '', 1],
      [],
      ['Plate type:'],
      ['Number of the wells in the plate', '', '', '', 96],
      [],
      ['Exported with EnVision Workstation version 1.12'],
    ]),
  kaleido: (matrix) =>
    text('a.csv', [
      ['EnSight Results from'],
      ['Protocol Name', 't'],
      [],
      ['Result for Absorbance 1'],
      ['Barcode', 'Repeat', 'Loop no', 'Exc wl / filter'],
      ['K', 1, '', 450],
      [],
      ...matrix,
      [],
      ['Measurement Information'],
      [],
      ['Plate Type Name', '', '96 t'],
    ]),
  glomax: (matrix) =>
    text('a.csv', [
      ['', '', '', 'Protocol: t'],
      ['', '', '', 'Result: p 2024.03.14 13:05:06'],
      ['Absorbance'],
      ['', 'Measurement Filter:', '', 450],
      ...matrix.map((row, i) => ['', i === 0 ? 'Reading:' : '', '', i === 0 ? 1 : '', ...row]),
    ]),
  'gen5-text': (matrix) =>
    text(
      'a.txt',
      [
        ['Software Version', '3.11'],
        [],
        ['Experiment File Path:', 'x'],
        ['Plate Number', 'Plate 1'],
        [],
        ['Procedure Details'],
        ['Plate Type', '96 WELL PLATE'],
        ['Read', 'od'],
        ['', 'Absorbance Endpoint'],
        ['', 'Wavelengths:  450'],
        [],
        ['Results'],
        ...matrix.map(([label = '', ...cells], i) => {
          const end = (matrix[0]?.length ?? 1) - 1;
          const at = cells.indexOf(null);
          const own = at === -1 ? cells : cells.slice(0, at);
          return [
            label,
            ...own,
            ...(own.length === end || at === -1 ? [i === 0 ? '' : 'od:450'] : [i === 0 ? '' : 'od:450']),
            ...(at === -1 ? [] : cells.slice(at)),
          ];
        }),
      ],
      '\t',
    ),
  'msd-methodical-mind': (matrix) =>
    text(
      'a.txt',
      [['Plate #  :', 1], ['Barcode1 :', '<P>'], ['Type     :', 96], ['Spots Per Well:', 1], [], ['==========Data=========='], ...matrix],
      '\t',
    ),
  'tecan-magellan': (matrix) =>
    text(
      'a.asc',
      [
        ['450nm'],
        ...cornered(matrix, '<>'),
        ['Date of measurement: 2024-03-14/Time of measurement: 13:05:06'],
        ['Measurement mode: Absorbance'],
      ],
      '\t',
    ),
  matrix: (matrix) => text('a.csv', [['title'], ...matrix]),
};

const PART: Rows = [
  ['', 2, 3, 4],
  ['B', 22, 23, 24],
  ['C', 32, 33, 34],
];
const LOWER_ROWS: Rows = [
  ['', ...Array.from({ length: 12 }, (_, c) => c + 1)],
  ...['G', 'H'].map((letter, r) => [letter, ...Array.from({ length: 12 }, (_, c) => 100 * r + c + 1)]),
];
const WHOLE: Rows = [
  ['', 1, 2, 3],
  ['A', 11, 12, 13],
  ['B', 21, 22, 23],
];

const read = async (format: string, matrix: Rows) => {
  const one = FORMATS[format]?.(matrix);
  if (one === undefined) throw new Error(format);
  const options = format === 'matrix' ? { format: 'matrix', options: { wells: 96 } } : { format: 'detect' };
  return await readPlate(await bytesOf(one), one.file, options);
};
const only = async (format: string, matrix: Rows) => {
  const { plates, ...reading } = await read(format, matrix);
  return { ...reading, values: plates.flatMap(({ reads }) => reads.map(({ values }) => values)) };
};

describe.each(Object.keys(FORMATS))('a matrix of %s', (format) => {
  it('may be a part of a plate, B2 to C4: every reading at the well that its letter and number name', async () => {
    expect((await only(format, PART)).values).toEqual([{ B2: 22, B3: 23, B4: 24, C2: 32, C3: 33, C4: 34 }]);
  });

  it('may be the last rows of a plate', async () => {
    const { values } = await only(format, LOWER_ROWS);
    expect(values[0]).toMatchObject({ G1: 1, G12: 12, H1: 101, H12: 112 });
    expect(Object.keys(values[0] ?? {})).toHaveLength(24);
  });

  it('is read without what somebody typed beside it, which is named', async () => {
    const beside = WHOLE.map((row, i) => (i === 1 ? [...row, null, 'bubble'] : row));
    const { values, notes } = await only(format, beside);
    expect(values).toEqual([{ A1: 11, A2: 12, A3: 13, B1: 21, B2: 22, B3: 23 }]);
    expect(notes.map(({ code }) => code)).toContain('plate/not-read');
  });

  it('beside which another block of numbers stands is refused', async () => {
    const beside = WHOLE.map((row) => [...row, null, ...row]);
    await expect(only(format, beside)).rejects.toMatchObject({ code: expect.stringMatching(/^plate\/bad-export$/) });
  });

  it('with a reading more than it has column numbers is refused', async () => {
    const wide = WHOLE.map((row, i) => (i === 1 ? [...row, 14, 15] : row));
    await expect(only(format, wide)).rejects.toMatchObject({ code: 'plate/bad-export' });
  });

  it('whose rows go on with another letter is refused', async () => {
    const letters = ['', 'A', 'C'];
    const jumped = WHOLE.map(([, ...cells], i) => [letters[i] ?? '', ...cells]);
    if (format === 'envision' || format === 'msd-methodical-mind')
      expect((await only(format, jumped)).values).toEqual([{ A1: 11, A2: 12, A3: 13, C1: 21, C2: 22, C3: 23 }]);
    else await expect(only(format, jumped)).rejects.toMatchObject({ code: 'plate/bad-export' });
  });
});

describe('shifted', () => {
  it('a matrix further right is the same', async () => {
    expect((await only('matrix', shifted(WHOLE, 3))).values).toEqual([{ A1: 11, A2: 12, A3: 13, B1: 21, B2: 22, B3: 23 }]);
  });
});
