import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

const bytes = (lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
const plate = [
  'Title,x',
  '',
  ',1,2,3,4,5,6',
  'A,.11,.12,.13,.14,.15,.16',
  'B,.21,.22,.23,.24,.25,.26',
  'C,.31,.32,.33,.34,.35,.36',
  'D,.41,.42,.43,.44,.45,.46',
];
const read = (lines: readonly string[], options: object) =>
  readPlate(bytes(lines), 'plate.csv', { format: 'matrix', options: { wells: 24, delimiter: 'comma', decimal: 'point', ...options } });

describe('a declared block agrees with the row letters and column numbers that the file has', () => {
  it('where A1 stands', async () => {
    expect((await read(plate, { anchor: 'B4' })).plates[0]?.reads[0]?.values).toMatchObject({ A1: 0.11, A6: 0.16, D6: 0.46 });
  });

  it.each(['A2', 'A3', 'A4', 'B3', 'B5', 'C3', 'C4', 'C5', 'A5', 'D4'])('refuses the anchor %s', async (anchor) => {
    await expect(read(plate, { anchor })).rejects.toMatchObject({ code: 'plate/bad-export' });
  });

  it('reads a part of a plate only from its own A1', async () => {
    const part = { anchor: 'B4', rows: 2, columns: 3 };
    // The rest of the plate holds readings too.
    await expect(read(plate, part)).rejects.toMatchObject({
      message: expect.stringContaining("found a block of numbers that begins with '4 5 6'"),
    });
    expect((await read(plate, { ...part, ignore: ['E3:G5', 'A6:G7'] })).plates[0]?.reads[0]?.values).toEqual({
      A1: 0.11,
      A2: 0.12,
      A3: 0.13,
      B1: 0.21,
      B2: 0.22,
      B3: 0.23,
    });
    await expect(read(plate, { anchor: 'C4', rows: 2, columns: 3 })).rejects.toMatchObject({ code: 'plate/bad-export' });
  });

  it('a file without letters and numbers is taken as declared; a first row of column numbers is not', async () => {
    const bare = plate.slice(3).map((line) => line.slice(2));
    expect((await read(bare, { anchor: 'A1' })).plates[0]?.reads[0]?.values).toMatchObject({ A1: 0.11, D6: 0.46 });
    await expect(read(['1,2,3,4,5,6', ...bare], { anchor: 'A1' })).rejects.toMatchObject({ code: 'plate/bad-export' });
  });
});

describe('what stands around a matrix is accounted for', () => {
  const detect = (lines: readonly string[]) => readPlate(bytes(lines), 'plate.csv', { format: 'detect' });
  const notRead = async (lines: readonly string[]) =>
    (await detect(lines)).notes.filter(({ code }) => code === 'plate/not-read').map((one) => sentenceOf(one, 'en'));

  it('lines above, beside and below are named', async () => {
    expect(await notRead([...plate, '', 'Mean,0.2'])).toEqual([
      "Not read, above the readings: line 1 'Title x'.",
      "Not read, below the readings: line 9 'Mean 0.2'.",
    ]);
  });

  it('a line that says how numbers were calculated makes them calculated', async () => {
    const titled = ['Blank corrected based on Raw Data', ...plate.slice(1)];
    expect((await detect(titled)).plates[0]?.reads[0]?.calculated).toBe(true);
    expect((await detect(plate)).plates[0]?.reads[0]?.calculated).toBe(false);
    expect((await read(titled, { anchor: 'B4', calculated: false })).plates[0]?.reads[0]?.calculated).toBe(false);
  });

  it('pairs of numbers, as coordinates of a plate type, are no block', async () => {
    expect(await notRead([...plate, '', ',Upper Left,14.38,11.24', ',Upper Right,113.38,11.24'])).toHaveLength(2);
  });

  it('a second block of numbers is refused, unless the definition ignores it', async () => {
    const two = [...plate, '', 'Second,1.5,2.5,3.5', 'x,3.5,4.5,5.5', 'y,5.5,6.5,7.5'];
    await expect(detect(two)).rejects.toMatchObject({
      code: 'plate/bad-export',
      message:
        "Expected no readings beside the ones that are read, found a block of numbers that begins with 'Second 1.5 2.5'. Name it under `matrices`, or its title or range under `ignore`.",
    });
    expect((await read(two, { anchor: 'B4', ignore: ['Second', 'x', 'y'] })).plates).toHaveLength(1);
  });
});
