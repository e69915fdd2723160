import { leftRows, refuseBlock } from '../../account-for-rest.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type Sheet, textsOf } from '../../file/sheet.ts';
import { passOver } from '../../pass-over.ts';
import { MOST_LISTED, shownLine } from '../../shown-line.ts';

/** Cells that a reader took, in rows and columns of the sheet counted from 0; ends are not included. */
export interface TakenCells {
  readonly rows: readonly [begin: number, end: number];
  readonly columns: readonly [begin: number, end: number];
}

/** Words of a title that say that the numbers below it were computed by the instrument's software. */
const CALCULATED =
  /calcul|computed|derived|correct|corrig|correg|subtract|soustra|background|blank|normali[sz]|[ck]on[cz]entra|interpolated|\bratio\b|\b(?:net|delta|fold|CV|SD|minus|percent)\b|\b(?:mean|average|median)\b(?! temp)|[%Δ]|inhibition|standard deviation|z-score|berechnet|korrigiert|Mittelwert|moyenne|promedio|计算|校正|扣除|浓度|平均|标准差|抑制率|比值|归一|差值|百分/i;

/** Words of a title that say that what stands below it is what was put into the wells, not what was read from them. */
const LAYOUT = /^(?:conc|dilution|dose|layout|template|plate ?map|sample|standard|浓度|稀释|布局)/i;

/**
 * What stands around the matrices of a sheet is named, and refused where it may be readings: numbers in rows and columns that nothing takes.
 * Gives whether a line above a matrix says that its numbers are calculated. `ignored`: what a definition says may be passed over; `titles`: what else names the whole sheet. Beside a block that the
 * definition anchors, one whose title names a layout or doses is no reading.
 */
export function accountForCells(
  sheet: Sheet,
  taken: readonly TakenCells[],
  request: {
    readonly file: string;
    readonly notes: NoteList;
    readonly ignored: readonly string[];
    readonly blocks: 'anchored' | 'found';
    readonly titles: readonly string[];
  },
): { readonly calculated: boolean } {
  const { file, notes, ignored, blocks } = request;
  for (const { rows, columns } of taken) for (const row of sheet.rows.slice(Math.max(0, rows[0]), rows[1])) notes.ledger.take(row, columns);
  passOver(sheet, ignored, { file, notes });
  const rest = leftRows(sheet, notes.ledger);
  refuseBlock(blocks === 'anchored' ? rest.filter(({ at }) => !LAYOUT.test(titleOf(sheet, at))) : rest, { file, claim: 'matrices' });
  const firstTaken = Math.min(...taken.map(({ rows }) => rows[0]));
  const heads = taken.map(({ rows }) => sheet.rows[rows[0]]);
  const corners = taken.map(({ columns }, i) => cellText(heads[i], columns[0]));
  for (const place of ['above', 'beside', 'below'] as const) {
    const named = rest.filter(({ at }) => placeOf(at, taken) === place).map(({ row }) => row);
    const own = [
      ...(place === 'beside' ? heads.flatMap((row, i) => (row !== undefined && isWord(corners[i]) ? [row] : [])) : []),
      ...named,
    ].map(shownLine);
    if (own.length > 0) notes.add('plate/not-read', { part: `lines-${place}`, count: own.length, lines: own.slice(0, MOST_LISTED) });
  }
  const titles = [...request.titles, ...corners, ...rest.flatMap(({ row, at }) => (at <= firstTaken ? textsOf(row) : []))];
  return { calculated: titles.some((text) => CALCULATED.test(text)) };
}

/** What stands between column numbers and row letters is a title, where it is no sign. */
function isWord(corner = ''): boolean {
  return /\p{L}/u.test(corner);
}

/** The nearest line at or above a row, without an empty line between, that holds one text alone; empty where there is none. */
function titleOf(sheet: Sheet, at: number): string {
  for (let above = at; above >= 0; above--) {
    const row = sheet.rows[above];
    if (row === undefined || isBlankRow(row)) return '';
    const [text = '', ...more] = textsOf(row);
    if (more.length === 0) return text;
  }
  return '';
}

function within(value: number, [begin, end]: readonly [number, number]): boolean {
  return value >= begin && value < end;
}

function placeOf(row: number, taken: readonly TakenCells[]): 'above' | 'beside' | 'below' {
  if (taken.some(({ rows }) => within(row, rows))) return 'beside';
  return taken.every(({ rows }) => row < rows[0]) ? 'above' : 'below';
}
