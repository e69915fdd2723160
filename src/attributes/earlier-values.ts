import * as z from 'zod';
import type { AttributeContext } from './attribute-context.ts';
import type { AttributeEstimate, Reason } from './attribute-result.ts';
import { reason } from './reasons.ts';

/** Schema of a reference to a result computed before. */
export const earlierSchema = z.strictObject({
  attribute: z.string().min(1).describe('Id of an attribute that stands before this one.'),
  component: z.string().min(1).nullable().default(null).describe('Its component; leave out for the whole.'),
  use: z.enum(['estimate', 'lower-limit', 'upper-limit']).default('estimate').describe('The value, or one of its confidence limits.'),
});

export type EarlierReference = z.output<typeof earlierSchema>;

/** An earlier result and the number that is taken from it. */
export interface EarlierValue {
  readonly estimate: AttributeEstimate | null;
  readonly value: number | null;
  readonly reasons: readonly Reason[];
  readonly pending: boolean;
}

/** Takes a number from an earlier result; why there is none, or why it is not valid, comes along. */
export function earlierValue(reference: EarlierReference, context: AttributeContext): EarlierValue {
  const name = `'${reference.attribute}'${reference.component === null ? '' : `, component '${reference.component}'`}`;
  const estimate = context.earlier.get(reference.attribute)?.find((one) => one.component === reference.component) ?? null;
  if (estimate?.status === 'pending' && estimate.reasons.length === 0) return { estimate, value: null, reasons: [], pending: true };
  const value = estimate === null ? null : numberOf(estimate, reference.use);
  if (estimate === null || value === null) {
    const reasons = [reason('attribute/no-earlier-result', `Expected a number of ${name}, found none.`), ...(estimate?.reasons ?? [])];
    return { estimate, value: null, reasons, pending: false };
  }
  if (estimate.reasons.length === 0) return { estimate, value, reasons: [], pending: false };
  const invalid = reason('attribute/earlier-result-not-valid', `The value of ${name} is not valid.`);
  return { estimate, value, reasons: [invalid, ...estimate.reasons], pending: false };
}

/** A result known only to lie below or above its number is no number to compute with. */
function numberOf(estimate: AttributeEstimate, use: EarlierReference['use']): number | null {
  if (use === 'estimate') return (estimate.operator ?? '') === '' ? estimate.estimate : null;
  return (use === 'lower-limit' ? estimate.interval?.lower : estimate.interval?.upper) ?? null;
}
