import { meanOf, squaresAbout } from '../../numerics/mean.ts';
/** The responses at one pair of doses. */
export interface DoseCell {
  readonly doseA: number;
  readonly doseB: number;
  readonly responses: readonly number[];
}

/** The mean of a cell with the variance of one of its responses. */
export interface CellMean {
  readonly mean: number;
  readonly count: number;
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

/** Where the variance of a response comes from: all cells alike, or each cell for itself. */
export type VarianceSource = 'pooled' | 'own';

/** Sum of squares within all cells over its degrees of freedom; `null` where no cell has replicates that vary. */
export function pooledVariance(cells: readonly DoseCell[]): { readonly variance: number; readonly degreesOfFreedom: number } | null {
  const degreesOfFreedom = cells.reduce((sum, cell) => sum + cell.responses.length - 1, 0);
  const squares = cells.reduce((sum, cell) => sum + squaresAbout(cell.responses, meanOf(cell.responses)), 0);
  return degreesOfFreedom < 1 || !(squares > 0) ? null : { variance: squares / degreesOfFreedom, degreesOfFreedom };
}

/** The mean of a cell; `null` without the replicates that the source needs. */
export function cellMean(cell: DoseCell, source: VarianceSource, pooled: ReturnType<typeof pooledVariance>): CellMean | null {
  const count = cell.responses.length;
  const mean = meanOf(cell.responses);
  if (source === 'pooled') return pooled === null ? null : { mean, count, ...pooled };
  return count < 2 ? null : { mean, count, variance: squaresAbout(cell.responses, mean) / (count - 1), degreesOfFreedom: count - 1 };
}

/** Effective degrees of freedom of a sum of independent variances (Satterthwaite, Biometrics Bulletin 2:110, 1946). */
export function effectiveDegrees(parts: readonly { readonly variance: number; readonly degreesOfFreedom: number }[]): number {
  const total = parts.reduce((sum, part) => sum + part.variance, 0);
  return (total * total) / parts.reduce((sum, part) => sum + (part.variance * part.variance) / part.degreesOfFreedom, 0);
}
