/**
 * Elementary functions that give the same bits on every version of the engine: `Math.pow` and `**` do not.
 * Hot loops may use `Math.exp` and `Math.log`, which V8 takes from fdlibm.
 */
import stdlibExp from '@stdlib/math-base-special-exp';
import stdlibLn from '@stdlib/math-base-special-ln';
import stdlibPow from '@stdlib/math-base-special-pow';

/** e to the power x. */
export const exp = (x: number): number => stdlibExp(x);

/** Natural logarithm; −∞ at 0, NaN below. */
export const ln = (x: number): number => stdlibLn(x);

/** base to the power exponent. */
export const pow = (base: number, exponent: number): number => stdlibPow(base, exponent);

/** Square root, correctly rounded by IEEE 754 and therefore safe to take from the engine. */
export const sqrt = (x: number): number => Math.sqrt(x);

/** The natural logarithm of 2. */
export const LN_2 = Math.LN2;

/** The natural logarithm of 10. */
export const LN_10 = Math.LN10;

export const log10 = (x: number): number => stdlibLn(x) / LN_10;

export const log2 = (x: number): number => stdlibLn(x) / LN_2;

/** ln(1 + x) without loss near 0 (Goldberg 1991, theorem 4). */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  return u === Number.POSITIVE_INFINITY ? u : (stdlibLn(u) * x) / (u - 1);
}

/** exp(x) − 1 without loss near 0 (Kahan's correction of the rounded argument). */
export function expm1(x: number): number {
  const u = stdlibExp(x);
  if (u === 1) return x;
  const difference = u - 1;
  if (difference === -1 || u === Number.POSITIVE_INFINITY) return difference;
  return (difference * x) / stdlibLn(u);
}
