import { ln } from '../elementary.ts';
import { type BinomialData, linkMean } from './binomial-regression.ts';
import { fitLinear } from './linear-model.ts';

/** Counts with rows of units that were not treated. */
export interface NaturalData extends BinomialData {
  /** Rows at the dose 0, where only the natural response is left; their cells of the design are not read. */
  readonly untreated: readonly boolean[];
}

/** A line of the treated units and the rate at which units respond without a dose. */
export interface Point {
  readonly beta: readonly number[];
  readonly rate: number;
}

interface Mean {
  readonly value: number;
  readonly complement: number;
  /** Derivatives of the probability: first and second by the linear predictor, by the rate, and by both. */
  readonly slope: number;
  readonly bend: number;
  readonly byRate: number;
  readonly both: number;
}

/** P = C + (1 − C) F(x β) at a row. */
export function probabilityAt(data: NaturalData, { beta, rate }: Point, i: number): Mean {
  if (data.untreated[i]) return { value: rate, complement: 1 - rate, slope: 0, bend: 0, byRate: 1, both: 0 };
  const eta = data.columns.reduce((sum, column, j) => sum + column[i]! * beta[j]!, 0);
  const { value, complement, slope } = linkMean(eta, data.link);
  const bend = data.link === 'probit' ? -eta * slope : slope * (complement - value);
  const rest = 1 - rate;
  return {
    value: rate + rest * value,
    complement: rest * complement,
    slope: rest * slope,
    bend: rest * bend,
    byRate: complement,
    both: -slope,
  };
}

/** Score and observed information of (β, C), and the step of Fisher's scoring with the inverse of the expected information. */
export function slopesAt(data: NaturalData, at: Point) {
  const { trials, successes, columns, untreated } = data;
  const k = columns.length;
  const score = Array.from({ length: k + 1 }, () => 0);
  const curvature = score.map(() => score.map(() => 0));
  const means = trials.map((_, i) => probabilityAt(data, at, i));
  means.forEach(({ value, complement, slope, bend, byRate, both }, i) => {
    const r = successes[i]!;
    const miss = trials[i]! - r;
    const first = r / value - miss / complement;
    const second = r / (value * value) + miss / (complement * complement);
    const x = [...columns.map((column) => (untreated[i] ? 0 : column[i]!)), 1];
    for (let j = 0; j <= k; j += 1) {
      const ofJ = j === k ? byRate : slope * x[j]!;
      score[j]! += first * ofJ;
      for (let m = 0; m <= k; m += 1) {
        const mixed = j === k && m === k ? 0 : (j === k || m === k ? both : bend) * x[j]! * x[m]!;
        curvature[j]![m]! += second * ofJ * (m === k ? byRate : slope * x[m]!) - first * mixed;
      }
    }
  });
  const design = [
    ...columns.map((column) => column.map((x, i) => (untreated[i] ? 0 : means[i]!.slope * x))),
    means.map(({ byRate }) => byRate),
  ];
  const residuals = means.map(({ value }, i) => successes[i]! / trials[i]! - value);
  const weights = means.map(({ value, complement }, i) => trials[i]! / (value * complement));
  const usable = weights.every((weight) => weight > 0 && Number.isFinite(weight));
  return { score, curvature, expected: usable ? fitLinear(design, residuals, weights) : null };
}

/** ln likelihood but for the binomial coefficients. */
export function likelihood(data: NaturalData, at: Point): number {
  return data.trials.reduce((sum, n, i) => {
    const { value, complement } = probabilityAt(data, at, i);
    const r = data.successes[i]!;
    return sum + (r > 0 ? r * ln(value) : 0) + (r < n ? (n - r) * ln(complement) : 0);
  }, 0);
}
