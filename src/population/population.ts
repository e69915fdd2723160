/** The name that stands for every event of a data set where a population is named; no gate may have it. */
export const ALL_EVENTS = 'all events';

/** What gating gives for one data set: the record that attributes read. */
export interface Population {
  /** Names from the root gate to this one. `[]` is all events. */
  readonly path: readonly string[];
  readonly count: number;
  readonly parentCount: number;
  /** `count / parentCount`; `null` where the parent is empty. */
  readonly frequencyOfParent: number | null;
  /** `count / events`; `null` where the data set is empty. */
  readonly frequencyOfTotal: number | null;
}

/** Exact quantiles of one parameter's linear, compensated values in one population. */
export interface PopulationQuantiles {
  readonly id: string;
  readonly population: string;
  readonly parameter: string;
  readonly count: number;
  readonly probabilities: readonly number[];
  /** `null` where the population is empty. */
  readonly values: readonly number[] | null;
  /** Of each quantile; only where they were asked for and the population has events. */
  readonly limits?: readonly ValueLimits[];
  /** Only where they were asked for and the population has events. */
  readonly moments?: ValueMoments;
}

/** Confidence limits of a quantile from order statistics; `null` = unbounded on that side. */
export interface ValueLimits {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Mean and spread of a parameter's linear, compensated values in a population. */
export interface ValueMoments {
  readonly mean: number;
  /** Of n − 1; `null` of one event. */
  readonly sd: number | null;
  readonly median: number;
  /** Median of the absolute deviations from the median. */
  readonly mad: number;
  /** Events with a value of 0 or below, which have no logarithm. */
  readonly notPositive: number;
  /** Of the natural logarithms; `null` where a value has none. */
  readonly logs: { readonly mean: number; readonly sd: number | null } | null;
}

/** Counts of one 1-D or 2-D histogram; bins run along x first: `counts[iy * bins + ix]`. Events outside the view lie in the edge bins. */
export interface PopulationHistogram {
  readonly id: string;
  readonly population: string;
  readonly bins: number;
  readonly counts: Uint32Array;
  readonly outside: number;
}

/** Single events of a rare population on the axes of a histogram, as positions 0–1 in the view. */
export interface PopulationPoints {
  readonly id: string;
  readonly population: string;
  readonly points: readonly (readonly [number, number])[];
}

/** How many events lie in two or more of the named populations. */
export interface PopulationOverlap {
  readonly id: string;
  readonly populations: readonly string[];
  readonly count: number;
}

/** A random sub-sample of a population, drawn by seed and event index; events in the order of the file. */
export interface PopulationSample {
  readonly id: string;
  readonly population: string;
  /** Events of the population, drawn or not. */
  readonly count: number;
  /** The drawn events, a place on each axis; NaN where the scale has none. */
  readonly points: readonly (readonly number[])[];
}

/** Which events lie in a population: bit `e & 7` of byte `e >> 3` stands for event `e`. */
export interface PopulationMembership {
  readonly population: string;
  readonly bits: Uint8Array;
}

/** What was computed over one data set beside its histograms. Population names are unique within a gate tree. */
export interface GatedPopulations {
  readonly file: string;
  readonly dataSet: number;
  readonly eventCount: number;
  readonly populations: readonly Population[];
  readonly quantiles: readonly PopulationQuantiles[];
  readonly points: readonly PopulationPoints[];
  readonly overlaps?: readonly PopulationOverlap[];
  readonly samples?: readonly PopulationSample[];
  readonly membership?: readonly PopulationMembership[];
}

/** Everything that was computed over one data set. */
export interface GatingResult extends GatedPopulations {
  readonly histograms: readonly PopulationHistogram[];
}
