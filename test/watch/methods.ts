import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Definition, definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { validateYaml } from '../../src/pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../src/pipeline/definition/yaml-document.ts';

const text = readFileSync(fileURLToPath(new URL('../cli/fixtures/new-user/pipeline.yaml', import.meta.url)), 'utf8');

/** A definition of one tube, with the inputs given; `change` may change the rest of its text. */
export function definitionWith(inputs: string, change: (yaml: string) => string = (yaml) => yaml): Definition {
  const begin = text.indexOf('inputs:');
  const end = text.indexOf('tubes:');
  const yaml = change(`${text.slice(0, begin)}inputs:\n${inputs}${text.slice(end)}`);
  return validateYaml(definitionSchema, parseYamlDocument(yaml, 'pipeline.yaml'));
}
