import { sqrt } from '../elementary.ts';
import { betaQuantilePair } from './beta-distribution.ts';
import { betaTail } from './incomplete-beta.ts';
import { normalQuantile, normalUpperTail } from './normal-distribution.ts';

/** Probability that Student's t with df degrees of freedom is at most t. */
export function studentCdf(t: number, df: number): number {
  return studentUpperTail(-t, df);
}

/** Probability that Student's t with df degrees of freedom exceeds t, with all its digits where it is small. */
export function studentUpperTail(t: number, df: number): number {
  requireDegrees(df);
  if (Number.isNaN(t)) throw new RangeError('Expected a number, found NaN.');
  if (df === Number.POSITIVE_INFINITY) return normalUpperTail(t);
  const square = t * t;
  // P(|T| > |t|) = I_x(df/2, 1/2) with x = df/(df + t²).
  const outside =
    square === Number.POSITIVE_INFINITY
      ? 0
      : betaTail('lower', { x: df / (df + square), y: square / (df + square) }, { a: df / 2, b: 0.5 });
  return t >= 0 ? outside / 2 : 1 - outside / 2;
}

/** The t below which Student's t with df degrees of freedom lies with probability p (0–1). */
export function studentQuantile(p: number, df: number): number {
  requireDegrees(df);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`Expected a probability from 0 to 1, found ${p}.`);
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p);
  if (p === 0.5) return 0;
  const tail = p < 0.5 ? p : 1 - p;
  if (tail === 0) return p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const { x, y } = betaQuantilePair({ lower: 2 * tail, upper: 1 - 2 * tail }, df / 2, 0.5);
  const t = sqrt((df * y) / x);
  return p < 0.5 ? -t : t;
}

function requireDegrees(df: number): void {
  if (!(df > 0)) throw new RangeError(`Expected positive degrees of freedom, found ${df}.`);
}
