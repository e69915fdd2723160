import { fitFromStarts, type LeastSquaresFit, type LeastSquaresProblem } from '../../../numerics/regression/least-squares.ts';
import type { CurveData } from './curve-data.ts';
import { type CurveModel, orderedFree } from './curve-model.ts';
import { curveStarts } from './curve-starts.ts';

/** Samples under one model: the first is the reference, each further one is shifted along ln dose by its own ln relative potency. */
export interface JointCurves {
  readonly curve: CurveModel;
  readonly samples: readonly CurveData[];
}

/** A bold second and a timid third damping are for curves that run away; the first suits all others. */
const OPTIONS = { maximumIterations: 200, dampings: [1e-3] } as const;
const HARD = { maximumIterations: 300, dampings: [1e-7, 1e2] } as const;

/** The least-squares problem of samples that share every parameter but their position: the free parameters, then ρ = ln RP for each sample after the first. */
export function jointProblem({ curve, samples }: JointCurves): LeastSquaresProblem {
  const n = samples.reduce((sum, sample) => sum + sample.means.length, 0);
  const observations = new Float64Array(n);
  const weights = new Float64Array(n);
  let at = 0;
  for (const sample of samples) {
    observations.set(sample.means, at);
    weights.set(sample.weights, at);
    at += sample.means.length;
  }
  const k = curve.free.length;
  return {
    parameterCount: k + samples.length - 1,
    observations,
    weights: weights.every((weight) => weight === 1) ? null : weights,
    evaluate: jointEvaluation(curve, samples, n),
    within: {
      sumOfSquares: samples.reduce((sum, sample) => sum + sample.within.sumOfSquares, 0),
      count: samples.reduce((sum, sample) => sum + sample.within.count, 0),
    },
  };
}

function jointEvaluation(curve: CurveModel, samples: readonly CurveData[], n: number): LeastSquaresProblem['evaluate'] {
  const { model, free } = curve;
  const k = free.length;
  const full = Float64Array.from(curve.template);
  const gradient = new Float64Array(model.parameters.length + 1);
  const byDose = model.parameters.length;
  return (parameters, values, jacobian) => {
    for (let j = 0; j < k; j += 1) full[free[j]!] = parameters[j]!;
    if (jacobian !== null) jacobian.fill(0, n * k, n * (k + samples.length - 1));
    let row = 0;
    for (let s = 0; s < samples.length; s += 1) {
      const { lnDoses } = samples[s]!;
      // A dose x of a test article acts as RP x of the reference standard.
      const shift = s === 0 ? 0 : parameters[k + s - 1]!;
      for (let i = 0; i < lnDoses.length; i += 1, row += 1) {
        values[row] = model.evaluate(lnDoses[i]! + shift, full, gradient);
        if (jacobian === null) continue;
        for (let j = 0; j < k; j += 1) jacobian[j * n + row] = gradient[free[j]!]!;
        if (s > 0) jacobian[(k + s - 1) * n + row] = gradient[byDose]!;
      }
    }
  };
}

/** The fit of one sample's own curve, with the asymptotes in order; `null` where there are fewer doses or wells than parameters allow. */
export function fitCurve(curve: CurveModel, data: CurveData): LeastSquaresFit | null {
  const k = curve.free.length;
  if (data.means.length < k || data.count <= k) return null;
  const starts = curveStarts(curve, data, 3);
  return fitOrdered({ curve, samples: [data] }, starts);
}

/** The fit from given starts; a solution with its asymptotes exchanged is turned round, one outside the model's family is dropped. */
export function fitOrdered(joint: JointCurves, starts: readonly (readonly number[])[]): LeastSquaresFit | null {
  if (starts.length === 0) return null;
  const problem = jointProblem(joint);
  let best = fitFromStarts(problem, starts, OPTIONS);
  if (best.stopped !== 'converged') {
    const harder = fitFromStarts(problem, starts, HARD);
    if (harder.rss < best.rss || harder.stopped === 'converged') best = harder;
  }
  const k = joint.curve.free.length;
  const ordered = orderedFree(joint.curve, best.parameters.slice(0, k));
  if (ordered === null) return { ...best, stopped: 'stalled' };
  if (ordered.every((value, j) => value === best.parameters[j])) return best;
  return fitFromStarts(problem, [[...ordered, ...best.parameters.slice(k)]], OPTIONS);
}
