import { InputError } from '../../errors.ts';
import { multiply, rationalOfNumber, toNumber } from '../../numerics/exact/exact-decimal.ts';
import type { CounterSample, Plate, PlateRead, PlateReading } from '../../plates/plate-reading.ts';
import type { Reason } from '../../reason.ts';
import type { CountExportRule } from '../definition/count-export.ts';
import { pipelineReason } from '../reasons.ts';
import { cellsPerMl, figureFactor, scaledDifference } from './count-units.ts';

/** A cell counter's export with the rule that binds it. */
export interface CountExport {
  readonly file: string;
  readonly rule: CountExportRule;
  /** What its name says of all its samples. */
  readonly fields: ReadonlyMap<string, string>;
  readonly reading: PlateReading;
}

/** A sample with its figures. */
export interface CountedWell {
  readonly plate: Plate;
  readonly well: string;
  readonly counted: CounterSample;
}

/** A count of a sample in the unit of the method, or why the export has no number for it. */
export function figureOf(
  name: string,
  { plate, well, counted }: CountedWell,
  { file, rule }: Pick<CountExport, 'file' | 'rule'>,
): number | Reason {
  const count = rule.counts[name];
  if (count === undefined) throw new RangeError(`there is no count '${name}'`);
  const values: number[] = [];
  for (const column of [count.column, ...(count.minus === undefined ? [] : [count.minus])]) {
    const read = plate.reads.find(({ label }) => label === column);
    const value = read?.values[well];
    if (value === undefined)
      return pipelineReason('held/count-no-number', 'attribute', {
        file,
        sample: counted.sample ?? plate.name,
        column,
        found: read?.nonNumeric[well] ?? '',
      });
    values.push(value);
  }
  const [value = Number.NaN, minus = 0] = values;
  const read = plate.reads.find(({ label }) => label === count.column);
  const factor = figureFactor(read?.unit ?? null, count.unit);
  if (factor === null) throw new RangeError(`the unit of '${count.column}' was not looked at`);
  // Only a concentration is changed by a dilution; one that the counter was told of is corrected by it.
  const isDiluted = rule.dilution !== undefined && counted.dilution === 1 && cellsPerMl(count.unit) !== null;
  const dilution = rationalOfNumber(isDiluted ? (rule.dilution ?? 1) : 1);
  return toNumber(multiply(scaledDifference(value, minus, factor), dilution));
}

/** An export whose figures the rule does not fit is read by no part of it. */
export function refuseOtherExports({ plates, format }: PlateReading, rule: CountExportRule, file: string): void {
  const refuse = (sentence: string): never => {
    throw new InputError('plate/bad-export', sentence, { file });
  };
  if (!plates.some(({ counted }) => counted !== undefined))
    refuse(`Expected an export of a cell counter, which gives counts; found one of the format '${format}'.`);
  const reads = plates.flatMap((plate) => plate.reads);
  for (const { column, minus, unit } of Object.values(rule.counts))
    for (const label of [column, ...(minus === undefined ? [] : [minus])]) {
      const own = reads.filter((read) => read.label === label);
      if (own.length === 0) refuse(missingColumn(label, reads));
      const other = own.find((read) => figureFactor(read.unit, unit) === null);
      if (other !== undefined)
        refuse(`Expected '${label}' in '${unit}', or in another unit of cells per volume, found '${other.unit ?? ''}'.`);
    }
}

function missingColumn(label: string, reads: readonly PlateRead[]): string {
  const labels = [...new Set(reads.map((read) => `'${read.label}'`))];
  return `Expected the figure '${label}' among those of the export, found ${labels.join(', ')}.`;
}
