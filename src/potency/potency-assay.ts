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
}

/** One assay: a reference standard and its test articles in one independent occasion. Doses are from 0 up, a 1:n dilution is the dose 1/n. */
export interface PotencyAssay {
  readonly name: string;
  readonly doseUnit: string | null;
  readonly responseUnit: string | null;
  readonly reference: AssaySample;
  readonly tests: readonly AssaySample[];
}
