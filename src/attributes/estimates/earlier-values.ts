import * as z from 'zod';
import type { FieldsOf } from '../../message.ts';
import { rationalOfNumber, toNumber } from '../../numerics/exact/exact-decimal.ts';
import { type ExactRange, pointOf, pointRange } from '../../numerics/exact/exact-range.ts';
import type { Reason } from '../../reason.ts';
import type { AttributeContext } from '../attribute-context.ts';
import { type AttributeEstimate, knownRange } from '../attribute-result.ts';
import { attributeReason, type EARLIER } from '../reasons.ts';

/** Schema of a reference to a result computed before. */
export const earlierSchema = z.strictObject({
  attribute: z.string().min(1).describe('Id of an attribute that stands before this one.'),
  component: z.string().min(1).nullable().default(null).describe('Its component; leave out for the whole.'),
  use: z.enum(['estimate', 'lower-limit', 'upper-limit']).default('estimate').describe('The value, or one of its confidence limits.'),
});

export type EarlierReference = z.output<typeof earlierSchema>;

/** An earlier result and the number that is taken from it. */
export interface EarlierValue {
  readonly reference: EarlierReference;
  readonly estimate: AttributeEstimate | null;
  /** `null` where there is no number, or none that is known (`range`). */
  readonly value: number | null;
  /** All numbers that it can be, exactly; `null` where there is none. */
  readonly range: ExactRange | null;
  readonly reasons: readonly Reason[];
  readonly pending: boolean;
}

/** Takes a number from an earlier result of the same test occasion; why there is none, or why it is not valid, comes along. */
export function earlierValue(reference: EarlierReference, context: AttributeContext): EarlierValue {
  const estimate = context.earlier.get(reference.attribute)?.find((one) => one.component === reference.component) ?? null;
  const nothing = { reference, estimate, value: null, range: null, reasons: [], pending: false };
  if (estimate?.status === 'pending' && estimate.reasons.length === 0) return { ...nothing, pending: true };
  const range = estimate === null ? null : rangeOf(estimate, reference.use);
  if (estimate === null || range === null)
    return { ...nothing, reasons: [...absence(reference, estimate, context), ...(estimate?.reasons ?? [])] };
  const point = pointOf(range);
  const found = { ...nothing, value: point === null ? null : toNumber(point), range };
  if (estimate.reasons.length === 0) return found;
  const invalid = attributeReason('attribute/earlier-result-not-valid', earlierFields(reference));
  return { ...found, reasons: [invalid, ...estimate.reasons] };
}

/** The earlier result that a message names. */
export function earlierFields({ attribute, component }: Pick<EarlierReference, 'attribute' | 'component'>): FieldsOf<typeof EARLIER> {
  return { attribute, component };
}

/** On a later test occasion nothing is taken over from an earlier one: what was not tested again is named. */
function absence(reference: EarlierReference, estimate: AttributeEstimate | null, { occasion }: AttributeContext): Reason[] {
  if (occasion.kind !== 'initial' && estimate?.sources.length === 0) {
    const { kind, number } = occasion;
    return [attributeReason('attribute/other-occasion', { ...earlierFields(reference), occasion: kind, number })];
  }
  return [attributeReason('attribute/no-earlier-result', earlierFields(reference))];
}

/** A confidence limit is a number of its own, whatever operator the value has. */
function rangeOf(estimate: AttributeEstimate, use: EarlierReference['use']): ExactRange | null {
  if (use === 'estimate') return knownRange(estimate);
  const limit = (use === 'lower-limit' ? estimate.interval?.lower : estimate.interval?.upper) ?? null;
  return limit === null ? null : pointRange(rationalOfNumber(limit));
}
