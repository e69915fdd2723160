import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import type { GatingRequest } from '../../population/gating-request.ts';
import type { PackedGating } from '../../population/packed-gating.ts';
import type { TubeDefinition } from '../definition/tube-definition.ts';

/** A threshold as it was computed. */
export interface ComputedThreshold {
  readonly name: string;
  readonly value: number;
  readonly control: string;
  readonly percentile: number;
  readonly events: number;
}

/** What was learned, and whether nothing failed on the way: a failure may pass, and is nobody else's. */
export interface Lesson<Learned> {
  readonly learned: Learned;
  readonly isWhole: boolean;
}

/** Gives what was learned of one content: plain data, by whoever learned it first and whole. */
export type SharedLearning = <Learned>(content: readonly unknown[], learn: () => Promise<Lesson<Learned>>) => Promise<Learned>;

/** What the stages of gating need from outside: the data sets' descriptions, and a worker that gates one. */
export interface GatingTools {
  readonly dataSetOf: (file: string, number: number) => FcsDataSet | null;
  readonly gate: (file: string, dataSet: number, request: GatingRequest) => Promise<PackedGating>;
  /** Hash of a file's bytes, where it is known: what was learned from it is learned again where that is another. */
  readonly contentOf?: (file: string) => string | null;
  /** Where what controls taught is shared by those who analyse at the same time, by all that it depends on beside the method; absent = it is learned here. */
  readonly shared?: SharedLearning;
  /** Matrices by the file name that a tube gives. */
  readonly matrices: ReadonlyMap<string, { readonly parameters: readonly string[]; readonly matrix: readonly (readonly number[])[] }>;
  /** What is wanted besides counts: plots and medians. */
  readonly requestsOf: (tube: TubeDefinition, dataSet: FcsDataSet) => Pick<GatingRequest, 'quantiles' | 'histograms' | 'points'>;
}
