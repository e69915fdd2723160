import * as z from 'zod';

/** How a variant weights independent assays. W = 4t²/L² is the reciprocal variance of an assay's ln RP, from the length L of its interval. */
interface VariantRule {
  readonly weights: 'equal' | 'by-interval';
  /** Variance between assays that is added to 1/W; `null` = none. */
  readonly between: 'variance' | 'variance-less-within' | 'dersimonian-laird' | null;
  /** Student's t on the number of assays less one, or on all residual degrees of freedom together. */
  readonly degreesOfFreedom: 'assays' | 'summed';
  /** What is computed, and where it stands. */
  readonly source: string;
}

const UNWEIGHTED = { weights: 'equal', between: null, degreesOfFreedom: 'assays' } as const;
const WEIGHTED = { weights: 'by-interval', between: null, degreesOfFreedom: 'summed' } as const;
const SEMI_WEIGHTED = { weights: 'by-interval', between: 'variance-less-within', degreesOfFreedom: 'assays' } as const;

/**
 * Variants of the combination, by what they compute and by edition. `docs/methods/combination.md` says where every attribution comes from; the printed
 * edition decides.
 */
export const COMBINATION_VARIANTS = {
  unweighted: { ...UNWEIGHTED, source: 'geometric mean, t on n − 1' },
  weighted: { ...WEIGHTED, source: 'weights W, t on the summed degrees of freedom' },
  'semi-weighted': { ...SEMI_WEIGHTED, source: 'weights 1/(1/W + v), v = max(0, var M − mean 1/W), t on n − 1' },
  'semi-weighted-summed-df': {
    ...SEMI_WEIGHTED,
    degreesOfFreedom: 'summed',
    source: 'weights 1/(1/W + v), v = max(0, var M − mean 1/W), t on the summed degrees of freedom',
  },
  'dersimonian-laird': {
    weights: 'by-interval',
    between: 'dersimonian-laird',
    degreesOfFreedom: 'assays',
    source: 'weights 1/(1/W + τ²) of DerSimonian and Laird, t on n − 1',
  },
  'ph-eur-10-unweighted': { ...UNWEIGHTED, source: 'Ph. Eur. 10, 5.3, 6.3: geometric mean, t on n − 1' },
  'ph-eur-10-weighted': { ...WEIGHTED, source: 'Ph. Eur. 10, 5.3, 6.2: weights W, t on the summed degrees of freedom' },
  'ph-eur-10-semi-weighted': {
    ...SEMI_WEIGHTED,
    source: 'Ph. Eur. 10, 5.3, 6.2: weights 1/(1/W + v), v = max(0, var M − mean 1/W), t on n − 1',
  },
  'ph-eur-9-unweighted': { ...UNWEIGHTED, source: 'Ph. Eur. 9, 5.3, 6.3: geometric mean, t on n − 1' },
  'ph-eur-9-weighted': { ...WEIGHTED, source: 'Ph. Eur. 9, 5.3, 6.2: weights W, t on the summed degrees of freedom' },
  'ph-eur-9-semi-weighted': {
    weights: 'by-interval',
    between: 'variance',
    degreesOfFreedom: 'summed',
    source: 'Ph. Eur. 9, 5.3, 6.2.4: weights 1/(1/W + var M), t on the summed degrees of freedom (about 2)',
  },
  'usp-111-weighted': { ...WEIGHTED, source: 'USP <111>: weights W, t on the summed degrees of freedom' },
  'usp-111-semi-weighted': {
    ...SEMI_WEIGHTED,
    source: 'USP <111>: weights 1/(1/W + v), v = max(0, var M − mean 1/W), t on n − 1',
  },
  'usp-1034-unweighted': { ...UNWEIGHTED, source: 'USP <1034>: geometric mean, t on n − 1' },
  'usp-1034-weighted': { ...WEIGHTED, source: 'USP <1034>: weights W, t on the summed degrees of freedom' },
  'usp-1034-semi-weighted': {
    ...SEMI_WEIGHTED,
    source: 'USP <1034>: weights 1/(1/W + v), v = max(0, var M − mean 1/W), t on n − 1',
  },
} as const satisfies Record<string, VariantRule>;

export type CombinationVariant = keyof typeof COMBINATION_VARIANTS;

/** The same edition's variant for assays that are not homogeneous. */
export function heterogeneousVariant(variant: CombinationVariant): CombinationVariant {
  const other = variant === 'weighted' ? 'semi-weighted' : variant.replace(/-weighted$/, '-semi-weighted');
  return !variant.endsWith('semi-weighted') && isCombinationVariant(other) ? other : variant;
}

export function isCombinationVariant(id: string): id is CombinationVariant {
  return Object.hasOwn(COMBINATION_VARIANTS, id);
}

const [FIRST = 'unweighted', ...OTHERS] = Object.keys(COMBINATION_VARIANTS).filter(isCombinationVariant);

/** The `combination` of a definition's assay: how independent assays become one reportable value. */
export const combinationSchema = z
  .strictObject({
    variant: z
      .enum([FIRST, ...OTHERS])
      .default('unweighted')
      .describe('How assays are weighted, named by what it computes or by edition (docs/methods/combination.md).'),
    replicatesPerRun: z
      .number()
      .int()
      .min(1)
      .default(1)
      .describe(
        'Relative potencies of one assay run that are averaged first (n of k runs x n replicates); 1 = every plate counts by itself.',
      ),
    homogeneity: z
      .strictObject({
        alpha: z
          .number()
          .gt(0)
          .lt(1)
          .default(0.05)
          .describe('A p below alpha says that the assays differ by more than their intervals explain.'),
        action: z
          .enum(['information', 'fail', 'semi-weight'])
          .default('information')
          .describe("What it does; `semi-weight` takes the same edition's semi-weighted variant instead of its weighted one."),
      })
      .prefault({})
      .describe('Chi-squared test of the assays about their weighted mean.'),
    maximumGcvPercent: z.number().positive().optional().describe('Largest %GCV between the assays, 100(exp(s) − 1).'),
  })
  .refine((one) => one.replicatesPerRun === 1 || COMBINATION_VARIANTS[one.variant].weights === 'equal', {
    path: ['replicatesPerRun'],
    message: 'Expected an unweighted variant with replicates in a run: the mean of a run has no interval to weight it by.',
  })
  .refine((one) => one.homogeneity.action !== 'semi-weight' || heterogeneousVariant(one.variant) !== one.variant, {
    path: ['homogeneity', 'action'],
    message: 'Expected a weighted variant with `semi-weight`.',
  })
  .describe('How independent assays become one reportable value.');

export type CombinationMethod = z.output<typeof combinationSchema>;
