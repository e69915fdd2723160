import type { LeastSquaresFit, LeastSquaresProblem } from '../../../numerics/regression/least-squares.ts';
import { fitFromStarts } from '../../../numerics/regression/least-squares.ts';
import type { CurveData } from '../curve/curve-data.ts';
import { type CurveModel, orderedFree } from '../curve/curve-model.ts';
import { curveStarts } from '../curve/curve-starts.ts';
import { lnEc50WithSlopes } from '../curve/ln-ec50.ts';
import type { FittedSample } from './constrained-fit.ts';

/** Samples that share some parameters of a model: the shared ones come first in the joint vector, then each sample's own. */
export interface PartlyShared {
  readonly curve: CurveModel;
  /** Whether each free parameter of the curve is shared. */
  readonly shared: readonly boolean[];
}

/** Places of one sample's free parameters in the joint vector. */
export function placesOf({ shared }: PartlyShared, sample: number): readonly number[] {
  const common = shared.filter(Boolean).length;
  const own = shared.length - common;
  let [nextShared, nextOwn] = [0, common + sample * own];
  return shared.map((isShared) => (isShared ? nextShared++ : nextOwn++));
}

/** The fit of samples that share some parameters, from their own fits or the best of a grid; `null` where there are too few doses or wells. */
export function fitPartlyShared(partly: PartlyShared, samples: readonly FittedSample[]): LeastSquaresFit | null {
  const data = samples.map((sample) => sample.data);
  const problem = partlySharedProblem(partly, data);
  const count = data.reduce((sum, one) => sum + one.count, 0);
  if (problem.observations.length < problem.parameterCount || count <= problem.parameterCount) return null;
  const own = samples.map(({ fit, data: one }) => (fit?.stopped === 'converged' ? fit.parameters : curveStarts(partly.curve, one, 1)[0]));
  if (own.includes(undefined)) return null;
  const starts = [own.map((one) => one ?? []), ...own.map((one) => samples.map(() => one ?? []))];
  const fit = fitFromStarts(
    problem,
    starts.map((each) => joined(partly, each)),
    { maximumIterations: 500, dampings: [1e-3, 1e-7, 1e2] },
  );
  const ordered = samples.every((_, s) => {
    const free = placesOf(partly, s).map((place) => fit.parameters[place]!);
    return orderedFree(partly.curve, free)?.every((value, j) => value === free[j]) === true;
  });
  return ordered ? fit : { ...fit, stopped: fit.stopped === 'converged' ? 'stalled' : fit.stopped };
}

/** The joint vector in which shared parameters are the mean of the samples' own. */
function joined(partly: PartlyShared, each: readonly (readonly number[])[]): number[] {
  const start: number[] = [];
  each.forEach((own, s) => {
    placesOf(partly, s).forEach((place, j) => {
      start[place] = (partly.shared[j] ? (start[place] ?? 0) : 0) + own[j]! / (partly.shared[j] ? each.length : 1);
    });
  });
  return start;
}

function partlySharedProblem(partly: PartlyShared, samples: readonly CurveData[]): LeastSquaresProblem {
  const { curve, shared } = partly;
  const places = samples.map((_, s) => placesOf(partly, s));
  const common = shared.filter(Boolean).length;
  const n = samples.reduce((sum, sample) => sum + sample.means.length, 0);
  const full = Float64Array.from(curve.template);
  const gradient = new Float64Array(curve.model.parameters.length + 1);
  return {
    parameterCount: common + samples.length * (shared.length - common),
    observations: Float64Array.from(samples.flatMap((sample) => Array.from(sample.means))),
    weights: Float64Array.from(samples.flatMap((sample) => Array.from(sample.weights))),
    within: {
      sumOfSquares: samples.reduce((sum, sample) => sum + sample.within.sumOfSquares, 0),
      count: samples.reduce((sum, sample) => sum + sample.within.count, 0),
    },
    evaluate: (parameters, values, jacobian) => {
      jacobian?.fill(0);
      let row = 0;
      samples.forEach((sample, s) => {
        const own = places[s]!;
        curve.free.forEach((index, j) => {
          full[index] = parameters[own[j]!]!;
        });
        for (const lnDose of sample.lnDoses) {
          values[row] = curve.model.evaluate(lnDose, full, gradient);
          if (jacobian !== null) for (let j = 0; j < own.length; j += 1) jacobian[own[j]! * n + row] = gradient[curve.free[j]!]!;
          row += 1;
        }
      });
    },
  };
}

/** ln EC50 of a sample with its derivatives by the joint vector. */
export function lnEc50Of(
  partly: PartlyShared,
  fit: LeastSquaresFit,
  sample: number,
): { readonly value: number; readonly slopes: number[] } {
  const places = placesOf(partly, sample);
  const own = lnEc50WithSlopes(
    partly.curve,
    places.map((place) => fit.parameters[place]!),
  );
  const slopes = fit.parameters.map(() => 0);
  own.slopes.forEach((slope, j) => {
    slopes[places[j]!] = slope;
  });
  return { value: own.value, slopes };
}
