import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { PotencyFit } from '../../potency-interval.ts';
import { type CurveData, curveData } from '../curve/curve-data.ts';
import { fitOrdered, jointProblem } from '../curve/curve-fit.ts';
import { type CurveModel, fullParameters } from '../curve/curve-model.ts';
import { curveStarts } from '../curve/curve-starts.ts';

/** A sample with its own fit, where it has one. */
export interface FittedSample {
  readonly data: CurveData;
  readonly fit: LeastSquaresFit | null;
}

/**
 * Reference standard and test articles under one curve, each article shifted by its ρ = ln RP; from the starts that the free fits give, and from a grid
 * where one of them has none. `null` where there are too few doses or wells.
 */
export function fitConstrained(curve: CurveModel, reference: FittedSample, tests: readonly FittedSample[]): LeastSquaresFit | null {
  const samples = [reference.data, ...tests.map((test) => test.data)];
  const k = curve.free.length + tests.length;
  const means = samples.reduce((sum, sample) => sum + sample.means.length, 0);
  const count = samples.reduce((sum, sample) => sum + sample.count, 0);
  if (means < k || count <= k) return null;
  const joint = { curve, samples };
  const [mean, ...others] = constrainedStarts(curve, reference, tests);
  if (mean === undefined) return null;
  const fit = fitOrdered(joint, [mean]);
  // Where sharing the curve costs little, this is the minimum next to the free ones; else the other starts are tried too.
  const free = [reference, ...tests].reduce((sum, sample) => sum + (sample.fit?.rss ?? Number.NaN), 0);
  if (fit !== null && fit.stopped === 'converged' && fit.rss < 1.5 * free) return fit;
  return fitOrdered(joint, [mean, ...others]);
}

/** The same fit with what an interval needs, for one of its test articles. */
export function potencyFit(curve: CurveModel, samples: readonly CurveData[], fit: LeastSquaresFit, test = 0): PotencyFit {
  return { fit, problem: jointProblem({ curve, samples }), location: curve.location, rho: curve.free.length + test };
}

function constrainedStarts(curve: CurveModel, reference: FittedSample, tests: readonly FittedSample[]): readonly (readonly number[])[] {
  const own = [reference, ...tests].map((sample) => (sample.fit?.stopped === 'converged' ? sample.fit.parameters : null));
  const first = own[0] ?? null;
  if (first !== null && own.every((parameters) => parameters !== null)) {
    const lnEc50 = own.map((parameters) => curve.model.lnEc50(fullParameters(curve, parameters ?? first)));
    const shifts = tests.map((_, s) => lnEc50[0]! - lnEc50[s + 1]!);
    const last = own[own.length - 1] ?? first;
    const moved = last.map((value, j) => (j === curve.location ? value + shifts[shifts.length - 1]! : value));
    const mean = first.map((value, j) => (value + moved[j]!) / 2);
    return [mean, first, moved].map((start) => [...start, ...shifts]);
  }
  return gridStarts(curve, reference, tests);
}

/** Starts from pooled data at several shifts: for samples whose own curve has no fit. */
function gridStarts(curve: CurveModel, reference: FittedSample, tests: readonly FittedSample[]): readonly (readonly number[])[] {
  return [0, -0.7, 0.7, -2, 2].flatMap((shift) => {
    const samples = [reference.data, ...tests.map((test) => shifted(test.data, shift))];
    return curveStarts(curve, pooled(samples), 2).map((start) => [...start, ...tests.map(() => shift)]);
  });
}

function shifted(data: CurveData, shift: number): CurveData {
  return { ...data, lnDoses: data.lnDoses.map((lnDose) => lnDose + shift) };
}

function pooled(samples: readonly CurveData[]): CurveData {
  const rows = samples.flatMap((sample) =>
    Array.from(sample.lnDoses, (lnDose, i) => ({ lnDose, mean: sample.means[i]!, weight: sample.weights[i]! })),
  );
  rows.sort((a, b) => (a.lnDose < b.lnDose ? -1 : a.lnDose > b.lnDose ? 1 : a.mean - b.mean));
  return {
    ...curveData([]),
    lnDoses: Float64Array.from(rows, (row) => row.lnDose),
    means: Float64Array.from(rows, (row) => row.mean),
    weights: Float64Array.from(rows, (row) => row.weight),
    count: rows.length,
  };
}
