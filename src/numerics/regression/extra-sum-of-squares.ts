import { fUpperTail } from '../distributions/f-distribution.ts';

/** An F test. */
export interface FTest {
  readonly statistic: number;
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
}

/** A comparison of nested fits by their sums of squares; `null` where there is no variance to compare with. */
export function extraSumOfSquares(
  extra: { readonly sum: number; readonly df: number },
  error: { readonly sum: number; readonly df: number },
): FTest | null {
  if (extra.df < 1 || error.df < 1 || !(error.sum > 0)) return null;
  const statistic = Math.max(0, extra.sum) / extra.df / (error.sum / error.df);
  return { statistic, df1: extra.df, df2: error.df, p: fUpperTail(statistic, extra.df, error.df) };
}
