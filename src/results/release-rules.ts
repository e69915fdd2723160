import * as z from 'zod';

/** What a method asks of the persons who decide, and lets them do. It stands in the result, so that it is part of what they sign. */
export const releaseRulesSchema = z
  .strictObject({
    approverDiffersFromAnalyst: z
      .boolean()
      .exactOptional()
      .describe('Who approves did not analyse: neither the account, nor that of the key or its name.'),
    approverDiffersFromReviewer: z.boolean().exactOptional().describe('Who approves did not review.'),
    onRapidResults: z
      .boolean()
      .exactOptional()
      .describe('A lot with pending rows may be released on the results that there are; where a late one fails, it is open again.'),
    exceptional: z
      .literal('autologous')
      .exactOptional()
      .describe('The product is made for the one patient whom it comes from: a lot out of specification may be released by exception.'),
  })
  .describe('Rules for the acts of persons.');

/** All absent = asks nothing, lets nothing. */
export type ReleaseRules = Readonly<z.output<typeof releaseRulesSchema>>;
