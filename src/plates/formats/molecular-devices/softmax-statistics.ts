import { shownNumber } from '../../../shown-number.ts';
import type { NoteList } from '../../file/notes.ts';
import { parseNumber } from '../../numbers.ts';
import type { Plate } from '../../plate-reading.ts';
import type { SoftMaxGroup, SoftMaxGroupRow } from './softmax-group.ts';

/** A number known to within an error (half of its last printed decimal, or nothing). */
interface Known {
  readonly value: number;
  readonly error: number;
}

type Statistic = 'Average' | 'Stdev' | 'Cv';

/**
 * Recomputes the means, standard deviations and CVs of a group from the wells that the group counts, and notes every printed figure that these cannot
 * give. Wells that the group calls `Masked` or `Range?` are not counted; where a figure is that of all wells nevertheless, the note says so.
 */
export function compareStatistics(group: SoftMaxGroup, context: { readonly plates: readonly Plate[]; readonly notes: NoteList }): void {
  for (const [heading, { formula, decimals }] of group.formulas) {
    const match = /^(Average|Stdev|Cv)\(([^()]+)\)$/.exec(formula);
    const column = group.headings.indexOf(heading);
    if (match === null || column === -1) continue;
    const statistic = match[1] === 'Average' ? 'Average' : match[1] === 'Stdev' ? 'Stdev' : 'Cv';
    const source = match[2] === '!WellValues' ? group.valueColumn : group.headings.indexOf(match[2] ?? '');
    if (source === null || source === -1) continue;
    for (const rows of samplesOf(group)) compareOne({ group, rows, column, source, statistic, decimals }, context);
  }
}

interface Comparison {
  readonly group: SoftMaxGroup;
  readonly rows: readonly SoftMaxGroupRow[];
  readonly column: number;
  readonly source: number;
  readonly statistic: Statistic;
  readonly decimals: number;
}

function compareOne(one: Comparison, context: { readonly plates: readonly Plate[]; readonly notes: NoteList }): void {
  const printed = parseNumber(one.rows[0]?.cells[one.column] ?? '', '.');
  if (printed === null) return;
  const half = 0.5 / tenTo(one.decimals);
  const counted = one.rows.flatMap((row) => known(row, one, { counted: 'counted', plates: context.plates }) ?? []);
  const all = one.rows.flatMap((row) => known(row, one, { counted: 'all', plates: context.plates }) ?? []);
  if (counted.length === 0 || agrees(printed, { half, statistic: one.statistic, values: counted })) return;
  const heading = one.group.headings[one.column] ?? '';
  const sample = one.rows[0]?.sample ?? '';
  const left = one.rows.filter((row) => /^(?:Masked|Range\?|Out of range)$/i.test(row.cells[one.source] ?? ''));
  const ofAll = left.length > 0 && agrees(printed, { half, statistic: one.statistic, values: all });
  context.notes.add('plate/statistic-contradicts', {
    statistic: ofAll ? 'of-all-wells' : 'of-no-wells',
    of: one.group.name,
    sample,
    heading,
    printed: one.rows[0]?.cells[one.column] ?? '',
    computed: format(compute(counted, one.statistic).value),
    uncounted: ofAll ? left.map((row) => ({ well: row.well, marker: row.cells[one.source] ?? '' })) : [],
  });
}

/** 10 to a whole power from 0 to 20, exactly. */
function tenTo(exponent: number): number {
  return Number(`1e${exponent}`);
}

function format(value: number): string {
  return shownNumber(value, 6);
}

function samplesOf(group: SoftMaxGroup): SoftMaxGroupRow[][] {
  const samples: SoftMaxGroupRow[][] = [];
  for (const row of group.rows) {
    const open = samples.at(-1);
    if (open?.[0]?.sample === row.sample) open.push(row);
    else samples.push([row]);
  }
  return samples;
}

/** A row's number in the source column: of the plate block, in full, where the column is the wells' values, else as printed. */
function known(
  row: SoftMaxGroupRow,
  one: Comparison,
  context: { readonly counted: 'counted' | 'all'; readonly plates: readonly Plate[] },
): Known | null {
  const text = row.cells[one.source] ?? '';
  const printed = parseNumber(text, '.');
  if (printed === null && context.counted === 'counted') return null;
  const full = one.source === one.group.valueColumn ? wellValue(row, context.plates) : null;
  if (full !== null && (printed === null || Math.abs(full - printed) <= 0.51 / tenTo(printedDecimals(text))))
    return { value: full, error: 0 };
  return printed === null ? null : { value: printed, error: 0.5 / tenTo(printedDecimals(text)) };
}

function printedDecimals(text: string): number {
  return Math.min(20, text.split('.')[1]?.length ?? 0);
}

function wellValue(row: SoftMaxGroupRow, plates: readonly Plate[]): number | null {
  const plate = plates.find((one) => one.name === row.plate);
  const read = plate?.reads.find((one) => one.label === 'Reduced') ?? plate?.reads[0];
  return read?.values[row.well] ?? null;
}

function agrees(
  printed: number,
  context: { readonly half: number; readonly statistic: Statistic; readonly values: readonly Known[] },
): boolean {
  const { value, error } = compute(context.values, context.statistic);
  return Math.abs(printed - value) <= context.half * 1.01 + error + 1e-9 * Math.abs(value);
}

/** The statistic with the largest error that the rounding of its values can have made. SoftMax Pro gives 0 for the deviation of a single value. */
function compute(values: readonly Known[], statistic: Statistic): Known {
  const n = values.length;
  const mean = values.reduce((sum, one) => sum + one.value, 0) / n;
  const error = Math.max(...values.map((one) => one.error));
  if (statistic === 'Average') return { value: mean, error };
  const squares = values.reduce((sum, one) => sum + (one.value - mean) * (one.value - mean), 0);
  const deviation = n < 2 ? 0 : Math.sqrt(squares / (n - 1));
  if (statistic === 'Stdev') return { value: deviation, error: 2 * error };
  // SoftMax Pro divides by the size of the mean.
  const cv = (100 * deviation) / Math.abs(mean);
  return {
    value: cv,
    error: error === 0 ? 0 : Math.abs((100 * (deviation + 2 * error)) / Math.max(Math.abs(mean) - error, Number.MIN_VALUE)) - Math.abs(cv),
  };
}
