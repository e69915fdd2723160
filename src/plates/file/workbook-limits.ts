import { InputError } from '../../errors.ts';
import { inflatePart, type ZipPart } from './zip-directory.ts';

/** Cells of a sheet, rows times columns: what is read of it is a full rectangle. */
export const MOST_CELLS = 5_000_000;
/** Characters in all cells of a sheet: one long text may stand in many. */
export const MOST_CHARACTERS = 50_000_000;
const MOST_STRINGS = 250_000;
/** Rows without cells, merged cells, links, rules: elements of a sheet that hold no value. */
const MOST_OTHER_ELEMENTS = 250_000;
/** Styles, comments, drawings, together. */
const MOST_OTHER_BYTES = 16 * 1024 * 1024;

/** Parts whose number of elements or of bytes is not that of styles and comments. */
const LARGE =
  /^xl\/(worksheets|media|embeddings|printerSettings|ctrlProps|activeX)\/|^xl\/sharedStrings\.xml$|\.(bin|png|jpe?g|gif|emf|wmf)$/i;

/**
 * Looks through the parts of a workbook before any is read, in the memory of a piece of one: a workbook of some kilobytes can stand for gigabytes. Refuses sheets of
 * more than 5,000,000 cells, rows times columns, and more strings or other elements than an export has. Every part is looked through: which one is a sheet is said by
 * the workbook, not by its name. Errors: plate/bad-workbook.
 */
export async function checkWorkbookParts(bytes: Uint8Array, parts: readonly ZipPart[], file: string): Promise<void> {
  const otherBytes = parts.filter(({ name }) => !LARGE.test(name)).reduce((sum, { size }) => sum + size, 0);
  if (otherBytes > MOST_OTHER_BYTES)
    refuse(file, `at most ${MOST_OTHER_BYTES} bytes of styles, comments and drawings, found ${otherBytes}`);
  for (const part of parts) await checkPart(inflatePart(bytes, part), part.name, file);
}

/** Follows the places that cells state, or take by standing behind another. */
async function checkPart(pieces: AsyncIterable<Uint8Array>, part: string, file: string): Promise<void> {
  const isLarge = LARGE.test(part);
  const seen: Seen = { row: 0, column: 0, rows: 0, columns: 0, cells: 0, texts: 0, others: 0, isEmpty: false, furthest: '' };
  for await (const some of tags(pieces))
    for (const tag of some) {
      look(tag, seen);
      const { rows, columns, cells, texts, others, furthest } = seen;
      if (rows * columns > MOST_CELLS || cells > MOST_CELLS)
        refuse(
          file,
          `at most ${MOST_CELLS} cells in a sheet, rows times columns, found ${rows} rows and ${columns} columns in ${part}, up to ${furthest}; delete rows and columns that hold nothing`,
        );
      if (texts > MOST_STRINGS) refuse(file, `at most ${MOST_STRINGS} texts in ${part}, found more`);
      if (isLarge && others > MOST_OTHER_ELEMENTS)
        refuse(file, `at most ${MOST_OTHER_ELEMENTS} empty rows, merged cells, links and rules in ${part}, found more`);
    }
}

/** How far a sheet was looked through. */
interface Seen {
  row: number;
  column: number;
  rows: number;
  columns: number;
  cells: number;
  /** Shared ones, and runs of one. */
  texts: number;
  others: number;
  /** Whether the row under way has no cell yet. */
  isEmpty: boolean;
  /** The place that made it as large as it is. */
  furthest: string;
}

function look({ name, place }: Tag, seen: Seen): void {
  if (name === 'row') {
    seen.row = place !== null && /^\d{1,7}$/.test(place) ? Number(place) : seen.row + 1;
    seen.column = 0;
    seen.others += seen.isEmpty ? 1 : 0;
    seen.isEmpty = true;
  } else if (name === 'c') {
    const stated = place === null ? null : /^([A-Z]{1,3})(\d{1,7})$/.exec(place);
    seen.column = stated?.[1] === undefined ? seen.column + 1 : columnNumber(stated[1]);
    seen.row = stated?.[2] === undefined ? Math.max(1, seen.row) : Number(stated[2]);
    seen.cells++;
    seen.isEmpty = false;
  } else if (name === 'si' || name === 'r') seen.texts++;
  else if (!OF_CELLS.has(name)) seen.others++;
  if (seen.row > seen.rows || seen.column > seen.columns) seen.furthest = name === 'c' && place !== null ? place : `row ${seen.row}`;
  seen.rows = Math.max(seen.rows, seen.row);
  seen.columns = Math.max(seen.columns, seen.column);
}

/** Elements within a cell. */
const OF_CELLS: ReadonlySet<string> = new Set(['v', 'f', 'is', 't']);

function columnNumber(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

interface Tag {
  /** Without its prefix. */
  readonly name: string;
  /** Its attribute `r`. */
  readonly place: string | null;
}

/** The longest start tag that is looked at. */
const MOST_OF_A_TAG = 4096;

/** Start tags of XML, in order, some at a time. A text in which `<` stands is none that XML has. */
async function* tags(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Iterable<Tag>> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const text = rest + decoder.decode(piece, { stream: true });
    const end = text.lastIndexOf('<');
    const whole = end < 0 ? text : text.slice(0, end);
    rest = end < 0 ? '' : text.slice(end, end + MOST_OF_A_TAG);
    yield tagsIn(whole);
  }
  yield tagsIn(rest);
}

function* tagsIn(text: string): Generator<Tag> {
  for (const [, name = '', attributes = ''] of text.matchAll(/<(?:[\w.-]+:)?([A-Za-z]\w*)([^<>]*)>?/g))
    yield { name, place: /\sr\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? null };
}

function refuse(file: string, sentence: string): never {
  throw new InputError(
    'plate/bad-workbook',
    `Expected ${sentence}. Export the workbook again, or only the sheet that holds the readings.`,
    { file },
  );
}
