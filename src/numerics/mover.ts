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
 * Limits of a ratio of two independent positive parts (Donner and Zou, Statistical Methods in Medical Research 21:347, 2012).
 * `null` where the denominator's lower limit is not above 0.
 */
export function moverRatio(numerator: LimitedEstimate, denominator: LimitedEstimate): LimitedEstimate | null {
  if (!(denominator.lower > 0)) return null;
  const product = numerator.estimate * denominator.estimate;
  const { lower: l1, upper: u1, estimate: t1 } = numerator;
  const { lower: l2, upper: u2, estimate: t2 } = denominator;
  return {
    estimate: t1 / t2,
    lower: (product - differenceRoot(product, l1 * u2 * (2 * t1 - l1) * (2 * t2 - u2))) / (u2 * (2 * t2 - u2)),
    upper: (product + differenceRoot(product, u1 * l2 * (2 * t1 - u1) * (2 * t2 - l2))) / (l2 * (2 * t2 - l2)),
  };
}

function root(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}

function differenceRoot(product: number, other: number): number {
  return Math.sqrt(Math.max(0, product * product - other));
}
