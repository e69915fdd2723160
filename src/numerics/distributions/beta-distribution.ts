import betaincinv from '@stdlib/math-base-special-betaincinv';
import { exp, ln, log1p } from '../elementary.ts';
import { type BetaPoint, type BetaShapes, betaKernel, betaTail } from './incomplete-beta.ts';
import { monotoneRoot } from './monotone-root.ts';

/** Probability that a beta variable with shapes a and b is at most x (0–1). */
export function betaCdf(x: number, a: number, b: number): number {
  requireShapes(a, b);
  requireNumber(x);
  return betaTail('lower', inUnit(x), { a, b });
}

/** Probability that a beta variable with shapes a and b exceeds x (0–1), with all its digits where it is small. */
export function betaUpperTail(x: number, a: number, b: number): number {
  requireShapes(a, b);
  requireNumber(x);
  return betaTail('upper', inUnit(x), { a, b });
}

/** The x below which a beta variable lies with probability p (0–1). */
export function betaQuantile(p: number, a: number, b: number): number {
  return betaQuantilePair({ lower: p, upper: 1 - p }, a, b).x;
}

/** The quantile and its complement 1 − x, each with its own digits; the probability is given by both tails for the same reason. */
export function betaQuantilePair(tails: { readonly lower: number; readonly upper: number }, a: number, b: number): BetaPoint {
  requireShapes(a, b);
  const { lower, upper } = tails;
  if (!(lower >= 0 && upper >= 0 && lower <= 1 && upper <= 1)) throw new RangeError(`Expected a probability from 0 to 1, found ${lower}.`);
  if (lower === 0) return { x: 0, y: 1 };
  if (upper === 0) return { x: 1, y: 0 };
  if (lower <= betaTail('lower', { x: 0.5, y: 0.5 }, { a, b })) return polish(tails, { a, b });
  const swapped = polish({ lower: upper, upper: lower }, { a: b, b: a });
  return { x: swapped.y, y: swapped.x };
}

/** Newton on ln(tail) against ln x for x ≤ ½; the smaller of the two tails is matched. */
function polish(tails: { readonly lower: number; readonly upper: number }, { a, b }: BetaShapes): BetaPoint {
  const useLower = tails.lower <= tails.upper;
  const target = ln(useLower ? tails.lower : tails.upper);
  const evaluate = (t: number): { value: number; slope: number } => {
    const x = exp(t);
    const y = 1 - x;
    const tail = betaTail(useLower ? 'lower' : 'upper', { x, y }, { a, b });
    const slope = betaKernel({ x, y }, a, b) / y / tail;
    return { value: ln(tail) - target, slope: useLower ? slope : -slope };
  };
  const t = monotoneRoot(evaluate, startOf(tails, a, b), { lower: -745, upper: ln(0.5), direction: useLower ? 'rises' : 'falls' });
  const x = exp(t);
  return { x, y: 1 - x };
}

function startOf(tails: { readonly lower: number; readonly upper: number }, a: number, b: number): number {
  if (a + b > 1e5) return ln(a / (a + b));
  const guess = tails.lower <= tails.upper ? betaincinv(tails.lower, a, b, false) : betaincinv(tails.upper, a, b, true);
  // In the far lower tail I_x is x^a/(a B(a, b)); its inverse is a good start where betaincinv gives up.
  return guess > 0 && guess < 1 ? ln(guess) : (ln(tails.lower) + log1p(a)) / a;
}

function inUnit(x: number): BetaPoint {
  const clamped = Math.min(Math.max(x, 0), 1);
  return { x: clamped, y: 1 - clamped };
}

function requireShapes(a: number, b: number): void {
  if (!(a > 0 && b > 0 && a < Number.POSITIVE_INFINITY && b < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Expected positive finite shapes of a beta distribution, found ${a} and ${b}.`);
  }
}

function requireNumber(x: number): void {
  if (Number.isNaN(x)) throw new RangeError('Expected a number, found NaN.');
}
