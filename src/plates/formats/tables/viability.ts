import type { NoteList } from '../../file/notes.ts';
import { type DecimalSign, parseNumber } from '../../numbers.ts';
import type { CounterSample } from '../../plate-reading.ts';

/** A viability as a counter prints it, with the counts (or concentrations) that it is made of, as texts. */
export interface PrintedViability {
  readonly sample: string;
  readonly percent: string;
  /** Live cells of the whole, or dead ones. */
  readonly part: string;
  readonly partIs: 'live' | 'dead';
  readonly whole: string;
  /** Counts are exact, concentrations rounded to three digits. */
  readonly counted: 'exactly' | 'to-three-digits';
  readonly decimal: DecimalSign;
}

/** Notes a viability that is not that of its counts, and one whose counts are no numbers: it cannot be checked. */
export function checkViability(printed: PrintedViability, notes: NoteList): CounterSample['viability'] {
  const number = (text: string): number | null => parseNumber(text, printed.decimal);
  const [viability, part, whole] = [number(printed.percent), number(printed.part), number(printed.whole)];
  if (viability === null) return 'not-checked';
  const { sample } = printed;
  if (part === null || whole === null || !(whole > 0)) {
    notes.add('plate/instrument-warning', {
      about: 'viability-without-counts',
      sample,
      viabilityPercent: viability,
      counted: printed.whole,
      viable: printed.part,
    });
    return printed.part === '' && printed.whole === '' ? 'not-checked' : 'without-counts';
  }
  const share = (100 * part) / whole;
  const value = printed.partIs === 'live' ? share : 100 - share;
  // Half a unit of the last digit printed (a zero behind the point may be left out), with a hundredth of it for the arithmetic.
  const decimals = Math.max(printed.percent.split(printed.decimal)[1]?.length ?? 0, 1);
  const half = (0.5 * 1.01) / Number(`1e${decimals}`);
  // Half a unit in the third digit is 0.5 % of the part, and of the whole, at most.
  const rounded = printed.counted === 'exactly' ? 0 : 0.01 * share;
  if (Math.abs(value - viability) <= half + rounded) return 'agrees';
  const fields = { printed: String(viability), part, whole };
  if (printed.partIs === 'live') notes.add('plate/statistic-contradicts', { statistic: 'viability-of-counts', sample, ...fields });
  else
    notes.add('plate/statistic-contradicts', {
      statistic: 'viability-of-dead',
      ...fields,
      computed: String(Number(value.toPrecision(4))),
    });
  return 'contradicts';
}
