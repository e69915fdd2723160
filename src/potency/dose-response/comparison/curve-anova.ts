import { fUpperTail } from '../../../numerics/distributions/f-distribution.ts';
import type { TestArticleResult } from '../../potency-result.ts';
import { type CurveData, pooledData, totalSumOfSquares } from '../curve/curve-data.ts';
import type { CurveModel } from '../curve/curve-model.ts';

type Lines = NonNullable<TestArticleResult['anova']>;

/** The sums of squares of nested fits of the same observations with the same weights. */
export interface NestedFits {
  readonly curve: CurveModel;
  readonly samples: readonly CurveData[];
  readonly constrained: Squares;
  readonly free: Squares;
  /** Within the doses of each sample. */
  readonly pure: Squares;
}

interface Squares {
  readonly sum: number;
  readonly df: number;
}

/**
 * Analysis of variance of curves, by extra sums of squares. The common curve (about the mean of all) and non-parallelism are tested against the residual about the
 * free curves; that residual is split into non-linearity (lack of fit), which is tested against pure error, and pure error.
 */
export function curveAnova({ curve, samples, constrained, free, pure }: NestedFits): Lines {
  const total = { sum: totalSumOfSquares(pooledData(samples)), df: samples.reduce((count, sample) => count + sample.count, 0) - 1 };
  // Two fixed asymptotes leave no level to a curve, so that the common mean is no case of it.
  const nested = curve.free.some((index) => ['lowerAsymptote', 'upperAsymptote'].includes(curve.model.parameters[index]!));
  const regression = nested ? [line('regression', difference(total, constrained), free)] : [];
  const parts = pure.df < 1 ? [] : [line('non-linearity', difference(free, pure), pure), line('pure error', pure, null)];
  return [
    ...regression,
    line('non-parallelism', difference(constrained, free), free),
    line('free residual', free, null),
    ...parts.filter(({ df }) => df > 0),
    ...(nested ? [{ ...line('total', total, null), meanSquare: null }] : []),
  ];
}

function difference(one: Squares, other: Squares): Squares {
  return { sum: Math.max(0, one.sum - other.sum), df: one.df - other.df };
}

function line(name: string, { sum, df }: Squares, error: Squares | null): Lines[number] {
  const meanSquare = df < 1 ? null : sum / df;
  const tested = error !== null && meanSquare !== null && error.df > 0 && error.sum > 0;
  const F = tested ? meanSquare / (error.sum / error.df) : null;
  return { name, df, sumOfSquares: sum, meanSquare, F, p: F === null || error === null ? null : fUpperTail(F, df, error.df) };
}
