import { exp, ln, sqrt } from '../elementary.ts';

/** The limits of an interval; `null` where it has none. */
export interface Limits {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Limits on neither side. */
export const UNBOUNDED: Limits = { lower: null, upper: null };

/** Limits of a ratio from those of its logarithm; one that is 0 or infinite in doubles is none. */
export function limitsOfRatio({ lower, upper }: Limits): Limits {
  if (lower === null || upper === null) return UNBOUNDED;
  return exp(lower) > 0 ? bounded(exp(lower), exp(upper)) : UNBOUNDED;
}

/** Two limits, or none where one of them is no finite number. */
export function bounded(lower: number, upper: number): Limits {
  return Number.isFinite(lower) && Number.isFinite(upper) ? { lower, upper } : UNBOUNDED;
}

/** Numerator, denominator and their (co)variances. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
  readonly v11: number;
  readonly v12: number;
  readonly v22: number;
}

/** Fieller's limits of a ratio; none where g = t² v22 / denominator² is 1 or more (Finney; Ph. Eur. 5.3). */
export function fiellerInterval(ratio: Ratio, t: number): Limits & { readonly g: number } {
  const { numerator, denominator, v11, v12, v22 } = ratio;
  const r = numerator / denominator;
  const g = (t * t * v22) / (denominator * denominator);
  if (!(g < 1)) return { ...UNBOUNDED, g };
  const under = v11 - 2 * r * v12 + r * r * v22 - g * (v11 - (v12 * v12) / v22);
  const half = (t / Math.abs(denominator)) * sqrt(Math.max(0, under));
  const centre = v22 === 0 ? r : r - (g * v12) / v22;
  return { ...bounded((centre - half) / (1 - g), (centre + half) / (1 - g)), g };
}

/** Limits to first order on the scale of the logarithm; none for a ratio that is not above 0. */
export function logDeltaLimits({ numerator, denominator, v11, v12, v22 }: Ratio, t: number): Limits {
  const ratio = numerator / denominator;
  if (!(ratio > 0)) return { lower: null, upper: null };
  const error = sqrt(v11 / (numerator * numerator) + v22 / (denominator * denominator) - (2 * v12) / (numerator * denominator));
  return { lower: exp(ln(ratio) - t * error), upper: exp(ln(ratio) + t * error) };
}

/** Limits to first order. */
export function deltaLimits(ratio: Ratio, t: number): Limits {
  const r = ratio.numerator / ratio.denominator;
  const error = ratioError(ratio);
  return { lower: r - t * error, upper: r + t * error };
}

/** Standard error of a ratio to first order. */
export function ratioError({ numerator, denominator, v11, v12, v22 }: Ratio): number {
  const r = numerator / denominator;
  return sqrt(Math.max(0, v11 - 2 * r * v12 + r * r * v22)) / Math.abs(denominator);
}
