import { exp, ln, sqrt } from '../elementary.ts';
import { gammaTails } from './incomplete-gamma.ts';
import { HALF_LN_2PI } from './saddle-point.ts';

/** Probability that a standard normal variable is at most z. */
export function normalCdf(z: number): number {
  return normalUpperTail(-z);
}

/** Probability that a standard normal variable exceeds z, with all its digits where it is small. */
export function normalUpperTail(z: number): number {
  if (Number.isNaN(z)) throw new RangeError('Expected a number, found NaN.');
  // P(|Z| > |z|) = Q(1/2, z²/2).
  const tails = gammaTails((z * z) / 2, 0.5);
  return z >= 0 ? tails.upper / 2 : 0.5 + tails.lower / 2;
}

/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return exp((-z * z) / 2 - HALF_LN_2PI);
}

/** The z below which a standard normal variable lies with probability p (0–1). */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`Expected a probability from 0 to 1, found ${p}.`);
  if (p === 0.5) return 0;
  const tail = p < 0.5 ? p : 1 - p;
  if (tail === 0) return p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const target = ln(tail);
  let z = hastings(tail);
  // Newton on ln Q(z), which is nearly a parabola: three steps reach the last digit.
  for (let i = 0; i < 6; i += 1) {
    const q = normalUpperTail(z);
    const step = ((ln(q) - target) * q) / normalDensity(z);
    z += step;
    if (Math.abs(step) <= 2e-16 * Math.abs(z)) break;
  }
  return p < 0.5 ? -z : z;
}

/** Abramowitz and Stegun 26.2.23, error below 4.5e-4: the start. */
function hastings(tail: number): number {
  const t = sqrt(-2 * ln(tail));
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}
