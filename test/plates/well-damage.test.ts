import { expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { PLATE_FORMATS } from '../../src/plates/formats/registry.ts';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { bytesOf, type FixtureExport, fixturesOf } from './fixture-exports.ts';
import { VIEWS } from './view-exports.ts';

/*
 * Every name of a well in every format's exports is damaged and left out, one at a time: the line or column of a list has lost its well. Nothing may change
 * the values in silence: they are those of the whole export, or the file is refused, or a note says what the whole one has not.
 */

const WELL = /(^|[",;\t])([A-P]0?[1-9]\d?)(?=$|[",;\t])/g;
const CELL = /^[A-P]0?[1-9]\d?$/;

function damagesOf(one: FixtureExport): FixtureExport[] {
  if (one.kind === 'text')
    return [...one.text.matchAll(WELL)].flatMap(({ index, 1: sign = '', 2: well = '' }) =>
      [`${well[0] ?? ''}#${well.slice(1)}`, ''].map((other) => {
        const at = index + sign.length;
        return { ...one, text: one.text.slice(0, at) + other + one.text.slice(at + well.length) };
      }),
    );
  return one.sheets.flatMap(({ rows }, s) =>
    rows.flatMap((row, r) =>
      row.flatMap((cell, c) =>
        typeof cell === 'string' && CELL.test(cell)
          ? [`${cell[0] ?? ''}#${cell.slice(1)}`, null].map((other) => ({
              ...one,
              sheets: one.sheets.map((sheet, i) => (i === s ? { ...sheet, rows: sheet.rows.with(r, row.with(c, other)) } : sheet)),
            }))
          : [],
      ),
    ),
  );
}

const numbersOf = ({ plates }: PlateReading): string =>
  JSON.stringify(plates.map(({ reads }) => reads.map(({ values, nonNumeric, series }) => ({ values, nonNumeric, series }))));

/** Without the lines and counts that every change of a file moves. */
const codesOf = ({ notes }: PlateReading): Set<string> =>
  new Set(notes.map((note) => JSON.stringify(note).replace(/"line":\d+|"count":\d+/g, '')));

async function outcomeOf(damaged: FixtureExport, whole: PlateReading): Promise<'refused' | 'same' | 'noted' | 'silent'> {
  try {
    const reading = await readPlate(await bytesOf(damaged), damaged.file, { format: 'detect' });
    if (numbersOf(reading) === numbersOf(whole)) return 'same';
    return [...codesOf(reading)].some((note) => !codesOf(whole).has(note)) ? 'noted' : 'silent';
  } catch (error) {
    if (error instanceof InputError) return 'refused';
    throw error;
  }
}

const EXPORTS = [...PLATE_FORMATS.members.flatMap(({ id }) => fixturesOf(id)), ...VIEWS].filter((one) => damagesOf(one).length > 0);

it.each(EXPORTS.map((one, i) => [`${one.file} (${i + 1})`, one] as const))('%s: no name of a well is lost in silence', async (_, one) => {
  const whole = await readPlate(await bytesOf(one), one.file, { format: 'detect' });
  const outcomes = await Promise.all(damagesOf(one).map((damaged) => outcomeOf(damaged, whole)));
  expect(outcomes.filter((outcome) => outcome === 'silent')).toEqual([]);
});

it('names of wells stand in exports of many formats, and most of the files without one are refused', async () => {
  expect(EXPORTS.length).toBeGreaterThan(15);
  const all = await Promise.all(
    EXPORTS.map(async (one) => {
      const whole = await readPlate(await bytesOf(one), one.file, { format: 'detect' });
      return Promise.all(damagesOf(one).map((damaged) => outcomeOf(damaged, whole)));
    }),
  );
  const refused = all.flat().filter((outcome) => outcome === 'refused').length;
  expect(refused * 2).toBeGreaterThan(all.flat().length);
});
