import { leftRows, refuseBlock } from '../../account-for-rest.ts';
import { isBlankRow, type Sheet, textsOf } from '../../file/sheet.ts';
import type { NoteList } from '../../notes.ts';
import { passOver } from '../../pass-over.ts';
import { MOST_LISTED, shownLine } from '../../shown-line.ts';

/** Cells that a reader took, in rows and columns of the sheet counted from 0; ends are not included. */
export interface TakenCells {
  readonly rows: readonly [begin: number, end: number];
  readonly columns: readonly [begin: number, end: number];
}

/** Words of a title that say that the numbers below it were computed by the instrument's software. */
const CALCULATED =
  /calculated|computed|derived|corrected|subtract|blank|normali[sz]ed|[ck]on[cz]entration|interpolated|\bratio\b|\b(?:net|delta|fold|CV|SD)\b|\b(?:mean|average|median) of\b|inhibition|standard deviation|z-score|berechnet|korrigiert|Mittelwert|计算|校正|扣除|浓度|平均|标准差|抑制率|比值|归一/i;

/** Words of a title that say that what stands below it is what was put into the wells, not what was read from them. */
const LAYOUT = /^(?:conc|dilution|dose|layout|template|plate ?map|sample|standard|浓度|稀释|布局)/i;

/**
 * What stands around the matrices of a sheet is named, and refused where it may be readings: numbers in rows and columns that nothing takes.
 * Gives whether a line above a matrix says that its numbers are calculated. `ignored`: what a definition says may be passed over. Beside a block that the
 * definition anchors, one whose title names a layout or doses is no reading.
 */
export function accountForCells(
  sheet: Sheet,
  taken: readonly TakenCells[],
  request: { readonly file: string; readonly notes: NoteList; readonly ignored: readonly string[]; readonly blocks: 'anchored' | 'found' },
): { readonly calculated: boolean } {
  const { file, notes, ignored, blocks } = request;
  for (const { rows, columns } of taken) for (const row of sheet.rows.slice(Math.max(0, rows[0]), rows[1])) notes.ledger.take(row, columns);
  passOver(sheet, ignored, { file, notes });
  const rest = leftRows(sheet, notes.ledger);
  refuseBlock(blocks === 'anchored' ? rest.filter(({ at }) => !LAYOUT.test(titleOf(sheet, at))) : rest, { file, claim: 'matrices' });
  const firstTaken = Math.min(...taken.map(({ rows }) => rows[0]));
  for (const place of ['above', 'beside', 'below'] as const) {
    const own = rest.filter(({ at }) => placeOf(at, taken) === place).map(({ row }) => shownLine(row));
    if (own.length > 0) notes.add('plate/not-read', { part: `lines-${place}`, count: own.length, lines: own.slice(0, MOST_LISTED) });
  }
  return { calculated: rest.some(({ row, at }) => at < firstTaken && textsOf(row).some((text) => CALCULATED.test(text))) };
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
