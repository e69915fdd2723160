import betainc from '@stdlib/math-base-special-betainc';
import { exp, sqrt } from '../elementary.ts';
import { devianceTerm, HALF_LN_2PI, stirlingError } from './saddle-point.ts';

/** Above this a + b @stdlib's betainc loses digits (7e-9 at 1e8): ours takes over. */
const STDLIB_LIMIT = 1e4;

const TINY = 1e-300;

/** `lower` is I_x(a, b), the regularized incomplete beta function; `upper` its complement. */
export type Tail = 'lower' | 'upper';

/** A number from 0 to 1 and its complement, given apart so that the smaller one keeps its digits. */
export interface BetaPoint {
  readonly x: number;
  /** 1 − x */
  readonly y: number;
}

export interface BetaShapes {
  readonly a: number;
  readonly b: number;
}

/** One tail at a point: one takes 10 µs, so that nobody is given both. */
export function betaTail(tail: Tail, point: BetaPoint, { a, b }: BetaShapes): number {
  const { x, y } = point;
  if (x <= 0) return tail === 'lower' ? 0 : 1;
  if (y <= 0) return tail === 'lower' ? 1 : 0;
  if (x > y) return betaTail(otherTail(tail), { x: y, y: x }, { a: b, b: a });
  if (a + b <= STDLIB_LIMIT) return betainc(x, a, b, true, tail === 'upper');
  const isBelow = x <= (a + 1) / (a + b + 2);
  const found = betaKernel(point, a, b) * (isBelow ? continuedFraction(point, a, b) : continuedFraction({ x: y, y: x }, b, a));
  return isBelow === (tail === 'lower') ? found : 1 - found;
}

export function otherTail(tail: Tail): Tail {
  return tail === 'lower' ? 'upper' : 'lower';
}

/** x^a y^b / B(a, b): the density times x y. */
export function betaKernel(point: BetaPoint, a: number, b: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - devianceTerm(a, n * point.x) - devianceTerm(b, n * point.y) - HALF_LN_2PI;
  return exp(exponent) * sqrt((a / n) * b);
}

/**
 * 1/(β0 + α1/(β1 + α2/(β2 + …))) of DiDonato and Morris (ACM TOMS 18, 1992, eq. 9), by Lentz; for x at most (a+1)/(a+b+2) every term is
 * positive, so nothing cancels. About √max(a, b) terms.
 */
function continuedFraction(point: BetaPoint, a: number, b: number): number {
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
