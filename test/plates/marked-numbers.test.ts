import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../../src/plates/formats/registry.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { bytesOf, type FixtureExport, fixturesOf } from './fixture-exports.ts';
import { VIEWS } from './view-exports.ts';

/* A sign before, behind or around a number is the software's mark that the number is not to be used: it is a marker of its well, never a number. */

const MARKS: readonly ((number: string) => string)[] = [
  (number) => `*${number}`,
  (number) => `${number}*`,
  (number) => `*${number}*`,
  (number) => `#${number}`,
  (number) => `${number}#`,
  (number) => `(${number})`,
  (number) => `[${number}]`,
  (number) => `{${number}}`,
  (number) => `<${number}`,
  (number) => `>${number}`,
  (number) => `~${number}`,
  (number) => `${number}!`,
  (number) => `${number}?`,
  (number) => `${number} R`,
];

interface Cell {
  readonly text: string;
  readonly marked: (mark: (number: string) => string) => FixtureExport;
}

/** The cells of an export whose text is a number. */
function numbersOf(one: FixtureExport): Cell[] {
  if (one.kind === 'text') {
    return [...one.text.matchAll(/(?<=^|[,;\t" ])-?\d+(?:[.,]\d+)?(?:E[-+]?\d+)?(?=$|[,;\t"\r ])/gm)].map(({ 0: text, index }) => ({
      text,
      marked: (mark) => ({ ...one, text: `${one.text.slice(0, index)}${mark(text)}${one.text.slice(index + text.length)}` }),
    }));
  }
  return one.sheets.flatMap((sheet, s) =>
    sheet.rows.flatMap((row, r) =>
      row.flatMap((cell, c): Cell[] => {
        if (typeof cell !== 'number') return [];
        const changed = (text: string) =>
          one.sheets.map((other, k) =>
            k === s
              ? { ...other, rows: other.rows.map((line, i) => (i === r ? line.map((old, j) => (j === c ? text : old)) : line)) }
              : other,
          );
        return [{ text: String(cell), marked: (mark) => ({ ...one, sheets: changed(mark(String(cell))) }) }];
      }),
    ),
  );
}

/** Every number that a reading has, by plate, read and well. */
async function valuesOf(one: FixtureExport): Promise<ReadonlyMap<string, number> | null> {
  try {
    const { plates } = await readPlate(await bytesOf(one), one.file, { format: 'detect' });
    return new Map(
      plates.flatMap((plate, p) =>
        plate.reads.flatMap((read, r) => [
          ...Object.entries(read.values).map(([well, value]) => [`${p} ${r} ${well}`, value] as const),
          ...Object.entries(read.series ?? {}).flatMap(([well, series]) =>
            series.flatMap((value, i) => (value === null ? [] : [[`${p} ${r} ${well} ${i}`, value] as const])),
          ),
        ]),
      ),
    );
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

const exports = [...[...PLATE_FORMATS.ids, ...DECLARED_FORMATS.ids].flatMap(fixturesOf), ...VIEWS];

describe('a number with a mark', () => {
  it.each(exports.map((one) => [one.file, one] as const))('is no number of %s, and moves no other one', async (_, one) => {
    const whole = await valuesOf(one);
    // Small whole numbers may be those of columns, plates and spots, which are headings.
    const cells = numbersOf(one).filter(({ text }) => !/^\d$|^1\d$|^2[0-4]$/.test(text));
    let markers = 0;
    // A dozen cells of each export, all over it, each with a mark of its own.
    const step = Math.max(1, cells.length / 24);
    for (let i = 0; i < cells.length; i += step) {
      const cell = cells[Math.floor(i)];
      const mark = MARKS[Math.floor(i / step) % MARKS.length];
      if (cell === undefined || mark === undefined) continue;
      const reading = await valuesOf(cell.marked(mark));
      if (reading === null) continue;
      const lost = [...(whole ?? [])].filter(([key]) => !reading.has(key));
      const other = [...reading].filter(([key, value]) => whole?.get(key) !== value);
      expect(other, `${mark(cell.text)} in place of ${cell.text}`).toEqual([]);
      if (lost.length > 0) markers++;
    }
    expect(markers).toBeGreaterThan(0);
  });
});
