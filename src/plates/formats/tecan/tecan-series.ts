import { InputError } from '../../../errors.ts';
import { buildKineticRead } from '../../build-kinetic.ts';
import type { ReadHeading } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type SheetRow } from '../../file/sheet.ts';
import { readListLines, seriesOfLines, wellIn, wellsAcross } from '../../lists.ts';
import { parseNumber, provenDecimal } from '../../numbers.ts';
import type { PlateRead } from '../../plate-reading.ts';

/** Cycles down (`Cycle Nr., Time [s], Temp., A1, A2 …`) or across (`Cycle Nr., 1, 2, 3 …`, then `Time [s]`, then a line a well). */
export interface SeriesPlace {
  readonly direction: 'down' | 'across';
}

const CYCLE = /^(?:Cycle(?:s| Nr\.?)|Zyklus Nr\.?)/i;
const TIME = /^(?:Time|Zeit)/i;
/** Columns and lines beside the wells: cycles, times, the temperature and the gases of the chamber. */
const DESCRIBED = /^(?:Cycle|Zykl|Time|Zeit|Temp|CO2|O2)/i;

export function findTecanSeries(rows: readonly SheetRow[], at: number): SeriesPlace | null {
  const row = rows[at];
  if (row === undefined || !CYCLE.test(cellText(row, 0))) return null;
  if (row.cells.some((cell) => wellIn(cell.trim()) !== null)) return { direction: 'down' };
  return TIME.test(cellText(rows[at + 1], 0)) ? { direction: 'across' } : null;
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
  readonly heading: ReadHeading;
}

export function readTecanSeries(
  rows: readonly SheetRow[],
  place: SeriesPlace & { readonly at: number },
  context: Context,
): { readonly read: PlateRead; readonly endRow: number } {
  let endRow = place.at + 1;
  for (let row = rows[endRow]; row !== undefined && !isBlankRow(row); row = rows[endRow]) endRow++;
  const table = rows.slice(place.at, endRow);
  context.notes.ledger.takeAll(table);
  const stated = place.direction === 'down' ? cyclesDown(table, context.file) : cyclesAcross(table, context.file);
  const { times, wells } = cyclesThatRan(stated, context.notes);
  const line = table[0]?.line ?? 1;
  const decimal = provenDecimal(times) ?? '.';
  const timesSeconds = times.map((text) => {
    const seconds = parseNumber(text, decimal);
    if (seconds === null)
      throw new InputError('plate/bad-export', `Expected a time in seconds, found '${text}'.`, { file: context.file, line });
    return seconds;
  });
  return { read: buildKineticRead(context.heading, { timesSeconds, wells }, { file: context.file, line, notes: context.notes }), endRow };
}

/** A kinetic that was stopped has columns without a time and without a reading: the cycles that ran are kept. */
function cyclesThatRan({ times, wells }: Cycles, notes: NoteList): Cycles {
  const isEmpty = (cycle: number) => times[cycle] === '' && [...wells.values()].every((texts) => (texts[cycle] ?? '') === '');
  let ran = times.length;
  while (ran > 0 && isEmpty(ran - 1)) ran--;
  if (ran === times.length) return { times, wells };
  notes.add('plate/export-incomplete', { absent: 'cycles', found: ran, expected: times.length });
  return { times: times.slice(0, ran), wells: new Map([...wells].map(([well, texts]) => [well, texts.slice(0, ran)])) };
}

interface Cycles {
  readonly times: readonly string[];
  readonly wells: ReadonlyMap<string, readonly string[]>;
}

function cyclesDown(table: readonly SheetRow[], file: string): Cycles {
  const [header, ...cycles] = table;
  const timeColumn = header?.cells.findIndex((cell) => /^(?:Time|Zeit)\s*\[s\]/i.test(cell.trim())) ?? -1;
  if (timeColumn === -1)
    throw new InputError('plate/bad-export', "Expected a column 'Time [s]' beside the cycles, found none.", {
      file,
      line: header?.line ?? 1,
    });
  const columns = wellsAcross(header, { file, from: 0, isOther: (heading) => DESCRIBED.test(heading) });
  const wells = new Map(columns.map(({ well, column }) => [well, cycles.map((row) => cellText(row, column))]));
  return { times: cycles.map((row) => cellText(row, timeColumn)), wells };
}

function cyclesAcross(table: readonly SheetRow[], file: string): Cycles {
  const [header, ...below] = table;
  const count = (header?.cells ?? []).slice(1).filter((cell) => cell.trim() !== '').length;
  const across = (row: SheetRow | undefined): string[] => Array.from({ length: count }, (_, i) => cellText(row, i + 1));
  const wellText = (row: SheetRow) => cellText(row, 0);
  const isSummary = (row: SheetRow) => DESCRIBED.test(wellText(row));
  const { lines } = readListLines(below, { file, from: 0, wellText, isSummary });
  const wells = seriesOfLines(lines, across, file);
  return { times: across(below.find((row) => TIME.test(cellText(row, 0)))), wells };
}
