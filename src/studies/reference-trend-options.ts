import * as z from 'zod';

const figure = z
  .strictObject({
    scale: z.enum(['ln', 'linear']).default('ln').describe('Scale of the line: `ln` for an EC50, a slope or a positive asymptote.'),
    lower: z.number().optional().describe('Lower bound of the figure, in its unit.'),
    upper: z.number().optional().describe('Upper bound of the figure.'),
    slopeMargin: z
      .strictObject({ lower: z.number().describe('Smallest lower limit.'), upper: z.number().describe('Largest upper limit.') })
      .optional()
      .describe('Margin, per unit of time on the scale of the line, within which the interval of the slope shows that there is no trend.'),
  })
  .refine((value) => value.scale === 'linear' || ((value.lower ?? 1) > 0 && (value.upper ?? 1) > 0), {
    message: 'expected bounds above 0 on the scale ln',
  })
  .describe('How one figure is judged.');

/** How the figures of a reference standard over its runs are judged. */
export const referenceTrendOptions = z
  .strictObject({
    figures: z
      .record(z.string().min(1), figure)
      .default({})
      .describe('By name of the figure; one that is not named is a line on the scale ln without bounds.'),
    slopeLevel: z.number().gt(0).lt(1).default(0.9).describe('Two-sided level of the slope.'),
    meanLevel: z.number().gt(0).lt(1).default(0.95).describe('Two-sided level of the mean at the last time.'),
    shelfLifeLevel: z
      .number()
      .gt(0.5)
      .lt(1)
      .default(0.95)
      .describe('One-sided level of the limit that meets a bound; with two bounds, two-sided (0.975 a side for 0.95), as ICH Q1E.'),
    baselineRuns: z.int().min(8).optional().describe('Runs from the first on that the control limits come from; absent = all.'),
    extrapolation: z.number().min(0).default(0).describe('How far beyond the last run a retest date may be proposed, in the unit of time.'),
    timeUnit: z.string().min(1).default('month').describe('Unit of `time`; of dates it is a month of 30.4375 days.'),
  })
  .describe('How the figures of a reference standard over its runs are judged.');

export type ReferenceTrendOptions = z.output<typeof referenceTrendOptions>;
export type FigureRules = z.output<typeof figure>;
