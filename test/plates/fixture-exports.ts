import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeXlsx } from 'hucre/xlsx';
import { createNotes } from '../../src/plates/file/notes.ts';
import { openSource } from '../../src/plates/file/open-source.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

/*
 * Exports made up by hand for these tests (no instrument wrote them), small enough to check the expected values beside them with the eye. A workbook is a
 * `.sheets.json`, its cells row by row.
 */
const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));

type Cell = string | number | null;

export interface FixtureSheets {
  readonly sheets: readonly { readonly name: string; readonly rows: readonly (readonly Cell[])[] }[];
}

/** An export of the fixtures: the lines of a text, or the rows of a workbook's sheets. */
export type FixtureExport =
  | { readonly kind: 'text'; readonly file: string; readonly text: string }
  | { readonly kind: 'workbook'; readonly file: string; readonly sheets: FixtureSheets['sheets'] };

export const fixtureFiles = readdirSync(folder);

/** The exports of a format, `<name>.<extension>`. */
export function fixturesOf(name: string): readonly FixtureExport[] {
  return fixtureFiles
    .filter((file) => file.startsWith(`${name}.`) && !file.endsWith('.expected.json'))
    .map((file): FixtureExport => {
      // Byte for byte: some are in UTF-8, some in windows-1252.
      if (!file.endsWith('.sheets.json')) return { kind: 'text', file, text: readFileSync(`${folder}${file}`, 'latin1') };
      const text = readFileSync(`${folder}${file}`, 'utf8');
      const { sheets }: FixtureSheets = JSON.parse(text);
      return { kind: 'workbook', file: file.replace('.sheets.json', '.xlsx'), sheets };
    });
}

/** A real export as lines or rows, so that one can be changed; `null` where it is none that can be read with `detect`. */
export async function exportOf(file: string, bytes: Uint8Array): Promise<FixtureExport | null> {
  const source = await openSource(bytes, file, { notes: createNotes() }).catch(() => null);
  if (source === null) return null;
  const one: FixtureExport =
    source.kind === 'text'
      ? { kind: 'text', file, text: bytes.includes(0) ? utf8(source.text) : Buffer.from(bytes).toString('latin1') }
      : {
          kind: 'workbook',
          file,
          sheets: source.sheets.map(({ name, rows }) => ({ name, rows: rows.map(({ cells }) => cells.map(cellOf)) })),
        };
  const whole = await readPlate(await bytesOf(one), file, { format: 'detect' }).catch(() => null);
  return whole === null ? null : one;
}

/** The lines of a text in UTF-16, as bytes of UTF-8 behind their mark. */
const utf8 = (text: string): string => Buffer.from(`\ufeff${text}`).toString('latin1');

function cellOf(text: string): Cell {
  if (text === '') return null;
  return String(Number(text)) === text ? Number(text) : text;
}

export function bytesOf(one: FixtureExport): Promise<Uint8Array> {
  if (one.kind === 'text') return Promise.resolve(Buffer.from(one.text, 'latin1'));
  return writeXlsx({ sheets: one.sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => [...row]) })) });
}

export function expectedOf(one: FixtureExport): { readonly plates: unknown; readonly notes: readonly string[] } {
  const stem = one.file.replace(/\.(?:csv|txt|xlsx)$/, '');
  return JSON.parse(readFileSync(`${folder}${stem}.expected.json`, 'utf8'));
}
