import { allFields, type GivenFields } from '../given-fields.ts';
import type { DosePoint } from './potency-result.ts';
import { WELL_WITHOUT_NUMBER } from './reason-fields.ts';
import type { PotencyReasonFields } from './reasons.ts';

type SampleReasonCode = 'potency/well-not-numeric' | 'potency/no-wells' | 'potency/no-blank';

/** What is wrong with wells of a sample; its scope is that of the sample in the assay. */
export type SampleReason = {
  readonly [Code in SampleReasonCode]: { readonly code: Code; readonly fields: PotencyReasonFields<Code> };
}[SampleReasonCode];

/** Fields of a well without a number, those that are `null` left out. */
export type NotNumericFields = GivenFields<typeof WELL_WITHOUT_NUMBER>;

/** The problem of a well, or of a line of a table, that holds no number. */
export function notNumeric(fields: NotNumericFields): SampleReason {
  return { code: 'potency/well-not-numeric', fields: allFields(WELL_WITHOUT_NUMBER, fields) };
}

/** A well that was excluded by hand. */
export type WellTakenOut = PotencyReasonFields<'potency/well-excluded'>;

/** The wells of one sample of an assay. */
export interface AssaySample {
  readonly name: string;
  readonly points: readonly DosePoint[];
  /** What is wrong with wells that the layout uses; such a well has no point. */
  readonly problems?: readonly SampleReason[];
  /** Wells without a number that were excluded by hand: they have no point, and count as excluded. */
  readonly unreadable?: readonly WellTakenOut[];
  /** By how much it was diluted before its doses; absent = not at all. */
  readonly predilution?: number;
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

/** The wells of one control. */
export interface ControlWells {
  readonly name: string;
  /** A blank whose mean was subtracted from every response of the assay. */
  readonly subtracted?: boolean;
  /** Those that hold a number. */
  readonly wells: readonly Pick<DosePoint, 'well' | 'plate' | 'response' | 'excluded'>[];
  /** What is wrong with the others, unless they were excluded; counts where the method uses the control. */
  readonly problems?: readonly SampleReason[];
  /** Wells that were excluded by hand, with a number or without. */
  readonly excluded?: readonly WellTakenOut[];
}
