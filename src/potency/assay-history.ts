import { chiSquaredQuantile } from '../numerics/chi-squared-distribution.ts';
import { exp, sqrt } from '../numerics/elementary.ts';
import { normalQuantile } from '../numerics/normal-distribution.ts';
import { meanOfLogs } from './mean-of-logs.ts';

/** Margins that a share of future assays of truly parallel samples will keep. */
export interface ProposedMargins {
  readonly lower: number;
  readonly upper: number;
  readonly assays: number;
  readonly geometricMean: number;
  readonly sdLn: number;
}

/**
 * Equivalence margins for a ratio from historic assays of samples known to be parallel (reference against itself): the two-sided tolerance interval of its
 * logarithm, which holds `coverage` of all assays with `confidence` (factor of Howe, JASA 64:610, 1969).
 */
export function marginsFromHistory(
  ratios: readonly number[],
  told: { readonly coverage: number; readonly confidence: number },
): ProposedMargins {
  const n = ratios.length;
  if (n < 3 || ratios.some((ratio) => !(ratio > 0))) throw new RangeError('Expected at least three positive ratios of historic assays.');
  const { mean, sd } = meanOfLogs(ratios);
  const spread = sd ?? 0;
  const factor = normalQuantile((1 + told.coverage) / 2) * sqrt(((n - 1) * (1 + 1 / n)) / chiSquaredQuantile(1 - told.confidence, n - 1));
  return { lower: exp(mean - factor * spread), upper: exp(mean + factor * spread), assays: n, geometricMean: exp(mean), sdLn: spread };
}
