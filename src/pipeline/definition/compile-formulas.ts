import { InputError, InputErrors, type Place } from '../../errors.ts';
import type { Definition } from './definition.ts';
import { compileExpression, type Expression } from './expression.ts';
import type { YamlDocument } from './yaml-document.ts';

/**
 * Compiles every formula of a definition, by attribute id. Throws all mistakes at once, each at its line and column: what is no expression
 * (`definition/bad-expression`), a name that is no input, and an input that the expression does not read (`definition/bad-reference`).
 */
export async function compileFormulas(
  definition: Definition,
  document: Pick<YamlDocument, 'placeOf'>,
): Promise<ReadonlyMap<string, Expression>> {
  const formulas = new Map<string, Expression>();
  const mistakes: InputError[] = [];
  for (const [index, attribute] of definition.attributes.entries()) {
    if (attribute.type !== 'formula') continue;
    const place = document.placeOf(['attributes', index, 'expression']);
    try {
      const compiled = await compileExpression(attribute.expression, place);
      formulas.set(attribute.id, compiled);
      mistakes.push(...misnamed(compiled, Object.keys(attribute.inputs), place));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.push(error);
    }
  }
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return formulas;
}

function misnamed({ text, names }: Expression, inputs: readonly string[], place: Place): InputError[] {
  const refuse = (sentence: string): InputError => new InputError('definition/bad-reference', sentence, place);
  const listed = inputs.map((name) => `'${name}'`).join(', ');
  return [
    ...names
      .filter((name) => !inputs.includes(name))
      .map((name) => refuse(`Expected every name of '${text}' to be one of its inputs ${listed}, found '${name}'.`)),
    ...inputs
      .filter((name) => !names.includes(name))
      .map((name) => refuse(`Expected '${text}' to read every one of its inputs, found '${name}' not in it. Take it out, or use it.`)),
  ];
}
