import * as z from 'zod';
import type { Reason } from '../../reason.ts';
import type { AttributeContext, ExternalResult } from '../attribute-context.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import { attributeKeys, defineAttribute, NO_NEEDS } from '../attribute-type.ts';
import { dated, estimateRecord } from '../estimates/estimate-record.ts';
import { attributeReason } from '../reasons.ts';

const schema = z
  .strictObject({
    type: z.literal('external').describe('A result from elsewhere, read from the file of external results.'),
    ...attributeKeys,
    result: z.string().min(1).optional().describe("Its name in the file of external results. Default: the attribute's id."),
    unit: z.string().default('').describe('Unit of a number, e.g. EU/mL; empty for results in words. The file must give the same unit.'),
    nonNegative: z
      .literal(true)
      .optional()
      .describe(
        'The quantity cannot be negative (a concentration, a count): a result `< 0.05` then lies in 0 to 0.05. Not for logarithms or changes.',
      ),
    due: z.iso.date().optional().describe('Day on which the result is expected; shown while it is pending.'),
  })
  .describe('Sterility, endotoxin, mycoplasma, appearance, pH, copy number: a number, an operator or words from another laboratory.');

type Definition = z.output<typeof schema>;

/** A result from elsewhere: reported, or pending where it is not there yet. */
export const external = defineAttribute({
  id: 'external',
  schema,
  units: (definition) => [definition.unit],
  needs: (definition) => ({ ...NO_NEEDS, controls: definition.controls, external: [definition.result ?? definition.id] }),
  estimate: (definition, context) => [estimate(definition, context)],
});

function estimate(definition: Definition, context: AttributeContext): AttributeEstimate {
  const found = context.external.get(definition.result ?? definition.id);
  if (found === undefined || found.status === 'pending') return pending(definition, context, found);
  return estimateRecord(definition, context, {
    estimate: found.value,
    operator: found.operator,
    ...boundsOf(definition, found),
    text: found.text,
    unit: found.unit ?? definition.unit,
    reasons: [...found.reasons, ...mistakes(definition, found)],
    status: found.value === null && found.text === null ? 'missing' : 'computed',
    sources: found.sources,
    ...dated([found.testedAt ?? undefined]),
  });
}

/** Of a quantity that cannot be negative, 0 is the other end of what lies below a number. */
function boundsOf({ nonNegative }: Definition, { value, operator }: ExternalResult): Pick<AttributeEstimate, 'bounds'> {
  if (nonNegative === undefined || operator !== '<' || value === null || value <= 0) return {};
  return { bounds: { lower: { value: 0, closed: true }, upper: { value, closed: false } } };
}

function mistakes({ nonNegative, unit, id }: Definition, { value, operator, unit: found, source }: ExternalResult): Reason[] {
  if (value === null) return [];
  const negative = nonNegative !== undefined && (value < 0 || (value === 0 && operator === '<'));
  return [
    ...(found === null || found === unit ? [] : [attributeReason('attribute/unit-mismatch', { attribute: id, unit, found, source })]),
    ...(negative ? [attributeReason('attribute/negative-value', { attribute: id, operator, value, source })] : []),
  ];
}

function pending(definition: Definition, context: AttributeContext, found: ExternalResult | undefined): AttributeEstimate {
  const due = found?.due ?? definition.due ?? null;
  return estimateRecord(definition, context, {
    unit: definition.unit,
    status: 'pending',
    reasons: found?.reasons ?? [],
    ...(due === null ? {} : { due }),
    sources: found === undefined ? [] : found.sources,
  });
}
