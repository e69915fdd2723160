import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../../src/plates/formats/registry.ts';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/read-plate.ts';
import { bytesOf, type FixtureExport, fixturesOf } from './fixture-exports.ts';

/*
 * Every heading line of every format's exports is left out, damaged and written twice, one at a time. Nothing may change the values in silence: either they are
 * those of the whole export, or the file is refused, or a note says what the whole one has not.
 */

/** A line holds readings where it begins with a plate row, a well or a location, where a cell is a decimal number, and where more than half of its cells, and at least two, are numbers; a row of column numbers heads them. */
function isHeading(cells: readonly string[]): boolean {
  const texts = cells.map((cell) => cell.trim().replaceAll('"', '')).filter((cell) => cell !== '');
  const numbers = texts.filter((text) => /^[-+<>*]?[\d.,]+(?:[eE][-+]?\d+)?\*?$/.test(text)).map(Number);
  if (texts.length === 0 || /^(?:[A-P]|[a-f]|A[A-F]|[A-P]\d{1,2}|\d+\(\d+)$/.test(texts[0] ?? '')) return false;
  if (texts.some((text) => /^[-+]?\d+\.\d+(?:[eE][-+]?\d+)?$/.test(text))) return false;
  // One well in a line is that of its readings; several are headings.
  if (texts.filter((text) => /^[A-P]\d{1,2}$/.test(text)).length === 1) return false;
  const rising = numbers.length > 1 && numbers.every((number, i) => number === (numbers[0] ?? 0) + i && Number.isInteger(number));
  return rising || numbers.length < 2 || numbers.length * 2 <= texts.length;
}

/** A character in the middle of the first text is another one. */
function damaged(text: string): string {
  const at = text.search(/[^\s",;\t]/);
  const end = text.slice(at).search(/[",;\t]|$/) + at;
  const middle = at + Math.floor((end - at) / 2);
  return `${text.slice(0, middle)}#${text.slice(middle + 1)}`;
}

const KINDS = ['left out', 'damaged', 'twice'] as const;

interface Damage {
  readonly what: string;
  readonly made: FixtureExport;
}

function damagesOf(one: FixtureExport): Damage[] {
  if (one.kind === 'text') {
    const lines = one.text.split('\n');
    return lines.flatMap((line, i) =>
      isHeading(line.split(/[,;\t]/))
        ? damagesOfRow(lines, i, damaged).map(({ what, made }) => ({ what, made: { ...one, text: made.join('\n') } }))
        : [],
    );
  }
  return one.sheets.flatMap((sheet, s) =>
    sheet.rows.flatMap((row, i) => {
      const cells = row.map((cell) => String(cell ?? ''));
      if (!isHeading(cells)) return [];
      const first = cells.findIndex((cell) => cell.trim() !== '');
      const harm = (hit: (typeof sheet.rows)[number]) => hit.map((cell, c) => (c === first ? damaged(String(cell)) : cell));
      return damagesOfRow(sheet.rows, i, harm).map(({ what, made }) => ({
        what: `${sheet.name}: ${what}`,
        made: { ...one, sheets: one.sheets.map((other, k) => (k === s ? { ...other, rows: made } : other)) },
      }));
    }),
  );
}

function damagesOfRow<Row>(rows: readonly Row[], i: number, harm: (row: Row) => Row): { readonly what: string; readonly made: Row[] }[] {
  const row = rows[i];
  if (row === undefined) return [];
  const made = { 'left out': [], damaged: [harm(row)], twice: [row, row] };
  return KINDS.map((kind) => ({
    what: `line ${i + 1} '${JSON.stringify(row).slice(0, 60)}' ${kind}`,
    made: [...rows.slice(0, i), ...made[kind], ...rows.slice(i + 1)],
  }));
}

/** What would be computed with: each plate's numbers, markers, series and masks, and whether they were measured. */
function valuesOf({ plates }: PlateReading): string {
  return JSON.stringify(
    plates.map(({ wellCount, reads }) => [
      wellCount,
      reads.map(({ calculated, values, nonNumeric, masked, timesSeconds, series }) => ({
        calculated,
        values,
        nonNumeric,
        masked,
        timesSeconds,
        series,
      })),
    ]),
  );
}

const codesOf = ({ notes }: PlateReading): Set<string> =>
  new Set(notes.map((note) => JSON.stringify(note).replace(/"line":\d+|"count":\d+/g, '')));

async function readOrRefuse(one: FixtureExport): Promise<PlateReading | null> {
  try {
    return await readPlate(await bytesOf(one), one.file, { format: 'detect' });
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

describe('a heading line that is left out, damaged or written twice', () => {
  it.each([...PLATE_FORMATS, ...DECLARED_FORMATS].map(({ name }) => name))('changes no value of %s in silence', async (name) => {
    const found = { refused: 0, same: 0, noted: 0 };
    const silent: string[] = [];
    for (const one of fixturesOf(name)) {
      const whole = await readPlate(await bytesOf(one), one.file, { format: 'detect' });
      for (const { what, made } of damagesOf(one)) {
        const reading = await readOrRefuse(made);
        if (reading === null) found.refused++;
        else if (reading.format === whole.format && valuesOf(reading) === valuesOf(whole)) found.same++;
        else if ([...codesOf(reading)].some((note) => !codesOf(whole).has(note))) found.noted++;
        else silent.push(`${one.file}: ${what} (${reading.format})`);
      }
    }
    const all = found.refused + found.same + found.noted + silent.length;
    console.log(
      `${name}: ${all} damaged headings, ${found.refused} refused, ${found.same} read as before, ${found.noted} other with a note, ${silent.length} silent`,
    );
    expect(silent).toEqual([]);
    expect(all).toBeGreaterThan(0);
  });
});
