import { ln } from '../elementary.ts';
import { type BinomialFit, fitBinomial } from './binomial-regression.ts';
import { likelihood, type NaturalData, type Point, probabilityAt, slopesAt } from './natural-likelihood.ts';
import { solvePositive } from './positive-definite.ts';

/** A fit with the rate at which units respond without a dose; its covariance has the rate in its last row. */
export interface NaturalFit extends BinomialFit {
  readonly rate: number;
  readonly rateError: number | null;
}

/** Where a search ended: at a maximum inside, at the edge C = 0, or nowhere, as where slopes grow without bound. */
type Ended =
  | { readonly at: 'maximum'; readonly fit: NaturalFit; readonly likelihood: number }
  | { readonly at: 'edge' | 'nowhere'; readonly likelihood: number };

/** A rate below this is the edge, whose fit is computed by itself. */
const EDGE = 1e-9;

/** A search has arrived where its step would raise ln likelihood by less than this, half the square of a billionth of a standard error … */
const ARRIVED = 1e-18;

/** … and moves no coefficient by more than this share of the largest: along a plateau a step raises nothing, and the slope grows all the same. */
const STILL = 1e-6;

/** Where rounding lets no step raise the likelihood any more, this is near enough. */
const NEAR = 1e-9;

/** The likelihood may have several maxima over the rate: beside that of the untreated units the search starts from these. */
const STARTS = [0.0001, 0.001, 0.01, 0.03, 0.06, 0.1, 0.15, 0.25, 0.4];

/**
 * Maximum likelihood of P = C + (1 − C) F(x β) (Abbott; Finney, Probit Analysis, ch. 7); `null` where the design is singular or the estimate runs away. At
 * the edge C = 0 the treated units decide alone. That fit is compared with what searches over C > 0 find: the information about C grows without bound
 * towards 0, so that a search comes to the edge ever more slowly and may not arrive at all.
 */
export function fitWithNatural(data: NaturalData): NaturalFit | null {
  const edge = fitAtEdge(data);
  const ends = [rateOfUntreated(data), ...STARTS].flatMap((rate) => {
    const start = startAt(data, rate);
    return start === null ? [] : [searchInside(data, start)];
  });
  // With a fit at the edge nothing near it is higher than the fit or a maximum inside.
  const candidates = edge === null ? ends : [...ends.filter((one) => one.at !== 'edge'), edge];
  const best = candidates.reduce<Ended | null>((most, one) => (most !== null && most.likelihood >= one.likelihood ? most : one), null);
  return best?.at === 'maximum' ? best.fit : null;
}

/**
 * Newton's steps with halving over rates above 0, and those of Fisher's scoring where the likelihood does not curve downwards; scoring alone crawls where
 * the rate is near 0.
 */
function searchInside(data: NaturalData, start: Point): Ended {
  let at = start;
  let best = likelihood(data, at);
  for (let iteration = 1; iteration <= 200; iteration += 1) {
    const { score, curvature, expected } = slopesAt(data, at);
    const scoring = expected === null ? null : expected.coefficients;
    const step = solvePositive(curvature, score) ?? scoring;
    if (expected === null || step === null) break;
    const promised = score.reduce((sum, value, j) => sum + (value * step[j]!) / 2, 0);
    const still = largest(step) <= STILL * largest([...at.beta, at.rate]);
    const moved = promised < ARRIVED ? null : halved(data, at, { step, best });
    if (moved === null) {
      if (promised > NEAR || !still) break;
      return { at: 'maximum', fit: summarize(data, at, { covariance: expected.unscaledCovariance, iteration }), likelihood: best };
    }
    [at, best] = [moved.at, moved.likelihood];
    if (at.rate < EDGE) return { at: 'edge', likelihood: best };
  }
  return { at: 'nowhere', likelihood: best };
}

function largest(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs));
}

function rateOfUntreated({ trials, successes, untreated }: NaturalData): number {
  const sum = (values: readonly number[]): number => values.reduce((total, value, i) => total + (untreated[i] ? value : 0), 0);
  return Math.min(0.9, (sum(successes) + 0.5) / (sum(trials) + 1));
}

/** A rate, and the line of the treated units after Abbott's correction by it. */
function startAt(data: NaturalData, rate: number): Point | null {
  const { trials, successes, columns, link } = data;
  const treated = treatedOf(data);
  const n = treated(trials);
  const corrected = treated(successes).map((r, i) => Math.min(n[i]! - 0.25, Math.max(0.25, (r - rate * n[i]!) / (1 - rate))));
  const fit = fitBinomial({ columns: columns.map(treated), trials: n, successes: corrected, link });
  return fit === null ? null : { beta: fit.coefficients, rate };
}

function treatedOf({ untreated }: NaturalData) {
  return (values: readonly number[]): readonly number[] => values.filter((_, i) => !untreated[i]);
}

/**
 * The step, or the largest half of it that does not lower the likelihood; `null` where none is left. A step takes the rate no nearer to 0 or 1 than a tenth
 * of where it is: the likelihood at the edge may be higher than here and lower than at a maximum between.
 */
function halved(data: NaturalData, at: Point, { step, best }: { readonly step: readonly number[]; readonly best: number }) {
  const k = at.beta.length;
  for (let factor = 1; factor > 1e-10; factor /= 2) {
    const rate = Math.min(1 - (1 - at.rate) / 10, Math.max(at.rate / 10, at.rate + factor * step[k]!));
    const next = { beta: at.beta.map((value, j) => value + factor * step[j]!), rate };
    const found = likelihood(data, next);
    if (found >= best - 1e-12 * Math.abs(best)) return { at: next, likelihood: found };
  }
  return null;
}

/** The fit of the treated units alone; `null` where an untreated unit responds, or where they have none. */
function fitAtEdge(data: NaturalData): Ended | null {
  const { columns, untreated, trials, successes, link } = data;
  if (successes.some((r, i) => untreated[i] === true && r > 0)) return null;
  const treated = treatedOf(data);
  const fit = fitBinomial({ columns: columns.map(treated), trials: treated(trials), successes: treated(successes), link });
  if (fit === null) return null;
  const covariance = [...fit.covariance.map((row) => [...row, 0]), [...fit.coefficients.map(() => 0), 0]];
  return {
    at: 'maximum',
    fit: { ...fit, coefficients: [...fit.coefficients, 0], covariance, rate: 0, rateError: null },
    likelihood: likelihood(data, { beta: fit.coefficients, rate: 0 }),
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
    const { value, complement } = probabilityAt(data, at, i);
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
