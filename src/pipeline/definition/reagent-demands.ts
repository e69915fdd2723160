import { type AttributeDefinition, attributeNeeds } from '../../attributes/types/registry.ts';
import { InputError } from '../../errors.ts';
import type { Definition } from './definition.ts';

/** Every kind of reagent that something of the definition demands. */
export function demandedKinds(definition: Definition): string[] {
  const all = [
    ...definition.tubes.flatMap((tube) => [...tube.reagents, ...tube.controls.flatMap((control) => control.reagents)]),
    ...definition.assays.flatMap((assay) => assay.reagents),
    ...definition.attributes.flatMap((attribute) => attribute.reagents),
  ];
  return [...new Set(all)];
}

/** Attributes that are measured in a tube. */
export function tubesOfAttribute(definition: Definition, attribute: AttributeDefinition): readonly string[] {
  const needs = attributeNeeds(attribute).populations;
  return definition.tubes
    .filter((tube) => needs.some((need) => need.panel === tube.panel && (need.tube === null || need.tube === tube.id)))
    .map((tube) => tube.id);
}

/** What demands reagents must be able to find them: a register, a table of what was used, and for an attribute a tube. Throws for the first that cannot. */
export function checkReagentDemands(definition: Definition): void {
  const [kind] = demandedKinds(definition);
  if (kind === undefined) return;
  if (definition.reagents === undefined || definition.inputs.reagents === undefined) {
    const missing = definition.reagents === undefined ? 'a register (reagents)' : 'a table of what was used (inputs.reagents)';
    throw new InputError('definition/bad-reference', `Expected ${missing} where the kind '${kind}' of a reagent is demanded, found none.`);
  }
  const attribute = definition.attributes.find((one) => one.reagents.length > 0 && tubesOfAttribute(definition, one).length === 0);
  if (attribute !== undefined)
    throw new InputError(
      'definition/bad-reference',
      `Expected reagents at an attribute that is measured in a tube; '${attribute.id}' is in none. Give them in its assay (assays: reagents).`,
    );
}
