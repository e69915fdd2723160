import * as z from 'zod';
import type { Purpose } from '../subject.ts';
import { criterionSchema, furtherLimitSchema } from './criterion.ts';

export const furtherLimits = {
  alert: furtherLimitSchema.optional().describe('What the value should keep to; beyond it somebody looks. It decides nothing.'),
  action: furtherLimitSchema
    .optional()
    .describe('What the value should keep to; beyond it the lot is pending until an investigation is closed.'),
  discard: furtherLimitSchema
    .optional()
    .describe('What the value must keep to, whatever the role of the row; beyond it the lot does not conform.'),
};

export const purposeLimitsSchema = z
  .strictObject({
    criterion: criterionSchema.describe('The acceptance criterion for this purpose.'),
    ...furtherLimits,
    source: z.string().min(1).optional().describe("Where this criterion comes from, where it is not the row's own source."),
  })
  .describe(
    "Limits that stand in place of all of the row's own: an alert, action or discard limit that is not repeated here does not apply.",
  );

type PurposeLimits = z.output<typeof purposeLimitsSchema>;

/** What of a row a purpose can have for itself. */
interface RowLimits extends PurposeLimits {
  readonly limits: Readonly<Partial<Record<Purpose, PurposeLimits>>>;
}

/** A row with the limits of one purpose. They stand in place of all its own: an alert limit for release says nothing of a pull. */
export function withLimitsOf<Row extends RowLimits>(row: Row, purpose: Purpose): Row {
  const own = row.limits[purpose];
  if (own === undefined) return row;
  const { source, ...limits } = own;
  return { ...row, alert: undefined, action: undefined, discard: undefined, ...limits, source: source ?? row.source };
}
