import { tTwoSided } from '../numerics/distributions/student-limits.ts';
import { exp, sqrt } from '../numerics/elementary.ts';
import { bounded, fiellerInterval, type Limits, limitsOfRatio, UNBOUNDED } from '../numerics/intervals/ratio-limits.ts';
import { fitLeastSquares, type LeastSquaresFit, type LeastSquaresProblem } from '../numerics/regression/least-squares.ts';
import type { PotencyMethod } from './method.ts';
import type { MeasuredFigure } from './reasons-with-figures.ts';

/** A constrained fit with the places of ln e of the reference standard and of ρ = ln RP among its parameters. */
export interface PotencyFit {
  readonly fit: LeastSquaresFit;
  readonly problem: LeastSquaresProblem;
  readonly location: number;
  readonly rho: number;
}

/** The interval of a relative potency and, where a side has no limit, the figures that say why. */
export interface PotencyInterval {
  readonly limits: Limits;
  readonly unbounded: readonly MeasuredFigure[];
}

/** Two-sided interval of the relative potency e_reference / e_test. */
export function potencyInterval(potency: PotencyFit, interval: PotencyMethod['interval']): PotencyInterval {
  const { fit, rho } = potency;
  const error = fit.standardErrors[rho] ?? null;
  if (error === null || fit.covariance === null) return { limits: UNBOUNDED, unbounded: [figure('standard-error', null)] };
  const t = tTwoSided(interval.level, fit.degreesOfFreedom);
  const estimate = fit.parameters[rho]!;
  const half = { figure: figure('half-width-of-logarithm', t * error) };
  switch (interval.method) {
    case 'log-delta':
      return explained(limitsOfRatio({ lower: estimate - t * error, upper: estimate + t * error }), half);
    case 'delta':
      return explained(bounded(exp(estimate) * (1 - t * error), exp(estimate) * (1 + t * error)), half);
    case 'fieller':
      return fiellerOfLocations(potency, t);
    case 'profile':
      return profileInterval(potency, t);
  }
}

function explained(limits: Limits, { figure: measured }: { readonly figure: MeasuredFigure }): PotencyInterval {
  return { limits, unbounded: limits.lower === null || limits.upper === null ? [measured] : [] };
}

function figure(name: MeasuredFigure['figure'], found: number | null): MeasuredFigure {
  return { parameter: 'relativePotency', figure: name, found };
}

function fiellerOfLocations({ fit, location, rho }: PotencyFit, t: number): PotencyInterval {
  const v = fit.covariance!;
  const variance = v[location]![location]!;
  const shared = variance - v[location]![rho]!;
  const ofTest = variance + v[rho]![rho]! - 2 * v[location]![rho]!;
  // In units of e_test: numerator RP, denominator 1.
  const rp = exp(fit.parameters[rho]!);
  const { lower, upper, g } = fiellerInterval({ numerator: rp, denominator: 1, v11: rp * rp * variance, v12: rp * shared, v22: ofTest }, t);
  return explained({ lower, upper }, { figure: { ...figure('fieller-g', g), upper: 1 } });
}

/** Where RSS(ρ) = RSS(1 + t²/df), on either side: the profile of ρ with every other parameter fitted anew. */
function profileInterval(potency: PotencyFit, t: number): PotencyInterval {
  const lower = profileLimit(potency, t, -1);
  const upper = profileLimit(potency, t, 1);
  const open = [lower, upper].filter((side) => side.at === null);
  return {
    limits: { lower: lower.at === null ? null : exp(lower.at), upper: upper.at === null ? null : exp(upper.at) },
    unbounded: open.map(({ reached }) => ({ ...figure('profile-root', reached), lower: t })),
  };
}

/** Where the signed root reaches t on one side, and the largest root that was met on the way. */
function profileLimit(
  { fit, problem, rho }: PotencyFit,
  t: number,
  side: -1 | 1,
): { readonly at: number | null; readonly reached: number } {
  const variance = fit.rss / fit.degreesOfFreedom;
  const error = fit.standardErrors[rho]!;
  const centre = fit.parameters[rho]!;
  let start = fit.parameters.filter((_, j) => j !== rho);
  // Signed root of the likelihood ratio: a straight line of slope 1/error for a linear model.
  const root = (at: number): number => {
    const held = fitLeastSquares(holdParameter(problem, rho, at), start, { dampings: [1e-3, 1e-7], maximumIterations: 500 });
    start = [...held.parameters];
    return sqrt(Math.max(0, held.rss - fit.rss) / variance);
  };
  let near = { at: centre, z: 0 };
  let far = { at: centre + side * t * error, z: 0 };
  far.z = root(far.at);
  let reached = far.z;
  for (let i = 0; i < 40; i += 1) {
    if (Math.abs(far.z - t) < 1e-9 * t) return { at: far.at, reached };
    const next = near.at + ((far.at - near.at) * (t - near.z)) / (far.z - near.z);
    // A profile that flattens out before it reaches t has no limit on this side.
    if (!Number.isFinite(next) || Math.abs(next - centre) > 50 * t * error) return { at: null, reached };
    near = far;
    far = { at: next, z: root(next) };
    reached = Math.max(reached, far.z);
  }
  return { at: Math.abs(far.z - t) < 1e-6 * t ? far.at : null, reached };
}

function holdParameter(problem: LeastSquaresProblem, held: number, value: number): LeastSquaresProblem {
  const k = problem.parameterCount;
  const n = problem.observations.length;
  const full = new Float64Array(k);
  const columns = new Float64Array(n * k);
  return {
    ...problem,
    parameterCount: k - 1,
    evaluate: (parameters, values, jacobian) => {
      for (let j = 0, from = 0; j < k; j += 1) full[j] = j === held ? value : parameters[from++]!;
      problem.evaluate(full, values, jacobian === null ? null : columns);
      if (jacobian === null) return;
      for (let j = 0, to = 0; j < k; j += 1) if (j !== held) jacobian.set(columns.subarray(j * n, (j + 1) * n), n * to++);
    },
  };
}
