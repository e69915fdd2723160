import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PLATE_NOTES } from '../../src/plates/file/notes.ts';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../../src/plates/formats/registry.ts';
import type { Plate } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { bytesOf, expectedOf, fixtureFiles, fixturesOf } from './fixture-exports.ts';

const page = readFileSync(new URL('../../docs/plate-formats.md', import.meta.url), 'utf8');
const names = [...PLATE_FORMATS.ids, ...DECLARED_FORMATS.ids];

function withoutTexts(plate: Plate): unknown {
  return { ...plate, reads: plate.reads.map(({ texts: _texts, ...read }) => read) };
}

describe('every plate format of the registry', () => {
  it('has one name', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(names)('%s has a fixture with expected values, and a line in docs/plate-formats.md', (name) => {
    expect(fixtureFiles.filter((file) => file.startsWith(`${name}.`)).length).toBe(2);
    expect(page.split('\n').filter((line) => line.startsWith(`| \`${name}\` |`)).length).toBe(1);
  });

  it.each(names)('%s is detected, alone, and read as its fixture says', async (name) => {
    const [one] = fixturesOf(name);
    if (one === undefined) throw new Error(`no fixture of ${name}`);
    const reading = await readPlate(await bytesOf(one), one.file, { format: 'detect' });
    const expected = expectedOf(one);
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
