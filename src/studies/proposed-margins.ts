import { exp, ln, sqrt } from '../numerics/elementary.ts';
import { toleranceFactor } from '../numerics/intervals/tolerance-factor.ts';
import { meanOf } from '../numerics/mean.ts';

/** On what scale a figure is normal, and what of it is bounded. */
export interface MarginKind {
  readonly scale: 'ln' | 'linear';
  readonly sides: 'two' | 'upper';
}

/** Margins that a share of future assays of truly parallel samples keeps; `null` on a side that is not bounded. */
export interface ProposedMargins extends MarginKind {
  readonly assays: number;
  /** Mean and standard deviation on the scale. */
  readonly mean: number;
  readonly sd: number;
  readonly factor: number;
  readonly lower: number | null;
  readonly upper: number;
}

/** The tolerance interval (or upper limit) of a figure over historic assays of samples known to be parallel; at least two that vary, above 0 on the scale ln. */
export function proposeMargins(
  values: readonly number[],
  kind: MarginKind,
  held: { readonly coverage: number; readonly confidence: number },
): ProposedMargins {
  // Ascending, so that the order of assays changes no bit.
  const onScale = values.map((value) => (kind.scale === 'ln' ? ln(value) : value)).sort((a, b) => a - b);
  const n = onScale.length;
  const mean = meanOf(onScale);
  const sd = sqrt(onScale.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1));
  const factor = toleranceFactor(n, { sides: kind.sides === 'two' ? 'two' : 'one', ...held });
  const back = (value: number): number => (kind.scale === 'ln' ? exp(value) : value);
  return {
    ...kind,
    assays: n,
    mean,
    sd,
    factor,
    lower: kind.sides === 'two' ? back(mean - factor * sd) : null,
    upper: back(mean + factor * sd),
  };
}
