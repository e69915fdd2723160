import { basename } from 'node:path';
import { InputError } from '../errors.ts';
import type { GateSet } from '../exchange/gate-document.ts';
import { definitionSchema } from '../pipeline/definition.ts';
import { validateYaml } from '../pipeline/validate-yaml.ts';
import { parseYamlDocument } from '../pipeline/yaml-document.ts';
import type { GateOptions } from './gate.ts';

/** The gates of one tube of a pipeline definition. Errors: `definition/…`, `usage/bad-argument`. */
export function readDefinitionGates(text: string, { gates: path, tube: asked }: GateOptions): GateSet {
  const definition = validateYaml(definitionSchema, parseYamlDocument(text, basename(path)));
  const tubes = definition.tubes.filter(({ id }) => asked === undefined || id === asked);
  const [tube] = tubes;
  if (tube === undefined || tubes.length > 1) {
    const known = definition.tubes.map(({ id }) => `'${id}'`).join(', ');
    throw new InputError(
      'usage/bad-argument',
      `Expected --tube with one of ${known}, found ${asked === undefined ? 'none' : `'${asked}'`}.`,
    );
  }
  const { compensation } = tube;
  if (compensation.from === 'matrix') {
    throw new InputError(
      'usage/bad-argument',
      `Expected a tube compensated from the file or not at all, found the matrix '${compensation.file}'; use run.`,
    );
  }
  if (tube.clusters.length > 0) {
    throw new InputError(
      'usage/bad-argument',
      `Expected a tube whose gates are all in the definition, found clusters that are learned from data in '${tube.id}'; use run.`,
    );
  }
  return {
    sample: null,
    files: [],
    gates: tube.gates,
    transforms: definition.transforms,
    matrices: {},
    markers: definition.markers,
    compensation: { from: compensation.from },
    paths: new Map(),
    storedCounts: new Map(),
    heading: 'path',
    notes: [],
  };
}
