import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, format: string, options?: unknown): Promise<PlateReading> =>
  readPlate(bytes(text), 'x.csv', options === undefined ? { format } : { format, options });
const failure = (reading: Promise<PlateReading>): Promise<unknown> => reading.catch((thrown: unknown) => thrown);

const two = ['Plate,1', ',1,2,3', 'A,1,2,3', 'B,4,5,6', '', ',1,2,3', 'A,0.1,0.2,0.3', 'B,0.4,0.5,0.6', ''].join('\n');

describe('the declared matrix', () => {
  it('reads several matrices of a file as the reads of one plate, each from its anchor', async () => {
    const options = {
      wells: 6,
      plate: 'P9',
      unit: 'OD',
      mode: 'absorbance',
      matrices: [
        { anchor: 'B3', label: '450', wavelengthsNm: [450] },
        { anchor: 'B7', label: '620', wavelengthsNm: [620] },
      ],
    };
    const { plates, notes } = await read(two, 'matrix', options);
    expect(plates.map((plate) => [plate.name, plate.wellCount])).toEqual([['P9', 6]]);
    expect(plates[0]?.reads.map((one) => [one.label, one.wavelengthsNm, one.unit, one.values])).toEqual([
      ['450', [450], 'OD', { A1: 1, A2: 2, A3: 3, B1: 4, B2: 5, B3: 6 }],
      ['620', [620], 'OD', { A1: 0.1, A2: 0.2, A3: 0.3, B1: 0.4, B2: 0.5, B3: 0.6 }],
    ]);
    expect(notes.map((one) => sentenceOf(one, 'en'))).toEqual(["Not read, above the readings: line 1 'Plate 1'."]);
  });

  it('reads a bare block without letters and numbers, with a declared decimal comma', async () => {
    const { plates } = await read('x;y\n1,5;2;3\n4;5;6\n', 'matrix', { anchor: 'A2', wells: 6, delimiter: 'semicolon', decimal: 'comma' });
    expect(plates[0]?.reads[0]?.values).toEqual({ A1: 1.5, A2: 2, A3: 3, B1: 4, B2: 5, B3: 6 });
  });

  it('reads the declared sheet of a workbook', async () => {
    const rows = [
      ['', 1, 2, 3],
      ['A', 1, 2, 3],
      ['B', 4, 5, 6],
    ];
    const workbook = await writeXlsx({
      sheets: [
        { name: 'one', rows },
        {
          name: 'two',
          rows: [
            ['', 1, 2, 3],
            ['A', 7, 8, 9],
            ['B', 4, 5, 'OVER'],
          ],
        },
      ],
    });
    const { plates } = await readPlate(workbook, 'x.xlsx', { format: 'matrix', options: { sheet: 'two', wells: 6 } });
    expect([plates[0]?.reads[0]?.values, plates[0]?.reads[0]?.nonNumeric]).toEqual([{ A1: 7, A2: 8, A3: 9, B1: 4, B2: 5 }, { B3: 'OVER' }]);
  });

  it.each([
    [
      'an anchor one row off',
      { anchor: 'B4', wells: 6 },
      "Expected the row letter A left of the readings, found 'B'. Check `anchor`, which names the cell of well A1.",
    ],
    [
      'an anchor one column off',
      { anchor: 'C3', wells: 6, columns: 2 },
      "Expected nothing between the row letter A and its first reading, found '1'. Check `anchor`, which names the cell of well A1.",
    ],
    [
      'a block that runs out of the file',
      { anchor: 'B7', wells: 24, columns: 3 },
      'Expected the readings of plate row C, found the end of the file. Check `anchor`, `rows` and `wells`.',
    ],
    [
      'a block that runs into the next',
      { anchor: 'B3', wells: 24, columns: 3 },
      "Expected the row letter C left of the readings, found ''. Check `anchor`, which names the cell of well A1.",
    ],
    [
      'two matrices and no anchor',
      {},
      'Expected one block of row letters and column numbers, found 2 (their first readings at B3, B7). Name the ones to read by `anchor`, several under `matrices`.',
    ],
    [
      'a block larger than the plate',
      { anchor: 'B3', wells: 6, rows: 8 },
      'Expected a block inside a plate of 6 wells, found 8 rows and 3 columns declared. Declare `wells`.',
    ],
  ])('refuses %s', async (_, options, message) => {
    expect(await failure(read(two, 'matrix', options))).toMatchObject({ code: 'plate/bad-export', message });
  });

  it('refuses a key that it does not have', async () => {
    expect(await failure(read(two, 'matrix', { anker: 'B3' }))).toMatchObject({
      code: 'definition/bad-value',
      message: `Expected options of the plate format 'matrix', found: Unrecognized key: "anker".`,
    });
  });
});

const long = 'Plate,Well,Role,Dose,Signal\nP1,A1,reference,10,100\nP1,B1,test,10,200\nP2,A1,reference,10,300\nP2,B1,test,5,OVER\n';

describe('the declared long table', () => {
  it('reads wells by plate', async () => {
    const { format, plates } = await read(long, 'detect');
    expect(format).toBe('long-table');
    expect(plates.map((plate) => [plate.name, plate.reads[0]?.values, plate.reads[0]?.nonNumeric])).toEqual([
      ['P1', { A1: 100, B1: 200 }, {}],
      ['P2', { A1: 300 }, { B1: 'OVER' }],
    ]);
  });

  it('reads several reads of a well by the column that names them', async () => {
    const { plates } = await read('id\twhat\tx\nA1\t450\t1\nA1\t620\t0.1\n', 'long-table', {
      wells: 96,
      columns: { well: 'id', value: 'x', read: 'what' },
    });
    expect(plates[0]?.reads.map((one) => [one.label, one.values])).toEqual([
      ['450', { A1: 1 }],
      ['620', { A1: 0.1 }],
    ]);
  });

  const line = (well: string): string => long.replace('P1,B1', `P1,${well}`);
  it.each([
    [
      'a well twice',
      line('A1'),
      "Expected every well once in a read, found A1 again ('100' before, '200' here). Export each plate and read once, or keep them apart.",
      'plate/bad-export',
    ],
    ['a well that is none', line('1A'), "Expected a well such as A1, found '1A'.", 'plate/bad-export'],
    ['a dose that is no number', long.replace('test,5', 'test,high'), "Expected a dose of 0 or more, found 'high'.", 'plate/not-a-number'],
    [
      'a short line',
      long.replace('P1,B1,test,10,200', 'P1,B1,test,10'),
      'Expected 5 fields as in the heading, found 4. Is the line cut, or has a number a comma in it?',
      'plate/bad-export',
    ],
    ['no lines', 'Well,Signal\n', 'Expected lines with wells below the heading, found none. Export the results again.', 'plate/no-results'],
    [
      'test articles without a reference',
      long.replaceAll('reference', 'sample'),
      "Expected wells with the role 'reference' beside those with the role 'test', found none. Export the reference standard too, or leave the role column out.",
      'plate/bad-export',
    ],
  ])('refuses %s', async (_, text, message, code) => {
    expect(await failure(read(text, 'detect'))).toMatchObject({ code, message });
  });

  it('lets no single well decide the plate size', async () => {
    const rows = Array.from({ length: 24 }, (_, i) => `${'ABCD'[i % 4] ?? ''}${1 + Math.floor(i / 4)},${i}`);
    const error = await failure(read(`Well,Signal\n${rows.join('\n')}\nZ9,1\n`, 'detect'));
    expect(error).toMatchObject({
      message:
        "Expected well Z9 to lie on the plate on which nearly all wells of 'Plate 1' lie, found it outside. Declare the plate size, or mend the well.",
    });
  });
});

describe('detection', () => {
  it('refuses a file that no format recognises', async () => {
    expect(await failure(read('hello\nworld\n', 'detect'))).toMatchObject({
      code: 'plate/unknown-format',
      message:
        "Expected exactly one plate format to recognise 'x.csv', found none. See 'cytolot formats'; a table of another layout can be declared in the definition (matrix, long-table).",
    });
  });

  it('refuses a file that two formats recognise, and names them', async () => {
    const text = 'Software Version\t3.12\nReader Type:\tX\nBarcode1 :\t<X>\n==Data==\n';
    expect(await failure(read(text, 'detect'))).toMatchObject({
      code: 'plate/ambiguous-format',
      message:
        "Expected exactly one plate format to recognise 'x.csv', found 2: gen5-text, msd-methodical-mind. Name the right one with --format or `format`.",
    });
  });

  it('reads a file by the named format only', async () => {
    expect(await failure(read('hello\n', 'gen5-workbook'))).toMatchObject({
      code: 'plate/bad-export',
      message: "Expected a workbook for the format 'gen5-workbook', found a text.",
    });
    expect(await failure(read('hello\n', 'gen6'))).toMatchObject({ code: 'usage/bad-argument' });
  });
});

describe('thousands signs', () => {
  it('are refused where another number would mean two things, and stay markers where they cannot', async () => {
    const read = (cells: string) => readPlate(new TextEncoder().encode(`;1;2;3\nA;${cells}\nB;4;5;6\n`), 'x.csv', { format: 'detect' });
    await expect(read('1.234.567;1.234;3')).rejects.toMatchObject({
      code: 'plate/bad-export',
      message:
        "Expected numbers without thousands signs in 'reading', found '1.234.567': a number such as 1.234 beside it could mean two. Export without thousands signs.",
    });
    for (const text of ["1'234", '1 234', '1,234.5'])
      expect((await read(`${text};2;3`)).plates[0]?.reads[0]?.nonNumeric).toEqual({ A1: text });
  });
});

describe('a plain matrix below a title', () => {
  const block = [',1,2,3', 'A,1.1,1.2,1.3', 'B,2.1,2.2,2.3', ''].join('\n');

  it.each([
    ['Blank-subtracted OD450', true],
    ['Net absorbance', true],
    ['Fold change over control', true],
    ['% inhibition', true],
    ['Interpolated values', true],
    ['Mean of replicates', true],
    ['CV [%]', true],
    ['Konzentration', true],
    ['平均值', true],
    ['Raw OD450', false],
    ['Internet export of the plate', false],
    ['Mean temperature 25 C', false],
  ])('%s: calculated %s', async (title, calculated) => {
    const { plates } = await readPlate(Buffer.from(`${title}\n${block}`), 'x.csv', { format: 'detect' });
    expect(plates[0]?.reads.map((read) => read.calculated)).toEqual([calculated]);
  });
});
