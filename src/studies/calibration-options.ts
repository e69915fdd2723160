import * as z from 'zod';

const bounds = (meaning: string) =>
  z
    .strictObject({
      lower: z.number().positive().describe('Smallest lower limit, as a ratio.'),
      upper: z.number().positive().describe('Largest upper limit, as a ratio.'),
    })
    .refine((value) => value.lower < value.upper, { message: 'expected a lower bound below the upper one' })
    .optional()
    .describe(meaning);

/** How standards are calibrated; without bounds equivalence is not judged. */
export const calibrationOptions = z
  .strictObject({
    primaries: z
      .array(
        z.strictObject({
          standard: z.string().min(1).describe('Name of the standard at the head of a chain.'),
          quantity: z.string().min(1).optional().describe('What is calibrated, as in the table.'),
          value: z.number().positive().describe('Its assigned value.'),
          unit: z.string().min(1).describe('Unit of the value, which the chain keeps.'),
          relativeUncertaintyPercent: z
            .number()
            .min(0)
            .default(0)
            .describe('Relative standard uncertainty (k = 1) of the value, in percent.'),
        }),
      )
      .default([])
      .describe('Standards whose value is known: the heads of chains.'),
    bounds: bounds('Equivalence bounds of a new standard against the current one.'),
    chainBounds: bounds('Bounds of a standard against the head of its chain: small steps add up.'),
    level: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.9)
      .describe('Two-sided level of the limits that must lie within the bounds; 0.90 is two one-sided tests at 5 %.'),
    valueLevel: z.number().gt(0).lt(1).default(0.95).describe('Two-sided level of the limits of an assigned value.'),
    minimumAssays: z.int().min(2).default(3).describe('Fewest independent assays that assign a value.'),
  })
  .describe('How standards are calibrated.');

export type CalibrationOptions = z.output<typeof calibrationOptions>;
