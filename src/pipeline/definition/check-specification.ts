import { attributeUnits } from '../../attributes/types/registry.ts';
import { formatPlace, InputError, InputErrors } from '../../errors.ts';
import { criterionOf } from '../../specification/criterion.ts';
import type { Specification } from '../../specification/specification.ts';
import { unitFactor } from '../../specification/units.ts';
import type { Definition } from './definition.ts';
import { methodLabel, namesMethod } from './method-names.ts';
import type { YamlDocument } from './yaml-document.ts';

/** A file as it was read, with the places of its values. */
export interface LocatedValue<Value> {
  readonly value: Value;
  readonly document: YamlDocument;
}

/**
 * A specification judges the product and the methods that it was written for. Throws `specification/disagrees` for its product and for
 * every row whose method is another one than the attribute's, or whose unit its values cannot be converted to; the place is the specification's, the sentence names the definition's.
 */
export function checkSpecification(definition: LocatedValue<Definition>, specification: LocatedValue<Specification>): void {
  const mistakes = [
    ...productMistakes(definition, specification),
    ...methodMistakes(definition, specification),
    ...unitMistakes(definition, specification),
  ];
  if (mistakes.length > 0) throw new InputErrors(mistakes);
}

function productMistakes(definition: LocatedValue<Definition>, specification: LocatedValue<Specification>): InputError[] {
  const [defined, specified] = [definition.value.product.id, specification.value.product.id];
  if (defined === specified) return [];
  const sentence = `Expected the specification of product '${defined}', which the definition at ${formatPlace(definition.document.placeOf(['product', 'id']))} is for; found the specification of product '${specified}'. Give the specification of this product, or correct product.id.`;
  return [new InputError('specification/disagrees', sentence, specification.document.placeOf(['product', 'id']))];
}

function methodMistakes(definition: LocatedValue<Definition>, specification: LocatedValue<Specification>): InputError[] {
  return specification.value.rows.flatMap((row, index) => {
    const at = definition.value.attributes.findIndex((attribute) => attribute.id === row.attribute);
    const attribute = definition.value.attributes[at];
    // A row that the definition computes nothing for has no valid result for that reason.
    if (attribute === undefined || namesMethod(attribute.method, row.method)) return [];
    const { id } = attribute.method;
    const place = formatPlace(definition.document.placeOf(['attributes', at, 'method', id === null ? 'text' : 'id']));
    const remedy =
      id === null
        ? 'Correct the row, or state the number of the method in the definition (method.id).'
        : 'Correct the row, or the definition.';
    const sentence = `Expected row '${row.id}' to name the method of attribute '${attribute.id}', '${methodLabel(attribute.method)}' at ${place}; found '${row.method}'. ${remedy}`;
    return [new InputError('specification/disagrees', sentence, specification.document.placeOf(['rows', index, 'method']))];
  });
}

/** A number that cannot be converted to the unit of its limits is no valid result, whatever it is. */
function unitMistakes(definition: LocatedValue<Definition>, specification: LocatedValue<Specification>): InputError[] {
  return specification.value.rows.flatMap((row, index) => {
    const at = definition.value.attributes.findIndex((attribute) => attribute.id === row.attribute);
    const attribute = definition.value.attributes[at];
    const units = attribute === undefined ? null : attributeUnits(attribute);
    if (attribute === undefined || units === null || criterionOf(row.criterion).kind !== 'range') return [];
    if (units.some((unit) => unitFactor(unit, row.unit) !== null)) return [];
    const place = formatPlace(definition.document.placeOf(['attributes', at]));
    const sentence = `Expected the limits of row '${row.id}' in a unit of attribute '${attribute.id}' at ${place} (${units.map((unit) => `'${unit}'`).join(', ')}), or in one that it can be converted to; found '${row.unit}'. Correct the row, or the definition.`;
    return [new InputError('specification/disagrees', sentence, specification.document.placeOf(['rows', index, 'unit']))];
  });
}
