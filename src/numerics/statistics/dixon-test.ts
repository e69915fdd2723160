import { normalCdf, normalDensity } from '../distributions/normal-distribution.ts';
import { type DixonRatio, dixonRatio } from './outlier-tests.ts';

/** Dixon's test for one outlier at either end. */
export interface DixonTest extends DixonRatio {
  /** Two-sided critical value at the alpha asked for. */
  readonly critical: number;
  /** Two-sided p: twice that of the more extreme end; computed when it is asked for, since it takes some milliseconds. */
  readonly p: () => number;
}

/**
 * Dixon's test of at least three values, two-sided, at one alpha; `null` where the range of its ratio is 0. A critical value takes a tenth of a second:
 * whoever tests many groups of replicates opens the test once.
 */
export function dixonTest(alpha: number): (values: readonly number[]) => DixonTest | null {
  const criticals = new Map<number, number>();
  const criticalOf = (n: number): number => {
    const critical = criticals.get(n) ?? dixonCritical(n, alpha);
    criticals.set(n, critical);
    return critical;
  };
  return (values) => {
    const found = dixonRatio(values);
    if (found === null) return null;
    return { ...found, critical: criticalOf(values.length), p: () => dixonP(values.length, found.statistic) };
  };
}

/** Two-sided p of Dixon's ratio for n normal values. */
export function dixonP(n: number, statistic: number): number {
  return Math.min(1, 2 * upperTail(n, statistic));
}

/** The ratio whose two-sided p is alpha. */
export function dixonCritical(n: number, alpha: number): number {
  let lower = { at: 0, height: 1 - alpha };
  let upper = { at: 1, height: -alpha };
  // Illinois's rule halves the height of an end that stays, so that both ends close in.
  for (let i = 0, kept = 0; i < 60 && upper.at - lower.at > 1e-9; i += 1) {
    const at = lower.at + ((upper.at - lower.at) * lower.height) / (lower.height - upper.height);
    const height = dixonP(n, at) - alpha;
    if (Math.abs(height) < 1e-12) {
      lower = { at, height };
      break;
    }
    if (height > 0) {
      lower = { at, height };
      if (kept === 1) upper = { ...upper, height: upper.height / 2 };
      kept = 1;
    } else {
      upper = { at, height };
      if (kept === -1) lower = { ...lower, height: lower.height / 2 };
      kept = -1;
    }
  }
  return lower.at;
}

const REACH = 8.5;
const STEPS = 80;

/**
 * P(ratio > R) at the upper end, from the joint density of the largest value x and of the value y that ends the ratio's range (Dixon 1951): the largest
 * (r10, r11) or the two largest (r21, r22) stand apart, all others lie below c = x − R(x − y). Simpson's rule in x and y.
 */
function upperTail(n: number, ratio: number): number {
  const below = n <= 7 ? 0 : n <= 13 ? 1 : 2;
  const apart = n <= 10 ? 1 : 2;
  const others = n - 2 - below;
  // Ways to choose x, y and the values below y.
  const ways = n * (n - 1) * (below === 0 ? 1 : below === 1 ? n - 2 : ((n - 2) * (n - 3)) / 2);
  return (
    ways *
    simpson(-REACH, REACH, (x) => {
      const [density, atX] = [normalDensity(x), normalCdf(x)];
      return density === 0
        ? 0
        : density *
            simpson(-REACH, x, (y) => {
              const [atY, atC] = [normalCdf(y), normalCdf(x - ratio * (x - y))];
              const inside = Math.max(0, atC - atY);
              const all = whole(inside, others);
              const oneApart = apart === 1 ? 0 : others * whole(inside, others - 1) * Math.max(0, atX - atC);
              return normalDensity(y) * whole(atY, below) * (all + oneApart);
            });
    })
  );
}

function simpson(from: number, to: number, f: (at: number) => number): number {
  const step = (to - from) / STEPS;
  let sum = f(from) + f(to);
  for (let i = 1; i < STEPS; i += 1) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * step);
  return (sum * step) / 3;
}

/** A whole power from 0 up. */
function whole(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i += 1) product *= base;
  return product;
}
