import * as z from 'zod';
import { compendialSchema } from './compendial-schema.ts';
import { DOSE_RESPONSE_MODELS } from './dose-response/models/registry.ts';
import { foreignLimits, testsOfCurves } from './foreign-limits.ts';
import { idleKeys } from './idle-keys.ts';
import { isCompendial, isLineModel, isQuantalModel, LINE_MODELS, QUANTAL_MODELS } from './line-models.ts';
import { weightsSchema } from './weights-schema.ts';

const limits = (unit: string) =>
  z
    .strictObject({
      lower: z.number().optional().describe(`Smallest value that meets, in ${unit}; absent = no lower limit.`),
      upper: z.number().optional().describe(`Largest value that meets, in ${unit}; absent = no upper limit.`),
    })
    .refine((value) => value.lower !== undefined || value.upper !== undefined, {
      message: 'Expected a lower or an upper limit, found neither.',
    })
    .refine((value) => value.lower === undefined || value.upper === undefined || value.lower <= value.upper, {
      message: 'Expected the lower limit not to exceed the upper limit.',
    });

/** An interval from a third to three times the estimate, and no wider, still is a measurement. */
export const IDENTIFIED_WITHIN = 10;

const probability = z.number().gt(0).lt(1);
const action = z.enum(['fail', 'information']);

const fixedAsymptote = (which: string) =>
  z
    .union([
      z.number(),
      z.strictObject({ control: z.string().min(1).describe('Sample of the table, or slot of the layout, that is the control.') }),
    ])
    .optional()
    .describe(`Value at which the ${which} asymptote is held, or the control whose mean it is.`);

const designSchema = z
  .enum([
    'completely-randomised',
    'randomised-blocks',
    'randomised-blocks/plate',
    'randomised-blocks/plate-row',
    'randomised-blocks/plate-column',
    'latin-square',
    'latin-square/plate',
    'twin-cross-over',
    'triple-cross-over',
  ])
  .describe(
    'parallel-line only: what the analysis of variance takes out. Blocks, or rows and columns, are the columns of a long table, or with `/plate…` the plates, rows and columns of plates; a cross-over has the columns subject (or block) and period. Absent = by the columns block, row and column, or subject, of the table.',
  );

const SHAREABLE = ['slope', 'lowerAsymptote', 'upperAsymptote', 'asymmetry'] as const;

const equivalenceSchema = z
  .strictObject({
    parameter: z
      .enum(['upper-asymptote-ratio', 'lower-asymptote-difference', 'slope-ratio', 'range-ratio', 'asymmetry-ratio'])
      .describe('What is compared; the lower asymptotes as (lower test - lower reference) / (upper - lower reference).'),
    lower: z.number().optional().describe('Lower equivalence margin; without margins the interval is information.'),
    upper: z.number().optional().describe('Upper equivalence margin.'),
    level: probability
      .default(0.9)
      .describe('Level of the two-sided interval that must lie within the margins; 0.90 is two one-sided tests at 5 %.'),
    method: z
      .enum(['log-delta', 'delta', 'fieller'])
      .optional()
      .describe('Interval of a ratio; a difference always takes Fieller or delta.'),
    action: action.default('fail').describe('What an interval outside its margins does.'),
  })
  .describe('An equivalence test on the free fits.');

const parallelismSchema = z
  .strictObject({
    fTest: z
      .strictObject({
        alpha: probability.default(0.05).describe('A p below alpha says that the curves are not parallel.'),
        action: action.default('fail').describe('What it does.'),
      })
      .prefault({})
      .describe('Extra sum of squares of the constrained over the free fits.'),
    chiSquared: z
      .strictObject({
        variance: z.number().positive().describe('Known variance of a response of weight 1.'),
        alpha: probability.default(0.05).describe('A p below alpha says that the curves are not parallel.'),
        action: action.default('fail').describe('What it does.'),
      })
      .optional()
      .describe('The same sum of squares over a known variance.'),
    maximumRsse: z.number().positive().optional().describe('Historic limit of the sum of squares of non-parallelism.'),
    equivalence: z.array(equivalenceSchema).default([]).describe('Equivalence tests.'),
  })
  .describe('When a test article counts as parallel to the reference standard.');

const outliersSchema = z
  .strictObject({
    limit: z.number().positive().default(3).describe('Largest studentised residual (external, of the own curve) that is no outlier.'),
    maximum: z.number().int().min(0).describe('Most suspected outliers; nothing is taken out by itself.'),
  })
  .describe(
    'A limit on responses that lie far from the curve of their own sample, as a check alone (see `outliers` of the method for a test).',
  );

const outlierRules = {
  maximum: z.number().int().min(0).default(1).describe('Most outliers of one sample; more of them are a reason against it.'),
  maximumLost: z.number().int().min(0).optional().describe('Most wells of one sample that may be outliers, excluded or missing together.'),
  propose: z
    .enum(['original', 'reduced'])
    .default('original')
    .describe('Which result is proposed where the outcomes of both agree; where they differ neither is.'),
};

const outlierTestSchema = z
  .discriminatedUnion('test', [
    z.strictObject({
      test: z.literal('grubbs').describe("Grubbs's test over the replicates of a sample at a dose, at least three."),
      alpha: probability.default(0.05).describe('Two-sided level within one dose.'),
      ...outlierRules,
    }),
    z.strictObject({
      test: z.literal('dixon').describe("Dixon's ratio over the replicates of a sample at a dose, at least three."),
      alpha: probability.default(0.05).describe('Two-sided level within one dose.'),
      ...outlierRules,
    }),
    z.strictObject({
      test: z.literal('studentised').describe("External studentised residuals of the sample's own curve, with leverage."),
      limit: z.number().positive().optional().describe('Largest size that is no outlier; absent = the level decides.'),
      alpha: probability.default(0.05).describe('Two-sided level over all responses of the sample (Bonferroni).'),
      ...outlierRules,
    }),
    z.strictObject({
      test: z.literal('rout').describe("Robust fit of the sample's own curve, then a false discovery rate on its residuals."),
      q: probability.default(0.01).describe('Largest share of false ones among the outliers found.'),
      ...outlierRules,
    }),
  ])
  .describe('An outlier test: the original and the reduced result stand side by side.');

const hookSchema = z
  .strictObject({
    alpha: probability.default(0.01).describe('A p below alpha says that the response turns back at the highest dose.'),
    action: action.default('information').describe('What it does; `information` still notes it.'),
  })
  .prefault({})
  .describe('Hook effect: the mean at the highest dose against those of the lower ones, with the pooled error of the replicates.');

const plateQualitySchema = z
  .strictObject({
    high: z.string().min(1).optional().describe('Slot of the layout, or sample of the table, that is the high control.'),
    low: z.string().min(1).optional().describe('Slot or sample that is the low control.'),
    zPrime: limits('1').optional().describe("Z' of the controls."),
    zPrimeRobust: limits('1').optional().describe("Z' by medians and median absolute deviations."),
    signalWindow: limits('standard deviations of the high control').optional().describe('Signal window of the controls.'),
    signalToBackground: limits('1').optional().describe('Mean of the high over that of the low control.'),
    maximumControlCv: z.number().positive().optional().describe('Largest CV of either control, as a fraction.'),
    maximumRowEffect: z
      .number()
      .positive()
      .optional()
      .describe("Largest row effect, as a fraction of the reference standard's response range."),
    maximumColumnEffect: z.number().positive().optional().describe('Largest column effect, as the same fraction.'),
    maximumEdgeEffect: z
      .number()
      .positive()
      .optional()
      .describe('Largest difference of the edge from the inner wells, as the same fraction.'),
    drift: z
      .strictObject({
        of: z
          .enum(['high', 'low', 'reference'])
          .default('reference')
          .describe('What is compared between plates: the mean of a control, or of all wells of the reference standard.'),
        maximumChange: z.number().positive().optional().describe('Largest relative difference between any two plates, as a fraction.'),
        maximumSlope: z
          .number()
          .positive()
          .optional()
          .describe('Largest relative change from plate to plate, either limit of its interval, as a fraction.'),
        level: probability.default(0.9).describe('Two-sided level of the interval of the slope.'),
      })
      .optional()
      .describe('Drift over the plates in their order.'),
  })
  .describe('Quality of a plate; a figure without a limit is information, one that fails invalidates the assay run.');

const systemSuitabilitySchema = z
  .strictObject({
    ec50: limits("the layout's dose unit").optional().describe('EC50 of the reference standard.'),
    lowerAsymptote: limits('the unit of the response').optional().describe('Lower asymptote of the reference standard.'),
    upperAsymptote: limits('the unit of the response').optional().describe('Upper asymptote of the reference standard.'),
    asymptoteRatio: limits('1').optional().describe('Upper over lower asymptote of the reference standard.'),
    slope: limits('1').optional().describe('Slope of the reference standard, without its sign.'),
    maximumReplicateCv: z
      .number()
      .positive()
      .optional()
      .describe('Largest CV of the replicates at any dose of the reference standard, as a fraction.'),
    outliers: outliersSchema.optional(),
    hookEffect: hookSchema,
    rSquared: limits('1').optional().describe("R-squared of the reference standard's own fit."),
    maximumExcluded: z.number().int().min(0).optional().describe('Most wells of the reference standard that may be excluded.'),
  })
  .describe('Limits on the reference standard; one that fails invalidates the whole assay run.');

const sampleSuitabilitySchema = z
  .strictObject({
    parallelism: parallelismSchema.prefault({}),
    compendial: compendialSchema.prefault({}),
    lackOfFit: z
      .strictObject({
        alpha: probability.default(0.01).describe('A p below alpha says that the model does not fit.'),
        action: action.default('information').describe('What it does; pseudo-replicates that are not averaged make it fail often.'),
      })
      .prefault({})
      .describe('Free fits against pure error.'),
    maximumReplicateCv: z
      .number()
      .positive()
      .optional()
      .describe('Largest CV of the replicates at any dose of a test article, as a fraction.'),
    outliers: outliersSchema.optional(),
    hookEffect: hookSchema,
    maximumIntervalRatio: z.number().gt(1).optional().describe('Largest upper over lower limit of the relative potency within one assay.'),
    range: limits('1').optional().describe('Relative potencies for which the method is valid.'),
    maximumExcluded: z.number().int().min(0).optional().describe('Most wells of a test article that may be excluded.'),
  })
  .describe('Limits on a test article; one that fails takes only that article out.');

/** How an assay is computed: used as it stands under an assay of a definition, and by `cytolot potency`. */
export const potencyMethodSchema = z
  .strictObject({
    model: z
      .enum([...DOSE_RESPONSE_MODELS.ids, ...LINE_MODELS, ...QUANTAL_MODELS])
      .describe('Dose-response model, a compendial assay by straight lines, or a quantal assay (counts of responders, from a long table).'),
    orientation: z
      .enum(['lower', 'upper', 'best'])
      .optional()
      .describe(
        "5pl only: which asymptote the asymmetry bends; `best` fits both and takes the smaller sum of squares of the reference standard's fit.",
      ),
    fixed: z
      .strictObject({
        lowerAsymptote: fixedAsymptote('lower'),
        upperAsymptote: fixedAsymptote('upper'),
      })
      .default({})
      .describe('Asymptotes that are not estimated, on the scale of the transformed response.'),
    weights: weightsSchema.default('none'),
    responseTransform: z
      .enum(['none', 'ln', 'log10', 'square-root', 'square'])
      .default('none')
      .describe('Transform of the response before the fit.'),
    fit: z
      .enum(['pairwise', 'simultaneous'])
      .default('pairwise')
      .describe('Each test article with the reference standard alone, or all articles of the assay under one curve.'),
    shared: z
      .array(z.enum(SHAREABLE))
      .refine((names) => new Set(names).size === names.length, { message: 'Expected every parameter once.' })
      .optional()
      .describe(
        'Parameters that reference standard and test articles share. Absent = all but the location, which makes one curve the other one shifted: only then is there a relative potency. With fewer the ratio of the EC50s is given under that name.',
      ),
    design: designSchema.optional(),
    heterogeneity: z
      .enum(['none', 'when-significant'])
      .default('none')
      .describe(
        "Quantal assays whose chi-squared about separate lines is significant: `none` = not valid, as `sampleSuitability.compendial.linearity` says; `when-significant` = variances are multiplied by chi-squared/df, with Student's t, and parallelism is tested by F (Ph. Eur. 5.3, 4.2.4).",
      ),
    interval: z
      .strictObject({
        method: z
          .enum(['log-delta', 'delta', 'fieller', 'profile'])
          .default('log-delta')
          .describe('Kind of interval of the relative potency.'),
        level: probability.default(0.95).describe('Two-sided level of the interval.'),
      })
      .prefault({})
      .describe('Interval of the relative potency within one assay.'),
    assigned: z
      .strictObject({
        potency: z.number().positive().describe('Potency that is assigned to the reference standard, in the unit.'),
        unit: z.string().min(1).describe('Unit of the result, such as IU/ml.'),
      })
      .optional()
      .describe(
        'cytolot potency: the result in units beside the relative potency: RP x assigned potency x predilution of the article over that of the reference standard. A definition takes the assigned potency from its register.',
      ),
    identification: z
      .strictObject({
        maximumIntervalRatio: z
          .number()
          .gt(1)
          .default(IDENTIFIED_WITHIN)
          .describe(
            'Curves: upper over lower limit of the relative potency, by the profile, beyond which the data do not determine it. A limit of the method on its precision is `sampleSuitability.maximumIntervalRatio`.',
          ),
      })
      .prefault({})
      .describe('When the data determine a relative potency: by its interval, not by how well one sample alone shows its curve.'),
    averaging: z
      .enum(['none', 'by-group', 'by-dose'])
      .default('by-group')
      .describe('Pseudo-replicates to average first: those of a group of the layout, or all of a dose.'),
    exclusions: z
      .enum(['accept', 'must-not-decide'])
      .default('accept')
      .describe(
        'With `must-not-decide`, an article whose outcome is another one with the excluded wells put back has no reportable value.',
      ),
    outliers: outlierTestSchema.optional(),
    decisionLimits: limits('1')
      .optional()
      .describe('Limits of the specification on the relative potency: original and reduced data must lie on the same side of them.'),
    blank: z.enum(['none', 'subtract-mean']).default('none').describe('Whether the mean of the blank wells is subtracted first.'),
    plateQuality: plateQualitySchema.prefault({}),
    systemSuitability: systemSuitabilitySchema.prefault({}),
    sampleSuitability: sampleSuitabilitySchema.prefault({}),
  })
  .refine((method) => method.orientation === undefined || method.model === '5pl', {
    path: ['orientation'],
    message: "Expected `orientation` only with the model '5pl'.",
  })
  .refine((method) => !isCompendial(method.model) || (method.weights === 'none' && Object.keys(method.fixed).length === 0), {
    path: ['model'],
    message: 'Expected neither weights nor fixed asymptotes with straight lines; choose a response transform.',
  })
  .refine((method) => !isQuantalModel(method.model) || (method.responseTransform === 'none' && method.blank === 'none'), {
    path: ['model'],
    message: 'Expected neither a response transform nor a blank with counts of responders.',
  })
  .refine((method) => !isQuantalModel(method.model) || method.outliers === undefined, {
    path: ['outliers'],
    message: 'Expected no outlier test with counts of responders.',
  })
  .superRefine((method, context) => {
    for (const { path, message } of idleKeys(method, { maximumIntervalRatio: IDENTIFIED_WITHIN }))
      context.addIssue({ code: 'custom', path: [...path], message });
    for (const path of foreignLimits(method)) {
      const message = 'Expected no limit that needs a dose-response curve with straight lines or counts of responders.';
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    for (const path of testsOfCurves(method)) {
      const message =
        'Expected the tests of straight lines and counts under `sampleSuitability.compendial` (regression, parallelism, intersection, linearity, blanks), found one of a dose-response curve.';
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  })
  .refine((method) => method.shared === undefined || (!isCompendial(method.model) && method.model !== 'brain-cousens'), {
    path: ['shared'],
    message:
      "Expected `shared` only with a logistic or Weibull model: lines share by definition, and 'brain-cousens' shares all but its location.",
  })
  .refine((method) => isCompendial(method.model) || (method.shared ?? []).every((name) => parametersOf(method.model).includes(name)), {
    path: ['shared'],
    message: 'Expected parameters of the model, found one that it has not.',
  })
  .refine((method) => method.shared === undefined || method.interval.method !== 'profile', {
    path: ['interval', 'method'],
    message: "Expected 'log-delta', 'delta' or 'fieller' with `shared`, found 'profile'.",
  })
  .refine((method) => method.design === undefined || method.model === 'parallel-line', {
    path: ['design'],
    message: "Expected `design` only with the model 'parallel-line'.",
  })
  .refine((method) => !isLineModel(method.model) || !['studentised', 'rout'].includes(method.outliers?.test ?? ''), {
    path: ['outliers'],
    message: "Expected the outlier test 'grubbs' or 'dixon' with straight lines.",
  })
  .describe('How a relative potency is estimated.');

function parametersOf(model: string): readonly string[] {
  return DOSE_RESPONSE_MODELS.find(model)?.parameters ?? [];
}

export type PotencyMethod = z.output<typeof potencyMethodSchema>;
export type PotencyMethodInput = z.input<typeof potencyMethodSchema>;
export type AssayDesign = z.output<typeof designSchema>;
export type PlateQuality = z.output<typeof plateQualitySchema>;
export type OutlierTest = z.output<typeof outlierTestSchema>;
export type EquivalenceMargins = z.output<typeof equivalenceSchema>;

/** A complete method from some of its keys; the defaults stand in the schema alone. */
export function potencyMethod(input: PotencyMethodInput): PotencyMethod {
  return potencyMethodSchema.parse(input);
}
