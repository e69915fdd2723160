import { scaleFunction } from '../../fcs/events/scale.ts';
import type { ScaleConversion } from '../../fcs/fcs-file.ts';
import { pow } from '../../numerics/elementary.ts';

/** More stored values than this are decoded one by one instead of from a table. */
const LARGEST_TABLE = 1 << 18;

/**
 * Stored value → scale value. Log amplifiers by a table of `offset x 10^(decades x stored / range)`: whole decades come out exact, so that
 * an event on a gate's edge at 10 or 1000 lies on it.
 */
export function scaleOf(scale: ScaleConversion): (stored: number) => number {
  return scale.kind === 'log' ? logDecoder(scale) : scaleFunction(scale);
}

export type LogScale = Extract<ScaleConversion, { kind: 'log' }>;

/** Numbers of the table: one for each stored integer below `$PnR`, or none where there are too many. */
export function logTableLength({ range }: LogScale): number {
  return range >= 1 && range <= LARGEST_TABLE ? Math.ceil(range) : 0;
}

/** Decodes each integer of the table once: to fill a large one takes longer than to gate a small file. `table` is all 0 at first. */
export function logDecoder(scale: LogScale, table: Float64Array = new Float64Array(logTableLength(scale))): (stored: number) => number {
  return (stored) => {
    const known = table[stored];
    // A decoded value is above 0; one that underflows, or lies outside of the table, is decoded again.
    if (known !== undefined && known > 0) return known;
    const value = decodeLog(scale, stored);
    if (known !== undefined) table[stored] = value;
    return value;
  };
}

function decodeLog({ decades, offset, range }: LogScale, stored: number): number {
  return offset * pow(10, (decades * stored) / range);
}
