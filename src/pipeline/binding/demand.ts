import { type AttributeDefinition, attributeNeeds } from '../../attributes/types/registry.ts';
import { rowsOfPurpose } from '../../specification/rows-of-purpose.ts';
import type { Specification } from '../../specification/specification.ts';
import type { Purpose } from '../../subject.ts';
import type { Definition } from '../definition/definition.ts';
import type { LotPlan, Plan } from './plan-record.ts';

/** What must have been acquired for a subject. */
export interface Demand {
  readonly tubes: readonly { readonly tube: string; readonly stage: string }[];
  readonly assays: readonly string[];
}

/**
 * What the definition demands for a purpose. For release every tube at each of its stages and every assay that an attribute reads; for any other
 * purpose what the specification's rows for it read, directly or through formulas: a pull has no in-process stages. Without a specification, or without a
 * row for the purpose, other purposes demand nothing.
 */
export function demandOf(definition: Definition, specification: Pick<Specification, 'rows'> | null, purpose: Purpose): Demand {
  if (purpose === 'release') {
    return {
      tubes: definition.tubes.flatMap((tube) => tube.stages.map((stage) => ({ tube: tube.id, stage }))),
      assays: [...new Set(definition.attributes.flatMap((attribute) => attributeNeeds(attribute).assays))],
    };
  }
  const asked = specification === null ? [] : rowsOfPurpose(specification, purpose).map((row) => row.attribute);
  const needs = withOperands(definition, asked).map(attributeNeeds);
  const populations = needs.flatMap((need) => need.populations).filter((need) => need.control === null);
  return {
    tubes: definition.tubes.flatMap((tube) =>
      tube.stages
        .filter((stage) =>
          populations.some((need) => need.panel === tube.panel && need.stage === stage && (need.tube === null || need.tube === tube.id)),
        )
        .map((stage) => ({ tube: tube.id, stage })),
    ),
    assays: [...new Set(needs.flatMap((need) => need.assays))],
  };
}

/** The named attributes with all that their formulas read. */
function withOperands(definition: Definition, ids: readonly string[]): AttributeDefinition[] {
  const found = new Map<string, AttributeDefinition>();
  const visit = (id: string): void => {
    const attribute = definition.attributes.find((known) => known.id === id);
    if (attribute === undefined || found.has(id)) return;
    found.set(id, attribute);
    for (const operand of attributeNeeds(attribute).attributes) visit(operand);
  };
  for (const id of ids) visit(id);
  return [...found.values()];
}

/** The plan with what each subject's purpose demands and no file serves. */
export function withDemand(definition: Definition, specification: Pick<Specification, 'rows'> | null, plan: Plan): Plan {
  return {
    ...plan,
    lots: plan.lots.map((lot) => ({ ...lot, missing: missingOf(lot, demandOf(definition, specification, lot.subject.purpose)) })),
  };
}

function missingOf(lot: LotPlan, demand: Demand): LotPlan['missing'] {
  return demand.tubes.filter(({ tube, stage }) => !lot.samples.some((sample) => sample.tube === tube && sample.stage === stage));
}
