import * as z from 'zod';
import { ALL_EVENTS } from '../../population/population.ts';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate, Title } from '../attribute-result.ts';
import { attributeKeys, type CountingDefinition, countingKeys, defineAttribute, populationNameSchema } from '../attribute-type.ts';
import { countingNeeds, fractionOf } from '../estimates/estimate-record.ts';
import { type CountQuery, countPopulation, type FoundCounts } from '../estimates/population-counts.ts';

const part = z.union([
  z.strictObject({ population: populationNameSchema.describe('A population that holds these events.') }),
  z.strictObject({
    outside: populationNameSchema.describe('A gate whose outside these events are, e.g. the singlet gate.'),
    within: populationNameSchema.describe('The population that the gate is drawn in.'),
  }),
]);

type Part = z.output<typeof part>;

const TITLES = {
  debris: { en: 'Debris', zh: '细胞碎片' },
  dead: { en: 'Dead cells', zh: '死细胞' },
  doublets: { en: 'Doublets', zh: '粘连体' },
} as const satisfies Record<string, Title>;

const schema = z
  .strictObject({
    type: z.literal('debris-dead-doublets').describe('What the gates take away, as fractions of all events.'),
    ...attributeKeys,
    ...countingKeys,
    of: populationNameSchema.default(ALL_EVENTS).describe('The denominator. Default: all events.'),
    debris: part.optional().describe('Cell debris.'),
    dead: part.optional().describe('Dead cells.'),
    doublets: part.optional().describe('Doublets and clumps.'),
  })
  .refine((definition) => definition.debris !== undefined || definition.dead !== undefined || definition.doublets !== undefined, {
    error: 'expected debris, dead or doublets',
  })
  .describe('Debris, dead cells and doublets, reported and not only gated away.');

type Definition = z.output<typeof schema>;
type Kind = keyof typeof TITLES;

const KINDS: readonly Kind[] = ['debris', 'dead', 'doublets'];

/** Debris, dead cells and doublets of all events, each a component. */
export const debrisDeadDoublets = defineAttribute({
  id: 'debris-dead-doublets',
  schema,
  units: () => ['fraction'],
  needs: (definition) => {
    const parts = KINDS.map((kind) => definition[kind]).filter((one) => one !== undefined);
    return countingNeeds(definition, [
      definition.of,
      ...parts.flatMap((one) => ('population' in one ? [one.population] : [one.outside, one.within])),
    ]);
  },
  estimate: (definition, context) => KINDS.flatMap((kind) => estimate(definition, context, kind)),
});

function estimate(definition: Definition, context: AttributeContext, kind: Kind): AttributeEstimate[] {
  const wanted = definition[kind];
  if (wanted === undefined) return [];
  const findings = countPart(definition, context, wanted);
  return [fractionOf(definition, context, { component: kind, title: TITLES[kind] }, findings)];
}

function countPart(definition: CountingDefinition & { readonly of: string }, context: AttributeContext, wanted: Part): FoundCounts {
  const base: Omit<CountQuery, 'population'> = {
    panel: definition.panel,
    tube: definition.tube,
    stage: definition.stage,
    of: definition.of,
  };
  if ('population' in wanted) return countPopulation({ ...base, population: wanted.population }, context);
  const parent = countPopulation({ ...base, population: wanted.within }, context);
  const kept = countPopulation({ ...base, population: wanted.outside, of: wanted.within }, context);
  const reasons = [...parent.reasons, ...kept.reasons];
  if (parent.counts.length !== kept.counts.length) return { counts: [], reasons };
  return { counts: parent.counts.map((count, index) => ({ ...count, k: count.k - (kept.counts[index]?.k ?? 0) })), reasons };
}
