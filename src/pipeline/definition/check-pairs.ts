import { InputError, InputErrors } from '../../errors.ts';
import type { Specification, SpecificationRow } from '../../specification/specification.ts';
import { nearestName } from '../nearest-name.ts';
import type { Definition } from './definition.ts';
import type { YamlDocument } from './yaml-document.ts';

/** Checks that the pairs of a specification name attributes of the definition, of their own stage. Throws all mistakes at once, each at its line and column. */
export function checkPairs(
  specification: Specification,
  definition: Pick<Definition, 'attributes'>,
  document: Pick<YamlDocument, 'placeOf'>,
): void {
  const mistakes = specification.rows.flatMap((row, index) => {
    const sentence = mistakeOf(row, definition);
    const place = document.placeOf(['rows', index, 'agreesWith', 'attribute']);
    return sentence === null ? [] : [new InputError('definition/bad-reference', sentence, place)];
  });
  if (mistakes.length > 0) throw new InputErrors(mistakes);
}

function mistakeOf(row: SpecificationRow, { attributes }: Pick<Definition, 'attributes'>): string | null {
  const name = row.agreesWith?.attribute;
  if (name === undefined) return null;
  const partner = attributes.find((attribute) => attribute.id === name);
  if (partner === undefined) {
    const ids = attributes.map((attribute) => attribute.id);
    const guess = nearestName(name, ids);
    const hint = guess === null ? `There are ${ids.map((id) => `'${id}'`).join(', ')}.` : `Did you mean '${guess}'?`;
    return `Expected an attribute of the definition, found '${name}', which does not exist. ${hint}`;
  }
  const stage = partner.stage;
  return stage === row.stage
    ? null
    : `Expected an attribute of the stage '${row.stage}', found '${name}' of the stage '${stage}': a pair measures one stage.`;
}
