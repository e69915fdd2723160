import { exp, ln, sqrt } from '../elementary.ts';
import { gammaKernel, gammaTails } from './incomplete-gamma.ts';
import { monotoneRoot } from './monotone-root.ts';
import { normalQuantile } from './normal-distribution.ts';

/** Probability that chi-squared with df degrees of freedom is at most x. */
export function chiSquaredCdf(x: number, df: number): number {
  requireUsable(x, df);
  return gammaTails(x / 2, df / 2).lower;
}

/** Probability that chi-squared with df degrees of freedom exceeds x, with all its digits where it is small. */
export function chiSquaredUpperTail(x: number, df: number): number {
  requireUsable(x, df);
  return gammaTails(x / 2, df / 2).upper;
}

/** The x below which chi-squared with df degrees of freedom lies with probability p (0–1). */
export function chiSquaredQuantile(p: number, df: number): number {
  requireUsable(0, df);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`Expected a probability from 0 to 1, found ${p}.`);
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const a = df / 2;
  const useLower = p <= 0.5;
  const target = ln(useLower ? p : 1 - p);
  const evaluate = (t: number): { value: number; slope: number } => {
    const x = exp(t);
    const tails = gammaTails(x, a);
    const tail = useLower ? tails.lower : tails.upper;
    // d ln P / d ln x = x^a e^−x / Γ(a) / P.
    const slope = (gammaKernel(x, a) * a) / tail;
    return { value: ln(tail) - target, slope: useLower ? slope : -slope };
  };
  const bounds = { lower: -745, upper: ln(a + 40 * sqrt(a) + 1000), direction: useLower ? 'rises' : 'falls' } as const;
  return 2 * exp(monotoneRoot(evaluate, startOf(p, a), bounds));
}

/** ln x by Wilson and Hilferty, or by the first term of the series in the far lower tail. */
function startOf(p: number, a: number): number {
  const root = 1 - 1 / (9 * a) + normalQuantile(p) / (3 * sqrt(a));
  if (root > 0.3) return ln(a * root * root * root);
  return (ln(p) - ln(gammaKernel(1, a)) - 1) / a;
}

function requireUsable(x: number, df: number): void {
  if (!(df > 0 && df < Number.POSITIVE_INFINITY)) throw new RangeError(`Expected positive finite degrees of freedom, found ${df}.`);
  if (Number.isNaN(x)) throw new RangeError('Expected a number, found NaN.');
}
