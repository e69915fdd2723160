import { sqrt } from '../elementary.ts';
import { meanOf } from '../mean.ts';

/** Limits of a chart of single values. */
export interface IndividualsChart {
  readonly centre: number;
  readonly sigma: number;
  readonly lower: number;
  readonly upper: number;
}

/** d2 of two values: the mean range of a pair is 2/√π standard deviations. */
const D2 = 2 / sqrt(Math.PI);

/** Fewer values than this give limits that tell nothing. */
export const FEWEST_FOR_LIMITS = 8;

/** Centre ± 3 mean moving range/d2 (Shewhart chart of individuals); `null` with fewer than eight values or none that moves. */
export function individualsChart(values: readonly number[]): IndividualsChart | null {
  if (values.length < FEWEST_FOR_LIMITS) return null;
  const centre = meanOf(values);
  const ranges = values.slice(1).map((value, i) => Math.abs(value - values[i]!));
  const sigma = meanOf(ranges) / D2;
  return sigma > 0 ? { centre, sigma, lower: centre - 3 * sigma, upper: centre + 3 * sigma } : null;
}
