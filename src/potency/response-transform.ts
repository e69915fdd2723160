import { exp, LN_10, ln, log10, sqrt } from '../numerics/elementary.ts';
import type { PotencyMethod } from './method.ts';

/** A named transform of the response, with its inverse for drawing. */
export interface ResponseTransform {
  readonly transform: (response: number) => number;
  readonly invert: (transformed: number) => number;
  /** Whether a response may be transformed. */
  readonly admits: (response: number) => boolean;
}

export const RESPONSE_TRANSFORMS: Readonly<Record<PotencyMethod['responseTransform'], ResponseTransform>> = {
  none: { transform: (y) => y, invert: (y) => y, admits: () => true },
  ln: { transform: ln, invert: exp, admits: (y) => y > 0 },
  log10: { transform: log10, invert: (y) => exp(y * LN_10), admits: (y) => y > 0 },
  'square-root': { transform: sqrt, invert: (y) => y * y, admits: (y) => y >= 0 },
  // A square hides the sign: only responses from 0 up keep their order.
  square: { transform: (y) => y * y, invert: (y) => sqrt(Math.max(0, y)), admits: (y) => y >= 0 },
};
