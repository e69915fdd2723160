/** The quantile p (0–1) of values, by definition R-7 (linear between order statistics); exact, the input is left as it is. */
export function quantile(values: ArrayLike<number>, p: number): number {
  if (values.length === 0) throw new RangeError('Expected at least one value for a quantile, found none.');
  return quantileOfSorted(Float64Array.from(values).sort(), p);
}

/** As `quantile`, of values in ascending order (typed arrays sort by value and put NaN last: NaN is refused). */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const n = sorted.length;
  if (n === 0) throw new RangeError('Expected at least one value for a quantile, found none.');
  if (!(p >= 0 && p <= 1)) throw new RangeError(`Expected a probability from 0 to 1, found ${p}.`);
  if (Number.isNaN(sorted[n - 1])) throw new RangeError('Expected numbers for a quantile, found NaN.');
  const at = (n - 1) * p;
  const below = Math.floor(at);
  const low = sorted[below] ?? 0;
  const fraction = at - below;
  return fraction === 0 ? low : low + fraction * ((sorted[below + 1] ?? low) - low);
}

/** The middle of the values: `quantile` at one half. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
