import { ln, sqrt } from '../../../numerics/elementary.ts';
import { median, quantile } from '../../../numerics/quantile.ts';
import { fitLeastSquares } from '../../../numerics/regression/least-squares.ts';
import { curveData, type Observation } from './curve-data.ts';
import { fitCurve, jointProblem } from './curve-fit.ts';
import { type CurveModel, fullParameters } from './curve-model.ts';
import { curveStarts } from './curve-starts.ts';

/** A curve that far responses hardly move. */
export interface RobustFit {
  readonly parameters: readonly number[];
  /** √weight × (response − curve), in the order of the observations. */
  readonly residuals: readonly number[];
  /** Robust standard deviation of the residuals: their 68.27th percentile in size, times N/(N − k). */
  readonly rsdr: number;
  readonly degreesOfFreedom: number;
}

const ROUNDS = 1000;
const UNDAMPED = 300;
const SETTLED = 1e-9;

/** Residuals below this share of the largest response are rounding, not scatter. */
const ROUNDING = 1e-12;

/**
 * Robust fit of one sample's curve: the least Σ ln(1 + (r/RSDR)²), residuals as from a Lorentzian, with the RSDR renewed at every step (Motulsky and Brown,
 * BMC Bioinformatics 7:123, 2006). `null` where there are too few responses, nothing settles, or two thirds of the responses lie on the curve.
 */
export function robustFit(curve: CurveModel, observations: readonly Observation[]): RobustFit | null {
  const data = curveData(observations);
  const k = curve.free.length;
  if (data.means.length < k || data.count <= k) return null;
  const own = fitCurve(curve, data);
  const starts = [...(own === null ? [] : [own.parameters]), ...curveStarts(curve, curveData(medians(observations)), 3)];
  const settled = starts.map((start) => settle(curve, observations, start)).filter((fit) => fit !== null);
  return settled.length === 0 ? null : settled.reduce((best, fit) => (merit(fit) < merit(best) ? fit : best));
}

/** Least squares reweighted by 1/(1 + (r/RSDR)²) until no residual moves: there the derivative of the robust sum is 0. */
function settle(curve: CurveModel, observations: readonly Observation[], start: readonly number[]): RobustFit | null {
  let fit = measure(curve, observations, start);
  for (let round = 0; round < ROUNDS && fit !== null; round += 1) {
    const { residuals, rsdr } = fit;
    const weighted = observations.map((one, i) => ({
      ...one,
      weight: one.weight / (1 + (residuals[i]! / rsdr) * (residuals[i]! / rsdr)),
    }));
    const step = fitLeastSquares(jointProblem({ curve, samples: [curveData(weighted)] }), fit.parameters, {
      dampings: [1e-3],
      maximumIterations: 100,
    });
    const next = measure(curve, observations, step.parameters);
    if (next === null) return null;
    const moved = Math.max(Math.abs(next.rsdr - rsdr), ...next.residuals.map((residual, i) => Math.abs(residual - residuals[i]!)));
    if (moved < SETTLED * next.rsdr) return next;
    // A percentile that jumps between two responses can swing for ever; half a step, on the log scale, ends that at the same point.
    fit = round < UNDAMPED ? next : { ...next, rsdr: sqrt(rsdr * next.rsdr) };
  }
  return null;
}

function measure(curve: CurveModel, observations: readonly Observation[], parameters: readonly number[]): RobustFit | null {
  const full = fullParameters(curve, parameters);
  const gradient = new Float64Array(full.length + 1);
  let largest = 0;
  const residuals = observations.map(({ dose, response, weight }) => {
    largest = Math.max(largest, sqrt(weight) * Math.abs(response));
    return sqrt(weight) * (response - curve.model.evaluate(ln(dose), full, gradient));
  });
  const degreesOfFreedom = observations.length - curve.free.length;
  const rsdr = (quantile(residuals.map(Math.abs), 0.6827) * observations.length) / degreesOfFreedom;
  return Number.isFinite(rsdr) && rsdr > ROUNDING * largest ? { parameters, residuals, rsdr, degreesOfFreedom } : null;
}

/** Minus the log-likelihood of Lorentzian residuals of the scale RSDR, which compares fits of different RSDR. */
function merit({ residuals, rsdr }: RobustFit): number {
  return residuals.reduce((sum, residual) => sum + ln(1 + (residual / rsdr) * (residual / rsdr)), residuals.length * ln(rsdr));
}

/** Each dose by its median: a start that one far replicate does not draw away. */
function medians(observations: readonly Observation[]): readonly Observation[] {
  const doses = new Map<number, Observation[]>();
  for (const one of observations) doses.set(one.dose, [...(doses.get(one.dose) ?? []), one]);
  return [...doses.values()].map((cell) => ({ ...cell[0]!, response: median(cell.map((one) => one.response)) }));
}
