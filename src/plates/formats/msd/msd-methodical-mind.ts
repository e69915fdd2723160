import { InputError } from '../../../errors.ts';
import { buildRead, type WellTexts } from '../../build-read.ts';
import { parseExportTime } from '../../dates.ts';
import { headOf, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type SheetRow } from '../../file/sheet.ts';
import { splitTabbed } from '../../file/split-tabbed.ts';
import { takeKnownSections } from '../../known-sections.ts';
import { findColumnNumbers, putLine, readLines } from '../../matrix.ts';
import { plateSizeNamed } from '../../modes.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';

/** MSD Methodical Mind, text: a heading a plate, then `==Data==` with one line a spot below each plate row. */
export const msdMethodicalMind = definePlateFormat({
  id: 'msd-methodical-mind',
  title: 'MSD Methodical Mind, text',
  container: 'text',
  recognises: (source) => /^Bar ?code ?1\s*:/m.test(headOf(source)) && /^=+ *Data *=+/m.test(headOf(source)),
  marks: /^Barcode\d\s*:|^=+ ?Data ?=+|\bMMPR\b|^(?:Spots Per Well|Stack ID)\s*:/m,
  silent:
    /^(?:FileName|File Name|Stack ID|Plate #|Barcode\d|Type|Wells Per (?:Row|Col)|Spots Per Well|Det Param|Read Time|Version|User|Comments|Serial #|Model|Orient|Run Name|Digital_Signature|Spot|Legend|SpotID)\s*:|^(?:<\d+>\s*)+$/,
  decode: async (source, notes) => {
    const sheet = notes.ledger.open(await splitTabbed(withTabs(textOf(source)), source.fileName, { openQuotes: 'refused' }));
    const starts = sheet.rows.flatMap((row, i) => (/^Bar ?code ?1\s*:?$/.test(cellText(row, 0)) ? [i] : []));
    // The heading of a plate begins at `Stack ID`, a few lines above its barcode.
    const from = starts.map((start) => Math.max(0, start - 3));
    return from.map((start, i) => readPlate(sheet.rows.slice(start, from[i + 1] ?? sheet.rows.length), { file: source.fileName, notes }));
  },
});

/** Sections of what the instrument did; `==Data==` alone holds readings. */
const MIND_SECTIONS = {
  begins: (row: SheetRow) => /^=+[^=]+=+$/.test(cellText(row, 0)) || /^Stack ID\b/.test(cellText(row, 0)),
  isKnown: (row: SheetRow) => /^=+\s*(?:Processing|Statistics|Camera Status|Waveform\/Current)\s*=+$/.test(cellText(row, 0)),
};

/** Some exports write the tab behind a key as the two characters `\\t`. */
function withTabs(text: string): string {
  return text.replace(/^([A-Z][\w #]*? *:)\\t/gm, '$1\t');
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

function readPlate(rows: readonly SheetRow[], context: Context): Plate {
  const dataAt = rows.findIndex((row) => /^=+ *Data *=+$/.test(cellText(row, 0)));
  const field = (key: string): readonly string[] =>
    rows
      .slice(0, dataAt)
      .find((row) => cellText(row, 0).replace(/\s*:$/, '') === key)
      ?.cells.map((cell) => cell.trim()) ?? [];
  if (dataAt === -1)
    throw new InputError('plate/no-results', "Expected a section '==Data==' below the heading, found none.", {
      file: context.file,
      line: rows[0]?.line ?? 1,
    });
  const type = field('Type')[1] ?? '';
  const declared = /(?:Spot|Plex)\D*(\d+)/i.exec(type)?.[1] ?? field('Spots Per Well')[1];
  const spots = spotsOf(rows.slice(dataAt + 2));
  if (declared !== undefined && Number(declared) !== spots) {
    throw new InputError(
      'plate/bad-export',
      `Expected ${declared} lines for every plate row, as the heading says, found ${spots} for the first.`,
      { file: context.file, line: rows[dataAt]?.line ?? 1 },
    );
  }
  takeKnownSections(rows, MIND_SECTIONS, context.notes.ledger);
  const wells = readData(rows, { dataAt, spots, ...context });
  const name = (field('Barcode1')[1] ?? '').replace(/^<|>$/g, '') || `Plate ${field('Plate #')[1] ?? '1'}`;
  const read = buildRead({ label: 'Signal', mode: 'luminescence', wavelengthsNm: [], unit: 'RLU', calculated: false }, wells, {
    decimal: 'detect',
    notes: context.notes,
  });
  const wellCount = sizeOfPlate([read], { plate: name, named: plateSizeNamed(/^\d+/.exec(type)?.[0] ?? ''), ...context });
  return {
    name,
    wellCount,
    reads: [read],
    readAt: parseExportTime(field('Read Time')[1] ?? '', field('Read Time')[2] ?? '', context.notes),
  };
}

/** Lines of the first plate row: one, and those without a letter below it. */
function spotsOf(rows: readonly SheetRow[]): number {
  const next = rows.findIndex((row, i) => i > 0 && (isBlankRow(row) || cellText(row, 0) !== ''));
  return next === -1 ? Math.max(rows.length, 1) : next;
}

/** `A1` for one spot a well, else `A1/spot1` for the first line of a plate row, `A1/spot2` for the second, and so on. */
function readData(
  rows: readonly SheetRow[],
  layout: { readonly dataAt: number; readonly spots: number; readonly file: string; readonly notes: NoteList },
): WellTexts {
  const { spots, file, notes } = layout;
  const headerRow = layout.dataAt + 1;
  const numbers = findColumnNumbers(rows, headerRow);
  if (numbers === null)
    throw new InputError('plate/bad-export', "Expected column numbers below '==Data==', found none.", {
      file,
      line: rows[headerRow]?.line ?? 1,
    });
  notes.ledger.take(rows[layout.dataAt]);
  const end = rows.findIndex((row, i) => i > headerRow && cellText(row, 0).startsWith('='));
  const data = end === -1 ? rows : rows.slice(0, end);
  const { lines } = readLines({ rows: data }, { headerRow, ...numbers }, { file, notes, lines: 'several', rows: 'some' });
  const wells: WellTexts = new Map();
  for (const [i, line] of lines.entries()) {
    const next = lines[i + 1];
    if (line.nth >= spots || (next?.nth === 0 && line.nth !== spots - 1))
      refuseRow(next?.row ?? line.row, { spots, spot: line.nth + 1, file });
    const spot = spots === 1 ? {} : { spot: line.nth + 1 };
    putLine(wells, line, { at: numbers.labelColumn + 1, first: numbers.first, columns: numbers.columns, file, ...spot });
  }
  const last = lines.at(-1);
  if (last !== undefined && last.nth !== spots - 1)
    throw new InputError('plate/bad-export', `Expected ${spots} lines for every plate row, found ${last.nth + 1} for the last.`, { file });
  return wells;
}

function refuseRow(row: SheetRow, layout: { readonly spots: number; readonly spot: number; readonly file: string }): never {
  throw new InputError(
    'plate/bad-export',
    `Expected rising row letters, each with ${layout.spots} lines, found '${cellText(row, 0)}' after ${layout.spot} lines.`,
    { file: layout.file, line: row.line },
  );
}
