import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { findBlocks, readBlock } from '../../src/plates/blocks.ts';
import { createNotes } from '../../src/plates/file/notes.ts';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { fixturesOf } from './fixture-exports.ts';

const text = (format: string): string => {
  const [one] = fixturesOf(format);
  if (one?.kind !== 'text') throw new Error(`no text fixture of ${format}`);
  return one.text;
};
const read = (content: string, options?: object, file = 'x.csv'): Promise<PlateReading> =>
  readPlate(Buffer.from(content, 'latin1'), file, options === undefined ? { format: 'detect' } : { format: 'detect', options });
const notRead = ({ notes }: PlateReading) => notes.filter(({ code }) => code === 'plate/not-read').map(({ fields }) => fields);

describe('what no reader of a format takes', () => {
  it('is noted with its place where it is a line', async () => {
    const whole = notRead(await read(text('glomax')));
    const more = notRead(await read(`${text('glomax')}\r\n,,,,well B2 was pipetted twice\r\n`));
    expect(more.length - whole.length).toBe(1);
    expect(more.at(-1)).toMatchObject({ part: 'lines', count: 1, lines: [{ text: 'well B2 was pipetted twice' }] });
  });

  const second = '\nOther plate\nx;1.5;2.5;3.5\ny;4.5;5.5;6.5\n';

  it('is refused where it is a block of numbers, unless the definition passes it over by title or range', async () => {
    const content = `${text('bmg-mars')}${second}`;
    await expect(read(content)).rejects.toMatchObject({
      code: 'plate/bad-export',
      message:
        "Expected no readings beside the ones that are read, found a block of numbers that begins with 'x 1.5 2.5'. Name its title or range under `ignore`.",
    });
    const lines = content.split('\n');
    const from = lines.findIndex((line) => line.startsWith('x;')) + 1;
    for (const ignore of [['Other plate'], [`A${from}:D${from + 1}`]]) {
      const reading = await read(content, { ignore });
      const passed = reading.notes.filter(({ code }) => code === 'plate/passed-over').map(({ fields }) => fields.title);
      expect(passed).toEqual(ignore);
    }
  });

  const block = '\n,1,2,3\nA,1.1,1.2,1.3\nB,1.4,1.5,1.6\n';
  const columns = 'Notes,,,,,\n,1,2,3,,9.1\nA,1.1,1.2,1.3,,9.2\nB,1.4,1.5,1.6,,9.3\n';
  it.each([
    ['nothing that is there', block, ['H1:K9', 'Other'], null, []],
    ['cells that were left', columns, ['F2:F4'], null, [['F2:F4', 3]]],
    ['cells that were left, and empty ones', columns, ['F1:H9'], null, [['F1:H9', 3]]],
    ['a title above readings', columns, ['Notes'], "covers the line 'A 1.1 1.2'", []],
    ['some of the readings', block, ['B3:D3'], "covers the line 'A 1.1 1.2'", []],
    ['one reading beside cells that were left', columns, ['D4:F4'], "covers the line 'B 1.4 1.5'", []],
    ['all of them', block, ['A1:Z99'], "covers the line '1 2 3'", []],
  ] as const)('is passed over, but never what is read: %s', async (_, content, ignore, refused, passed) => {
    const reading = readPlate(Buffer.from(content), 'x.csv', { format: 'matrix', options: { wells: 6, anchor: 'B3', ignore } });
    if (refused !== null) {
      await expect(reading).rejects.toMatchObject({ code: 'definition/bad-value', message: expect.stringContaining(refused) });
      return;
    }
    const { plates, notes } = await reading;
    expect(Object.keys(plates[0]?.reads[0]?.values ?? {})).toHaveLength(6);
    expect(notes.filter(({ code }) => code === 'plate/passed-over').map(({ fields }) => [fields.title, fields.count])).toEqual(passed);
  });

  it("is passed over in a vendor's export by the same rule", async () => {
    await expect(read(text('glomax'), { ignore: ['A1:Z99'] })).rejects.toMatchObject({ code: 'definition/bad-value' });
  });

  it('is passed over in one sheet where the range names it', async () => {
    const [one] = fixturesOf('kc4');
    if (one?.kind !== 'workbook') throw new Error('no workbook');
    const sheets = one.sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => [...row]) }));
    const bytes = await writeXlsx({ sheets });
    const ignoring = (range: string) => readPlate(bytes, 'x.xlsx', { format: 'kc4', options: { ignore: [range] } });
    await expect(ignoring('A1:M99')).rejects.toMatchObject({ code: 'definition/bad-value' });
    const reading = await ignoring('Own sums!A1:M99');
    expect(notRead(reading)).toEqual([]);
    expect(reading.notes).toContainEqual({
      code: 'plate/passed-over',
      fields: { title: 'Own sums!A1:M99', sheet: 'Own sums', count: 1, line: 1 },
    });
  });

  it('is named where it is a sheet', async () => {
    const [one] = fixturesOf('kc4');
    if (one?.kind !== 'workbook') throw new Error('no workbook');
    const sheets = one.sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => [...row]) }));
    const reading = await readPlate(await writeXlsx({ sheets }), 'x.xlsx', { format: 'detect' });
    expect(notRead(reading)).toEqual([expect.objectContaining({ part: 'sheet', sheet: 'Own sums', count: 1 })]);
  });
});

describe('of a workbook with a declared table', () => {
  const rows = {
    matrix: [
      [null, 1, 2, 3],
      ['A', 1.1, 2.2, 3.3],
      ['B', 4.4, 5.5, 6.6],
    ],
    list: [
      ['Well', 'OD'],
      ['A1', 9.1],
      ['A2', 9.2],
      ['A3', 9.3],
    ],
  };
  const other = [
    ['A1', 9.1],
    ['A2', 9.2],
  ];
  const sheetsRead = async (format: string, sheets: Parameters<typeof writeXlsx>[0]['sheets']) => {
    const reading = await readPlate(await writeXlsx({ sheets }), 'x.xlsx', {
      format,
      options: { wells: 6, ...(format === 'matrix' ? {} : { columns: { well: 'Well', value: 'OD' } }) },
    });
    return notRead(reading).map(({ part, sheet, count }) => [part, sheet, count]);
  };

  it.each([
    ['matrix', rows.matrix],
    ['long-table', rows.list],
  ] as const)('the sheets that are not read are named: %s', async (format, table) => {
    const own = { name: 'own', rows: table.map((row) => [...row]) };
    expect(await sheetsRead(format, [own])).toEqual([]);
    expect(await sheetsRead(format, [own, { name: 'empty', rows: [] }])).toEqual([]);
    expect(await sheetsRead(format, [{ name: 'b', rows: other }, own, { name: 'c', rows: other }])).toEqual([
      ['sheet', 'b', 2],
      ['sheet', 'c', 2],
    ]);
  });

  it('the lines above a list are named', async () => {
    const list = [['Blank corrected'], ...rows.list].map((row) => [...row]);
    expect(await sheetsRead('long-table', [{ name: 'own', rows: list }])).toEqual([['lines-above', null, 1]]);
  });
});

describe("a file that bears a vendor's mark", () => {
  const matrix = ',1,2,3\nA,1.1,2.2,3.3\nB,4.4,5.5,6.6\n';

  it.each([
    'Basic assay information ',
    'Exported with EnVision Workstation version 1.12',
    'DataType:,Median',
    'Experiment File Path:,C:\\x.xpt',
    'Application: SparkControl',
    '==========Data==========',
    'Original Filename: x; Date Last Saved: 1/15/2024',
    'Date of measurement: 01/15/2024',
    'Test ID: 9',
    'Kaleido 3.0',
  ])('is never read as a plain matrix: %s', async (mark) => {
    await expect(read(`${mark}\n\n${matrix}`)).rejects.toMatchObject({ code: expect.stringMatching(/^plate\//) });
    expect(
      (await readPlate(Buffer.from(`${mark}\n\n${matrix}`), 'x.csv', { format: 'matrix', options: { anchor: 'B4', wells: 6 } })).format,
    ).toBe('matrix');
  });
});

describe('a file of another kind', () => {
  const bytes = (...codes: number[]): Uint8Array => Uint8Array.from([...codes, ...Array.from({ length: 40 }, () => 32)]);

  it.each([
    ['a PDF document', bytes(0x25, 0x50, 0x44, 0x46, 0x2d)],
    ['a PNG image', bytes(0x89, 0x50, 0x4e, 0x47)],
    ['a JPEG image', bytes(0xff, 0xd8, 0xff)],
    ['a gzip archive', bytes(0x1f, 0x8b)],
    ['an FCS file', bytes(0x46, 0x43, 0x53, 0x33, 0x2e, 0x31)],
    ['a page in HTML', new TextEncoder().encode('<!DOCTYPE html><html></html>')],
  ])('is refused as %s', async (kind, content) => {
    await expect(readPlate(content, 'x.csv', { format: 'detect' })).rejects.toMatchObject({
      code: 'plate/unknown-format',
      message: `Expected a plate-reader export (text or an Excel workbook), found ${kind}.`,
    });
  });

  it('is refused as a ZIP archive that is no workbook', async () => {
    const zip = Buffer.from(await writeXlsx({ sheets: [{ name: 's', rows: [['a']] }] }));
    // The folder of every part is called otherwise.
    const other = Buffer.from(zip.toString('latin1').replaceAll('xl/', 'yl/'), 'latin1');
    await expect(readPlate(other, 'x.xlsx', { format: 'detect' })).rejects.toMatchObject({
      code: 'plate/bad-workbook',
      message: 'Expected an XLSX workbook, found a ZIP archive that is no workbook.',
    });
  });
});

describe('findBlocks', () => {
  const sheetOf = (lines: string) => ({ name: 's', rows: lines.split('\n').map((line, i) => ({ line: i + 1, cells: line.split(',') })) });
  const wells = (lines: string): Record<string, string>[] => {
    const sheet = sheetOf(lines);
    return findBlocks(sheet).map((block) => Object.fromEntries(readBlock(sheet, block, { file: 'x', notes: createNotes() })));
  };

  it.each([
    ['a whole plate', ',1,2,3\nA,a1,a2,a3\nB,b1,b2,b3', [{ A1: 'a1', A2: 'a2', A3: 'a3', B1: 'b1', B2: 'b2', B3: 'b3' }]],
    ['a part of a plate', ',2,3\nE,e2,e3\nF,f2,f3', [{ E2: 'e2', E3: 'e3', F2: 'f2', F3: 'f3' }]],
    ['numbers with a zero', ',01,02\nA,a1,a2', [{ A1: 'a1', A2: 'a2' }]],
    ['rows AA to AF as a to f', ',1,2\nZ,z1,z2\na,aa1,aa2', [{ Z1: 'z1', Z2: 'z2', AA1: 'aa1', AA2: 'aa2' }]],
    ['a transposed plate', ',A,B\n1,a1,b1\n2,a2,b2', [{ A1: 'a1', B1: 'b1', A2: 'a2', B2: 'b2' }]],
    [
      'two side by side',
      ',1,2,,,1,2\nA,p,q,,A,r,s',
      [
        { A1: 'p', A2: 'q' },
        { A1: 'r', A2: 's' },
      ],
    ],
    [
      'two under each other without an empty line',
      ',1,2\nA,p,q\n,1,2\nA,r,s',
      [
        { A1: 'p', A2: 'q' },
        { A1: 'r', A2: 's' },
      ],
    ],
    ['no block in readings of 1, 2, 3', ',x,y,z\nA,1,2,3\nB,4,5,6', []],
  ] as const)('finds %s', (_, lines, expected) => {
    expect(wells(lines)).toEqual(expected);
  });

  it('finds blocks that stand beside each other', () => {
    expect(wells(',1,2,,1,2\nA,p,q,A,r,s')).toEqual([
      { A1: 'p', A2: 'q' },
      { A1: 'r', A2: 's' },
    ]);
  });
});
