import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { requireParameters, type ScaleTransform } from './scale-transform.ts';

/** Ends of a result; infinite where there is none. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Keys that every transform may have (Gating-ML 2.0, `boundMin` and `boundMax`). */
export const boundKeys = lazily(() => ({
  boundMin: z.number().optional().describe('Lower bound of the result: what lies below it, minus infinity too, becomes it; absent = none.'),
  boundMax: z.number().optional().describe('Upper bound of the result: what lies above it becomes it; absent = none.'),
}));

interface Bounded {
  readonly boundMin?: number | undefined;
  readonly boundMax?: number | undefined;
}

/** Null where there is neither. Errors: `population/bad-transform`. */
export function boundsOf({ boundMin, boundMax }: Bounded, type: string): Bounds | null {
  if (boundMin === undefined && boundMax === undefined) return null;
  const bounds = { min: boundMin ?? Number.NEGATIVE_INFINITY, max: boundMax ?? Number.POSITIVE_INFINITY };
  requireParameters(bounds.min <= bounds.max, type, `boundMin at most boundMax, found ${bounds.min} and ${bounds.max}`);
  return bounds;
}

/** Brings a result between its bounds; NaN stays NaN. */
export function clamp(result: number, { min, max }: Bounds): number {
  return Math.min(max, Math.max(min, result));
}

/** The scale with its results between bounds; linear values come back from the scale as it is without them. */
export function boundedScale(of: ScaleTransform, bounds: Bounds | null): ScaleTransform {
  if (bounds === null) return of;
  return { ...of, forward: (x) => clamp(of.forward(x), bounds), bounds: { ...bounds, of } };
}

/** The scale without bounds: what shapes and ticks are placed by; only events are brought between the bounds. */
export function unbounded(scale: ScaleTransform): ScaleTransform {
  return scale.bounds?.of ?? scale;
}
