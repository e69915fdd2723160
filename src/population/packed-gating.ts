import { encodeRuns } from '../numerics/runs.ts';
import type { GatedPopulations, GatingResult } from './population.ts';

/** The counts of a histogram without its empty bins, which are most of a plot: [skip, count, skip, count, …], as `figures.json` has them. */
export interface PackedHistogram {
  readonly id: string;
  readonly population: string;
  readonly bins: number;
  readonly runs: readonly number[];
  readonly outside: number;
}

/** A result as it goes from a thread to another and waits for its lot: a plot of 65,536 bins takes as much room as it has events. */
export interface PackedGating extends GatedPopulations {
  readonly histograms: readonly PackedHistogram[];
}

export function packGating(result: GatingResult): PackedGating {
  return { ...result, histograms: result.histograms.map(({ counts, ...known }) => ({ ...known, runs: encodeRuns(counts) })) };
}
