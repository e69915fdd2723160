import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { createNotes } from '../../src/plates/file/notes.ts';
import { readWorkbook } from '../../src/plates/file/workbook.ts';
import { sharedFolder } from '../shared-data.ts';
import { madeWorkbook, sheetAt, sheetOf } from './made-workbook.ts';

const sample = (): Promise<Uint8Array> => writeXlsx({ sheets: [{ name: 's', rows: [['a', 1.5, true, null, 0.34380000829696655]] }] });
const failure = (bytes: Uint8Array): Promise<unknown> => readWorkbook(bytes, 'x.xlsx', createNotes()).catch((thrown: unknown) => thrown);

/** Offsets of the directory's entries. */
function entries(bytes: Uint8Array): { readonly view: DataView; readonly at: readonly number[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at: number[] = [];
  for (let i = 0; i + 4 <= bytes.length; i++) if (view.getUint32(i, true) === 0x02014b50) at.push(i);
  return { view, at };
}

describe('readWorkbook', () => {
  it('gives every cell as text, numbers by their shortest decimal', async () => {
    const sheets = await readWorkbook(await sample(), 'x.xlsx', createNotes());
    expect(sheets).toEqual([{ name: 's', rows: [{ line: 1, cells: ['a', '1.5', 'TRUE', '', '0.34380000829696655'] }] }]);
  });

  it('takes the stored value of a formula and evaluates nothing', async () => {
    const notes = createNotes();
    const cells = new Map([['0,0', { value: 7, formula: '1+1', formulaResult: 7 }]]);
    const bytes = await writeXlsx({ sheets: [{ name: 's', rows: [[7]], cells }] });
    const [sheet] = await readWorkbook(bytes, 'x.xlsx', notes);
    expect(sheet?.rows[0]?.cells).toEqual(['7']);
    expect(notes.all()).toEqual([{ code: 'plate/formula', fields: { sheet: 's', count: 1 } }]);
  });

  it('refuses more than 256 MiB declared, before anything is inflated', async () => {
    const bytes = await sample();
    const { view, at } = entries(bytes);
    view.setUint32((at[0] ?? 0) + 24, 300 * 2 ** 20, true);
    expect(await failure(bytes)).toMatchObject({
      code: 'plate/bad-workbook',
      message: 'Expected at most 268435456 bytes in a workbook, found more declared. Export the workbook again.',
    });
  });

  it('refuses a part that does not declare its size', async () => {
    const bytes = await sample();
    const { view, at } = entries(bytes);
    view.setUint32((at[0] ?? 0) + 24, 0, true);
    expect(await failure(bytes)).toMatchObject({
      code: 'plate/bad-workbook',
      message: 'Expected every part of the workbook to declare its size, found one that does not. Export the workbook again.',
    });
  });

  it('refuses a part that inflates to more than it declares', async () => {
    const bytes = await sample();
    const { view, at } = entries(bytes);
    for (const entry of at) view.setUint32(entry + 24, 10, true);
    expect(await failure(bytes)).toMatchObject({ code: 'plate/bad-workbook' });
  });

  it('refuses a workbook that is cut off', async () => {
    const bytes = await sample();
    expect(await failure(bytes.subarray(0, bytes.length - 40))).toMatchObject({ code: 'plate/bad-workbook' });
    expect(await failure(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).toMatchObject({ code: 'plate/bad-workbook' });
  });

  it.skipIf(sharedFolder() === null)('agrees with the XML of a real workbook, cell by cell (needs ../shared)', async () => {
    const { readFileSync } = await import('node:fs');
    const { inflateRawSync } = await import('node:zlib');
    const bytes = readFileSync(`${sharedFolder()}data/plates/thermo-skanit/luciferase_assay_example.xlsx`);
    const { view, at } = entries(bytes);
    const part =
      at.find(
        (entry) => bytes.toString('latin1', entry + 46, entry + 46 + view.getUint16(entry + 28, true)) === 'xl/worksheets/sheet1.xml',
      ) ?? 0;
    const local = view.getUint32(part + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const xml = inflateRawSync(bytes.subarray(start, start + view.getUint32(part + 20, true))).toString('utf8');
    const numbers = [...xml.matchAll(/<c r="([A-Z]+)(\d+)"[^>]*?(?:t="n")?[^>]*?><v>([^<]*)<\/v>/g)].filter(
      (match) => !/t="s"/.test(match[0]),
    );
    const [sheet] = await readWorkbook(bytes, 'x.xlsx', createNotes());
    expect(numbers.length).toBe(108);
    for (const [, letter, row, text] of numbers) {
      expect(Number(sheet?.rows[Number(row) - 1]?.cells[(letter ?? 'A').charCodeAt(0) - 65])).toBe(Number(text));
    }
  });
});

describe('a workbook of some kilobytes that stands for gigabytes', () => {
  const row = (at: number, cell: string, value = '1') => `<row r="${at}"><c r="${cell}${at}"><v>${value}</v></c></row>`;
  const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join('');

  it('is read where it is small, with places that are stated or follow each other', async () => {
    const rows = `${row(2, 'B')}<row><c><v>3</v></c><c><v>4</v></c></row>`;
    const [sheet] = await readWorkbook(madeWorkbook(rows), 'x.xlsx', createNotes());
    expect(sheet?.rows.map(({ cells }) => cells.join('|'))).toEqual(['|', '|1', '3|4']);
  });

  // 5,000,000 cells: 500,000 rows of ten columns are just taken, one more is not.
  it.each<[string, () => Uint8Array, RegExp | null]>([
    ['ten columns and 500,000 rows', () => madeWorkbook(row(1, 'J') + row(500_000, 'A')), null],
    [
      'ten columns and 500,001 rows',
      () => madeWorkbook(row(1, 'J') + row(500_001, 'A')),
      /found 500001 rows and 10 columns .* up to row 500001; delete rows/,
    ],
    ['two corners', () => madeWorkbook(row(1, 'A') + row(1_048_576, 'XFD')), /found 1048576 rows and 16384 columns/],
    ['a far column in many rows', () => madeWorkbook(many(20_000, (i) => row(i + 1, 'XFD'))), /rows and 16384 columns/],
    [
      'places that are not stated',
      () => madeWorkbook('<row><c/><c/><c/><c/><c/></row>'.repeat(1_000_001)),
      /found 1000001 rows and 5 columns/,
    ],
    ['a million texts', () => madeWorkbook(row(1, 'A'), '<si><t>x</t></si>'.repeat(1_000_000)), /at most 250000 texts/],
    [
      'a million runs of one text',
      () => madeWorkbook(row(1, 'A'), `<si>${'<r><t>x</t></r>'.repeat(1_000_000)}</si>`),
      /at most 250000 texts/,
    ],
    ['a million empty rows', () => madeWorkbook('<row r="9"/>'.repeat(1_000_000)), /at most 250000 empty rows/],
    [
      'one long text in many cells',
      () =>
        madeWorkbook(
          many(2_000, (i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c></row>`),
          `<si><t>${'x'.repeat(30_000)}</t></si>`,
        ),
      /at most 50000000 characters in sheet 'S', found 60000000/,
    ],
    [
      'a sheet under another name',
      () =>
        madeWorkbook('', '', {
          'xl/_rels/workbook.xml.rels': sheetAt('data/s.xml'),
          'xl/data/s.xml': sheetOf(row(1, 'A') + row(1_048_576, 'XFD')),
        }),
      /columns in xl\/data\/s\.xml/,
    ],
    [
      'a sheet called an image',
      () =>
        madeWorkbook('', '', {
          'xl/_rels/workbook.xml.rels': sheetAt('media/s.png'),
          'xl/media/s.png': sheetOf('<row r="9"/>'.repeat(1_000_000)),
        }),
      /empty rows, merged cells, links and rules in xl\/media\/s\.png/,
    ],
    [
      'styles of 20 MB',
      () => madeWorkbook(row(1, 'A'), '', { 'xl/styles.xml': `<styleSheet>${' '.repeat(20_000_000)}</styleSheet>` }),
      /at most 16777216 bytes of styles/,
    ],
  ])(
    '%s',
    async (_, make, refused) => {
      const outcome = await failure(make());
      if (refused === null) expect(outcome).toHaveLength(1);
      else expect(outcome).toMatchObject({ code: 'plate/bad-workbook', message: expect.stringMatching(refused) });
    },
    60_000,
  );
});
