import * as z from 'zod';
import type { Reason } from '../../reason.ts';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import { attributeKeys, countingKeys, defineAttribute, populationNameSchema } from '../attribute-type.ts';
import { combineCounts } from '../estimates/combine-counts.ts';
import { countingNeeds, fractionOf } from '../estimates/estimate-record.ts';
import { countPopulation, type FoundCounts } from '../estimates/population-counts.ts';
import { attributeReason } from '../reasons.ts';

const schema = z
  .strictObject({
    type: z.literal('viability').describe('Live cells of all nucleated singlets.'),
    ...attributeKeys,
    ...countingKeys,
    live: populationNameSchema.describe('The live population: dye-negative. Intermediates are not live.'),
    of: populationNameSchema.describe('All nucleated singlets, live and dead.'),
    dead: populationNameSchema.optional().describe('The dead population, shown beside.'),
    intermediate: populationNameSchema.optional().describe('Cells between live and dead, shown beside; never counted as live.'),
    withoutDoubletExclusion: z
      .strictObject({
        live: populationNameSchema.describe('Live cells gated without the singlet gate.'),
        of: populationNameSchema.describe('All nucleated events without the singlet gate.'),
      })
      .optional()
      .describe('The same value without doublet exclusion, shown beside: dead cells stick together.'),
    debris: z
      .strictObject({
        gate: populationNameSchema.describe('The gate that takes debris away.'),
        justification: z
          .string()
          .min(1)
          .optional()
          .describe('Why it may come before the dye; without it the value is not valid where it does.'),
      })
      .optional()
      .describe('The debris gate. Before the dye it removes dead cells with the debris and raises the value.'),
  })
  .describe('Viability by dye exclusion: live / all nucleated singlets.');

type ViabilityDefinition = z.output<typeof schema>;

/** Viability by dye exclusion: live / all nucleated singlets, 0–1. */
export const viability = defineAttribute({
  id: 'viability',
  schema,
  units: () => ['fraction'],
  needs: (definition) => {
    const beside = definition.withoutDoubletExclusion;
    const optional = [definition.dead, definition.intermediate, beside?.live, beside?.of].filter((name) => name !== undefined);
    return countingNeeds(definition, [definition.live, definition.of, ...optional]);
  },
  estimate: (definition, context) => [estimate(definition, context)],
});

function estimate(definition: ViabilityDefinition, context: AttributeContext): AttributeEstimate {
  const findings = count(definition, context, { population: definition.live, of: definition.of });
  return fractionOf(
    definition,
    context,
    {
      component: null,
      title: definition.title,
      extra: { reasons: treeReasons(definition, findings), details: details(definition, context) },
    },
    findings,
  );
}

function count(definition: ViabilityDefinition, context: AttributeContext, query: { population: string; of: string }): FoundCounts {
  return countPopulation({ panel: definition.panel, tube: definition.tube, stage: definition.stage, ...query }, context);
}

/** What the order of gates says against the value. */
function treeReasons(definition: ViabilityDefinition, findings: FoundCounts): Reason[] {
  const paths = findings.counts.map((found) => ({ file: found.tube.file, ...treeOf(definition, found.tube.result.populations) }));
  return paths.flatMap(({ file, debrisFirst, intermediateIsLive }) => [
    ...(debrisFirst && definition.debris?.justification === undefined
      ? [attributeReason('attribute/debris-before-dye', { file, gate: definition.debris?.gate ?? '' })]
      : []),
    ...(intermediateIsLive
      ? [attributeReason('attribute/not-live', { file, intermediate: definition.intermediate ?? '', live: definition.live })]
      : []),
  ]);
}

function treeOf(
  definition: ViabilityDefinition,
  populations: readonly { readonly path: readonly string[] }[],
): { debrisFirst: boolean; intermediateIsLive: boolean } {
  const path = (name: string): readonly string[] => populations.find((population) => population.path.at(-1) === name)?.path ?? [];
  return {
    debrisFirst: definition.debris !== undefined && path(definition.of).includes(definition.debris.gate),
    intermediateIsLive: definition.intermediate !== undefined && path(definition.intermediate).includes(definition.live),
  };
}

function details(definition: ViabilityDefinition, context: AttributeContext): AttributeEstimate['details'] {
  const { dead, intermediate, of, withoutDoubletExclusion: beside } = definition;
  const rows = [
    { name: 'dead', population: dead, of },
    { name: 'intermediate', population: intermediate, of },
    { name: 'without-doublet-exclusion', population: beside?.live, of: beside?.of ?? of },
  ] as const;
  return rows.flatMap(({ name, population, of: whole }) => {
    if (population === undefined) return [];
    const value = combineCounts(count(definition, context, { population, of: whole }).counts, definition, context.purpose).estimate;
    return [{ name, value, unit: 'fraction' }];
  });
}
