/** `cytolot/pipeline`: definitions, specifications, attributes and release results. Schemas are loaded with the first document that is read. */
export type { AttributeContext } from '../attributes/attribute-context.ts';
export type { AttributeEstimate, AttributeResult, Outcome } from '../attributes/attribute-result.ts';
export { type AttributeDefinition, estimateAttribute } from '../attributes/types/registry.ts';
export { type ErrorCode, InputError, InputErrors, type Place } from '../errors.ts';
export type { Definition } from '../pipeline/definition/definition.ts';
export { canonicalJson } from '../results/canonical-json.ts';
export type { ReleaseResult } from '../results/release-result.ts';
export { parseReleaseResult } from '../results/release-result-schema.ts';
export { proposeDisposition } from '../specification/disposition.ts';
export { evaluateSpecification } from '../specification/evaluate-specification.ts';
export type { Specification } from '../specification/specification.ts';

import { type Definition, definitionSchema } from '../pipeline/definition/definition.ts';
import { validateYaml } from '../pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../pipeline/definition/yaml-document.ts';
import { type Specification, specificationSchema } from '../specification/specification.ts';

/** A pipeline definition from its YAML, with its defaults. Throws every mistake of its form at its line; whether its names refer to something, `cytolot check` says. */
export function parseDefinition(text: string, file: string): Definition {
  return validateYaml(definitionSchema, parseYamlDocument(text, file));
}

/** A specification from its YAML, with its defaults. Throws every mistake at its line. */
export function parseSpecification(text: string, file: string): Specification {
  return validateYaml(specificationSchema, parseYamlDocument(text, file));
}
