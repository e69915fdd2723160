import type { ValueBounds } from '../numerics/exact/exact-range.ts';

/** Further values that stand beside an estimate and decide nothing. Their titles are made in `outputs/words`. */
export const DETAIL_NAMES = [
  'assigned-potency',
  'assigned-potency-level',
  'assigned-potency-lower',
  'assigned-potency-upper',
  'between-assays-gcv',
  'combination',
  'combined-potency',
  'combined-potency-lower',
  'combined-potency-upper',
  'control-events',
  'control-positive',
  'control-value',
  'dead',
  'doublings',
  'events',
  'expected',
  'functional-fraction',
  'homogeneity-p',
  'input',
  'intermediate',
  'p-above-control',
  'recovery',
  'uncorrected',
  'viable-cells-per-dose',
  'without-doublet-exclusion',
] as const;
export type DetailName = (typeof DETAIL_NAMES)[number];

/** One of them. */
export interface Detail {
  readonly name: DetailName;
  /** What it is of, where the name does not say it: an input of a formula, a passage, a reference standard. */
  readonly of?: string;
  /** Of an input of a formula: its stage, where that is another one than the formula's. */
  readonly stage?: string;
  /** A word of the method (a combination, `positive`) or a number; `null` = none is known, or not one number (`bounds`). */
  readonly value: number | string | null;
  /** All that is known of a number that is not one. */
  readonly bounds?: ValueBounds;
  /** Empty for a word, and for a number without a unit. */
  readonly unit: string;
}

/** Numbers besides the estimate and its interval by which an outcome is decided, in the unit of the estimate; a recovery is a fraction. */
export interface DecisiveNumbers {
  /** Confidence of the limits. */
  readonly level: number;
  /** One-sided limits of the value: they let a result from too few events fail, never meet. `null` = the value has none of its own. */
  readonly oneSided: { readonly lower: number | null; readonly upper: number | null } | null;
  /** Upper limit that as many events without a positive would have had; `null` = that of the counts themselves. */
  readonly zeroCountUpper: number | null;
  /** Lower limit of the recovery of spiked cells, 0–1 or above; `null` = none was declared. */
  readonly recoveryLower: number | null;
}
