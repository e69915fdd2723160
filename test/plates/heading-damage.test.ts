import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../../src/plates/formats/registry.ts';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { describeShared } from '../shared-data.ts';
import { bytesOf, exportOf, type FixtureExport, fixturesOf } from './fixture-exports.ts';
import { VIEWS } from './view-exports.ts';

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
  // Calculated times stand in lines of their own.
  if (texts.filter((text) => /^(?:\d+[.:])?\d{1,2}:\d{2}(?::\d{2})?$/.test(text)).length * 2 > texts.length) return false;
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
  /** The line as it was. */
  readonly line: string;
  readonly made: FixtureExport;
}

function damagesOf(one: FixtureExport): Damage[] {
  if (one.kind === 'text') {
    const lines = one.text.split('\n');
    return lines.flatMap((line, i) =>
      isHeading(line.split(/[,;\t]/))
        ? damagesOfRow(lines, i, damaged).map(({ what, made }) => ({ what, line, made: { ...one, text: made.join('\n') } }))
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
        line: cells.join('\t'),
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

/** What would be computed with: each plate's numbers, markers, series and masks. */
const numbersOf = ({ plates }: PlateReading): string =>
  JSON.stringify(
    plates.map(({ wellCount, reads }) => [
      wellCount,
      reads.map(({ values, nonNumeric, masked, timesSeconds, series }) => ({ values, nonNumeric, masked, timesSeconds, series })),
    ]),
  );

/** How each read was measured, or that it was not: then no wavelength is computed with. */
const methodsOf = ({ plates }: PlateReading) =>
  plates.flatMap(({ reads }) =>
    reads.map(({ label, calculated, mode, wavelengthsNm }) => ({
      label,
      calculated,
      method: calculated ? '' : `${mode} ${wavelengthsNm.join('/')}`,
    })),
  );

/** A read whose title shows the damage may be taken for a calculated one, never a calculated one for a measured one. */
function sameMethods(reading: PlateReading, whole: PlateReading): boolean {
  const before = methodsOf(whole);
  return methodsOf(reading).every(({ label, calculated, method }, i) => {
    const was = before[i];
    return was !== undefined && ((calculated === was.calculated && method === was.method) || (label.includes('#') && calculated));
  });
}

/** What plates and reads are called, and in which unit the reads are. */
const textsOf = ({ plates }: PlateReading) =>
  plates.flatMap(({ name, reads }) => [
    { of: 'plate', text: name },
    ...reads.flatMap(({ label, unit }) => [
      { of: 'read', text: label },
      { of: 'read', text: unit ?? '' },
    ]),
  ]);

/** Called as before. A text that stood in the damaged line shows the damage; a plate's name that stood there alone is lost with it. */
function sameTexts(reading: PlateReading, whole: PlateReading, line: string): boolean {
  const [now, before] = [textsOf(reading), textsOf(whole)];
  return (
    now.length === before.length &&
    now.every(({ of, text }, i) => {
      const was = before[i]?.text ?? '';
      return (
        text === was ||
        text.includes('#') ||
        now[i - 1]?.text.includes('#') === true ||
        (of === 'plate' && was !== '' && line.includes(was))
      );
    })
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

/** A line that is both a result and its name (`Viability (%);92.8`) takes its result with it, and nothing else. */
function withoutOwn(whole: PlateReading, { what, line }: Damage): PlateReading {
  if (whole.format !== 'nucleo-view' || !what.endsWith('left out')) return whole;
  return {
    ...whole,
    plates: whole.plates.map((plate) => ({ ...plate, reads: plate.reads.filter(({ label }) => !line.startsWith(`${label};`)) })),
  };
}

/** Where one line alone holds words, a file without it is a plain matrix: nothing in it could tell. */
function isOnlyWords(one: FixtureExport, line: string): boolean {
  const lines = one.kind === 'text' ? one.text.split('\n') : one.sheets.flatMap(({ rows }) => rows.map((row) => row.join('\t')));
  return lines.filter((text) => /[a-z]{3}/i.test(text)).every((text) => text === line);
}

interface Counts {
  refused: number;
  same: number;
  noted: number;
  readonly silent: string[];
}

async function count(one: FixtureExport, counts: Counts, most = Number.POSITIVE_INFINITY): Promise<void> {
  const whole = await readPlate(await bytesOf(one), one.file, { format: 'detect' });
  const all = damagesOf(one).filter(({ what, line }) => !(what.endsWith('left out') && isOnlyWords(one, line)));
  const step = Math.max(1, all.length / most);
  for (let i = 0; i < all.length; i += step) {
    const damage = all[Math.floor(i)];
    if (damage === undefined) continue;
    const reading = await readOrRefuse(damage.made);
    if (reading === null) counts.refused++;
    else if (
      reading.format === whole.format &&
      numbersOf(reading) === numbersOf(withoutOwn(whole, damage)) &&
      sameMethods(reading, withoutOwn(whole, damage)) &&
      sameTexts(reading, withoutOwn(whole, damage), damage.line)
    )
      counts.same++;
    else if ([...codesOf(reading)].some((note) => !codesOf(whole).has(note))) counts.noted++;
    else
      counts.silent.push(
        `${one.file}: ${damage.what} (${reading.format}: ${textsOf(reading)
          .map(({ text }) => text)
          .join(', ')})`,
      );
  }
}

function expectNoneSilent(name: string, { refused, same, noted, silent }: Counts): void {
  const all = refused + same + noted + silent.length;
  console.log(
    `${name}: ${all} damaged headings, ${refused} refused, ${same} read as before, ${noted} other with a note, ${silent.length} silent`,
  );
  expect(silent).toEqual([]);
  expect(all).toBeGreaterThan(0);
}

describe('a heading line that is left out, damaged or written twice', () => {
  it.each([...PLATE_FORMATS.ids, ...DECLARED_FORMATS.ids])('changes nothing of %s in silence', async (name) => {
    const counts = { refused: 0, same: 0, noted: 0, silent: [] };
    for (const one of fixturesOf(name)) await count(one, counts);
    expectNoneSilent(name, counts);
  });

  it.each(VIEWS.map((one) => [one.file, one] as const))('changes nothing of %s in silence', async (file, one) => {
    const counts = { refused: 0, same: 0, noted: 0, silent: [] };
    await count(one, counts);
    expectNoneSilent(file, counts);
  });
});

describeShared('a heading line of an export from public reports', (shared) => {
  const cases = `${shared}data/cases/plates/`;
  const vendors = readdirSync(`${shared}data/plates/`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${shared}data/plates/${name}/`);
  const files = [cases, `${cases}real/`, ...vendors].flatMap((one) =>
    readdirSync(one)
      .filter((file) => /\.(?:csv|txt|xlsx?)$/i.test(file))
      .map((file) => [`${one.split('/').at(-2)}/${file}`, `${one}${file}`] as const),
  );

  it.each(files)('changes nothing of %s in silence', async (file, path) => {
    // What an old workbook holds is written as a new one, since nothing writes old ones.
    const one = await exportOf(file.replace(/\.xls$/i, '.xlsx'), readFileSync(path));
    if (one === null) return;
    const counts = { refused: 0, same: 0, noted: 0, silent: [] };
    await count(one, counts, 60);
    expectNoneSilent(file, counts);
  });
});
