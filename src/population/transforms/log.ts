import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { boundKeys } from './bounds.ts';
import { defineTransform, requireParameters, type ScaleTransform } from './scale-transform.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('log').describe('Logarithmic scale (Gating-ML 2.0 flog): log10(x / T) / M + 1.'),
    T: z.number().default(262144).describe('Top of scale: the linear value that lies at 1.'),
    M: z.number().default(4.5).describe('Decades between 0 and 1.'),
    negative: z
      .enum(['no-place', 'lowest'])
      .optional()
      .describe(
        'Values below 0: without a place (Gating-ML; where this is left out), or where 0 lies (FlowJo, whose axis then holds them at its begin).',
      ),
    ...boundKeys(),
  }),
);

/**
 * log10(x / T) / M + 1: Gating-ML 2.0, 6.2 "flog".
 * Negative values have no place on the scale; zero lies at minus infinity, so that a gate without a minimum holds it.
 */
function compile({ T, M, negative }: z.infer<ReturnType<typeof schema>>): ScaleTransform {
  requireParameters(T > 0 && M > 0, 'log', `T > 0 and M > 0, found T = ${T}, M = ${M}`);
  const placeOf = (x: number) => (1 / M) * Math.log10(x / T) + 1;
  return {
    type: 'log',
    forward: negative === 'lowest' ? (x) => placeOf(x < 0 ? 0 : x) : (x) => (x < 0 ? Number.NaN : placeOf(x)),
    inverse: (y) => T * Math.exp((y - 1) * M * Math.LN10),
    monotone: true,
    lowest: negative === 'lowest' ? Number.NEGATIVE_INFINITY : 0,
    view: { from: 0, to: 1 },
    ticks: 'decades',
  };
}

export const log = defineTransform({ id: 'log', schema, compile });
