import type { GivenFields } from '../../../given-fields.ts';
import { ln, pow } from '../../../numerics/elementary.ts';
import { meanInAnyOrder } from '../../../numerics/mean.ts';
import type { PotencyMethod } from '../../method.ts';
import type { POTENCY_REASONS } from '../../reasons.ts';
import { type WeightRule, weightRule } from '../../weight-rule.ts';
import { curveData, type Observation } from './curve-data.ts';
import { fitCurve } from './curve-fit.ts';
import { type CurveModel, fullParameters } from './curve-model.ts';

type Samples = readonly (readonly Observation[])[];

/** Why the weights of a method do not exist. */
type NoWeights = GivenFields<(typeof POTENCY_REASONS)['potency/no-weights']['fields']>;

export type Weighted =
  | { readonly samples: Samples; readonly exponent: number | null; readonly problem: null }
  | { readonly samples: null; readonly exponent: null; readonly problem: NoWeights };

/** The observations of every sample of an assay with the weights of the method, decided once for all fits; or why they do not exist. */
export function weightObservations(samples: Samples, method: PotencyMethod, curve: CurveModel): Weighted {
  const { weights } = method;
  const rule = weightRule(weights);
  if (rule.of === 'none') return { samples, exponent: null, problem: null };
  if (rule.of === 'fitted') {
    // The power of the standard deviation is half that of the weight.
    return iterate(samples, { curve, weights, power: rule.exponent === 'estimated' ? 'estimated' : rule.exponent / 2 });
  }
  const weighted = samples.map((observations) => {
    const cells = cellsOf(observations);
    return observations.map((one) => ({ ...one, weight: weightOf(rule, one.response, cells.get(one.dose) ?? []) }));
  });
  const bad = weighted.flat().find((one) => !usable(one.weight));
  if (bad === undefined) return { samples: weighted, exponent: null, problem: null };
  return {
    samples: null,
    exponent: null,
    problem: { fault: 'at-dose', weights, dose: bad.dose, response: bad.response },
  };
}

type Direct = Exclude<WeightRule, { readonly of: 'none' | 'fitted' }>;

function weightOf(rule: Direct, response: number, cell: readonly number[]): number {
  const mean = meanInAnyOrder(cell);
  if (!('exponent' in rule))
    return (cell.length - 1) / (meanInAnyOrder(cell.map((value) => (value - mean) * (value - mean))) * cell.length);
  const size = rule.of === 'y' ? response : mean;
  // A power of a negative size would say that a response below 0 is as exact as one as far above it.
  return size > 0 ? inversePower(size, rule.exponent) : 0;
}

/** 1/size^exponent. */
export function inversePower(size: number, exponent: number): number {
  if (exponent === 1) return 1 / size;
  return exponent === 2 ? 1 / (size * size) : 1 / pow(size, exponent);
}

function usable(weight: number): boolean {
  return weight > 1e-200 && weight < 1e200;
}

function cellsOf(observations: readonly Observation[]): Map<number, number[]> {
  const cells = new Map<number, number[]>();
  for (const one of observations) {
    const cell = cells.get(one.dose);
    if (cell === undefined) cells.set(one.dose, [one.response]);
    else cell.push(one.response);
  }
  return cells;
}

/** Rounds after which weights that still change are given up. */
const MOST_ROUNDS = 100;

interface Iterated {
  readonly curve: CurveModel;
  /** The words of the method, for what is said of them. */
  readonly weights: string;
  /** Power p of the standard deviation; the weight is 1/fitted^(2p). */
  readonly power: number | 'estimated';
}

/** Iteratively reweighted fits: 1/fitted^(2p) from each sample's own curve; an exponent to estimate is common to all samples. */
function iterate(samples: Samples, { curve, weights, power: exponent }: Iterated): Weighted {
  let current = samples;
  let p = exponent === 'estimated' ? 0 : exponent;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const fitted = current.map((observations) => fittedValues(observations, curve));
    if (fitted.some((values) => values === null)) return failed({ fault: 'no-fit', weights });
    const means = fitted.map((values) => values ?? []);
    if (means.flat().some((value) => !(value > 0))) return failed({ fault: 'fitted-not-positive', weights });
    const last = p;
    if (exponent === 'estimated') p = likelyExponent(samples, means);
    const next = samples.map((observations, s) => observations.map((one, i) => ({ ...one, weight: 1 / pow(means[s]![i]!, 2 * p) })));
    const change = largestChange(current, next);
    current = next;
    if (change < 1e-10 && Math.abs(p - last) < 1e-9) return { samples: current, exponent: p, problem: null };
  }
  return failed({ fault: 'not-settled', weights, rounds: MOST_ROUNDS });
}

function failed(problem: NoWeights): Weighted {
  return { samples: null, exponent: null, problem };
}

function fittedValues(observations: readonly Observation[], curve: CurveModel): number[] | null {
  const fit = fitCurve(curve, curveData(observations));
  if (fit === null || fit.stopped !== 'converged') return null;
  const full = fullParameters(curve, fit.parameters);
  const gradient = new Float64Array(full.length + 1);
  return observations.map((one) => curve.model.evaluate(ln(one.dose), full, gradient));
}

function largestChange(before: Samples, after: Samples): number {
  let largest = 0;
  before.forEach((observations, s) => {
    observations.forEach((one, i) => {
      largest = Math.max(largest, Math.abs(after[s]![i]!.weight / one.weight - 1));
    });
  });
  return largest;
}

/** The p that maximises −n/2 ln Σ r²/μ^(2p) − p Σ ln μ (normal likelihood with σ profiled out), as R's gnls with varPower. */
function likelyExponent(samples: Samples, means: readonly (readonly number[])[]): number {
  const lnMeans = means.flat().map(ln);
  const squares = samples.flatMap((observations, s) =>
    observations.map((one, i) => (one.response - means[s]![i]!) * (one.response - means[s]![i]!)),
  );
  const sumOfLogs = lnMeans.reduce((sum, value) => sum + value, 0);
  // The derivative by p falls through 0 at the maximum.
  const slope = (p: number): number => {
    let sum = 0;
    let moment = 0;
    squares.forEach((square, i) => {
      const term = square * Math.exp(-2 * p * lnMeans[i]!);
      sum += term;
      moment += term * lnMeans[i]!;
    });
    return (squares.length * moment) / sum - sumOfLogs;
  };
  let lower = -2;
  let upper = 4;
  for (let i = 0; i < 60; i += 1) {
    const middle = (lower + upper) / 2;
    if (slope(middle) > 0) lower = middle;
    else upper = middle;
  }
  return (lower + upper) / 2;
}
