import * as z from 'zod';
import { boundsOfRange, type ExactRange, pointOf, shownRange } from '../../numerics/exact/exact-range.ts';
import { type ArithmeticRange, rangeOfArithmetic } from '../../numerics/exact/range-of-arithmetic.ts';
import { compareCodeUnits } from '../../order.ts';
import type { Reason } from '../../reason.ts';
import type { AttributeContext, Formula } from '../attribute-context.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import { attributeKeys, defineAttribute, NO_NEEDS } from '../attribute-type.ts';
import { boundedParts, enteredValue } from '../estimates/bounded-value.ts';
import { type EarlierValue, earlierFields, earlierSchema, earlierValue } from '../estimates/earlier-values.ts';
import { dated, type EstimateParts, estimateRecord } from '../estimates/estimate-record.ts';
import { inheritedMethod } from '../estimates/inherited-status.ts';
import { formulaInterval, notCovered } from '../formulas/formula-interval.ts';
import { attributeReason } from '../reasons.ts';

const schema = z
  .strictObject({
    type: z.literal('formula').describe('A number computed from earlier results.'),
    ...attributeKeys,
    expression: z
      .string()
      .min(1)
      .describe('Arithmetic over the inputs: + − * / ^, parentheses, abs, sqrt, exp, ln, log10, min, max. Every input stands in it.'),
    inputs: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), earlierSchema)
      .refine((inputs) => Object.keys(inputs).length > 0, 'expected at least one input')
      .describe('Name in the expression → earlier result of the same test occasion. Fractions are 0–1.'),
    unit: z.string().describe('Unit of the result.'),
  })
  .describe('A declared formula over named results: vector copies per modified cell, endotoxin per dose. Its interval is by MOVER.');

type Definition = z.output<typeof schema>;

/** A formula over earlier results: a number, or the range that results known only as `<` or `>` leave; with an interval where its inputs have one. */
export const formula = defineAttribute({
  id: 'formula',
  schema,
  units: (definition) => [definition.unit],
  needs: (definition) => ({
    ...NO_NEEDS,
    controls: definition.controls,
    attributes: [...new Set(Object.values(definition.inputs).map((input) => input.attribute))],
  }),
  estimate: (definition, context) => [estimate(definition, context)],
});

interface Input extends EarlierValue {
  readonly name: string;
}

function estimate(definition: Definition, context: AttributeContext): AttributeEstimate {
  const inputs = Object.entries(definition.inputs)
    .sort(([a], [b]) => compareCodeUnits(a, b))
    .map(([name, reference]): Input => ({ name, ...earlierValue(reference, context) }));
  const estimates = inputs.map((input) => input.estimate).filter((one) => one !== null);
  const common = {
    ...inheritedMethod(definition.method, inputs),
    unit: definition.unit,
    sources: [...new Set(estimates.flatMap((one) => one.sources))].sort(compareCodeUnits),
    ...dated(estimates.map((one) => one.acquiredAt)),
    details: inputs.map((input) => inputDetail(input, definition)),
    reasons: inputs.flatMap((input) => input.reasons),
  };
  if (inputs.some((input) => input.pending)) return estimateRecord(definition, context, { ...common, status: 'pending' });
  const compiled = context.formulas.get(definition.id);
  if (compiled === undefined) throw new TypeError(`The formula of '${definition.id}' was not compiled.`);
  const ranges = new Map(inputs.flatMap(({ name, range }) => (range === null ? [] : [[name, range] as const])));
  if (ranges.size < inputs.length) return estimateRecord(definition, context, { ...common, status: 'missing' });
  const value = computedParts(definition, { compiled, inputs, ranges });
  return estimateRecord(definition, context, {
    ...common,
    ...value,
    notes: [...common.notes, ...(value.notes ?? [])],
    reasons: [...common.reasons, ...(value.reasons ?? [])],
  });
}

/** What entered, with the stage where it is another one than the formula's. */
function inputDetail({ name, estimate, value, range }: Input, { stage: own }: Definition): AttributeEstimate['details'][number] {
  const stage = estimate === null || estimate.stage === own ? {} : { stage: estimate.stage };
  return { name: 'input', of: name, ...stage, ...enteredValue({ value, range }), unit: estimate?.unit ?? '' };
}

interface Evaluation {
  readonly compiled: Formula;
  readonly inputs: readonly Input[];
  readonly ranges: ReadonlyMap<string, ExactRange>;
}

function computedParts({ expression }: Definition, { compiled, inputs, ranges }: Evaluation): EstimateParts {
  const found = rangeOfArithmetic(compiled.tree, ranges);
  const nothing = (...reasons: readonly Reason[]): EstimateParts => ({ status: 'missing', reasons });
  const censored = inputs.filter((input) => input.value === null);
  const known = censored.flatMap(({ name, range }) => (range === null ? [] : [{ input: name, known: shownRange(range) }]));
  if (found.kind === 'refused') {
    if (found.cause === 'not-a-number') return nothing(attributeReason('attribute/not-a-number', { expression, known }));
    return nothing(attributeReason('attribute/divides-by-possible-zero', { expression, known }));
  }
  const mixed = mixedNames(found);
  if (mixed.length > 0) return nothing(attributeReason('attribute/not-monotone', { expression, inputs: mixed, known }));
  const bounds = boundsOfRange(found.range);
  if (bounds === null) return nothing(attributeReason('attribute/not-a-number', { expression, known: [] }));
  if (bounds.lower === null && bounds.upper === null) return nothing(attributeReason('attribute/nothing-known', { expression, known }));
  const point = pointOf(found.range) === null ? boundedParts(bounds) : { estimate: bounds.lower?.value ?? null };
  return { ...point, ...intervalParts(compiled, inputs) };
}

function mixedNames({ senses }: ArithmeticRange): string[] {
  return [...senses].filter(([, sense]) => sense === 'mixed').map(([name]) => name);
}

function intervalParts({ tree }: Formula, inputs: readonly Input[]): EstimateParts {
  const operands = inputs.flatMap(({ name, reference, estimate, value }) =>
    estimate === null ? [] : [{ name, title: earlierFields(reference), use: reference.use, estimate, value }],
  );
  const found = formulaInterval(tree, operands);
  if (found.kind === 'covered') return { interval: found.interval };
  return { notes: [notCovered(...found.why)] };
}
