/** What stands in a well. */
export type WellRole = 'reference' | 'test' | 'control' | 'blank' | 'empty';

/** One well of a plate layout. */
export interface LayoutWell {
  readonly well: string;
  readonly role: WellRole;
  /** The slot of the layout: `reference`, `test-1`, `positive-control`; the assay run binds slots to lots. */
  readonly slot: string;
  /** Dose in the layout's unit; `0` is a zero dose; `null` for controls and blanks. A 1:n dilution is the dose 1/n. */
  readonly dose: number | null;
  /** Counts from 1. */
  readonly replicate: number;
  /** Wells of one slot, dose and group are averaged before the fit (pseudo-replicates); `null` = independent. */
  readonly group: string | null;
}

/** A checked layout: no well twice, every dose non-negative. */
export interface Layout {
  readonly wellCount: number;
  readonly doseUnit: string;
  readonly wells: readonly LayoutWell[];
}

/** A well taken out of the computation by hand. */
export interface WellExclusion {
  readonly plate: string;
  readonly well: string;
  readonly reason: string;
  readonly by: string;
}
