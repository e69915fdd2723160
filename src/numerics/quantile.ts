/** The quantile p (0–1) of values, by definition R-7 (linear between order statistics); exact, the input is left as it is. */
export function quantile(values: ArrayLike<number>, p: number): number {
  if (values.length === 0) throw new RangeError('Expected at least one value for a quantile, found none.');
  return quantileOfSorted(Float64Array.from(values).sort(), p);
}

/** As `quantile`, of values in ascending order (typed arrays sort by value and put NaN last: NaN is refused). */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  if (Number.isNaN(sorted[sorted.length - 1])) throw new RangeError('Expected numbers for a quantile, found NaN.');
  return quantileByRank({ count: sorted.length, valueAt: (rank) => sorted[rank] ?? 0 }, p);
}

/** As `quantileOfSorted`, of values that are known by their rank, counting from 0: the two beside the quantile are asked for. */
export function quantileByRank(
  { count, valueAt }: { readonly count: number; readonly valueAt: (rank: number) => number },
  p: number,
): number {
  if (count === 0) throw new RangeError('Expected at least one value for a quantile, found none.');
  if (!(p >= 0 && p <= 1)) throw new RangeError(`Expected a probability from 0 to 1, found ${p}.`);
  const at = (count - 1) * p;
  const below = Math.floor(at);
  const low = valueAt(below);
  const fraction = at - below;
  return fraction === 0 ? low : low + fraction * (valueAt(below + 1) - low);
}

/** The middle of the values: `quantile` at one half. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
