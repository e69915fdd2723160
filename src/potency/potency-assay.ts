import type { DosePoint } from './potency-result.ts';

/** The wells of one sample of an assay. */
export interface AssaySample {
  readonly name: string;
  readonly points: readonly DosePoint[];
  /** What is wrong with wells that the layout uses; such a well has no point. */
  readonly problems?: readonly {
    readonly code: 'potency/well-not-numeric' | 'potency/no-wells' | 'potency/no-blank';
    readonly message: string;
  }[];
  /** Wells without a number that were excluded by hand, a sentence each: they have no point, and count as excluded. */
  readonly unreadable?: readonly string[];
}

/** One assay: a reference standard and its test articles in one independent occasion. Doses are from 0 up, a 1:n dilution is the dose 1/n. */
export interface PotencyAssay {
  readonly name: string;
  readonly doseUnit: string | null;
  readonly responseUnit: string | null;
  readonly reference: AssaySample;
  readonly tests: readonly AssaySample[];
  /** Control wells, by slot or name; they enter no fit. */
  readonly controls?: readonly ControlWells[];
  /** Wells of the plates that it stands on; absent = the smallest of 96 wells or more that holds them. */
  readonly plateWells?: number;
}

/** The wells of one control; a well that holds a marker has none. */
export interface ControlWells {
  readonly name: string;
  readonly wells: readonly Pick<DosePoint, 'well' | 'plate' | 'response' | 'excluded'>[];
}
