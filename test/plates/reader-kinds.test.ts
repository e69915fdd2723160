import { describe, expect, it } from 'vitest';
import { createNotes } from '../../src/plates/file/notes.ts';
import { openSource } from '../../src/plates/file/open-source.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { bytesOf, type FixtureExport } from './fixture-exports.ts';

/* Exports as another version, language or user would have written them; made up here, their values to be seen with the eye. */

type Rows = readonly (readonly (string | number | null)[])[];
type Options = Parameters<typeof readPlate>[2];

const text = (rows: Rows, sign = ',', file = 'a.csv'): FixtureExport => ({
  kind: 'text',
  file,
  text: `${rows.map((row) => row.map((cell) => cell ?? '').join(sign)).join('\n')}\n`,
});
const book = (...sheets: readonly (readonly [name: string, rows: Rows])[]): FixtureExport => ({
  kind: 'workbook',
  file: 'a.xlsx',
  sheets: sheets.map(([name, rows]) => ({ name, rows })),
});
const read = async (one: FixtureExport, options: Options = { format: 'detect' }) => await readPlate(await bytesOf(one), one.file, options);
const first = async (one: FixtureExport, options?: Options) => (await read(one, options)).plates[0]?.reads[0];
const NUMBERED: Rows = [
  ['', 1, 2, 3, 4, 5, 6],
  ...['A', 'B', 'C', 'D'].map((letter, r) => [letter, ...[1, 2, 3, 4, 5, 6].map((c) => 10 * (r + 1) + c)]),
];

describe('masks of a SoftMax group without formulas', () => {
  const group = (headings: string, ...lines: readonly string[]): FixtureExport => ({
    kind: 'text',
    file: 'a.txt',
    text: [
      '##BLOCKS= 2',
      'Plate:\tP1\t1.3\tPlateFormat\tEndpoint\tAbsorbance\tRaw\tFALSE\t1\t\t\t\t\t\t1\t450 \t1\t3\t6\t1\t2\tNone\t',
      '\tTemperature(C)\t1\t2\t3\t\t',
      '\t22\t0.101\t0.102\t0.103\t\t',
      '\t\t0.201\t0.202\t0.203\t\t',
      '',
      '~End',
      'Group: S',
      headings,
      ...lines,
      'Group Summaries',
      '~End',
      'Original Filename: x; Date Last Saved: 1/15/2024 10:00:00 AM',
      '',
    ].join('\n'),
  });
  it.each([
    [
      'some wells, the values two columns right of the wells',
      group('Sample\tWells\tBack\tOD', 'S1\tA1\t9.8\t0.101', '\tA2\tMasked\tMasked'),
      ['A2'],
    ],
    [
      'every well, so that no number proves the column',
      group('Sample\tWells\tBack\tOD', 'S1\tA1\t9.1\tMasked', '\tA2\t8.2\tMasked'),
      ['A1', 'A2'],
    ],
    ['in small and in large letters', group('Sample\tWells\tValue', 'S1\tA1\t0.101', '\tA2\tmasked', '\tA3\tMASKED'), ['A2', 'A3']],
  ])('%s', async (_, one, masked) => {
    expect((await first(one))?.masked).toEqual(masked);
  });
});

describe('a plain matrix is calculated where its title says so, wherever that stands', () => {
  it.each([
    ['in the corner', text([['Corrected OD', 1, 2, 3, 4, 5, 6], ...NUMBERED.slice(1)])],
    ['right of the column numbers', text([[...(NUMBERED[0] ?? []), '', 'blank corrected'], ...NUMBERED.slice(1)])],
    ['as the name of the sheet', book(['Calculated Conc.', NUMBERED])],
    ['in Spanish', text([['Absorbancia corregida'], ...NUMBERED])],
    ['as a difference', text([['OD 450 minus 620'], ...NUMBERED])],
    ['as a mean', text([['Mean OD'], ...NUMBERED])],
    ['in percent', text([['% of control'], ...NUMBERED])],
  ])('%s', async (_, one) => {
    expect((await first(one))?.calculated).toBe(true);
  });
  it('a corner that says nothing of it is named, and the numbers are measured', async () => {
    const { plates, notes } = await read(text([['OD450', 1, 2, 3, 4, 5, 6], ...NUMBERED.slice(1)]));
    expect(plates[0]?.reads[0]?.calculated).toBe(false);
    expect(notes.map(({ code }) => code)).toContain('plate/not-read');
  });
  it('a remark beside a row is no title', async () => {
    const beside = NUMBERED.map((row, i) => (i === 2 ? [...row, null, 'blank'] : row));
    expect((await first(text(beside)))?.calculated).toBe(false);
  });
});

describe('an anchor beside words', () => {
  const worded = [
    ['', 'Col 1', 'Col 2', 'Col 3', 'Col 4', 'Col 5', 'Col 6', 'x'],
    ...NUMBERED.slice(1).map(([letter, ...cells]) => [`Row ${letter ?? ''}`, ...cells, 5]),
  ];
  const small = NUMBERED.map(([letter, ...cells]) => [String(letter).toLowerCase(), ...cells]);
  const anchored = (anchor: string): Options => ({ format: 'matrix', options: { wells: 24, anchor } });
  it.each([
    ['`Row A` and `Col 1`', worded],
    ['small letters', small],
  ])('%s is proven by them', async (_, rows) => {
    expect((await first(text(rows), anchored('B2')))?.values).toMatchObject({ A1: 11, D6: 46 });
    await expect(read(text(rows), anchored('C2'))).rejects.toMatchObject({ code: 'plate/bad-export' });
    await expect(read(text(rows), anchored('B3'))).rejects.toMatchObject({ code: 'plate/bad-export' });
  });
});

const TECAN_HEAD: Rows = [
  ['Application: SparkControl', '', '', '', 'V2.3'],
  ['Device: Spark'],
  ['Mode', 'Absorbance'],
  ['Name', 'OD'],
  ['Measurement wavelength', '', '', '', 450, 'nm'],
  [],
];

describe('Tecan', () => {
  it('times with a decimal comma are those that they are', async () => {
    const one = text(
      [...TECAN_HEAD, ['OD'], ['Cycle Nr.', 1, 2], ['Time [s]', '0', '60,5'], ['Temp. [°C]', '37', '37,1'], ['A1', '0,25', '0,5']],
      ';',
    );
    expect(await first(one)).toMatchObject({ timesSeconds: [0, 60.5], series: { A1: [0.25, 0.5] } });
  });
  it('a list with a line that lost its well is refused', async () => {
    const one = text([...TECAN_HEAD, ['<>', 'Value'], ['A1', 0.1], ['', 0.2], ['A3', 0.3]]);
    await expect(read(one)).rejects.toMatchObject({ code: 'plate/bad-export', message: expect.stringContaining("found '0.2'") });
  });
});

describe('Magellan', () => {
  const below = [
    'Date of measurement: 2024-03-14/Time of measurement: 13:05:06',
    'Measurement mode: Absorbance',
    'Measurement wavelength: 450 nm',
  ].map((line) => [line]);
  const matrix: Rows = [['Raw data'], ['<>', 1, 2, 3], ['A', 0.1, 0.2, 0.3], ['B', 0.4, 0.5, 0.6]];
  const expected = { mode: 'absorbance', wavelengthsNm: [450], calculated: false, values: { A1: 0.1, B3: 0.6 } };
  it.each([
    ['settings before the matrix', book(['Magellan Sheet 1', [...below, [null], ...matrix]])],
    ['as text', text([...matrix, ...below], '\t', 'a.asc')],
    [
      'in German',
      book([
        'Magellan Blatt 1',
        [
          ['Rohdaten'],
          ...matrix.slice(1),
          ['Messdatum: 14.03.2024/Messzeit: 13:05:06'],
          ['Messmodus: Absorption'],
          ['Messwellenlänge: 450 nm'],
        ],
      ]),
    ],
  ])('%s', async (_, one) => {
    expect(await first(one)).toMatchObject(expected);
  });
  it('two sheets are two plates with their names', async () => {
    const { plates } = await read(book(['Magellan Sheet 1', [...matrix, ...below]], ['Magellan Sheet 2', [...matrix, ...below]]));
    expect(plates.map(({ name }) => name)).toEqual(['Magellan Sheet 1', 'Magellan Sheet 2']);
  });
  it('names typed beside the readings are named, doses refused', async () => {
    const beside = (cells: Rows): FixtureExport =>
      book(['Magellan Sheet 1', [['Raw data'], ...matrix.slice(1).map((row, i) => [...row, null, ...(cells[i] ?? [])]), ...below]]);
    const { plates, notes } = await read(
      beside([
        ['', 1, 2, 3],
        ['A', 'S1', 'S2', 'S3'],
        ['B', 'S1', 'S2', 'S3'],
      ]),
    );
    expect(plates[0]?.reads).toHaveLength(1);
    expect(notes.map(({ code }) => code)).toContain('plate/not-read');
    await expect(
      read(
        beside([
          ['', 1, 2, 3],
          ['A', 50, 25, 12],
          ['B', 6, 3, 1],
        ]),
      ),
    ).rejects.toMatchObject({ code: 'plate/bad-export' });
  });
});

describe('Gen5 results in rows', () => {
  const gen5 = (...tables: readonly string[]): FixtureExport => ({
    kind: 'text',
    file: 'a.txt',
    text: `Software Version\t3.11\n\nExperiment File Path:\tx\nPlate Number\tPlate 1\n\nProcedure Details\nPlate Type\t96 WELL PLATE\nRead\tod\n\tAbsorbance Endpoint\n\tWavelengths:  450\n\nResults\n\n${tables.join('\n')}`,
  });
  it.each([
    ['with an empty line between', ['Well\tA1\tA2\nod:450\t0.1\t0.2\n', 'Well\tB1\tB2\nod:450\t0.3\tOVRFLW\n']],
    ['without', ['Well\tA1\tA2\nod:450\t0.1\t0.2', 'Well\tB1\tB2\nod:450\t0.3\tOVRFLW\n']],
  ])('a read that goes on in a second table, %s, is one read', async (_, tables) => {
    const { plates } = await read(gen5(...tables));
    expect(plates[0]?.reads).toMatchObject([{ label: 'od:450', values: { A1: 0.1, A2: 0.2, B1: 0.3 }, nonNumeric: { B2: 'OVRFLW' } }]);
  });
  it('with a well in both tables is refused', async () => {
    await expect(read(gen5('Well\tA1\tA2\nod:450\t0.1\t0.2\n', 'Well\tA2\tA3\nod:450\t0.3\t0.4\n'))).rejects.toMatchObject({
      code: 'plate/bad-export',
    });
  });
});

describe('EnVision', () => {
  it('takes the filters of a label whose name ends with a number in parentheses', async () => {
    const one = text([
      ['Basic assay information'],
      ['Assay ID: ', '', '', '', 1],
      [],
      ['Labels:'],
      ['ABS(450)', '', '', '', 1],
      ['Exc. filter', '', '', '', 'P 450'],
      [],
      ['Plate information'],
      ['Plate', 'Repeat', 'Barcode', 'Label', 'Measinfo'],
      [1, 1, 'BC', 'ABS(450)(1)', 'De=Abs'],
      [],
      ['Results for ABS(450)(1) - channel 1 (A)'],
      ['', 1, 2, 3],
      ['A', 0.1, 0.2, 0.3],
      ['B', 0.4, 0.5, 0.6],
      [],
      ['Exported with EnVision'],
    ]);
    expect(await first(one)).toMatchObject({ mode: 'absorbance', wavelengthsNm: [450] });
  });
});

describe('a file of Excel 2, 3 or 4', () => {
  // The record BOF of each version: its number, its length, its version and the kind of sheet ([MS-XLS] 2.4.21 and its predecessors).
  it.each(['0900040002001000', '0902060000001000', '0904060000001000'])('%s is refused by its kind', async (hex) => {
    const opened = openSource(Buffer.from(hex, 'hex'), 'a.xls', { notes: createNotes() });
    await expect(opened).rejects.toMatchObject({ code: 'plate/bad-workbook', message: expect.stringContaining('save it as .xlsx') });
  });
});
