import * as z from 'zod';
import { CALIBRATION_LINES } from '../potency/calibration/calibration-curve.ts';
import { potencyMethodSchema } from '../potency/method.ts';

const percent = z.number().positive();

/** Both limits of a recovery in percent. */
function recovery(lower: number, upper: number, meaning: string) {
  return z
    .strictObject({
      lower: percent.default(lower).describe('Smallest recovery that meets, in percent.'),
      upper: percent.default(upper).describe('Largest recovery that meets, in percent.'),
    })
    .refine((value) => value.lower < value.upper, { message: 'expected a lower limit below the upper one' })
    .prefault({})
    .describe(meaning);
}

const limitsInside = z
  .strictObject({
    recoveryPercent: recovery(80, 120, 'Recovery of a level, 100 x back-calculated / nominal.'),
    maximumCvPercent: percent.default(20).describe('Largest CV of its replicates, in percent.'),
  })
  .prefault({})
  .describe('What a level inside the working range must show.');

const limitsAtEnds = z
  .strictObject({
    recoveryPercent: recovery(75, 125, 'Recovery of a level at an end of the range.'),
    maximumCvPercent: percent.default(25).describe('Largest CV of its replicates, in percent.'),
  })
  .prefault({})
  .describe('What the lowest and the highest level of the working range must show.');

/** How a standard curve is fitted and what it must show; the limits are those of ICH M10 for ligand binding assays where nothing else is said. */
export const standardCurveOptions = z
  .strictObject({
    model: z
      .enum(['4pl', '3pl', '5pl', '5pl-upper', ...CALIBRATION_LINES])
      .default('4pl')
      .describe('Curve of response on concentration; `log-log` is a line of ln y on ln x, `log-linear` one of y on ln x.'),
    fixed: potencyMethodSchema.shape.fixed,
    weights: potencyMethodSchema.shape.weights.describe('Weights of the standards as 1/variance, as in a definition.'),
    responseTransform: potencyMethodSchema.shape.responseTransform,
    blank: z
      .enum(['none', 'subtract-mean'])
      .default('none')
      .describe('Whether the mean response of the rows with the role `blank` is taken from every response first.'),
    cvOf: z
      .enum(['response', 'concentration'])
      .default('concentration')
      .describe('What replicates are compared by: their responses, or the concentrations that each gives.'),
    inside: limitsInside,
    ends: limitsAtEnds,
    validatedRange: z
      .strictObject({
        lower: z.number().positive().describe('LLOQ of the validated method, in the unit of the concentrations.'),
        upper: z.number().positive().describe('ULOQ of the validated method.'),
      })
      .refine((value) => value.lower < value.upper, { message: 'expected a lower end below the upper one' })
      .optional()
      .describe('Range that the method was validated for; what a curve shows of itself never widens it.'),
    samples: z
      .strictObject({
        maximumCvPercent: percent.default(20).describe('Largest CV of the replicates of one dilution.'),
        maximumDeviationPercent: percent
          .default(20)
          .describe('Largest deviation of a dilution from the combined concentration (dilution linearity, parallelism).'),
        combination: z
          .enum(['weighted', 'geometric-mean'])
          .default('weighted')
          .describe('Mean of ln concentration over the dilutions within the range, weighted by 1/variance of the wells or not.'),
      })
      .prefault({})
      .describe('What unknowns and controls must show.'),
    controls: z
      .strictObject({ recoveryPercent: recovery(80, 120, 'Recovery of a control of known concentration.') })
      .prefault({})
      .describe('What controls must show; one that does not leaves the whole plate and analyte not reportable.'),
    level: z.number().gt(0).lt(1).default(0.95).describe('Two-sided level of the intervals.'),
  })
  .refine(
    (chosen) =>
      !(chosen.model === 'log-log' || chosen.model === 'log-linear') || (chosen.weights === 'none' && chosen.responseTransform === 'none'),
    { path: ['weights'], message: 'expected neither weights nor a response transform with a line; `log-log` is the line of ln y' },
  )
  .refine((chosen) => chosen.weights !== '1/variance', {
    path: ['weights'],
    message: "expected weights that an unknown has too, such as '1/y^2': the variance of a level says nothing of a response between levels",
  })
  .describe('How a standard curve is fitted and used.');

export type StandardCurveOptions = z.output<typeof standardCurveOptions>;
