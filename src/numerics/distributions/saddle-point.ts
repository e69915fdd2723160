import { ln, log1p } from '../elementary.ts';

/**
 * Loader's saddle-point pieces (C. Loader, "Fast and accurate computation of binomial probabilities", 2000): with them the
 * prefactors x^a(1−x)^b/B(a,b) and x^a e^−x/Γ(a+1) keep their digits where a logarithm of a gamma function would cancel.
 */

/** ln(2π)/2. */
export const HALF_LN_2PI = 0.9189385332046728;

// Stirling's series: 1/12, 1/360, 1/1260, 1/1680, 1/1188, 691/360360, 1/156.
const SERIES = [1 / 12, 1 / 360, 1 / 1260, 1 / 1680, 1 / 1188, 691 / 360360, 1 / 156] as const;

/** ln Γ(x+1) − (x + ½) ln x + x − ½ ln 2π, for x > 0. */
export function stirlingError(x: number): number {
  let shift = 0;
  let z = x;
  // δ(x) − δ(x+1) = (x + ½) ln(1 + 1/x) − 1 moves a small x to where the series has 16 digits.
  while (z < 16) {
    shift += (z + 0.5) * log1p(1 / z) - 1;
    z += 1;
  }
  const inverseSquare = 1 / (z * z);
  let sum = 0;
  for (let i = SERIES.length - 1; i >= 0; i -= 1) sum = (SERIES[i] ?? 0) - sum * inverseSquare;
  return shift + sum / z;
}

/** x ln(x/m) + m − x, the deviance of x from its mean m, for x > 0 and m > 0. */
export function devianceTerm(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * ln(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let j = 1; j < 1000; j += 1) {
    power *= v * v;
    const next = sum + power / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
