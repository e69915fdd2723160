import { describe, expect, it } from 'vitest';
import { InputErrors } from '../../src/errors.ts';
import { checkPairs } from '../../src/pipeline/definition/check-pairs.ts';
import { definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { parsed, row } from '../specification/specification-fixtures.ts';

const external = (id: string, stage: string) => ({
  id,
  type: 'external',
  title: { en: id, zh: id },
  stage,
  method: { text: 'x', version: '1', status: 'validated' },
});
const attributes = definitionSchema.shape.attributes.parse([external('viability', 'final'), external('recovery', 'thawed')]);
const document = { placeOf: (path: readonly PropertyKey[]) => ({ file: 'specification.yaml', path: path.join('.') }) };

function sentences(attribute: string): string[] {
  try {
    checkPairs(parsed([row(), row({ id: 'R2', attribute: 'b', agreesWith: { attribute, ratio: 2 } })]), { attributes }, document);
    return [];
  } catch (error) {
    if (!(error instanceof InputErrors)) throw error;
    return error.errors.map((one) => `${one.code} ${one.place.path}: ${one.message}`);
  }
}

describe('pairs of a specification against the definition', () => {
  it('name an attribute of their stage', () => {
    expect(sentences('viability')).toEqual([]);
  });

  it('an attribute that is not there is refused, with the nearest name', () => {
    expect(sentences('viabilty')).toEqual([
      "definition/bad-reference rows.1.agreesWith.attribute: Expected an attribute of the definition, found 'viabilty', which does not exist. Did you mean 'viability'?",
    ]);
  });

  it('an attribute of another stage is refused', () => {
    expect(sentences('recovery')).toEqual([
      "definition/bad-reference rows.1.agreesWith.attribute: Expected an attribute of the stage 'final', found 'recovery' of the stage 'thawed': a pair measures one stage.",
    ]);
  });
});
