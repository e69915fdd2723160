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

/** A rate below this is the edge, whose fit is computed by itself. */
const EDGE = 1e-9;

/** A search has arrived where its step would raise ln likelihood by less than this, a billionth of a standard error squared. */
const ARRIVED = 1e-18;

/** Where rounding lets no step raise the likelihood any more, this is near enough. */
const NEAR = 1e-9;

/**
 * Maximum likelihood of P = C + (1 − C) F(x β) (Abbott; Finney, Probit Analysis, ch. 7); `null` where the design is singular or the estimate runs away. At
 * the edge C = 0 the treated units decide alone. That fit is compared with what the search over C > 0 finds: the information about C grows without bound
 * towards 0, so that a search comes to the edge ever more slowly and may not arrive at all.
 */
export function fitWithNatural(data: NaturalData): NaturalFit | null {
  const edge = fitAtEdge(data);
  const start = startOf(data);
  const found = start === null ? null : searchInside(data, start);
  if (edge === null || (found !== null && found.likelihood > edge.likelihood)) return found?.fit ?? null;
  if (!edge.rises) return edge.fit;
  return searchInside(data, { beta: edge.fit.coefficients.slice(0, -1), rate: CLOSE })?.fit ?? null;
}

/** Where the likelihood rises from the edge and the first search has found nothing higher, the second one starts here. */
const CLOSE = 1e-4;

interface Found {
  readonly fit: NaturalFit;
  readonly likelihood: number;
}

/** Fisher scoring with halved steps over rates above 0. */
function searchInside(data: NaturalData, start: Point): Found | null {
  let at = start;
  let best = likelihood(data, at);
  for (let iteration = 1; iteration <= 1000; iteration += 1) {
    const { columns, residuals, weights } = linearized(data, at);
    if (!weights.every((weight) => weight > 0 && Number.isFinite(weight))) return null;
    const step = fitLinear(columns, residuals, weights);
    if (step === null) return null;
    const promised = rise(columns, weights, step.coefficients);
    const moved = promised < ARRIVED ? null : halved(data, at, { step: step.coefficients, best });
    if (moved === null) {
      if (promised > NEAR) return null;
      return { fit: summarize(data, at, { covariance: step.unscaledCovariance, iteration }), likelihood: best };
    }
    [at, best] = [moved.at, moved.likelihood];
    if (at.rate < EDGE) return null;
  }
  return null;
}

/** By how much a step raises ln likelihood where its curvature is that of the information. */
function rise(columns: readonly (readonly number[])[], weights: readonly number[], step: readonly number[]): number {
  return weights.reduce((sum, weight, i) => {
    const move = columns.reduce((total, column, j) => total + column[i]! * step[j]!, 0);
    return sum + (weight * move * move) / 2;
  }, 0);
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
  if (data.untreated[i]) return { value: rate, complement: 1 - rate, slope: 0, byRate: 1 };
  const eta = data.columns.reduce((sum, column, j) => sum + column[i]! * beta[j]!, 0);
  const { value, complement, slope } = linkMean(eta, data.link);
  return { value: rate + (1 - rate) * value, complement: (1 - rate) * complement, slope: (1 - rate) * slope, byRate: complement };
}

function linearized(data: NaturalData, at: Point) {
  const means = data.trials.map((_, i) => meanAt(data, at, i));
  return {
    columns: [
      ...data.columns.map((column) => column.map((x, i) => (data.untreated[i] ? 0 : means[i]!.slope * x))),
      means.map(({ byRate }) => byRate),
    ],
    residuals: means.map(({ value }, i) => data.successes[i]! / data.trials[i]! - value),
    weights: means.map(({ value, complement }, i) => data.trials[i]! / (value * complement)),
  };
}

function likelihood(data: NaturalData, at: Point): number {
  return data.trials.reduce((sum, n, i) => {
    const { value, complement } = meanAt(data, at, i);
    const r = data.successes[i]!;
    return sum + (r > 0 ? r * ln(value) : 0) + (r < n ? (n - r) * ln(complement) : 0);
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

interface Edge extends Found {
  /** Whether ln likelihood rises with C from 0. */
  readonly rises: boolean;
}

/** The fit of the treated units alone; `null` where an untreated unit responds, or where they have none. */
function fitAtEdge(data: NaturalData): Edge | null {
  const { untreated, trials, successes, link } = data;
  if (successes.some((r, i) => untreated[i] === true && r > 0)) return null;
  const treated = <Value>(values: readonly Value[]): Value[] => values.filter((_, i) => !untreated[i]);
  const fit = fitBinomial({ columns: data.columns.map(treated), trials: treated(trials), successes: treated(successes), link });
  if (fit === null) return null;
  const at = { beta: fit.coefficients, rate: 0 };
  // d ln L / dC at C = 0: r (1 − F)/F − (n − r) of the treated units, −n of the untreated ones.
  const score = trials.reduce((sum, n, i) => {
    const { value, byRate } = meanAt(data, at, i);
    const r = successes[i]!;
    return sum + (r > 0 ? (r * byRate) / value : 0) - (n - r);
  }, 0);
  const zeros = [...fit.coefficients.map(() => 0), 0];
  return {
    fit: {
      ...fit,
      coefficients: [...fit.coefficients, 0],
      covariance: [...fit.covariance.map((row) => [...row, 0]), zeros],
      rate: 0,
      rateError: null,
    },
    likelihood: likelihood(data, at),
    rises: score > 0,
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
    const { value, complement } = meanAt(data, at, i);
    const r = data.successes[i]!;
    if (r > 0) deviance += 2 * r * ln(r / (n * value));
    if (r < n) deviance += 2 * (n - r) * ln((n - r) / (n * complement));
    pearson += ((r - n * value) * (r - n * value)) / (n * value * complement);
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
