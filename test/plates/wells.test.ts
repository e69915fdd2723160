import { describe, expect, it } from 'vitest';
import {
  isOnPlate,
  PLATE_SIZES,
  parseRowLabel,
  parseWell,
  plateGeometry,
  rowLabel,
  smallestPlate,
  wellsOf,
} from '../../src/plates/wells.ts';

// ANSI/SLAS 4-2004: rows A to Z, then AA to AF; columns from 1.
const ROWS = 'A B C D E F G H I J K L M N O P Q R S T U V W X Y Z AA AB AC AD AE AF'.split(' ');

describe('rows of a plate', () => {
  it('are A to Z, then AA to AF, and read back', () => {
    expect(ROWS.map((_, row) => rowLabel(row))).toEqual(ROWS);
    expect(ROWS.map(parseRowLabel)).toEqual(ROWS.map((_, row) => row));
  });

  it('27 to 32 may be a to f, as some readers write them', () => {
    expect(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(parseRowLabel)).toEqual([26, 27, 28, 29, 30, 31, null]);
  });

  it.each(['AG', 'BA', 'AAA', '', '1', 'aa', 'Ä'])("'%s' is none", (label) => {
    expect(parseRowLabel(label)).toBeNull();
  });
});

describe('wells of a plate', () => {
  it.each(PLATE_SIZES.map((size) => [size] as const))('%d: each once, row by row, the last in its corner', (size) => {
    const { rows, columns } = plateGeometry(size);
    const wells = wellsOf(size);
    expect(rows * columns).toBe(size);
    expect([wells.length, new Set(wells).size]).toEqual([size, size]);
    expect([wells[0], wells[columns - 1], wells[columns], wells.at(-1)]).toEqual([
      'A1',
      `A${columns}`,
      'B1',
      `${ROWS[rows - 1]}${columns}`,
    ]);
    expect(smallestPlate(rows, columns)).toBe(size);
  });

  it.each([
    ['A1', { row: 0, column: 0 }],
    ['A01', { row: 0, column: 0 }],
    ['H12', { row: 7, column: 11 }],
    ['P24', { row: 15, column: 23 }],
    ['Z48', { row: 25, column: 47 }],
    ['AA1', { row: 26, column: 0 }],
    ['AF48', { row: 31, column: 47 }],
    ['AF49', null],
    ['AG1', null],
    ['A0', null],
    ['A', null],
    ['a1', null],
  ])('%s', (text, position) => {
    expect(parseWell(text)).toEqual(position);
  });

  it('lie on a plate up to its last row and column, and not beyond', () => {
    for (const size of PLATE_SIZES) {
      const { rows, columns } = plateGeometry(size);
      const [last, below, right] = [
        { row: rows - 1, column: columns - 1 },
        { row: rows, column: 0 },
        { row: 0, column: columns },
      ];
      expect([last, below, right].map((position) => isOnPlate(position, size))).toEqual([true, false, false]);
    }
    expect(smallestPlate(33, 1)).toBeNull();
  });
});
