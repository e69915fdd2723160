import { InputError } from '../errors.ts';
import type { ColumnRange } from './file/ledger.ts';
import type { NoteList } from './file/notes.ts';
import { parseCellName, type Sheet, textsOf } from './file/sheet.ts';

/** Lines of a sheet, by their place from 0, and the columns of them. */
interface Part {
  readonly at: readonly number[];
  readonly columns: ColumnRange;
}

/**
 * Marks what a definition says may be passed over, and records what was found there. What a reader took is used, and cannot be passed over.
 * Errors: definition/bad-value.
 */
export function passOver(
  sheet: Sheet,
  ignored: readonly string[],
  { file, notes }: { readonly file: string; readonly notes: NoteList },
): void {
  const left = sheet.rows.map((row) => notes.ledger.restOf(row));
  const filled = (cells: readonly string[] | undefined, columns: ColumnRange): number =>
    (cells ?? []).slice(...columns).filter((cell) => cell.trim() !== '').length;
  for (const title of ignored) {
    const { at, columns } = partOf(sheet, title);
    const read = at.find((i) => filled(sheet.rows[i]?.cells, columns) > filled(left[i], columns));
    if (read !== undefined) refuseRead(sheet, read, { title, file });
    const passed = at.filter((i) => filled(left[i], columns) > 0);
    if (passed.length === 0) continue;
    for (const i of passed) notes.ledger.take(sheet.rows[i], columns);
    notes.add('plate/passed-over', { title, sheet: sheet.name, count: passed.length, line: sheet.rows[passed[0] ?? 0]?.line ?? 1 });
  }
}

function refuseRead(sheet: Sheet, at: number, { title, file }: { readonly title: string; readonly file: string }): never {
  const row = sheet.rows[at];
  throw new InputError(
    'definition/bad-value',
    `Expected \`ignore\` to name only what is not read, found '${title}', which covers the line '${textsOf(row).slice(0, 3).join(' ')}' of '${sheet.name}', of which cells are used. Name the rest of it by its range, such as 'Sheet1!B3:M10'.`,
    { file, line: row?.line ?? 1, path: 'ignore' },
  );
}

function partOf(sheet: Sheet, title: string): Part {
  const range = parseRange(title);
  if (range === null) return { at: titled(sheet, title), columns: [0, Number.POSITIVE_INFINITY] };
  const { rows, columns } = range;
  const isOwn = range.sheet === null || range.sheet === sheet.name;
  return { at: sheet.rows.flatMap(({ line }, i) => (isOwn && line > rows[0] && line <= rows[1] ? [i] : [])), columns };
}

/** The lines that begin with a title, each with those below it up to an empty one. */
function titled(sheet: Sheet, title: string): readonly number[] {
  const at = new Set<number>();
  for (const [i, row] of sheet.rows.entries()) {
    if (textsOf(row)[0]?.startsWith(title) !== true) continue;
    for (let below = i; textsOf(sheet.rows[below]).length > 0; below++) at.add(below);
  }
  return [...at].sort((a, b) => a - b);
}

/** `B3:M10`, or `Sheet1!B3:M10` of one sheet: lines from after the first number to the second, and columns. */
function parseRange(
  text: string,
): { readonly sheet: string | null; readonly rows: readonly [number, number]; readonly columns: ColumnRange } | null {
  const [, sheet, cells = ''] = /^(?:(.+)!)?([^!]+)$/.exec(text) ?? [];
  const [from, to, ...more] = cells.split(':').map(parseCellName);
  if (from == null || to == null || more.length > 0) return null;
  return { sheet: sheet ?? null, rows: [from.row, to.row + 1], columns: [from.column, to.column + 1] };
}
