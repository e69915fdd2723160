import { studentUpperTail } from '../../../numerics/distributions/student-distribution.ts';
import { ln, sqrt } from '../../../numerics/elementary.ts';
import { curveData, type Observation } from './curve-data.ts';
import { fitCurve } from './curve-fit.ts';
import { type CurveModel, fullParameters } from './curve-model.ts';

/** A response that lies far from the curve of all the others. */
export interface SuspectedOutlier {
  /** Its place among the observations. */
  readonly index: number;
  /** Its distance from the curve of the others, in its standard errors. */
  readonly t: number;
  /** Two-sided, times the number of responses. */
  readonly p: number;
}

/** A hint is given where the chance of so far a response among all is below this. */
const SUSPECTED = 0.001;

/**
 * The response that spoils a fit: each is left out in turn, and the one that lies farthest from the curve of the others, as a prediction, is named where its
 * distance is beyond chance. `null` where none is. Only for fits in doubt: it takes as many fits as there are responses.
 */
export function suspectedOutlier(curve: CurveModel, observations: readonly Observation[]): SuspectedOutlier | null {
  const found = observations.flatMap((one, index): SuspectedOutlier[] => {
    const others = observations.filter((_, i) => i !== index);
    const fit = fitCurve(curve, curveData(others));
    if (fit?.stopped !== 'converged' || fit.covariance === null || fit.degreesOfFreedom < 2) return [];
    const full = fullParameters(curve, fit.parameters);
    const gradient = new Float64Array(full.length + 1);
    const fitted = curve.model.evaluate(ln(one.dose), full, gradient);
    const slopes = curve.free.map((place) => gradient[place]!);
    const ofCurve = fit.covariance.reduce(
      (sum, row, i) => sum + slopes[i]! * row.reduce((inner, value, j) => inner + value * slopes[j]!, 0),
      0,
    );
    const t = Math.abs(one.response - fitted) / sqrt(fit.rss / fit.degreesOfFreedom / one.weight + ofCurve);
    return Number.isFinite(t) ? [{ index, t, p: Math.min(1, 2 * observations.length * studentUpperTail(t, fit.degreesOfFreedom)) }] : [];
  });
  const [farthest] = found.sort((a, b) => a.p - b.p || b.t - a.t);
  return farthest !== undefined && farthest.p < SUSPECTED ? farthest : null;
}
