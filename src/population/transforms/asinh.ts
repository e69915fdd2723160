import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { boundKeys } from './bounds.ts';
import { defineTransform, requireParameters, type ScaleTransform } from './scale-transform.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('asinh').describe('Inverse hyperbolic sine (Gating-ML 2.0 fasinh).'),
    T: z.number().default(262144).describe('Top of scale: the linear value that lies at 1.'),
    M: z.number().default(4.5).describe('Decades of the scale.'),
    A: z.number().default(0).describe('Additional decades of negative values.'),
    ...boundKeys(),
  }),
);

/** (asinh(x sinh(M ln 10) / T) + A ln 10) / ((M + A) ln 10): Gating-ML 2.0, 6.3 "fasinh". */
function compile({ T, M, A }: z.infer<ReturnType<typeof schema>>): ScaleTransform {
  requireParameters(T > 0 && M > 0 && A >= 0 && A <= M, 'asinh', `T > 0, M > 0 and 0 <= A <= M, found T = ${T}, M = ${M}, A = ${A}`);
  const factor = sinh(M * Math.LN10) / T;
  const shift = A * Math.LN10;
  const height = (M + A) * Math.LN10;
  const forward = (x: number) => (asinh(x * factor) + shift) / height;
  return {
    type: 'asinh',
    forward,
    inverse: (y) => sinh(y * height - shift) / factor,
    monotone: true,
    lowest: Number.NEGATIVE_INFINITY,
    view: { from: Math.min(-0.07, forward(-T / 1000)), to: 1 },
    ticks: 'decades',
  };
}

/** By the logarithm: `Math.asinh` is not among the functions that every V8 computes alike. */
export function asinh(x: number): number {
  const size = x < 0 ? -x : x;
  // Above 1e154 the square overflows; there asinh x = ln 2x to the last digit.
  const value = size > 1e150 ? Math.log(size) + Math.LN2 : Math.log(size + Math.sqrt(size * size + 1));
  return x < 0 ? -value : value;
}

export function sinh(x: number): number {
  return (Math.exp(x) - Math.exp(-x)) / 2;
}

export const asinhTransform = defineTransform({ id: 'asinh', schema, compile });
