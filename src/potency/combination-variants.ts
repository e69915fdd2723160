import { chiSquaredUpperTail } from '../numerics/chi-squared-distribution.ts';
import { exp, ln, sqrt } from '../numerics/elementary.ts';
import { meanOfLogs } from './combination.ts';
import { tTwoSided } from './potency-interval.ts';

/** An independent assay with its own interval. */
export interface AssayWithInterval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Degrees of freedom behind its interval. */
  readonly df: number;
}

/** How independent assays are combined. Every variant is offered under what it does and where it stands, as editions differ. */
export const COMBINATION_VARIANTS = {
  unweighted: 'Geometric mean, t on n − 1 (Ph. Eur. 5.3, 6.3; USP <1034> unweighted).',
  weighted:
    'Weights W = 4t²/L² from each interval, t on the summed degrees of freedom (Ph. Eur. 5.3, 6.2; USP <111>): for homogeneous assays.',
  'semi-weighted':
    "Weights 1/(1/W + v), v the variance between assays less the mean of 1/W, t on n − 1 (USP <111>; Ph. Eur. 5.3, 6.2.3 as 'semi-weighted').",
  'semi-weighted-summed-df': 'The same weights with t on the summed degrees of freedom.',
  'dersimonian-laird': "Weights 1/(1/W + τ²) with DerSimonian and Laird's τ², normal limits on t with n − 1.",
} as const;

export type CombinationVariant = keyof typeof COMBINATION_VARIANTS;

export interface VariantResult {
  readonly variant: CombinationVariant;
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Standard error of the combined ln RP. */
  readonly errorLn: number | null;
  /** Variance between assays that the weights take in; `null` where the variant has none. */
  readonly between: number | null;
  readonly homogeneity: { readonly chiSquared: number; readonly df: number; readonly p: number } | null;
}

/** The combination of independent assays by a named variant; all intervals must be of one level. */
export function combineByVariant(assays: readonly AssayWithInterval[], variant: CombinationVariant, level: number): VariantResult {
  const n = assays.length;
  if (n === 0) throw new RangeError('Expected at least one assay to combine, found none.');
  const logs = assays.map((assay) => ln(assay.estimate));
  const weights = assays.map((assay) => weightOf(assay, level));
  const plain = weightedMean(logs, weights);
  const chiSquared = logs.reduce((sum, value, i) => sum + weights[i]! * (value - plain) * (value - plain), 0);
  const homogeneity = n < 2 ? null : { chiSquared, df: n - 1, p: chiSquaredUpperTail(chiSquared, n - 1) };
  if (variant === 'unweighted') return unweighted(assays, level, homogeneity);
  const between =
    variant === 'weighted' ? null : variant === 'dersimonian-laird' ? tauSquared(weights, chiSquared) : betweenAssays(logs, weights);
  const used = between === null ? weights : weights.map((weight) => 1 / (1 / weight + between));
  const mean = weightedMean(logs, used);
  const errorLn = 1 / sqrt(used.reduce((sum, weight) => sum + weight, 0));
  const summed = assays.reduce((sum, assay) => sum + assay.df, 0);
  const df = variant === 'weighted' || variant === 'semi-weighted-summed-df' ? summed : n - 1;
  const half = df < 1 ? null : tTwoSided(level, df) * errorLn;
  const [lower, upper] = half === null ? [null, null] : [exp(mean - half), exp(mean + half)];
  return { variant, estimate: exp(mean), lower, upper, errorLn, between, homogeneity };
}

function unweighted(assays: readonly AssayWithInterval[], level: number, homogeneity: VariantResult['homogeneity']): VariantResult {
  const { mean, sd } = meanOfLogs(assays.map((assay) => assay.estimate));
  const errorLn = sd === null ? null : sd / sqrt(assays.length);
  const half = errorLn === null ? null : tTwoSided(level, assays.length - 1) * errorLn;
  const [lower, upper] = half === null ? [null, null] : [exp(mean - half), exp(mean + half)];
  return { variant: 'unweighted', estimate: exp(mean), lower, upper, errorLn, between: null, homogeneity };
}

/** W = 4t²/L² with L the length of the interval of ln RP: the reciprocal of its variance. */
function weightOf(assay: AssayWithInterval, level: number): number {
  const length = ln(assay.upper) - ln(assay.lower);
  const t = tTwoSided(level, assay.df);
  return (4 * t * t) / (length * length);
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return values.reduce((total, value, i) => total + weights[i]! * value, 0) / sum;
}

function betweenAssays(logs: readonly number[], weights: readonly number[]): number {
  if (logs.length < 2) return 0;
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const variance = logs.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (logs.length - 1);
  const within = weights.reduce((sum, weight) => sum + 1 / weight, 0) / weights.length;
  return Math.max(0, variance - within);
}

function tauSquared(weights: readonly number[], chiSquared: number): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  const scale = sum - squares / sum;
  return scale > 0 ? Math.max(0, (chiSquared - (weights.length - 1)) / scale) : 0;
}
