import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/pipeline/tables/read-table.ts';

const TEXT = 'lot,file\nMüller-1,a.fcs\n';
const ROWS = [
  { line: 1, cells: ['lot', 'file'] },
  { line: 2, cells: ['Müller-1', 'a.fcs'] },
];

describe('readTable', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(TEXT)],
    ['UTF-8 with a byte order mark', new TextEncoder().encode(`\ufeff${TEXT}`)],
    ['UTF-16 with a byte order mark', new Uint8Array(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))],
  ])('reads %s', async (_, bytes) => {
    expect(await readTable(bytes, 'samples.csv')).toEqual(ROWS);
  });

  it.each([
    ['Latin-1, in which ü is 0xFC', new Uint8Array(Buffer.from(TEXT, 'latin1'))],
    // 0xC5FA is one ideograph in GBK, and two letters in windows-1252.
    ['GBK', new Uint8Array([...Buffer.from('lot,file\n'), 0xc5, 0xfa, ...Buffer.from('1,a.fcs\n')])],
    ['UTF-16 without a byte order mark', new Uint8Array(Buffer.from('lot,file\n1,a.fcs\n', 'utf16le'))],
  ])('refuses %s: names are never guessed', async (_, bytes) => {
    await expect(readTable(bytes, 'samples.csv')).rejects.toMatchObject({
      code: 'plate/bad-encoding',
      place: { file: 'samples.csv' },
      message: expect.stringMatching(/^Expected a table in UTF-8, .*Save it again as 'CSV UTF-8'\.$/),
    });
  });
});
