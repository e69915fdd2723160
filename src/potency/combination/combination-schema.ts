import * as z from 'zod';
import { COMBINATION_VARIANTS, EARLIER_VARIANTS, heterogeneousVariant, isCombinationVariant } from './combination-editions.ts';

const [FIRST = 'unweighted', ...OTHERS] = Object.keys(COMBINATION_VARIANTS).filter(isCombinationVariant);

/** The `combination` of a definition's assay: how independent assays become one reportable value. */
export const combinationSchema = z
  .strictObject({
    variant: z
      .enum([FIRST, ...OTHERS], {
        error: ({ input }) => {
          const now = EARLIER_VARIANTS.get(String(input));
          return now === undefined
            ? undefined
            : `Expected '${now}', which is what '${String(input)}' computed: the text of USP <111> was not at hand.`;
        },
      })
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
          .optional()
          .describe(
            "What it does; `semi-weight` takes the same edition's semi-weighted variant instead of its weighted one. Absent = `fail` for weighted variants, which do not hold for assays that differ, else `information`.",
          ),
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
