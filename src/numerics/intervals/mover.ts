import { exp, ln, sqrt } from '../elementary.ts';

/** An estimate with both of its confidence limits. */
export interface LimitedEstimate {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Limits of a difference from the limits of its two independent parts: the method of variance estimates recovery
 * (Zou and Donner, Statistics in Medicine 27:1693, 2008). Limits of level 1 − 2a on both sides give one-sided limits of level 1 − a.
 */
export function moverDifference(first: LimitedEstimate, second: LimitedEstimate): LimitedEstimate {
  const estimate = first.estimate - second.estimate;
  return {
    estimate,
    lower: estimate - root(first.estimate - first.lower, second.upper - second.estimate),
    upper: estimate + root(first.upper - first.estimate, second.estimate - second.lower),
  };
}

/**
 * Limits of a ratio of two independent parts (Donner and Zou, Statistical Methods in Medical Research 21:347, 2012): L of (θ₁ − Lθ₂)² = (θ₁ − l₁)² + L²d², where d is the
 * distance of θ₂ to the limit of it that makes θ₁ − Lθ₂ small: its upper one where L is positive, its lower one where l₁, and so L, is not. `null` where the denominator's lower
 * limit is not above 0.
 */
export function moverRatio(numerator: LimitedEstimate, denominator: LimitedEstimate): LimitedEstimate | null {
  if (!(denominator.lower > 0)) return null;
  const product = numerator.estimate * denominator.estimate;
  const { lower: l1, upper: u1, estimate: t1 } = numerator;
  const { lower: l2, upper: u2, estimate: t2 } = denominator;
  const [below, above] = [l1 < 0 ? l2 : u2, u1 < 0 ? u2 : l2];
  return {
    estimate: t1 / t2,
    lower: (product - differenceRoot(product, l1 * below * (2 * t1 - l1) * (2 * t2 - below))) / (below * (2 * t2 - below)),
    upper: (product + differenceRoot(product, u1 * above * (2 * t1 - u1) * (2 * t2 - above))) / (above * (2 * t2 - above)),
  };
}

/** An estimate with the limits that it has; `null` = none on that side, or an unbounded one. */
export interface OpenLimits {
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Correlation of the i-th and j-th value; 0 = independent. */
export type Correlation = (i: number, j: number) => number;

export const INDEPENDENT: Correlation = () => 0;

export interface SumTerm {
  readonly coefficient: number;
  readonly value: OpenLimits;
}

/**
 * Limits of Σ cᵢθᵢ by the method of variance estimates recovery (Zou and Donner, Statistics in Medicine 27:1693, 2008; with correlated
 * estimates: Zou, Psychological Methods 12:399, 2007): L = θ − √(Σ dᵢ² + 2 Σ sᵢsⱼrᵢⱼdᵢdⱼ), where dᵢ is the distance of cᵢθᵢ to its own limit
 * on that side and sᵢ the sign of cᵢ. A limit of a term that is missing leaves the side open. Level and sides are those of the terms.
 */
export function moverSum(terms: readonly SumTerm[], correlation: Correlation = INDEPENDENT): OpenLimits {
  const estimate = terms.reduce((sum, { coefficient, value }) => sum + coefficient * value.estimate, 0);
  const below = terms.map(({ coefficient, value }) => distance(coefficient, value.estimate, coefficient >= 0 ? value.lower : value.upper));
  const above = terms.map(({ coefficient, value }) => distance(coefficient, value.estimate, coefficient >= 0 ? value.upper : value.lower));
  const signs = terms.map(({ coefficient }) => (coefficient < 0 ? -1 : 1));
  const [down, up] = [below, above].map((distances) => recovered(distances, signs, correlation));
  return { estimate, lower: away(estimate, down, -1), upper: away(estimate, up, 1) };
}

export interface ProductFactor {
  /** 1 for a factor, −1 for a divisor, or another power. Not 0. */
  readonly power: number;
  readonly value: OpenLimits;
}

/**
 * Limits of Π θᵢ^pᵢ: MOVER for Σ pᵢ ln θᵢ, then back. Estimates above 0, but for a factor (power above 0) that is 0: it has no logarithm, so
 * the product has an upper limit only, that of all factors at their own limits on that side, which is the safe one. A limit at 0 or below leaves its side open.
 */
export function moverProduct(factors: readonly ProductFactor[], correlation: Correlation = INDEPENDENT): OpenLimits {
  if (factors.some(({ power, value }) => power > 0 && value.estimate === 0)) return zeroProduct(factors);
  const sum = moverSum(
    factors.map(({ power, value }) => ({
      coefficient: power,
      value: { estimate: ln(value.estimate), lower: logarithm(value.lower), upper: logarithm(value.upper) },
    })),
    correlation,
  );
  const estimate = factors.reduce((product, { power, value }) => product * powerOf(value.estimate, power), 1);
  const at = (limit: number | null): number | null => (limit === null ? null : estimate * exp(limit - sum.estimate));
  return { estimate, lower: at(sum.lower), upper: at(sum.upper) };
}

/** r of two classes of one multinomial sample: cov(p₁, p₂) = −p₁p₂/N over both standard errors. The same for their logarithms (delta method). */
export function classCorrelation(p1: number, p2: number): number {
  const variances = p1 * (1 - p1) * p2 * (1 - p2);
  return variances > 0 ? Math.max(-1, (-p1 * p2) / sqrt(variances)) : 0;
}

function root(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}

function differenceRoot(product: number, other: number): number {
  return Math.sqrt(Math.max(0, product * product - other));
}

function zeroProduct(factors: readonly ProductFactor[]): OpenLimits {
  const upper = factors.reduce<number | null>((product, { power, value }) => {
    const limit = power > 0 ? value.upper : value.lower;
    return product === null || limit === null || limit <= 0 ? null : product * powerOf(limit, power);
  }, 1);
  return { estimate: 0, lower: null, upper };
}

function powerOf(value: number, power: number): number {
  if (power === 1) return value;
  return power === -1 ? 1 / value : exp(power * ln(value));
}

function logarithm(limit: number | null): number | null {
  return limit === null || limit <= 0 ? null : ln(limit);
}

function distance(coefficient: number, estimate: number, limit: number | null): number | null {
  return limit === null ? null : Math.abs(coefficient * (estimate - limit));
}

/** √ of the recovered variance times z²; `null` where a distance is missing. Rounding can leave a variance that is 0 a hair below it. */
function recovered(distances: readonly (number | null)[], signs: readonly number[], correlation: Correlation): number | null {
  let sum = 0;
  for (const [i, a] of distances.entries()) {
    if (a === null) return null;
    sum += a * a;
    for (const [j, b] of distances.slice(0, i).entries()) sum += 2 * (signs[i] ?? 1) * (signs[j] ?? 1) * correlation(i, j) * a * (b ?? 0);
  }
  return sqrt(Math.max(0, sum));
}

function away(estimate: number, half: number | null | undefined, side: 1 | -1): number | null {
  return half === null || half === undefined ? null : estimate + side * half;
}
