import * as z from 'zod';
import { registryOf } from '../../registry.ts';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import type { AttributeNeeds } from '../attribute-type.ts';
import { composition } from './composition.ts';
import { count } from './count.ts';
import { debrisDeadDoublets } from './debris-dead-doublets.ts';
import { external } from './external.ts';
import { formula } from './formula.ts';
import { fraction } from './fraction.ts';
import { functionalCells } from './functional-cells.ts';
import { growth } from './growth.ts';
import { intensity } from './intensity.ts';
import { markerPanel } from './marker-panel.ts';
import { modifiedFraction } from './modified-fraction.ts';
import { relativePotency } from './relative-potency.ts';
import { residualPluripotent } from './residual-pluripotent.ts';
import { stageComposition } from './stage-composition.ts';
import { viability } from './viability.ts';

/** Every attribute type. One file and one line here add another. */
export const ATTRIBUTE_TYPES = registryOf(
  viability,
  fraction,
  composition,
  stageComposition,
  debrisDeadDoublets,
  markerPanel,
  residualPluripotent,
  modifiedFraction,
  intensity,
  relativePotency,
  count,
  growth,
  functionalCells,
  formula,
  external,
);

/** One attribute of a definition, after reading. */
export type AttributeDefinition = z.output<(typeof ATTRIBUTE_TYPES)['members'][number]['schema']>;

const [first, ...others] = ATTRIBUTE_TYPES.members;

/** Schema of one entry of a definition's `attributes`. */
export const attributeSchema = z.discriminatedUnion('type', [first.schema, ...others.map((type) => type.schema)]);

/** What an attribute reads. */
export function attributeNeeds(definition: AttributeDefinition): AttributeNeeds {
  return ATTRIBUTE_TYPES.of(definition.type).needsOf(definition);
}

/** Units that the values of an attribute can have; `null` = the data decide. */
export function attributeUnits(definition: AttributeDefinition): readonly string[] | null {
  return ATTRIBUTE_TYPES.of(definition.type).unitsOf(definition);
}

/** Estimates of an attribute: one, or one a component. Never throws over data: what cannot be computed has a reason. */
export function estimateAttribute(definition: AttributeDefinition, context: AttributeContext): readonly AttributeEstimate[] {
  return ATTRIBUTE_TYPES.of(definition.type).estimateOf(definition, context);
}
