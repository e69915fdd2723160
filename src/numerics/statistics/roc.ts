import { normalQuantile } from '../distributions/normal-distribution.ts';
import { sqrt } from '../elementary.ts';

/** How well a value tells positives, which lie higher, from negatives. */
export interface RocArea {
  /** Probability that a positive lies above a negative, ties as one half. */
  readonly auc: number;
  readonly variance: number;
  /** Limits cut to 0–1; `null` where the variance is 0, as it is with complete separation, and says nothing. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Area under the curve with the interval of DeLong, DeLong and Clarke-Pearson (Biometrics 44:837, 1988); at least two of each. */
export function rocArea(positives: readonly number[], negatives: readonly number[], level: number): RocArea {
  const ofPositives = positives.map((value) => share(negatives, (other) => (value > other ? 1 : value === other ? 0.5 : 0)));
  const ofNegatives = negatives.map((value) => share(positives, (other) => (other > value ? 1 : other === value ? 0.5 : 0)));
  const auc = ofPositives.reduce((sum, value) => sum + value, 0) / positives.length;
  const variance = spread(ofPositives, auc) / positives.length + spread(ofNegatives, auc) / negatives.length;
  if (!(variance > 0)) return { auc, variance: 0, lower: null, upper: null };
  const half = normalQuantile(0.5 + level / 2) * sqrt(variance);
  return { auc, variance, lower: Math.max(0, auc - half), upper: Math.min(1, auc + half) };
}

function share(others: readonly number[], count: (other: number) => number): number {
  return others.reduce((sum, other) => sum + count(other), 0) / others.length;
}

function spread(values: readonly number[], centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0) / (values.length - 1);
}

/** What a threshold calls right: positives above it, negatives not above it. */
export interface RocCounts {
  readonly truePositives: number;
  readonly trueNegatives: number;
}

export function countsAt(threshold: number, positives: readonly number[], negatives: readonly number[]): RocCounts {
  return {
    truePositives: positives.filter((value) => value > threshold).length,
    trueNegatives: negatives.filter((value) => !(value > threshold)).length,
  };
}

/** The threshold, half-way between neighbouring values, with the largest sensitivity + specificity (Youden, Cancer 3:32, 1950); the highest of equally good ones. `null` where all are equal. */
export function youdenThreshold(positives: readonly number[], negatives: readonly number[]): number | null {
  const values = [...new Set([...positives, ...negatives])].sort((a, b) => a - b);
  let best: { readonly threshold: number; readonly score: number } | null = null;
  for (let i = 1; i < values.length; i += 1) {
    const threshold = (values[i - 1]! + values[i]!) / 2;
    const { truePositives, trueNegatives } = countsAt(threshold, positives, negatives);
    // In whole numbers, so that equal scores are equal.
    const score = truePositives * negatives.length + trueNegatives * positives.length;
    if (best === null || score >= best.score) best = { threshold, score };
  }
  return best?.threshold ?? null;
}
