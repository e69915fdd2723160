/** What a drawing of one test article beside its reference standard needs, on the scale of the measured response. */
export interface FittedCurves {
  readonly assay: string;
  readonly doses: readonly number[];
  readonly reference: readonly number[];
  readonly test: readonly number[];
  readonly freeReference: readonly number[] | null;
  readonly freeTest: readonly number[] | null;
  readonly ec50Reference: number | null;
  readonly ec50Test: number | null;
  readonly residuals: readonly { readonly sample: 'reference' | 'test'; readonly dose: number; readonly value: number }[];
}
