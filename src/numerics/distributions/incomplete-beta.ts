import betainc from '@stdlib/math-base-special-betainc';
import { exp, sqrt } from '../elementary.ts';
import { devianceTerm, HALF_LN_2PI, stirlingError } from './saddle-point.ts';

/** Above this a + b @stdlib's betainc loses digits (7e-9 at 1e8): ours takes over. */
const STDLIB_LIMIT = 1e4;

const TINY = 1e-300;

/** Both tails of the regularized incomplete beta function. */
export interface BetaTails {
  readonly lower: number;
  readonly upper: number;
}

/** I_x(a, b) and its complement; x and y = 1 − x are given apart so that the smaller one keeps its digits. */
export function betaTails(point: { readonly x: number; readonly y: number }, a: number, b: number): BetaTails {
  const { x, y } = point;
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  if (x > y) {
    const swapped = betaTails({ x: y, y: x }, b, a);
    return { lower: swapped.upper, upper: swapped.lower };
  }
  if (a + b <= STDLIB_LIMIT) return { lower: betainc(x, a, b, true, false), upper: betainc(x, a, b, true, true) };
  if (x <= (a + 1) / (a + b + 2)) {
    const lower = betaKernel(point, a, b) * continuedFraction(point, a, b);
    return { lower, upper: 1 - lower };
  }
  const upper = betaKernel(point, a, b) * continuedFraction({ x: y, y: x }, b, a);
  return { lower: 1 - upper, upper };
}

/** x^a y^b / B(a, b): the density times x y. */
export function betaKernel(point: { readonly x: number; readonly y: number }, a: number, b: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - devianceTerm(a, n * point.x) - devianceTerm(b, n * point.y) - HALF_LN_2PI;
  return exp(exponent) * sqrt((a / n) * b);
}

/**
 * 1/(β0 + α1/(β1 + α2/(β2 + …))) of DiDonato and Morris (ACM TOMS 18, 1992, eq. 9), by Lentz; for x at most (a+1)/(a+b+2) every term is
 * positive, so nothing cancels. About √max(a, b) terms.
 */
function continuedFraction(point: { readonly x: number; readonly y: number }, a: number, b: number): number {
  const { x, y } = point;
  const lambda = a * y - b * x;
  const beta = (n: number): number => n + (n * (b - n) * x) / (a + 2 * n - 1) + ((a + n) * (lambda + 1 + n * (1 + y))) / (a + 2 * n + 1);
  let c = nonZero((a * (lambda + 1)) / (a + 1));
  let d = 0;
  let h = c;
  for (let n = 1; n < 1_000_000; n += 1) {
    const ratio = x / (a + 2 * n - 1);
    const alpha = (a + n - 1) * ratio * (a + b + n - 1) * ratio * n * (b - n);
    d = 1 / nonZero(beta(n) + alpha * d);
    c = nonZero(beta(n) + alpha / c);
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < 2e-16) break;
  }
  return 1 / h;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
