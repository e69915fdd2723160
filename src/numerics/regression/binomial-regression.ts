import { normalCdf, normalDensity, normalUpperTail } from '../distributions/normal-distribution.ts';
import { exp, ln, log1p } from '../elementary.ts';
import { fitLinear } from './linear-model.ts';

export type BinomialLink = 'probit' | 'logit';

/** Counts of successes with their linear predictors. */
export interface BinomialData {
  /** Columns of the design, each as long as the counts. */
  readonly columns: readonly (readonly number[])[];
  readonly trials: readonly number[];
  readonly successes: readonly number[];
  readonly link: BinomialLink;
}

/** A maximum-likelihood fit of probabilities. */
export interface BinomialFit {
  readonly coefficients: readonly number[];
  /** Inverse of the expected information. */
  readonly covariance: readonly (readonly number[])[];
  readonly deviance: number;
  readonly pearson: number;
  readonly degreesOfFreedom: number;
  readonly converged: boolean;
  readonly iterations: number;
}

interface Mean {
  readonly value: number;
  readonly complement: number;
  readonly slope: number;
}

/** Maximum likelihood by iteratively reweighted least squares; `null` where the design is singular or the estimate runs away. */
export function fitBinomial(data: BinomialData): BinomialFit | null {
  const { columns, trials, successes, link } = data;
  // R's glm starts from (r + 1/2)/(n + 1).
  let eta = trials.map((n, i) => linkOf((successes[i]! + 0.5) / (n + 1), link));
  let coefficients: readonly number[] = [];
  for (let iteration = 1; iteration <= 100; iteration += 1) {
    const means = eta.map((value) => linkMean(value, link));
    const weights = means.map((mean, i) => (trials[i]! * mean.slope * mean.slope) / (mean.value * mean.complement));
    if (!weights.every((weight) => weight > 0 && Number.isFinite(weight))) return null;
    const working = means.map((mean, i) => eta[i]! + (successes[i]! / trials[i]! - mean.value) / mean.slope);
    const fit = fitLinear(columns, working, weights);
    if (fit === null) return null;
    const change = Math.max(
      ...fit.coefficients.map((value, j) => Math.abs(value - (coefficients[j] ?? Number.POSITIVE_INFINITY)) / (1e-8 + Math.abs(value))),
    );
    coefficients = fit.coefficients;
    eta = trials.map((_, i) => columns.reduce((sum, column, j) => sum + column[i]! * coefficients[j]!, 0));
    if (change < 1e-12 || (iteration > 50 && change < 1e-9))
      return summarize(data, { eta, coefficients, covariance: fit.unscaledCovariance, iteration });
  }
  return null;
}

function summarize(
  { trials, successes, link, columns }: BinomialData,
  at: {
    readonly eta: readonly number[];
    readonly coefficients: readonly number[];
    readonly covariance: BinomialFit['covariance'];
    readonly iteration: number;
  },
): BinomialFit {
  let deviance = 0;
  let pearson = 0;
  at.eta.forEach((eta, i) => {
    const { value, complement } = linkMean(eta, link);
    const n = trials[i]!;
    const r = successes[i]!;
    if (r > 0) deviance += 2 * r * ln(r / (n * value));
    if (r < n) deviance += 2 * (n - r) * ln((n - r) / (n * complement));
    pearson += ((r - n * value) * (r - n * value)) / (n * value * complement);
  });
  return {
    coefficients: at.coefficients,
    covariance: at.covariance,
    deviance,
    pearson,
    degreesOfFreedom: trials.length - columns.length,
    converged: true,
    iterations: at.iteration,
  };
}

/** Probability, its complement and its derivative at a linear predictor. */
export function linkMean(eta: number, link: BinomialLink): Mean {
  if (link === 'probit') return { value: normalCdf(eta), complement: normalUpperTail(eta), slope: normalDensity(eta) };
  const small = exp(-Math.abs(eta));
  const near = 1 / (1 + small);
  const far = small * near;
  const [value, complement] = eta > 0 ? [near, far] : [far, near];
  return { value, complement, slope: value * complement };
}

function linkOf(probability: number, link: BinomialLink): number {
  if (link === 'logit') return ln(probability) - log1p(-probability);
  // Any start near the probit will do: the logit over 1.702.
  return (ln(probability) - log1p(-probability)) / 1.702;
}
