import type { ScaleConversion } from '../fcs/fcs-file.ts';
import { scaleFunction } from '../fcs/scale.ts';
import { pow } from '../numerics/elementary.ts';

/** More stored values than this are decoded one by one instead of from a table. */
const LARGEST_TABLE = 1 << 18;

/**
 * Stored value → scale value. Log amplifiers by a table of `offset x 10^(decades x stored / range)`: whole decades come out exact, so that
 * an event on a gate's edge at 10 or 1000 lies on it.
 */
export function scaleOf(scale: ScaleConversion): (stored: number) => number {
  if (scale.kind !== 'log') return scaleFunction(scale);
  const table = logTable(scale);
  return (stored) => table[stored] ?? decodeLog(scale, stored);
}

type LogScale = Extract<ScaleConversion, { kind: 'log' }>;

export function decodeLog({ decades, offset, range }: LogScale, stored: number): number {
  return offset * pow(10, (decades * stored) / range);
}

/** Scale value of every stored integer below `$PnR`, or an empty table where there are too many. */
export function logTable(scale: LogScale): Float64Array {
  const length = Number.isFinite(scale.range) && scale.range >= 1 && scale.range <= LARGEST_TABLE ? Math.ceil(scale.range) : 0;
  return Float64Array.from({ length }, (_, stored) => decodeLog(scale, stored));
}
