import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../../src/plates/formats/registry.ts';
import { PLATE_NOTES } from '../../src/plates/notes.ts';
import type { Plate } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/read-plate.ts';

/*
 * Exports made up by hand for these tests (no instrument wrote them), small enough to check the expected values beside them with the eye. A workbook is a
 * `.sheets.json`, its cells row by row.
 */
const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));
const files = readdirSync(folder);
const page = readFileSync(new URL('../../docs/plate-formats.md', import.meta.url), 'utf8');
const names = [...PLATE_FORMATS, ...DECLARED_FORMATS].map((format) => format.name);

interface Sheets {
  readonly sheets: { readonly name: string; readonly rows: (string | number | null)[][] }[];
}

async function fixtureOf(name: string): Promise<{ readonly file: string; readonly bytes: Uint8Array }> {
  const file = files.find((one) => one.startsWith(`${name}.`) && !one.endsWith('.expected.json')) ?? '';
  const bytes = readFileSync(`${folder}${file}`);
  if (!file.endsWith('.sheets.json')) return { file, bytes };
  const { sheets } = JSON.parse(bytes.toString('utf8')) as Sheets;
  return { file: `${name}.xlsx`, bytes: await writeXlsx({ sheets }) };
}

function withoutTexts(plate: Plate): unknown {
  return { ...plate, reads: plate.reads.map(({ texts: _texts, ...read }) => read) };
}

describe('every plate format of the registry', () => {
  it('has one name', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(names)('%s has a fixture with expected values, and a line in docs/plate-formats.md', (name) => {
    expect(files.filter((file) => file.startsWith(`${name}.`)).length).toBe(2);
    expect(page.split('\n').filter((line) => line.startsWith(`| \`${name}\` |`)).length).toBe(1);
  });

  it.each(names)('%s is detected, alone, and read as its fixture says', async (name) => {
    const { file, bytes } = await fixtureOf(name);
    const reading = await readPlate(bytes, file, { format: 'detect' });
    const expected = JSON.parse(readFileSync(`${folder}${name}.expected.json`, 'utf8')) as { plates: unknown; notes: string[] };
    expect(reading.format).toBe(name);
    expect(reading.plates.map(withoutTexts)).toEqual(expected.plates);
    expect([...new Set(reading.notes.map((note) => note.code))]).toEqual(expected.notes);
  });
});

describe('docs/plate-formats.md', () => {
  it.each(Object.keys(PLATE_NOTES))('explains the note %s', (code) => {
    expect(page).toContain(`\`${code}\``);
  });
});
