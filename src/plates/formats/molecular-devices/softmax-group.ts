import { InputError } from '../../../errors.ts';
import { buildRead, type WellTexts } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type SheetRow } from '../../file/sheet.ts';
import { parseNumber } from '../../numbers.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { parseWell, wellName } from '../../wells.ts';

/** A `Group:` table: one row a well, with what the analyst's template calculates. */
export interface SoftMaxGroup {
  readonly name: string;
  readonly headings: readonly string[];
  /** Column whose formula is the wells' values. */
  readonly valueColumn: number | null;
  readonly rows: readonly SoftMaxGroupRow[];
  /** Column heading → formula and decimals, as the group's own table says. */
  readonly formulas: ReadonlyMap<string, { readonly formula: string; readonly decimals: number }>;
}

export interface SoftMaxGroupRow {
  readonly sample: string;
  readonly plate: string;
  readonly well: string;
  readonly cells: readonly string[];
}

/** Reads a Group block. Rows whose plate cannot be told are left out, with a note. */
export function readGroup(
  rows: readonly SheetRow[],
  context: { readonly plates: readonly Plate[]; readonly file: string; readonly notes: NoteList },
): SoftMaxGroup {
  const name = cellText(rows[0], 0).replace(/^Group:\s*/, '') || cellText(rows[0], 1);
  const headings = (rows[1]?.cells ?? []).map((cell) => cell.trim());
  const end = rows.findIndex((row, i) => i > 1 && (isBlankRow(row) || /^(?:Group Summaries|Group Column)$/.test(cellText(row, 0))));
  const formulas = readFormulas(rows.slice(end === -1 ? rows.length : end), headings);
  const table = { name, headings, formulas };
  const wellColumn = headings.findIndex((heading) => /^Wells?$/.test(heading));
  const plateColumn = headings.indexOf('WellPlateName');
  if (wellColumn === -1 && rows.slice(2).some((row) => row.cells.some((cell) => parseWell(cell.trim()) !== null)))
    context.notes.add('plate/not-read', { part: 'block', name: `Group: ${name}`, line: rows[1]?.line ?? 1 });
  const read: SoftMaxGroupRow[] = [];
  let sample = '';
  for (const row of wellColumn === -1 ? [] : rows.slice(2, end === -1 ? rows.length : end)) {
    sample = cellText(row, 0) || sample;
    const position = parseWell(cellText(row, wellColumn));
    const plate = plateColumn === -1 ? onlyName(context.plates) : cellText(row, plateColumn);
    if (position === null || plate === null) {
      context.notes.add('plate/not-read', { part: 'well-of-group', name, line: row.line, well: cellText(row, wellColumn) });
      continue;
    }
    const one = { sample, plate, well: wellName(position), cells: headings.map((_, i) => cellText(row, i)) };
    refuseTwice(one, read, { name, file: context.file, line: row.line });
    if (sample === '') context.notes.add('plate/export-incomplete', { absent: 'sample', block: `Group: ${name}` });
    read.push(one);
  }
  const valueColumn = headings.findIndex((heading) => formulas.get(heading)?.formula === '!WellValues');
  return {
    ...table,
    valueColumn: valueColumn === -1 ? provenColumn(read, { headings, plates: context.plates, wellColumn }) : valueColumn,
    rows: read,
  };
}

/** A well may stand in a group as two samples; a line that is the same in every cell is a copy, which would count as a further well. */
function refuseTwice(
  one: SoftMaxGroupRow,
  before: readonly SoftMaxGroupRow[],
  { name, file, line }: { readonly name: string; readonly file: string; readonly line: number },
): void {
  const same = (other: SoftMaxGroupRow): boolean =>
    other.well === one.well &&
    other.plate === one.plate &&
    other.sample === one.sample &&
    other.cells.every((cell, i) => cell === one.cells[i]);
  if (!before.some(same)) return;
  throw new InputError(
    'plate/bad-export',
    `Expected each line of the group '${name}' once, found that of the well ${one.well} of '${one.sample}' twice. Export the file again.`,
    { file, line },
  );
}

interface Columns {
  readonly headings: readonly string[];
  readonly plates: readonly Plate[];
  readonly wellColumn: number;
}

/** A group without formulas: its wells' values stand in the column whose every number is that of the plate at its well; `null` where there is none such. */
function provenColumn(rows: readonly SoftMaxGroupRow[], columns: Columns): number | null {
  if (columns.wellColumn === -1) return null;
  const proven = columns.headings.findIndex((_, column) => {
    const numbers = rows.flatMap((row) => {
      const printed = parseNumber(row.cells[column] ?? '', '.');
      return column === columns.wellColumn || printed === null ? [] : [isValueOf(row, row.cells[column] ?? '', columns.plates)];
    });
    return numbers.length > 0 && numbers.every((same) => same);
  });
  return proven === -1 ? null : proven;
}

/** Whether a text is the number at the well of a read, as far as it is printed. */
function isValueOf(row: SoftMaxGroupRow, text: string, plates: readonly Plate[]): boolean {
  const half = 0.51 / Number(`1e${text.split('.')[1]?.length ?? 0}`);
  const reads = plates.find((plate) => plate.name === row.plate)?.reads ?? [];
  return reads.some((read) => Math.abs((read.values[row.well] ?? Number.POSITIVE_INFINITY) - Number(text)) <= half);
}

function onlyName(plates: readonly Plate[]): string | null {
  return plates.length === 1 ? (plates[0]?.name ?? null) : null;
}

/** `Group Column, Formula Name, Formula, Precision`: the first number is the position of the column. */
function readFormulas(rows: readonly SheetRow[], headings: readonly string[]): SoftMaxGroup['formulas'] {
  const start = rows.findIndex((row) => cellText(row, 0) === 'Group Column');
  const formulas = new Map<string, { formula: string; decimals: number }>();
  for (const row of start === -1 ? [] : rows.slice(start + 1)) {
    const position = /^\d+$/.test(cellText(row, 0)) ? Number(cellText(row, 0)) : null;
    if (position === null) break;
    const heading = headings[position - 1];
    const decimals = /^(\d+)\s+(?:decimal places|DP)$/.exec(cellText(row, 3))?.[1];
    if (heading !== undefined && decimals !== undefined) formulas.set(heading, { formula: cellText(row, 2), decimals: Number(decimals) });
  }
  return formulas;
}

/** The columns of a group as calculated reads of a plate: numbers and markers at the well in whose row they stand. */
export function groupReads(group: SoftMaxGroup, plate: string, notes: NoteList): PlateRead[] {
  const rows = group.rows.filter((row) => row.plate === plate);
  return group.headings.flatMap((heading, column) => {
    if (column === 0 || heading === '' || /^(?:Wells?|WellPlateName)$/.test(heading)) return [];
    const wells: WellTexts = new Map();
    for (const row of rows) {
      const text = row.cells[column] ?? '';
      if (text === '') continue;
      // A well may stand in a group twice, as two samples: the second keeps its place by its number.
      const times = [...wells.keys()].filter((key) => key === row.well || key.startsWith(`${row.well}/`)).length;
      wells.set(times === 0 ? row.well : `${row.well}/${times + 1}`, text);
    }
    if (wells.size === 0) return [];
    return [
      buildRead({ label: `${group.name}: ${heading}`, mode: 'unknown', wavelengthsNm: [], unit: null, calculated: true }, wells, {
        decimal: 'detect',
        notes,
      }),
    ];
  });
}
