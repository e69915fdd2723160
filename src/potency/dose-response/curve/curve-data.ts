import { ln } from '../../../numerics/elementary.ts';

/** One response at one dose as it enters a fit. */
export interface Observation {
  readonly dose: number;
  readonly response: number;
  readonly weight: number;
}

/**
 * Observations of one sample, collapsed to one weighted mean a dose. The weighted sum of squares splits into that of the means about the curve and that
 * within the doses, which no parameter changes: the fit of the means is the fit of the wells, with a third of the work.
 */
export interface CurveData {
  readonly lnDoses: Float64Array;
  readonly means: Float64Array;
  readonly weights: Float64Array;
  readonly within: { readonly sumOfSquares: number; readonly count: number };
  readonly count: number;
}

/** Collapses observations; doses ascend, and the order of the observations does not change a bit of the result. */
export function curveData(observations: readonly Observation[]): CurveData {
  const sorted = [...observations].sort((a, b) => a.dose - b.dose || a.response - b.response || a.weight - b.weight);
  const lnDoses: number[] = [];
  const means: number[] = [];
  const weights: number[] = [];
  let sumOfSquares = 0;
  for (let from = 0; from < sorted.length; ) {
    const dose = sorted[from]!.dose;
    let to = from;
    let weight = 0;
    let sum = 0;
    while (to < sorted.length && sorted[to]!.dose === dose) {
      weight += sorted[to]!.weight;
      sum += sorted[to]!.weight * sorted[to]!.response;
      to += 1;
    }
    // Equal replicates keep their value and vary by nothing, whatever a sum and a division would round.
    const mean = sorted[from]!.response === sorted[to - 1]!.response ? sorted[from]!.response : sum / weight;
    for (let i = from; i < to; i += 1) sumOfSquares += sorted[i]!.weight * (sorted[i]!.response - mean) * (sorted[i]!.response - mean);
    lnDoses.push(ln(dose));
    means.push(mean);
    weights.push(weight);
    from = to;
  }
  return {
    lnDoses: Float64Array.from(lnDoses),
    means: Float64Array.from(means),
    weights: Float64Array.from(weights),
    within: { sumOfSquares, count: sorted.length - means.length },
    count: sorted.length,
  };
}

/** Σ w (y − mean)² about the common mean, with that within the doses. */
export function totalSumOfSquares(data: CurveData): number {
  let weight = 0;
  let sum = 0;
  data.means.forEach((mean, i) => {
    weight += data.weights[i]!;
    sum += data.weights[i]! * mean;
  });
  const centre = sum / weight;
  return data.means.reduce((total, mean, i) => total + data.weights[i]! * (mean - centre) * (mean - centre), data.within.sumOfSquares);
}

/** Means and weights of several samples as one: for a sum of squares about their common mean, which no dose enters. */
export function pooledData(samples: readonly CurveData[]): CurveData {
  const joined = (of: (sample: CurveData) => Float64Array): Float64Array =>
    Float64Array.from(samples.flatMap((sample) => Array.from(of(sample))));
  const summed = (of: (sample: CurveData) => number): number => samples.reduce((sum, sample) => sum + of(sample), 0);
  return {
    lnDoses: joined((sample) => sample.lnDoses),
    means: joined((sample) => sample.means),
    weights: joined((sample) => sample.weights),
    within: { sumOfSquares: summed((sample) => sample.within.sumOfSquares), count: summed((sample) => sample.within.count) },
    count: summed((sample) => sample.count),
  };
}

/** Smallest and largest ln dose above zero dose. */
export function doseRange(data: CurveData): { readonly lower: number; readonly upper: number } {
  const finite = data.lnDoses.filter(Number.isFinite);
  return { lower: finite[0] ?? 0, upper: finite[finite.length - 1] ?? 0 };
}
