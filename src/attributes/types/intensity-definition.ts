import * as z from 'zod';
import { ALL_EVENTS } from '../../population/population.ts';
import { attributeKeys, populationNameSchema } from '../attribute-type.ts';
import { INTENSITY_STATISTICS } from '../estimates/intensity-statistic.ts';

export const intensitySchema = z
  .strictObject({
    type: z.literal('intensity').describe('A statistic of a parameter in a population.'),
    ...attributeKeys,
    panel: z.string().min(1).describe('Panel of the definition in which the population lies.'),
    tube: z.string().min(1).optional().describe('Tube of the panel; needed only where several tubes hold the population.'),
    population: populationNameSchema.describe(`The population; '${ALL_EVENTS}' for every event of the file.`),
    parameter: z
      .string()
      .min(1)
      .describe('Parameter ($PnN) or marker. Values are on the linear scale, compensated where the tube is, never transformed.'),
    statistic: z
      .enum(INTENSITY_STATISTICS)
      .describe('median, percentile, geometric-mean, cv (SD / mean) or robust-cv (1.4826 x MAD / median); a CV is a fraction.'),
    percentile: z.number().gt(0).lt(100).optional().describe('The percentile, 0–100, by definition R-7; only with statistic: percentile.'),
    ratioTo: z
      .strictObject({
        control: z.string().min(1).describe("Control of the sample's own assay run and tube; the attribute declares its validity."),
        population: populationNameSchema.optional().describe("Population in the control. Default: the sample's."),
      })
      .optional()
      .describe('The value is divided by the same statistic of a control.'),
    unit: z
      .string()
      .min(1)
      .default('a.u.')
      .describe('Unit of a mean, median or percentile that is no ratio. Default: a.u., the scale of the file.'),
    interval: z
      .strictObject({
        level: z.number().gt(0.5).lt(1).describe('Confidence level, 0.5–1.'),
        sides: z.enum(['two', 'lower', 'upper']).describe('Two-sided, or one-sided with the named limit; the level belongs to the sides.'),
      })
      .default({ level: 0.95, sides: 'two' })
      .describe('Interval over the events of one preparation, or between preparations. Default: two-sided 95 %.'),
    preparations: z.int().min(1).default(1).describe('Planned number of preparations; fewer give no valid result.'),
    minimumEvents: z.int().min(1).optional().describe('Least events of the population, in each preparation and in the control.'),
  })
  .refine((one) => (one.statistic === 'percentile') === (one.percentile !== undefined), {
    path: ['percentile'],
    error: 'expected percentile with the statistic percentile, and only with it',
  })
  .describe('Intensity: median, percentile, geometric mean or CV of a parameter in a population, or its ratio to a control.');

export type IntensityDefinition = z.output<typeof intensitySchema>;
