import { fUpperTail } from '../../numerics/distributions/f-distribution.ts';
import type { SumOfSquares } from '../../numerics/regression/linear-model.ts';

/** One line of a compendial analysis of variance. */
export interface AnovaLine {
  readonly name: string;
  readonly df: number;
  readonly sumOfSquares: number;
  readonly meanSquare: number | null;
  /** Against the residual error; `null` for the residual and the total. */
  readonly F: number | null;
  readonly p: number | null;
}

/** Mean squares and F tests against the residual line. */
export function anovaTable(lines: readonly SumOfSquares[]): readonly AnovaLine[] {
  const residual = lines.find((line) => line.name === 'residual');
  const error = residual === undefined || residual.df < 1 ? null : residual.sumOfSquares / residual.df;
  return lines.map(({ name, df, sumOfSquares }) => {
    const meanSquare = df < 1 || name === 'total' ? null : sumOfSquares / df;
    const tested = meanSquare !== null && error !== null && error > 0 && name !== 'residual';
    const F = tested ? meanSquare / error : null;
    return { name, df, sumOfSquares, meanSquare, F, p: F === null || residual === undefined ? null : fUpperTail(F, df, residual.df) };
  });
}

/** The line of a name. */
export function anovaLine(table: readonly AnovaLine[], name: string): AnovaLine | null {
  return table.find((line) => line.name === name) ?? null;
}
