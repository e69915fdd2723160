import { describe, expect, it } from 'vitest';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

/** A table of wells A1, A2, A3 and a matrix of the same cells, by the options of a definition. */
async function cellsOf(cells: readonly string[], options: object) {
  const lines = cells.map((cell, i) => `A${i + 1};${cell}`);
  const table = await readPlate(Buffer.from(['well;value', ...lines, ''].join('\n')), 'table.csv', {
    format: 'long-table',
    options: { wells: 96, delimiter: 'semicolon', ...options },
  });
  const matrix = await readPlate(
    Buffer.from([`;${cells.map((_, i) => i + 1).join(';')}`, `A;${cells.join(';')}`, ''].join('\n')),
    'matrix.csv',
    {
      format: 'matrix',
      options: { wells: 96, delimiter: 'semicolon', anchor: 'B2', rows: 1, columns: cells.length, ...options },
    },
  );
  return [table, matrix].map(({ plates }) => {
    const read = plates[0]?.reads[0];
    return cells.map((_, i) => read?.values[`A${i + 1}`] ?? read?.nonNumeric[`A${i + 1}`] ?? null);
  });
}

const both = <Value>(cells: readonly Value[]): Value[][] => [[...cells], [...cells]];

describe('thousands of declared tables', () => {
  it.each([
    ['comma', 'point', ['1,234', '1,234,567.5', '950'], [1234, 1_234_567.5, 950]],
    ['point', 'comma', ['1.234', '1.234.567,5', '950'], [1234, 1_234_567.5, 950]],
    ['space', 'point', ['1 234', '1\u00a0234\u00a0567.5', '950'], [1234, 1_234_567.5, 950]],
    ['space', 'comma', ['1\u202f234', '-12 345,5', '950'], [1234, -12_345.5, 950]],
    ['apostrophe', 'point', ["1'234", "1'234'567.5", '950'], [1234, 1_234_567.5, 950]],
    // A comma is proven as the decimal sign by the cells themselves.
    ['space', 'detect', ['1 234,5', '12 345,25', '950'], [1234.5, 12_345.25, 950]],
    // Decimals below a thousand need no sign.
    ['comma', 'point', ['0.5', '12.25', '1.2E3'], [0.5, 12.25, 1200]],
  ] as const)('%s, with the decimal sign %s', async (thousands, decimal, cells, expected) => {
    expect(await cellsOf(cells, { thousands, decimal })).toEqual(both(expected));
  });

  it.each([
    // 12,34 may be 12.34 by a decimal comma: the declaration is not that of the file.
    ['comma', 'point', '12,34'],
    ['comma', 'point', '1234,567'],
    ['point', 'comma', '1.23'],
    ['space', 'point', '1 23'],
    ['apostrophe', 'point', "12'34"],
    ['comma', 'point', '1.234,567'],
  ] as const)('%s: a number whose groups are not of three digits is refused', async (thousands, decimal, cell) => {
    await expect(cellsOf([cell, '5', '6'], { thousands, decimal })).rejects.toThrow(
      `Expected groups of three digits between the signs of thousands (thousands: ${thousands}), found '${cell}'.`,
    );
  });

  it('markers stay texts', async () => {
    const markers = ['OVRFLW', 'n/a, see note', '-'];
    expect(await cellsOf(markers, { thousands: 'comma', decimal: 'point' })).toEqual(both(markers));
  });

  it('not declared, such a number is a text and no number', async () => {
    expect(await cellsOf(['1,234', '1 234', "1'234"], {})).toEqual(both(['1,234', '1 234', "1'234"]));
  });

  it.each([
    ['comma', 'detect', "Expected `decimal: point` beside `thousands: comma`, found 'detect'."],
    ['comma', 'comma', "Expected `decimal: point` beside `thousands: comma`, found 'comma'."],
    ['point', 'detect', "Expected `decimal: comma` beside `thousands: point`, found 'detect'."],
    ['point', 'point', "Expected `decimal: comma` beside `thousands: point`, found 'point'."],
  ] as const)('%s with the decimal sign %s is refused', async (thousands, decimal, message) => {
    await expect(cellsOf(['1', '2', '3'], { thousands, decimal })).rejects.toThrow(message);
  });
});
