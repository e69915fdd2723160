import * as z from 'zod';
import type { AttributeContext } from './attribute-context.ts';
import type { AttributeEstimate } from './attribute-result.ts';
import { attributeType, commonKeys, NO_NEEDS } from './attribute-type.ts';
import { earlierSchema, earlierValue } from './earlier-values.ts';
import { dated, estimateRecord } from './estimate-record.ts';
import { compareCodeUnits } from './population-counts.ts';
import { reason } from './reasons.ts';

const schema = z
  .strictObject({
    type: z.literal('formula').describe('A number computed from earlier results.'),
    ...commonKeys,
    expression: z.string().min(1).describe('Arithmetic over the inputs: + − * / ^, parentheses, abs, sqrt, exp, ln, log10, min, max.'),
    inputs: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), earlierSchema)
      .refine((inputs) => Object.keys(inputs).length > 0, 'expected at least one input')
      .describe('Name in the expression → earlier result. Fractions are 0–1.'),
    unit: z.string().describe('Unit of the result.'),
  })
  .describe('A declared formula over named results, e.g. vector copies per modified cell.');

type Definition = z.output<typeof schema>;

/** A formula over earlier results. It has no interval: how errors propagate is not declared by an expression. */
export const formula = attributeType({
  schema,
  needs: (definition) => ({
    ...NO_NEEDS,
    controls: definition.controls,
    attributes: [...new Set(Object.values(definition.inputs).map((input) => input.attribute))],
  }),
  estimate: (definition, context) => [estimate(definition, context)],
});

function estimate(definition: Definition, context: AttributeContext): AttributeEstimate {
  const inputs = Object.entries(definition.inputs)
    .sort(([a], [b]) => compareCodeUnits(a, b))
    .map(([name, reference]) => ({ name, ...earlierValue(reference, context) }));
  const estimates = inputs.map((input) => input.estimate).filter((one) => one !== null);
  const common = {
    unit: definition.unit,
    sources: [...new Set(estimates.flatMap((one) => one.sources))].sort(compareCodeUnits),
    ...dated(estimates.map((one) => one.acquiredAt)),
    details: inputs.map((input) => ({
      name: input.name,
      title: { en: input.name, zh: input.name },
      value: input.value,
      unit: input.estimate?.unit ?? '',
    })),
    reasons: inputs.flatMap((input) => input.reasons),
  };
  if (inputs.some((input) => input.pending)) return estimateRecord(definition, context, { ...common, status: 'pending' });
  const value = evaluate(
    definition,
    context,
    new Map(inputs.flatMap(({ name, value: number }) => (number === null ? [] : [[name, number] as const]))),
  );
  if (value !== null) return estimateRecord(definition, context, { ...common, estimate: value });
  const wrong = reason('attribute/not-a-number', `The formula '${definition.expression}' gives no finite number.`);
  const missing = inputs.some((input) => input.value === null);
  return estimateRecord(definition, context, {
    ...common,
    status: 'missing',
    reasons: missing ? common.reasons : [...common.reasons, wrong],
  });
}

function evaluate(definition: Definition, context: AttributeContext, values: ReadonlyMap<string, number>): number | null {
  const compiled = context.formulas.get(definition.id);
  if (compiled === undefined) throw new TypeError(`The formula of '${definition.id}' was not compiled.`);
  if (values.size < Object.keys(definition.inputs).length) return null;
  const value = compiled.evaluate(values);
  return Number.isFinite(value) ? value : null;
}
