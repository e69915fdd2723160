import { tTwoSided } from '../../numerics/distributions/student-limits.ts';
import { exp, ln, sqrt } from '../../numerics/elementary.ts';
import { meanOfLogs } from '../../numerics/intervals/mean-of-logs.ts';

/** A value of a standard with the standard uncertainty of its logarithm. `parts` are its independent variances with their degrees of freedom, `null` = known. */
export interface AssignedValue {
  readonly value: number;
  readonly uncertaintyLn: number;
  readonly parts: readonly { readonly variance: number; readonly degreesOfFreedom: number | null }[];
}

/** Ratios of a new standard to the current one over independent assays, on the log scale. */
export interface RatioOfStandards {
  readonly assays: number;
  readonly ratio: number;
  readonly lower: number;
  readonly upper: number;
  readonly sdLn: number;
  readonly degreesOfFreedom: number;
  readonly errorLn: number;
}

/** Geometric mean of the ratios with its two-sided limits by t; 0.90 is two one-sided tests at 5 %. At least two assays. */
export function ratioOfStandards(ratios: readonly number[], level: number): RatioOfStandards {
  const { mean, sd } = meanOfLogs(ratios);
  if (sd === null) throw new RangeError(`Expected at least two independent assays of a new standard, found ${ratios.length}.`);
  const errorLn = sd / sqrt(ratios.length);
  const half = tTwoSided(level, ratios.length - 1) * errorLn;
  return {
    assays: ratios.length,
    ratio: exp(mean),
    lower: exp(mean - half),
    upper: exp(mean + half),
    sdLn: sd,
    degreesOfFreedom: ratios.length - 1,
    errorLn,
  };
}

/** The head of a chain. */
export function primaryValue(value: number, uncertaintyLn: number): AssignedValue {
  return { value, uncertaintyLn, parts: [{ variance: uncertaintyLn * uncertaintyLn, degreesOfFreedom: null }] };
}

/** The value that the next standard in the chain takes over: variances of independent calibrations add. */
export function carryValue(current: AssignedValue, found: RatioOfStandards): AssignedValue {
  const parts = [...current.parts, { variance: found.errorLn * found.errorLn, degreesOfFreedom: found.degreesOfFreedom }];
  return {
    value: current.value * found.ratio,
    uncertaintyLn: sqrt(parts.reduce((sum, part) => sum + part.variance, 0)),
    parts,
  };
}

/** Limits of a carried value: t on the effective degrees of freedom of Welch and Satterthwaite (GUM, G.4.1). */
export function valueLimits(
  assigned: AssignedValue,
  level: number,
): { readonly lower: number; readonly upper: number; readonly degreesOfFreedom: number | null } {
  const total = assigned.parts.reduce((sum, part) => sum + part.variance, 0);
  const shares = assigned.parts.reduce(
    (sum, part) => sum + (part.degreesOfFreedom === null ? 0 : (part.variance * part.variance) / part.degreesOfFreedom),
    0,
  );
  const degreesOfFreedom = shares > 0 ? (total * total) / shares : null;
  const half = tTwoSided(level, degreesOfFreedom ?? Number.POSITIVE_INFINITY) * sqrt(total);
  return { lower: exp(ln(assigned.value) - half), upper: exp(ln(assigned.value) + half), degreesOfFreedom };
}
