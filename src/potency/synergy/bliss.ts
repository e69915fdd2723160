import { tTwoSided } from '../../numerics/distributions/student-limits.ts';
import { sqrt } from '../../numerics/elementary.ts';
import { type CellMean, effectiveDegrees, type VarianceSource } from './dose-cells.ts';

/** The cells that one combination is judged by, as what is left unaffected; without a control the values are fractions already. */
export interface BlissCells {
  readonly combination: CellMean;
  readonly aloneA: CellMean;
  readonly aloneB: CellMean;
  readonly control: CellMean | null;
}

/** Affected fraction beyond that of independent action; positive is synergy. */
export interface BlissExcess {
  readonly expected: number;
  readonly found: number;
  readonly excess: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly degreesOfFreedom: number | null;
}

/**
 * f − (fA + fB − fA fB) with its limits by the delta method (Bliss, Annals of Applied Biology 26:585, 1939). With u = 1 − f = y/y₀ it is uA uB − u, so the
 * control's own variance enters by −2 yA yB/y₀³ + y/y₀².
 */
export function blissExcess(cells: BlissCells, options: { readonly level: number; readonly variance: VarianceSource }): BlissExcess {
  const { combination, aloneA, aloneB, control } = cells;
  const y0 = control?.mean ?? 1;
  const [y, a, b] = [combination.mean / y0, aloneA.mean / y0, aloneB.mean / y0];
  const terms = [
    { cell: combination, by: -1 / y0 },
    { cell: aloneA, by: b / y0 },
    { cell: aloneB, by: a / y0 },
    ...(control === null ? [] : [{ cell: control, by: (y - 2 * a * b) / y0 }]),
  ];
  const parts = terms.map(({ cell, by }) => ({
    variance: (by * by * cell.variance) / cell.count,
    degreesOfFreedom: cell.degreesOfFreedom,
  }));
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const excess = a * b - y;
  const bare = { expected: 1 - a * b, found: 1 - y, excess };
  if (!(variance > 0)) return { ...bare, lower: null, upper: null, degreesOfFreedom: null };
  const degreesOfFreedom = options.variance === 'pooled' ? combination.degreesOfFreedom : effectiveDegrees(parts);
  const half = tTwoSided(options.level, degreesOfFreedom) * sqrt(variance);
  return { ...bare, lower: excess - half, upper: excess + half, degreesOfFreedom };
}
