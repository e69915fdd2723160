import type { Diagnostic } from './potency-result.ts';
import type { PotencyReason } from './reasons.ts';

/** Reasons with the figures that they stand on. */
export interface ReasonsWithFigures {
  readonly reasons: readonly PotencyReason[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A figure as it was computed; a limit that is left out does not exist. */
export type MeasuredFigure = Pick<Diagnostic, 'parameter' | 'figure'> & {
  readonly found: number | null;
  readonly lower?: number;
  readonly upper?: number;
  readonly unit?: string;
};

/** The figures of a reason. What is not finite is `null`, so that no record holds it. */
export function figuresOf(
  code: Diagnostic['code'],
  { sample, curve }: Pick<Diagnostic, 'sample' | 'curve'>,
  figures: readonly MeasuredFigure[],
): readonly Diagnostic[] {
  return figures.map(({ parameter, figure, found, lower, upper, unit = null }) => ({
    code,
    sample,
    curve,
    parameter,
    figure,
    found: finiteOrNull(found),
    lower: finiteOrNull(lower),
    upper: finiteOrNull(upper),
    unit,
  }));
}

/** Several findings in their order. */
export function joinReasons(parts: readonly ReasonsWithFigures[]): ReasonsWithFigures {
  return { reasons: parts.flatMap((part) => part.reasons), diagnostics: parts.flatMap((part) => part.diagnostics) };
}

/** What is not a finite number is `null`, so that no record holds it. */
export function finiteOrNull(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}
