import * as z from 'zod';

const alpha = z.number().gt(0).lt(1).default(0.05);
const action = z.enum(['fail', 'information']);

const testOf = (meaning: string) =>
  z
    .strictObject({
      alpha: alpha.describe('A p below alpha (of the regression: above it) decides.'),
      action: action.default('fail').describe('What it does; `information` relaxes the test, and the page says so.'),
    })
    .prefault({})
    .describe(meaning);

/**
 * The validity tests of straight lines and counts (Ph. Eur. 5.3: 3.2.4, 3.3.4, 4.2.2). All decide unless the method relaxes one of them by its name.
 */
export const compendialSchema = z
  .strictObject({
    regression: testOf('Whether the response depends on the dose at all; of counts, the common slope.'),
    parallelism: testOf('parallel-line, probit and logit: whether the lines have one slope.'),
    intersection: testOf('slope-ratio: whether the lines meet at the dose 0.'),
    linearity: testOf('Whether the dose means lie on the lines; of counts, chi-squared about separate lines (N − 2h degrees of freedom).'),
    blanks: z
      .union([z.literal('disregarded'), testOf('Whether the blanks lie where the lines meet.')])
      .prefault({})
      .describe(
        'slope-ratio: whether the zero doses lie where the lines meet. `disregarded` leaves them out of the lines, where non-linearity near the dose 0 is systematic.',
      ),
  })
  .describe('Validity tests of the models parallel-line, slope-ratio, probit and logit; each may be relaxed by its name.');

export type CompendialTests = z.output<typeof compendialSchema>;
export type CompendialTestName = keyof CompendialTests;
export type CompendialTest = Exclude<CompendialTests[CompendialTestName], string>;
