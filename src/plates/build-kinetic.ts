import { InputError } from '../errors.ts';
import type { ReadHeading } from './build-read.ts';
import type { NoteList } from './file/notes.ts';
import { parseNumber, provenDecimal } from './numbers.ts';
import type { PlateRead } from './plate-reading.ts';

/** A kinetic table: times in seconds, and for each well as many cell texts. */
export interface KineticTexts {
  readonly timesSeconds: readonly number[];
  readonly wells: ReadonlyMap<string, readonly string[]>;
}

/** Parts a kinetic table into series; a cell that is no number is `null` there and told as a marker with its time. Times must rise. */
export function buildKineticRead(
  heading: ReadHeading,
  table: KineticTexts,
  context: { readonly file: string; readonly line: number; readonly notes: NoteList },
): PlateRead {
  const { timesSeconds } = table;
  for (const [i, time] of timesSeconds.entries()) {
    const before = timesSeconds[i - 1];
    if (before !== undefined && time <= before) {
      throw new InputError('plate/bad-export', `Expected rising times in '${heading.label}', found ${time} s after ${before} s.`, {
        file: context.file,
        line: context.line,
      });
    }
  }
  const decimal = provenDecimal([...table.wells.values()].flat().map((text) => text.trim())) ?? '.';
  if (decimal === ',') context.notes.add('plate/decimal-comma', { read: heading.label, extent: 'all-wells', wells: [] });
  const series: Record<string, (number | null)[]> = {};
  const nonNumeric: Record<string, string> = {};
  for (const [well, texts] of table.wells) {
    const numbers = texts.map((text) => parseNumber(text.trim(), decimal));
    const odd = texts.flatMap((text, i) =>
      numbers[i] === null ? [`${text.trim() === '' ? 'nothing' : text.trim()} at ${timesSeconds[i] ?? 0} s`] : [],
    );
    if (texts.every((text) => text.trim() === '')) continue;
    series[well] = numbers;
    if (odd.length > 0) nonNumeric[well] = odd.join('; ');
  }
  return { ...heading, values: {}, nonNumeric, timesSeconds, series };
}
