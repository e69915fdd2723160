import { InputError } from '../../errors.ts';
import type { ScaleTransform } from '../../population/transforms/scale-transform.ts';

/** Linear values between which the same events lie as between two places of a monotone scale, to the last digit; infinite where nothing is bounded. */
export function linearBounds(min: number, max: number, scale: ScaleTransform): { readonly min: number; readonly max: number } {
  const { bounds } = scale;
  if (bounds !== undefined && (min > bounds.max || max <= bounds.min)) {
    throw new InputError('exchange/unsupported', 'Expected a range that reaches the axis it is drawn on, found one beyond its end.');
  }
  const open = bounds ?? { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY, of: scale };
  return {
    min: min <= open.min ? Number.NEGATIVE_INFINITY : firstAtOrAbove(min, open.of),
    max: max > open.max ? Number.POSITIVE_INFINITY : firstAtOrAbove(max, open.of),
  };
}

/** The smallest double whose place is not below the given one: a minimum holds it, a maximum no longer. */
function firstAtOrAbove(place: number, { forward, inverse }: ScaleTransform): number {
  if (!Number.isFinite(place)) return place;
  const near = inverse(place);
  let step = Math.max(Math.abs(near) * 1e-12, 1e-300);
  let [below, above] = [near - step, near + step];
  for (; forward(below) >= place; step *= 2) below = near - step;
  for (; !(forward(above) >= place); step *= 2) above = near + step;
  for (;;) {
    const middle = below + (above - below) / 2;
    if (middle <= below || middle >= above) return above;
    if (forward(middle) >= place) above = middle;
    else below = middle;
  }
}
