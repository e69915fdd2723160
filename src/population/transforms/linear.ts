import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { boundKeys } from './bounds.ts';
import { defineTransform, requireParameters, type ScaleTransform } from './scale-transform.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('linear').describe('Linear scale (Gating-ML 2.0 flin): (x + A) / (T + A).'),
    T: z.number().default(262144).describe('Top of scale: the linear value that lies at 1.'),
    A: z.number().default(0).describe('Additional negative range: -A lies at 0.'),
    ...boundKeys(),
  }),
);

/** (x + A) / (T + A): Gating-ML 2.0, 6.1 "flin". */
function compile({ T, A }: z.infer<ReturnType<typeof schema>>): ScaleTransform {
  requireParameters(T > 0 && A >= 0 && A <= T, 'linear', `T > 0 and 0 <= A <= T, found T = ${T}, A = ${A}`);
  return {
    type: 'linear',
    forward: (x) => (x + A) / (T + A),
    inverse: (y) => y * (T + A) - A,
    monotone: true,
    lowest: Number.NEGATIVE_INFINITY,
    view: { from: 0, to: 1 },
    ticks: 'linear',
  };
}

export const linear = defineTransform({ id: 'linear', schema, compile });
