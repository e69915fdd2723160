import { studentUpperTail } from '../../../numerics/distributions/student-distribution.ts';
import { sqrt } from '../../../numerics/elementary.ts';
import type { CurveData } from './curve-data.ts';

/** A response that turns back at the highest dose. */
export interface HookEffect {
  readonly topDose: number;
  readonly peakDose: number;
  /** How far the top dose has turned back, as a fraction of the range of the dose means. */
  readonly drop: number;
  readonly t: number;
  readonly degreesOfFreedom: number;
  /** One-sided, times the number of doses that could have been the peak. */
  readonly p: number;
}

/**
 * The mean at the highest dose against that of every lower one, in the direction in which the response runs, with the error of the replicates pooled over
 * all doses: the largest turn back (Bonferroni). `null` without replicates, or with fewer than three doses.
 */
export function hookEffect(data: CurveData): HookEffect | null {
  const { means, weights, within, lnDoses } = data;
  const last = means.length - 1;
  if (last < 2 || within.count < 1 || !(within.sumOfSquares > 0)) return null;
  const direction = directionOf(means);
  const variance = within.sumOfSquares / within.count;
  let best = { at: last, t: 0 };
  for (let i = 0; i < last; i += 1) {
    const t = (direction * (means[i]! - means[last]!)) / sqrt(variance * (1 / weights[i]! + 1 / weights[last]!));
    if (t > best.t) best = { at: i, t };
  }
  const range = Math.max(...means) - Math.min(...means);
  return {
    topDose: Math.exp(lnDoses[last]!),
    peakDose: Math.exp(lnDoses[best.at]!),
    drop: (direction * (means[best.at]! - means[last]!)) / range,
    t: best.t,
    degreesOfFreedom: within.count,
    p: Math.min(1, last * studentUpperTail(best.t, within.count)),
  };
}

/** 1 where the response rises with the dose, −1 where it falls: the sign of its covariance with the rank of the dose. */
function directionOf(means: Float64Array): 1 | -1 {
  const middle = (means.length - 1) / 2;
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  return means.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) >= 0 ? 1 : -1;
}
