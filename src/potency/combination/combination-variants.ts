import { chiSquaredUpperTail } from '../../numerics/distributions/chi-squared-distribution.ts';
import { tTwoSided } from '../../numerics/distributions/student-limits.ts';
import { exp, ln, sqrt } from '../../numerics/elementary.ts';
import { meanOf } from '../../numerics/mean.ts';
import type { CombinationScale, CombinationVariant } from './combination-editions.ts';
import { COMBINATION_VARIANTS } from './combination-editions.ts';

/** An independent assay with its own interval. */
export interface AssayWithInterval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Degrees of freedom behind its interval. */
  readonly df: number;
}

export interface Homogeneity {
  readonly chiSquared: number;
  readonly df: number;
  readonly p: number;
}

export interface VariantResult {
  readonly variant: CombinationVariant;
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Degrees of freedom of the interval. */
  readonly degreesOfFreedom: number;
  /** Standard error of the combined ln RP; of slope ratios of the ratio. */
  readonly errorLn: number | null;
  /** Variance between assays that the weights take in; `null` where the variant has none. */
  readonly between: number | null;
  readonly homogeneity: Homogeneity | null;
}

const SCALES = {
  logarithm: { to: ln, back: exp },
  ratio: { to: (value: number) => value, back: (value: number) => value },
} as const;

/** The combination of independent assays by a named variant; all intervals must be of one level. The order of the assays changes no bit. */
export function combineByVariant(
  assays: readonly AssayWithInterval[],
  variant: CombinationVariant,
  { level, scale = 'logarithm' }: { readonly level: number; readonly scale?: CombinationScale },
): VariantResult {
  const n = assays.length;
  if (n === 0) throw new RangeError('Expected at least one assay to combine, found none.');
  const sorted = [...assays].sort((a, b) => a.estimate - b.estimate || a.lower - b.lower || a.upper - b.upper);
  const { to, back } = SCALES[scale];
  const logs = sorted.map((assay) => to(assay.estimate));
  const weights = sorted.map((assay) => weightOf(assay, level, scale));
  const homogeneity = sorted.every((assay) => hasInterval(assay, scale)) ? homogeneityOf(logs, weights) : null;
  const rule = COMBINATION_VARIANTS[variant];
  if (rule.weights === 'equal') return unweighted(logs, variant, { level, homogeneity, back });
  const between = rule.between === null ? null : BETWEEN[rule.between](logs, weights);
  const used = between === null ? weights : weights.map((weight) => 1 / (1 / weight + between));
  const mean = weightedMean(logs, used);
  const errorLn = 1 / sqrt(used.reduce((sum, weight) => sum + weight, 0));
  const df = rule.degreesOfFreedom === 'summed' ? sorted.reduce((sum, assay) => sum + assay.df, 0) : n - 1;
  const half = df < 1 ? null : tTwoSided(level, df) * errorLn;
  const [lower, upper] = half === null ? [null, null] : [back(mean - half), back(mean + half)];
  return { variant, estimate: back(mean), lower, upper, errorLn, between, homogeneity, degreesOfFreedom: df };
}

function unweighted(
  values: readonly number[],
  variant: CombinationVariant,
  frame: { readonly level: number; readonly homogeneity: Homogeneity | null; readonly back: (value: number) => number },
): VariantResult {
  const { level, homogeneity, back } = frame;
  const mean = meanOf(values);
  const errorLn = values.length < 2 ? null : sqrt(varianceOf(values) / values.length);
  const df = values.length - 1;
  const half = errorLn === null ? null : tTwoSided(level, df) * errorLn;
  const [lower, upper] = half === null ? [null, null] : [back(mean - half), back(mean + half)];
  return { variant, estimate: back(mean), lower, upper, errorLn, between: null, homogeneity, degreesOfFreedom: df };
}

/** Whether an assay's interval gives a weight. */
export function hasInterval({ lower, upper, df }: Omit<AssayWithInterval, 'estimate'>, scale: CombinationScale = 'logarithm'): boolean {
  return (scale === 'ratio' || lower > 0) && upper > lower && upper < Number.POSITIVE_INFINITY && df >= 1;
}

/** W = 4t²/L² with L the length of the interval on the scale of the combination: the reciprocal of the variance. */
function weightOf(assay: AssayWithInterval, level: number, scale: CombinationScale): number {
  const { to } = SCALES[scale];
  const length = to(assay.upper) - to(assay.lower);
  const t = tTwoSided(level, assay.df);
  return (4 * t * t) / (length * length);
}

function homogeneityOf(logs: readonly number[], weights: readonly number[]): Homogeneity | null {
  if (logs.length < 2) return null;
  const chiSquared = dispersion(logs, weights);
  return { chiSquared, df: logs.length - 1, p: chiSquaredUpperTail(chiSquared, logs.length - 1) };
}

/** Σ W (M − M̄)² about the weighted mean. */
function dispersion(logs: readonly number[], weights: readonly number[]): number {
  const mean = weightedMean(logs, weights);
  return logs.reduce((sum, value, i) => sum + weights[i]! * (value - mean) * (value - mean), 0);
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return values.reduce((total, value, i) => total + weights[i]! * value, 0) / sum;
}

const BETWEEN = {
  variance: varianceOf,
  'variance-less-within': (logs: readonly number[], weights: readonly number[]): number =>
    logs.length < 2 ? 0 : Math.max(0, varianceOf(logs) - weights.reduce((sum, weight) => sum + 1 / weight, 0) / weights.length),
  'dersimonian-laird': (logs: readonly number[], weights: readonly number[]): number => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const scale = sum - weights.reduce((total, weight) => total + weight * weight, 0) / sum;
    return scale > 0 ? Math.max(0, (dispersion(logs, weights) - (logs.length - 1)) / scale) : 0;
  },
} as const;

function varianceOf(logs: readonly number[]): number {
  if (logs.length < 2) return 0;
  const mean = meanOf(logs);
  return logs.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (logs.length - 1);
}
