import type { Gate } from './gates/registry.ts';
import type { NamedTransforms, Transform } from './transforms/registry.ts';

/** What is to be computed over one data set: plain data that crosses threads. */
export interface GatingRequest {
  /** In any order; names of populations are unique. */
  readonly gates: readonly Gate[];
  readonly transforms: NamedTransforms;
  /** Marker alias → the names and labels under which it may stand in a file. */
  readonly markers: Readonly<Record<string, readonly string[]>>;
  readonly compensation: CompensationRequest;
  /** Matrices that single axes name. */
  readonly matrices?: Readonly<Record<string, SpectrumMatrix>>;
  /** Thresholds from controls, in linear compensated units. */
  readonly thresholds: Readonly<Record<string, number>>;
  readonly quantiles: readonly QuantileRequest[];
  readonly histograms: readonly HistogramRequest[];
  readonly points: readonly PointsRequest[];
  readonly overlaps?: readonly OverlapRequest[];
  readonly samples?: readonly SampleRequest[];
  /** Populations whose events are wanted one by one, as bit sets. */
  readonly membership?: readonly string[];
}

export type CompensationRequest =
  /** `whenAbsent: 'none'` is Gating-ML's rule; without it a file that has no spillover is an error. */
  | { readonly from: 'file'; readonly whenAbsent?: 'error' | 'none' }
  | { readonly from: 'none' }
  | { readonly from: 'matrix'; readonly parameters: readonly string[]; readonly matrix: readonly (readonly number[])[] };

/** Row = fluorochrome, column = detector; there may be more detectors than fluorochromes. */
export interface SpectrumMatrix {
  readonly fluorochromes: readonly string[];
  readonly detectors: readonly string[];
  readonly matrix: readonly (readonly number[])[];
  /** The matrix is the inverse already (Gating-ML `matrix-inverted-already`): row = detector, column = fluorochrome. */
  readonly inverted?: boolean;
}

export interface QuantileRequest {
  readonly id: string;
  readonly population: string;
  readonly parameter: string;
  readonly compensated?: boolean | string;
  /** 0–1 each. */
  readonly probabilities: readonly number[];
  /** Confidence limits of each quantile are wanted too. */
  readonly limits?: { readonly level: number; readonly sides: 'two' | 'lower' | 'upper' } | undefined;
  /** Mean, spread and logarithms are wanted too. */
  readonly moments?: true | undefined;
}

/** An axis of a plot: `from` and `to` are places on the transformed scale. */
export interface AxisRequest {
  readonly parameter: string;
  readonly compensated?: boolean | string;
  readonly transform: string | Transform;
  readonly from: number;
  readonly to: number;
}

export interface HistogramRequest {
  readonly id: string;
  readonly population: string;
  readonly x: AxisRequest;
  readonly y: AxisRequest | null;
  readonly bins: number;
}

/** The first `limit` events of a population as positions in a plot. */
export interface PointsRequest {
  readonly id: string;
  readonly population: string;
  readonly x: AxisRequest;
  readonly y: AxisRequest;
  readonly limit: number;
}

/** A random sub-sample of a population's events, as places on the axes: what clusters are learned from. */
export interface SampleRequest {
  readonly id: string;
  readonly population: string;
  /** `transform: null` = linear. */
  readonly dimensions: readonly {
    readonly parameter: string;
    readonly compensated?: boolean | string;
    readonly transform: string | Transform | null;
  }[];
  /** A whole number; another one draws other events. */
  readonly seed: number;
  /** The most events; a smaller population is taken whole. */
  readonly limit: number;
}

/** How many events lie in two or more of the populations, which the method declares exclusive. */
export interface OverlapRequest {
  readonly id: string;
  readonly populations: readonly string[];
}
