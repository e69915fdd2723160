import gammainc from '@stdlib/math-base-special-gammainc';
import { exp, sqrt } from '../elementary.ts';
import { devianceTerm, stirlingError } from './saddle-point.ts';

/** From here on @stdlib's gammainc loses digits (wrong from a ≈ 1000): ours takes over. */
const STDLIB_LIMIT = 500;

const TWO_PI = 6.283185307179586;

/** Both tails of the regularized incomplete gamma function. */
export interface GammaTails {
  readonly lower: number;
  readonly upper: number;
}

/** P(a, x) and Q(a, x) for a > 0 and x ≥ 0. */
export function gammaTails(x: number, a: number): GammaTails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  if (a <= STDLIB_LIMIT) return { lower: gammainc(x, a, true, false), upper: gammainc(x, a, true, true) };
  if (x < a + 1) {
    const lower = gammaKernel(x, a) * series(x, a);
    return { lower, upper: 1 - lower };
  }
  const upper = gammaKernel(x, a) * a * continuedFraction(x, a);
  return { lower: 1 - upper, upper };
}

/** x^a e^−x / Γ(a + 1). */
export function gammaKernel(x: number, a: number): number {
  return exp(-stirlingError(a) - devianceTerm(a, x)) / sqrt(TWO_PI * a);
}

/** DLMF 8.11.4: 1 + x/(a+1) + x²/((a+1)(a+2)) + … */
function series(x: number, a: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < 1_000_000; n += 1) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

/** DLMF 8.9.2 by Lentz: 1/(x+1−a− 1(1−a)/(x+3−a− …)). */
function continuedFraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 1_000_000; i += 1) {
    const term = -i * (i - a);
    b += 2;
    d = 1 / (term * d + b);
    c = b + term / c;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 2e-16) break;
  }
  return h;
}
