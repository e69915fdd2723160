import { describe, expect, it } from 'vitest';
import { listedCell, namesOfCell } from '../../src/results/listed-cell.ts';

describe('several names in one cell', () => {
  it.each([
    [[], ''],
    [['S-1'], 'S-1'],
    [['S-1', 'S-2'], 'S-1;S-2'],
    [['A;B'], 'A\\;B'],
    [['A;B', 'C'], 'A\\;B;C'],
    [['A\\', 'B'], 'A\\\\;B'],
    [['\\;', ';;', 'x'], '\\\\\\;;\\;\\;;x'],
    [['a\nb', 'c'], 'a\nb;c'],
  ])('%j is %j, and is read as it was', (names, cell) => {
    expect(listedCell(names)).toBe(cell);
    expect(namesOfCell(cell)).toEqual(names);
  });
});
