import fc from 'fast-check';
import { parseString } from 'fast-csv';
import { describe, expect, it } from 'vitest';
import { type Delimiter, splitDelimited } from '../../src/plates/file/split-delimited.ts';

function byFastCsv(text: string, delimiter: Delimiter): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const rows: string[][] = [];
    parseString(text, { delimiter, ignoreEmpty: false })
      .on('data', (row: string[]) => rows.push(row))
      .on('error', reject)
      .on('end', () => resolve(rows));
  });
}

describe('splitDelimited', () => {
  it('splits text without quotes as fast-csv does', async () => {
    const cell = fc.stringMatching(/^[A-Za-z0-9.+<>?*-]{0,6}$/);
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom<Delimiter>(',', ';', '\t', '|'), async (rows, delimiter) => {
        const text = `${rows.map((row) => row.join(delimiter)).join('\n')}\n`;
        const sheet = await splitDelimited(text, 'x.csv', { delimiter, quotes: 'csv' });
        expect(sheet.rows.map((row) => row.cells)).toEqual(rows);
        expect(await byFastCsv(text, delimiter)).toEqual(rows);
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('counts lines through fields that hold line ends', async () => {
    const sheet = await splitDelimited('a,"b\nc",d\n\n1,2,3\n', 'x.csv', { delimiter: ',', quotes: 'csv' });
    expect(sheet.rows).toEqual([
      { line: 1, cells: ['a', 'b\nc', 'd'] },
      { line: 3, cells: [] },
      { line: 4, cells: ['1', '2', '3'] },
    ]);
  });

  it('refuses a quote that is never closed', async () => {
    const error = await splitDelimited('a,b\n"1,2\n3,4\n', 'x.csv', { delimiter: ',', quotes: 'csv' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'plate/bad-export', place: { file: 'x.csv' } });
  });
});
