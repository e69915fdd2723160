import { ln } from '../elementary.ts';
import { type BinomialData, type BinomialFit, fitBinomial, linkMean } from './binomial-regression.ts';
import { fitLinear } from './linear-model.ts';

/** Counts with rows of units that were not treated. */
export interface NaturalData extends BinomialData {
  /** Rows at the dose 0, where only the natural response is left; their cells of the design are not read. */
  readonly untreated: readonly boolean[];
}

/** A fit with the rate at which units respond without a dose; its covariance has the rate in its last row. */
export interface NaturalFit extends BinomialFit {
  readonly rate: number;
  readonly rateError: number | null;
}

interface Point {
  readonly beta: readonly number[];
  readonly rate: number;
}

/**
 * Maximum likelihood of P = C + (1 − C) F(x β) (Abbott; Finney, Probit Analysis, ch. 7) by Fisher scoring with halved steps; `null` where the design is
 * singular or the estimate runs away. Where the likelihood is largest at C = 0 the fit is that of the treated units alone.
 */
export function fitWithNatural(data: NaturalData): NaturalFit | null {
  const start = startOf(data);
  if (start === null) return null;
  let at: Point = start;
  let best = likelihood(data, at);
  for (let iteration = 1; iteration <= 200; iteration += 1) {
    const { columns, residuals, weights } = linearized(data, at);
    if (!weights.every((weight) => weight > 0 && Number.isFinite(weight))) return null;
    const step = fitLinear(columns, residuals, weights);
    if (step === null) return null;
    const moved = halved(data, at, { step: step.coefficients, best });
    if (moved === null)
      return withoutNatural(data, at, iteration) ?? summarize(data, at, { covariance: step.unscaledCovariance, iteration });
    const change = Math.max(
      ...moved.at.beta.map((value, j) => Math.abs(value - at.beta[j]!) / (1e-8 + Math.abs(value))),
      Math.abs(moved.at.rate - at.rate),
    );
    [at, best] = [moved.at, moved.likelihood];
    if (at.rate < 1e-9) return withoutNatural(data, at, iteration);
    if (change < 1e-12) {
      const { columns: last, residuals: rest, weights: of } = linearized(data, at);
      const fit = fitLinear(last, rest, of);
      return fit === null ? null : summarize(data, at, { covariance: fit.unscaledCovariance, iteration });
    }
  }
  return null;
}

/** The rate of the untreated units, and the line of the others after Abbott's correction. */
function startOf(data: NaturalData): Point | null {
  const { trials, successes, untreated, columns, link } = data;
  const sum = (values: readonly number[]): number => values.reduce((total, value, i) => total + (untreated[i] ? value : 0), 0);
  const rate = Math.min(0.9, (sum(successes) + 0.5) / (sum(trials) + 1));
  const treated = (values: readonly number[]): number[] => values.filter((_, i) => !untreated[i]);
  const n = treated(trials);
  const corrected = treated(successes).map((r, i) => Math.min(n[i]! - 0.25, Math.max(0.25, (r - rate * n[i]!) / (1 - rate))));
  const fit = fitBinomial({ columns: columns.map(treated), trials: n, successes: corrected, link });
  return fit === null ? null : { beta: fit.coefficients, rate };
}

function meanAt(data: NaturalData, { beta, rate }: Point, i: number) {
  if (data.untreated[i]) return { value: rate, slope: 0, byRate: 1 };
  const eta = data.columns.reduce((sum, column, j) => sum + column[i]! * beta[j]!, 0);
  const { value, complement, slope } = linkMean(eta, data.link);
  return { value: rate + (1 - rate) * value, slope: (1 - rate) * slope, byRate: complement };
}

function linearized(data: NaturalData, at: Point) {
  const means = data.trials.map((_, i) => meanAt(data, at, i));
  return {
    columns: [
      ...data.columns.map((column) => column.map((x, i) => (data.untreated[i] ? 0 : means[i]!.slope * x))),
      means.map(({ byRate }) => byRate),
    ],
    residuals: means.map(({ value }, i) => data.successes[i]! / data.trials[i]! - value),
    weights: means.map(({ value }, i) => data.trials[i]! / (value * (1 - value))),
  };
}

function likelihood(data: NaturalData, at: Point): number {
  return data.trials.reduce((sum, n, i) => {
    const { value } = meanAt(data, at, i);
    const r = data.successes[i]!;
    return sum + (r > 0 ? r * ln(value) : 0) + (r < n ? (n - r) * ln(1 - value) : 0);
  }, 0);
}

/** The step, or the largest half of it that does not lower the likelihood; `null` where none is left. */
function halved(data: NaturalData, at: Point, { step, best }: { readonly step: readonly number[]; readonly best: number }) {
  const k = at.beta.length;
  for (let factor = 1; factor > 1e-10; factor /= 2) {
    const rate = Math.min(1 - 1e-9, Math.max(1e-10, at.rate + factor * step[k]!));
    const next = { beta: at.beta.map((value, j) => value + factor * step[j]!), rate };
    const found = likelihood(data, next);
    if (found >= best - 1e-12 * Math.abs(best)) return { at: next, likelihood: found };
  }
  return null;
}

/** At a rate of 0 the treated units decide alone. */
function withoutNatural(data: NaturalData, at: Point, iteration: number): NaturalFit | null {
  if (at.rate >= 1e-9) return null;
  const { untreated } = data;
  if (data.successes.some((r, i) => untreated[i] === true && r > 0)) return null;
  const treated = <Value>(values: readonly Value[]): Value[] => values.filter((_, i) => !untreated[i]);
  const counts = { trials: treated(data.trials), successes: treated(data.successes), link: data.link };
  const fit = fitBinomial({ columns: data.columns.map(treated), ...counts });
  if (fit === null) return null;
  const zeros = [...fit.coefficients.map(() => 0), 0];
  return {
    ...fit,
    coefficients: [...fit.coefficients, 0],
    covariance: [...fit.covariance.map((row) => [...row, 0]), zeros],
    rate: 0,
    rateError: null,
    iterations: iteration,
  };
}

function summarize(
  data: NaturalData,
  at: Point,
  { covariance, iteration }: { readonly covariance: BinomialFit['covariance']; readonly iteration: number },
): NaturalFit {
  let deviance = 0;
  let pearson = 0;
  data.trials.forEach((n, i) => {
    const { value } = meanAt(data, at, i);
    const r = data.successes[i]!;
    if (r > 0) deviance += 2 * r * ln(r / (n * value));
    if (r < n) deviance += 2 * (n - r) * ln((n - r) / (n * (1 - value)));
    pearson += ((r - n * value) * (r - n * value)) / (n * value * (1 - value));
  });
  const k = at.beta.length;
  return {
    coefficients: [...at.beta, at.rate],
    covariance,
    deviance,
    pearson,
    degreesOfFreedom: data.trials.length - k - 1,
    converged: true,
    iterations: iteration,
    rate: at.rate,
    rateError: Math.sqrt(covariance[k]![k]!),
  };
}
