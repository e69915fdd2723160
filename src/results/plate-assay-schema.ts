import * as z from 'zod';
import { OCCASION_KINDS } from '../attributes/result-words.ts';
import { CHECK_NAMES } from '../potency/check-names.ts';
import { reasonSchema } from './message-schema.ts';

const curveFitSchema = z
  .strictObject({
    parameters: z.array(
      z.strictObject({
        name: z.string().describe('Parameter of the model (docs/methods/relative-potency.md); logarithms are natural.'),
        sample: z.enum(['reference', 'test', 'common']).describe('Whose it is; common = of both.'),
        estimate: z.number(),
        standardError: z.number().nullable().describe('null = it was fixed, or has none.'),
      }),
    ),
    residualSumOfSquares: z.number().describe('Weighted, on the transformed response.'),
    residualDegreesOfFreedom: z.number().describe('Observations less fitted parameters.'),
    stopped: z.string().describe('Why the solver stopped; converged = at a minimum.'),
    iterations: z.int(),
  })
  .describe('A fit with its parameters.');

const fTestSchema = z.strictObject({ statistic: z.number(), df1: z.number(), df2: z.number(), p: z.number() });
const chiSquaredSchema = z.strictObject({ statistic: z.number(), df: z.number(), p: z.number() });

const checkSchema = z
  .strictObject({
    name: z.enum(CHECK_NAMES),
    scope: z.enum(['assay-run', 'test-article']),
    found: z.number().nullable(),
    unit: z.string().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    outcome: z.enum(['meets', 'fails', 'not-estimable', 'information']),
  })
  .describe('A line of the suitability table: what was found against limits, both inclusive; null = none.');

const equivalenceSchema = z.strictObject({
  parameter: z.string(),
  estimate: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  level: z.number(),
  lowerMargin: z.number().nullable(),
  upperMargin: z.number().nullable(),
  outcome: z.enum(['within', 'outside', 'not-estimable', 'no-margins']),
});

const relativePotencySchema = z.strictObject({
  estimate: z.number(),
  lower: z.number().nullable().describe('null = unbounded.'),
  upper: z.number().nullable(),
  level: z.number(),
  sides: z.enum(['two', 'lower', 'upper']),
  method: z.string().describe('log-delta, delta, fieller or profile.'),
});

/** Schema of an assay of a lot in `result.json`; `results/plate-assay-record.ts` is the record that it describes. */
export const plateAssaySchema = z
  .strictObject({
    name: z.string().describe('As the replicates of the attribute name it.'),
    assay: z.string().describe("The definition's id of the assay."),
    file: z.string(),
    plate: z.string().nullable().describe('null = the only plate of the file, without a name.'),
    assayRun: z.string().nullable(),
    occasion: z.strictObject({ kind: z.enum(OCCASION_KINDS), number: z.int() }),
    acquiredAt: z.string().nullable(),
    model: z.string().describe('Dose-response model of the method.'),
    responseTransform: z
      .enum(['none', 'ln', 'log10', 'square-root', 'square'])
      .describe('Of the response before the fit; parameters are on its scale.'),
    weightExponent: z.number().nullable().describe('Weights are 1/fitted^(2p) of this p; null = the method has no such weights.'),
    doseUnit: z.string().nullable(),
    responseUnit: z.string().nullable(),
    reference: z.strictObject({
      name: z.string().describe('Lot of the reference standard.'),
      curve: curveFitSchema.nullable().describe('Its own curve; null = it has none, or the model fits lines of all samples together.'),
      checks: z.array(checkSchema),
    }),
    relativePotency: relativePotencySchema.nullable().describe('Of this assay alone, before the assigned potency; null = not one number.'),
    free: curveFitSchema.nullable().describe('Reference standard and test article with a curve each.'),
    constrained: curveFitSchema.nullable().describe('Both with one shape: the fit of the relative potency.'),
    parallelism: z.strictObject({
      fTest: fTestSchema.nullable(),
      chiSquared: chiSquaredSchema.nullable().describe('Of quantal assays.'),
      equivalence: z.array(equivalenceSchema),
    }),
    lackOfFit: fTestSchema.nullable(),
    checks: z.array(checkSchema),
    outcomes: z.strictObject({
      systemSuitability: z.enum(['meets', 'fails']),
      sampleSuitability: z.enum(['meets', 'fails']),
      result: z.enum(['reportable', 'not-reportable']),
    }),
    reasons: z.array(reasonSchema).describe('Of the assay run and of the test article.'),
  })
  .describe('One assay in which the lot was a test article, with the curves and tests behind its relative potency.');
