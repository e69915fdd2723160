import * as z from 'zod';
import { compareCodeUnits } from '../../order.ts';
import type { ArticleOutcome } from '../../potency/potency-result.ts';
import type { Reason } from '../../reason.ts';
import type { AssayForLot, AttributeContext, CombinedPotency } from '../attribute-context.ts';
import type { AttributeEstimate, Replicate, ReplicateVersion, ReplicateVersions } from '../attribute-result.ts';
import { attributeKeys, defineAttribute, NO_NEEDS } from '../attribute-type.ts';
import { earliest, estimateRecord } from '../estimates/estimate-record.ts';
import { attributeReason, note } from '../reasons.ts';

const schema = z
  .strictObject({
    type: z.literal('relative-potency').describe('The reportable value of an assay of the definition.'),
    ...attributeKeys,
    assay: z.string().min(1).describe('The assay of the definition; its planned combination is the reportable value.'),
  })
  .describe('Relative potency: the combination of planned independent assays. An interval within one assay decides nothing.');

type Definition = z.output<typeof schema>;

/** Relative potency of a lot, times the assigned potency of the reference standard. */
export const relativePotency = defineAttribute({
  id: 'relative-potency',
  schema,
  units: () => null,
  needs: (definition) => ({ ...NO_NEEDS, controls: definition.controls, assays: [definition.assay] }),
  estimate: (definition, context) => [estimate(definition, context)],
});

function estimate(definition: Definition, context: AttributeContext): AttributeEstimate {
  const assays = context.assays.filter((assay) => assay.id === definition.assay);
  const combined = context.combinations.get(definition.assay);
  const replicates = assays.map(replicateOf);
  const sources = [...new Set([...assays.flatMap((assay) => assay.sources), ...standardSource(assays, combined)])].sort(compareCodeUnits);
  const common = { replicates, sources, acquiredAt: earliest(assays.map((assay) => assay.acquiredAt)), notes: notesOf(assays) };
  if (combined === undefined) {
    const reasons = [attributeReason('pending/no-plates', { assay: definition.assay }), ...heldOf(assays)];
    return estimateRecord(definition, context, { ...common, unit: 'relative potency', status: 'missing', reasons });
  }
  return estimateRecord(definition, context, {
    ...common,
    estimate: combined.estimate,
    unit: combined.unit,
    interval: intervalOf(combined),
    details: [...detailsOf(combined), ...assignedDetails(combined)],
    notes: [...common.notes, ...assignedNotes(combined)],
    status: combined.estimate === null ? 'missing' : 'computed',
    reasons: combined.awaited.length > 0 ? combined.awaited : [...combined.reasons, ...shortage(combined, assays), ...heldOf(assays)],
  });
}

function detailsOf({ variant, homogeneityP, gcvPercent }: CombinedPotency): AttributeEstimate['details'] {
  return [
    { name: 'combination', value: variant, unit: '' },
    { name: 'homogeneity-p', value: homogeneityP, unit: '' },
    { name: 'between-assays-gcv', value: gcvPercent, unit: '%' },
  ];
}

/** Values on one standard share the uncertainty of its potency: it is one of their sources, so that no formula takes them for independent. */
function standardSource(assays: readonly AssayForLot[], combined: CombinedPotency | undefined): string[] {
  const assigned = combined?.assigned ?? null;
  return assays.length === 0 || assigned === null || assigned.limits === null ? [] : [`reference standard ${assigned.standard}`];
}

/** R, A and their limits, from which the value can be computed again. */
function assignedDetails({ relative, assigned }: CombinedPotency): AttributeEstimate['details'] {
  if (assigned === null) return [];
  const { standard: of, value, unit, limits } = assigned;
  const potency = 'relative potency';
  return [
    { name: 'combined-potency', value: relative.estimate, unit: potency },
    { name: 'combined-potency-lower', value: relative.lower, unit: potency },
    { name: 'combined-potency-upper', value: relative.upper, unit: potency },
    { name: 'assigned-potency', of, value, unit },
    ...(limits === null
      ? []
      : ([
          { name: 'assigned-potency-lower', of, value: limits.lower, unit },
          { name: 'assigned-potency-upper', of, value: limits.upper, unit },
          { name: 'assigned-potency-level', of, value: limits.level, unit: '' },
        ] as const)),
  ];
}

function assignedNotes({ assigned }: CombinedPotency): AttributeEstimate['notes'] {
  if (assigned?.assignment !== 'not-stated') return [];
  return [note('attribute/assigned-potency-without-limits', { standard: assigned.standard })];
}

function intervalOf(combined: CombinedPotency): AttributeEstimate['interval'] {
  if (combined.lower === null && combined.upper === null) return null;
  return { lower: combined.lower, upper: combined.upper, level: combined.level, sides: combined.sides, ...combined.method };
}

/** Fewer assays than planned is never a valid value; a cause in the test article asks for an investigation, so its reasons come along. */
function shortage(combined: CombinedPotency, assays: readonly AssayForLot[]): Reason[] {
  if (combined.used.length >= combined.planned) return [];
  const causes = assays.flatMap((assay) => [...assay.reasons, ...assay.test.reasons]);
  return [attributeReason('attribute/too-few-assays', { planned: combined.planned, found: combined.used.length }), ...causes];
}

function heldOf(assays: readonly AssayForLot[]): Reason[] {
  return assays.flatMap((assay) => assay.reasons).filter((one) => one.code.startsWith('held/'));
}

function replicateOf(assay: AssayForLot): Replicate {
  const value = assay.test.relativePotency;
  const replicate = {
    name: assay.result.name,
    estimate: value?.estimate ?? null,
    lower: value?.lower ?? null,
    upper: value?.upper ?? null,
    file: assay.file,
    assayRun: assay.assayRun,
    plate: assay.plate,
    residualDegreesOfFreedom: assay.test.constrained?.degreesOfFreedom ?? null,
  };
  const versions = (assay.test.comparisons ?? []).map(
    ({ kind, original, reduced, proposed, agree }): ReplicateVersions => ({
      kind,
      original: versionOf(original),
      reduced: versionOf(reduced),
      proposed,
      agree,
    }),
  );
  return versions.length === 0 ? replicate : { ...replicate, versions };
}

function versionOf({ relativePotency: value, outcomes }: ArticleOutcome): ReplicateVersion {
  const { estimate = null, lower = null, upper = null } = value ?? {};
  return { estimate, lower, upper, reportable: outcomes.result === 'reportable' };
}

/** What a reviewer must see of single assays, whether or not the combination is valid. */
function notesOf(assays: readonly AssayForLot[]): AttributeEstimate['notes'] {
  return assays.flatMap((assay) => [
    ...[...assay.reasons, ...assay.test.reasons, ...(assay.test.notes ?? [])].map(({ code, fields }) => ({
      code,
      assay: assay.result.name,
      fields,
    })),
    ...excludedWells(assay),
  ]);
}

function excludedWells(assay: AssayForLot): AttributeEstimate['notes'] {
  return [...assay.result.reference.points, ...assay.test.points]
    .filter((point) => point.excluded !== null && point.outlier === undefined)
    .map(({ well, plate, excluded }) => ({
      assay: assay.result.name,
      ...note('attribute/well-excluded', { well, plate, reason: excluded ?? '' }),
    }));
}
