import { exp } from './elementary.ts';

/** Arithmetic mean of values in the order in which they stand. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean of values in ascending order, so that their order does not change its last bit. */
export function meanInAnyOrder(values: readonly number[]): number {
  return meanOf([...values].sort((a, b) => a - b));
}

/** Sum of squares about a centre. */
export function squaresAbout(values: readonly number[], centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
}

/** The geometric coefficient of variation in percent, 100(exp(s) − 1), of the standard deviation s of natural logs (USP <1033>). */
export function geometricCvPercent(sdOfLogs: number): number {
  return 100 * (exp(sdOfLogs) - 1);
}
