import * as z from 'zod';
import type { Reason } from '../../reason.ts';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate, Title } from '../attribute-result.ts';
import { type CountingDefinition, populationNameSchema, titleSchema } from '../attribute-type.ts';
import { attributeReason, note } from '../reasons.ts';
import { estimateFraction, fractionOf } from './estimate-record.ts';
import { countPopulation, type FoundCounts, type TubeCount } from './population-counts.ts';

const classSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'expected letters, digits, - or _')
    .describe('Component that the specification refers to.'),
  population: populationNameSchema.describe('Population of the class.'),
  title: titleSchema.describe('Title of the class in the report.'),
});

/** Keys of a composition: classes that exclude one another within one denominator. */
export const compositionKeys = {
  of: populationNameSchema.describe('The denominator of every class; target, non-target and unclassified add up to it.'),
  target: z
    .strictObject({
      population: populationNameSchema.describe('Population of the target cells.'),
      title: titleSchema.describe('Title of the target cells.'),
    })
    .describe('The target cells; component "target".'),
  nonTargets: z
    .array(classSchema)
    .default([])
    .refine((classes) => new Set(classes.map((one) => one.id)).size === classes.length, 'expected each component once')
    .refine(
      (classes) => classes.every((one) => one.id !== 'target' && one.id !== 'unclassified'),
      'expected other components than target and unclassified',
    )
    .describe('Non-target cells, each a component with a limit of its own.'),
  unclassified: titleSchema
    .default({ en: 'Unclassified', zh: '未分类细胞' })
    .describe('Title of what is in no class; component "unclassified". It is never left out.'),
};

export interface CompositionDefinition extends CountingDefinition {
  readonly of: string;
  readonly target: { readonly population: string; readonly title: Title };
  readonly nonTargets: readonly { readonly id: string; readonly population: string; readonly title: Title }[];
  readonly unclassified: Title;
}

interface CompositionClass {
  readonly id: string;
  readonly population: string;
  readonly title: Title;
}

export function classesOf(definition: CompositionDefinition): CompositionClass[] {
  return [{ id: 'target', ...definition.target }, ...definition.nonTargets];
}

/** How a composition names its components: one stage alone, or each stage apart. */
export interface CompositionPlace {
  readonly stage: string;
  readonly componentOf: (id: string) => string;
}

/** Target, each non-target and unclassified of one stage. Their counts add up to the denominator, event by event. */
export function estimateComposition(
  definition: CompositionDefinition,
  context: AttributeContext,
  place: CompositionPlace,
): readonly AttributeEstimate[] {
  const query = { panel: definition.panel, tube: definition.tube, stage: place.stage, of: definition.of };
  const classes = classesOf(definition);
  const findings = classes.map(({ population }) => countPopulation({ ...query, population }, context));
  const shared = exclusivity(definition, findings);
  // Only classes that were shown to exclude each other have the covariance of a multinomial sample.
  const exclusive = shared.reasons.length === 0 && shared.notes.length === 0 ? { exclusiveClassOf: `${definition.id}@${place.stage}` } : {};
  const extra = { stage: place.stage, reasons: shared.reasons, notes: shared.notes, ...exclusive };
  const known = classes.map(({ id, population, title }) =>
    estimateFraction(definition, context, { component: place.componentOf(id), title, query: { ...query, population }, extra }),
  );
  const rest = fractionOf(
    definition,
    context,
    { component: place.componentOf('unclassified'), title: definition.unclassified, extra },
    unclassifiedOf(findings),
  );
  return [...known, rest];
}

/** What is in no class, preparation by preparation; a class that cannot be counted leaves it unknown. */
function unclassifiedOf(findings: readonly FoundCounts[]): FoundCounts {
  const reasons = findings.flatMap((one) => one.reasons);
  const [first] = findings;
  if (first === undefined || findings.some((one) => one.counts.length !== first.counts.length)) return { counts: [], reasons };
  const counts = first.counts.map((count, index) => ({ ...count, k: Math.max(0, count.N - classified(findings, index)) }));
  return { counts, reasons };
}

function classified(findings: readonly FoundCounts[], index: number): number {
  return findings.reduce((sum, one) => sum + (one.counts[index]?.k ?? 0), 0);
}

function exclusivity(
  definition: CompositionDefinition,
  findings: readonly FoundCounts[],
): { reasons: Reason[]; notes: AttributeEstimate['notes'] } {
  const counts = findings[0]?.counts ?? [];
  const names = classesOf(definition).map(({ population }) => population);
  const reasons = counts.flatMap((count, index) => {
    const shared = overlapOf(count, names) ?? Math.max(0, classified(findings, index) - count.N);
    return shared === 0 ? [] : [attributeReason('attribute/not-exclusive', { file: count.tube.file, events: shared })];
  });
  const unchecked = names.length > 1 && counts.some((count) => overlapOf(count, names) === null);
  return { reasons, notes: unchecked ? [note('attribute/exclusivity-not-checked', {})] : [] };
}

/** Events in two or more of the classes, where gating counted them for at least these classes together. */
function overlapOf(count: TubeCount, names: readonly string[]): number | null {
  if (names.length < 2) return 0;
  const wanted = [...names].sort().join('\n');
  return count.tube.result.overlaps?.find((overlap) => [...overlap.populations].sort().join('\n') === wanted)?.count ?? null;
}
