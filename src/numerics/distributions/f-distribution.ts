import { betaQuantilePair } from './beta-distribution.ts';
import { betaTail, type Tail } from './incomplete-beta.ts';

/** Probability that F with d1 and d2 degrees of freedom is at most f. */
export function fCdf(f: number, d1: number, d2: number): number {
  return tailAt('lower', f, { d1, d2 });
}

/** Probability that F with d1 and d2 degrees of freedom exceeds f, with all its digits where it is small. */
export function fUpperTail(f: number, d1: number, d2: number): number {
  return tailAt('upper', f, { d1, d2 });
}

/** The f below which F with d1 and d2 degrees of freedom lies with probability p (0–1). */
export function fQuantile(p: number, d1: number, d2: number): number {
  requireDegrees(d1, d2);
  const { x, y } = betaQuantilePair({ lower: p, upper: 1 - p }, d1 / 2, d2 / 2);
  return (d2 / d1) * (x / y);
}

// F ≤ f where a beta variable with shapes d1/2, d2/2 is at most d1 f/(d1 f + d2).
function tailAt(tail: Tail, f: number, { d1, d2 }: { readonly d1: number; readonly d2: number }): number {
  requireDegrees(d1, d2);
  if (Number.isNaN(f)) throw new RangeError('Expected a number, found NaN.');
  if (f <= 0) return tail === 'lower' ? 0 : 1;
  const ratio = (d1 / d2) * f;
  if (ratio === Number.POSITIVE_INFINITY) return tail === 'lower' ? 1 : 0;
  return betaTail(tail, { x: ratio / (1 + ratio), y: 1 / (1 + ratio) }, { a: d1 / 2, b: d2 / 2 });
}

function requireDegrees(d1: number, d2: number): void {
  if (!(d1 > 0 && d2 > 0 && d1 < Number.POSITIVE_INFINITY && d2 < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Expected positive finite degrees of freedom, found ${d1} and ${d2}.`);
  }
}
