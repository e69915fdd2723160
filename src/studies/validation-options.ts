import * as z from 'zod';

const level = (standard: number, meaning: string) => z.number().gt(0).lt(1).default(standard).describe(meaning);
const counts = (standard: number[], meaning: string) => z.array(z.int().min(1)).min(1).default(standard).describe(meaning);

const limits = (meaning: string) =>
  z
    .strictObject({
      lower: z.number().describe('Smallest value of the lower limit.'),
      upper: z.number().describe('Largest value of the upper limit.'),
    })
    .refine((value) => value.lower < value.upper, { message: 'expected a lower limit below the upper one' })
    .optional()
    .describe(meaning);

/** How a validation study is judged; without criteria nothing is. */
export const validationOptions = z
  .strictObject({
    biasLevel: level(0.9, 'Two-sided level of the relative bias; 0.90 is two one-sided tests at 5 %.'),
    precisionLevel: level(0.95, 'One-sided level of the upper limit of the intermediate precision.'),
    slopeLevel: level(0.9, 'Two-sided level of the slope.'),
    components: z
      .enum(['reml', 'anova'])
      .default('reml')
      .describe('Variance components over all levels: restricted maximum likelihood, or mean squares.'),
    criteria: z
      .strictObject({
        relativeBiasPercent: limits('Limits, in percent, within which the interval of the relative bias must lie.'),
        maximumIntermediatePrecisionPercent: z
          .number()
          .positive()
          .optional()
          .describe('Largest %GCV of the intermediate precision at a level.'),
        precisionOn: z
          .enum(['upper-limit', 'estimate'])
          .default('upper-limit')
          .describe('What of the intermediate precision must not exceed it.'),
        slope: limits('Limits within which the interval of the slope of ln RP on ln target must lie.'),
      })
      .prefault({})
      .describe('What a level and the line must show.'),
    formats: z
      .strictObject({ runs: counts([1, 2, 3, 4, 6], 'Numbers of runs.'), replicates: counts([1, 2, 3], 'Numbers of replicates in a run.') })
      .prefault({})
      .describe('Formats of the reportable value, the mean of ln RP over runs and replicates.'),
    specification: z
      .strictObject({
        lower: z.number().positive().optional().describe('Lower limit of the specification, as a relative potency.'),
        upper: z.number().positive().optional().describe('Upper limit of the specification.'),
        truths: z
          .array(z.number().positive())
          .min(1)
          .default([1])
          .describe('True potencies of the product for which the probability is asked.'),
      })
      .refine((value) => value.lower !== undefined || value.upper !== undefined, { message: 'expected a lower or an upper limit' })
      .optional()
      .describe('Limits of the product, for the probability of a result outside them.'),
  })
  .describe('How a validation study is judged.');

export type ValidationOptions = z.output<typeof validationOptions>;
