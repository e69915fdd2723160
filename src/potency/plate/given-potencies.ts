import { InputError } from '../../errors.ts';
import { decodeText } from '../../plates/file/decode-text.ts';
import { createNotes, type PlateNote } from '../../plates/file/notes.ts';
import type { SheetRow } from '../../plates/file/sheet.ts';
import { DELIMITERS } from '../../plates/file/split-delimited.ts';
import { parseNumber } from '../../plates/numbers.ts';
import { type DecimalMark, POTENCY_COLUMNS } from './assay-table-columns.ts';
import { checkFieldCount, isDecimalComma, parseHeadings, splitLongTable } from './long-table.ts';

/** A relative potency with its interval, as a table gives it. */
export interface GivenPotency {
  readonly assay: string;
  readonly sample: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Degrees of freedom behind the interval. */
  readonly df: number;
}

const NUMBERS = ['potency', 'lower', 'upper', 'df'] as const;
const NAMES = ['assay', 'sample'] as const;

/** The potencies of a table, with what was odd about its text. */
export interface GivenTable {
  readonly potencies: readonly GivenPotency[];
  readonly notes: readonly PlateNote[];
}

/** What a well measures: a table that has one of these holds no potencies. */
const MEASURED = ['response', 'total', 'responders'] as const;

/** Whether a table holds potencies in place of wells: it has a heading `potency` (or the one that `columns` says) and none of a measurement. Errors: usage/bad-argument. */
export function holdsPotencies(
  bytes: Uint8Array,
  { file, columns }: { readonly file: string; readonly columns?: string | undefined },
): boolean {
  const headings = parseHeadings(columns, [...new Set([...POTENCY_COLUMNS, ...NUMBERS])]);
  const [first = ''] = decodeText(bytes, file, { notes: createNotes() }).split(/\r?\n/, 1);
  return DELIMITERS.some((one) => {
    const cells = first.split(one).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const has = (name: string): boolean => cells.includes(headings.get(name) ?? name);
    return has('potency') && !MEASURED.some(has);
  });
}

/** How a table of potencies is to be read. */
export interface GivenRequest {
  readonly file: string;
  /** `--columns`, as it was written. */
  readonly columns?: string | undefined;
  readonly decimal: DecimalMark;
  /** Limits of ratios may lie at or below 0, where they combine as they are. */
  readonly scale: 'logarithm' | 'ratio';
}

/** Potencies of assays that were computed elsewhere, a row each; an assay has one of a sample. Errors: potency/bad-data, usage/bad-argument. */
export async function readGivenPotencies(bytes: Uint8Array, request: GivenRequest): Promise<GivenTable> {
  const { file, decimal, scale } = request;
  const notes = createNotes();
  const text = decodeText(bytes, file, { notes });
  const headings = parseHeadings(request.columns, [...NAMES, ...NUMBERS]);
  const { header, body, columns } = await splitLongTable(text, { file, headings, required: NUMBERS, optional: NAMES });
  const lines = new Map<string, number>();
  const rows = body.map((row, i): GivenPotency => {
    checkFieldCount(row, header, file);
    const cell = (name: string): string => row.cells[columns.get(name) ?? -1]?.trim() ?? '';
    const number = (name: (typeof NUMBERS)[number]): number => {
      const least = scale === 'ratio' && name !== 'df' ? 'any' : 'positive';
      return numberOf(cell(name), { name, least, decimal, place: { file, line: row.line } });
    };
    const given = {
      assay: cell('assay') === '' ? String(i + 1) : cell('assay'),
      sample: cell('sample') === '' ? 'test article' : cell('sample'),
      estimate: number('potency'),
      lower: number('lower'),
      upper: number('upper'),
      df: number('df'),
    };
    checkInterval(given, { file, line: row.line });
    checkTwice(given, lines, { file, line: row.line });
    return given;
  });
  if (rows.length > 0) return { potencies: rows, notes: notes.all() };
  throw new InputError('potency/bad-data', 'Expected rows of potencies under the headings, found none.', { file, line: header.line });
}

interface Line {
  readonly file: string;
  readonly line: SheetRow['line'];
}

function checkInterval({ estimate, lower, upper, df }: GivenPotency, place: Line): void {
  if (lower < estimate && estimate < upper && df >= 1) return;
  const found = `${estimate} (${lower} to ${upper}) on ${df}`;
  throw new InputError(
    'potency/bad-data',
    `Expected a potency between its limits and at least one degree of freedom, found ${found}.`,
    place,
  );
}

/** A row that was copied would count as an independent assay. */
function checkTwice({ assay, sample }: GivenPotency, lines: Map<string, number>, place: Line): void {
  const key = JSON.stringify([assay, sample]);
  const earlier = lines.get(key);
  if (earlier !== undefined) {
    throw new InputError(
      'potency/bad-data',
      `Expected one potency of '${sample}' in an assay, found the assay '${assay}' also on line ${earlier}. Leave one out, or give independent assays their own names.`,
      place,
    );
  }
  lines.set(key, place.line);
}

interface NumberRequest {
  readonly name: string;
  readonly least: 'any' | 'positive';
  readonly decimal: DecimalMark;
  readonly place: Line;
}

function numberOf(text: string, { name, least, decimal, place }: NumberRequest): number {
  const value = parseNumber(text, decimal === 'comma' ? ',' : '.');
  if (value !== null && (least === 'any' || value > 0) && Math.abs(value) < Number.POSITIVE_INFINITY) return value;
  const hint = decimal === 'point' && isDecimalComma(text) ? ' Write decimals with a point, or say --decimal comma.' : '';
  const expected = least === 'any' ? 'a number' : 'a positive number';
  throw new InputError('potency/bad-data', `Expected ${expected} in the column '${name}', found '${text}'.${hint}`, place);
}
