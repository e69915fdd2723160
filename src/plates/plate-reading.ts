import type { PlateNote } from './file/notes.ts';

/** What a plate-reader export holds. Wells are `A1`; several spots in a well are `A1/spot1`. The JSON of `cytolot read-plate` is this record. */
export interface PlateReading {
  readonly format: string;
  readonly plates: readonly Plate[];
  /** What was odd, guessed, or not understood; each is also a `warning: ` line. */
  readonly notes: readonly PlateNote[];
}

export interface Plate {
  readonly name: string;
  /** 6, 12, 24, 48, 96, 384 or 1536. */
  readonly wellCount: number;
  readonly reads: readonly PlateRead[];
  /** ISO date and time as the file gives it, `null` where it gives none. */
  readonly readAt?: string | null;
  /** Several spots in a well: number of the spot → its analyte, where the export names one for each. */
  readonly spots?: Readonly<Record<string, string>>;
  /** Cell counters: well → what the export says of the sample that was counted. */
  readonly counted?: Readonly<Record<string, CounterSample>>;
}

/** A sample of a cell counter, beside its figures. */
export interface CounterSample {
  /** As the export names it; `null` where it has no name. */
  readonly sample: string | null;
  /** The dilution that the counter was told, and by which it multiplied concentrations; `null` where the export states none. */
  readonly dilution: number | 'unreadable' | null;
  /** What the counter says of the sample that is not its word for good; `null` = nothing. */
  readonly state: string | null;
  /** Whether the viability is that of the printed counts; without-counts = they are no numbers. */
  readonly viability: 'agrees' | 'contradicts' | 'without-counts' | 'not-checked';
}

/** One read of one plate, measured or calculated by the vendor's software. */
export interface PlateRead {
  readonly label: string;
  /** `absorbance`, `fluorescence`, `luminescence`, `count`, `unknown`. */
  readonly mode: string;
  readonly wavelengthsNm: readonly number[];
  readonly unit: string | null;
  readonly calculated: boolean;
  /** Well → number, as exported. A marker never becomes a number. */
  readonly values: Readonly<Record<string, number>>;
  /** Well → marker text (`OVRFLW`, `Masked`, `NaN`). */
  readonly nonNumeric: Readonly<Record<string, string>>;
  /** Well → the number as the export writes it, where that differs from `values` printed (`1.03E+00`, `0,02`). */
  readonly texts?: Readonly<Record<string, string>>;
  /** Wells that the vendor's software masked although their value is exported. */
  readonly masked?: readonly string[];
  /** Kinetic reads: seconds of each cycle, and a series a well (`null` = missing). */
  readonly timesSeconds?: readonly number[];
  readonly series?: Readonly<Record<string, readonly (number | null)[]>>;
}
