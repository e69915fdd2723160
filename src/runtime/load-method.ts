import { dirname, join } from 'node:path';
import { InputError } from '../errors.ts';
import { checkDefinition } from '../pipeline/check-definition.ts';
import { type Definition, definitionSchema } from '../pipeline/definition.ts';
import { readTable } from '../pipeline/read-table.ts';
import { parseReferenceStandards, type ReferenceStandard } from '../pipeline/reference-standards.ts';
import type { RecordParts } from '../pipeline/release-record.ts';
import { parseSpilloverFile, type SpilloverFile } from '../pipeline/spillover-file.ts';
import { validateYaml } from '../pipeline/validate-yaml.ts';
import { parseYamlDocument } from '../pipeline/yaml-document.ts';
import { type Specification, specificationSchema } from '../specification/specification.ts';
import { readBytes, readText, sha256Of } from './files.ts';

/** A definition with everything that stands beside it, each with the SHA-256 of its bytes. */
export interface LoadedMethod {
  readonly definition: Definition;
  readonly definitionSha256: string;
  readonly specification: Specification;
  readonly specificationSha256: string;
  readonly register: readonly ReferenceStandard[];
  readonly methodFiles: RecordParts['methodFiles'];
  readonly matrices: ReadonlyMap<string, SpilloverFile>;
}

/** Reads and checks a definition and its specification. Throws every mistake of a file at once, at its line and column. */
export async function loadMethod(pipelinePath: string, specificationPath: string | null): Promise<LoadedMethod> {
  const definition = loadDefinition(pipelinePath);
  const folder = dirname(pipelinePath);
  const path = specificationPath ?? (definition.specification === undefined ? null : join(folder, definition.specification));
  if (path === null) {
    throw new InputError(
      'specification/missing',
      'Expected a specification: a lot without one cannot be judged. Name it in the definition (specification: file.yaml) or with --specification.',
      { file: pipelinePath },
    );
  }
  const specificationText = readMethodFile(path, 'specification');
  const specification = validateYaml(specificationSchema, parseYamlDocument(specificationText, path));
  const registerPath = definition.referenceStandards === undefined ? null : join(folder, definition.referenceStandards);
  const registerBytes = registerPath === null ? null : readBytes(registerPath);
  const zone = definition.site.timeZone;
  const matrices = await loadMatrices(definition, folder);
  const hashed = (kind: 'reference-standards' | 'spillover', name: string, bytes: Uint8Array) => ({
    kind,
    path: name,
    bytes: bytes.length,
    sha256: sha256Of(bytes),
  });
  return {
    definition,
    definitionSha256: sha256Of(readBytes(pipelinePath)),
    specification,
    specificationSha256: sha256Of(specificationText),
    register:
      registerBytes === null || registerPath === null
        ? []
        : parseReferenceStandards(await readTable(registerBytes, registerPath), registerPath, zone),
    matrices: new Map(matrices.map(({ name, matrix }) => [name, matrix])),
    methodFiles: [
      ...(registerBytes === null ? [] : [hashed('reference-standards', definition.referenceStandards ?? '', registerBytes)]),
      ...matrices.map(({ name, bytes }) => hashed('spillover', name, bytes)),
    ],
  };
}

async function loadMatrices(definition: Definition, folder: string) {
  const names = [...new Set(definition.tubes.flatMap((tube) => (tube.compensation.from === 'matrix' ? [tube.compensation.file] : [])))];
  return Promise.all(
    names.map(async (name) => {
      const bytes = readBytes(join(folder, name));
      return { name, bytes, matrix: parseSpilloverFile(await readTable(bytes, name), name) };
    }),
  );
}

/** Reads and checks a definition alone. */
export function loadDefinition(pipelinePath: string): Definition {
  const document = parseYamlDocument(readMethodFile(pipelinePath, 'pipeline definition'), pipelinePath);
  const definition = validateYaml(definitionSchema, document);
  checkDefinition(definition, document);
  return definition;
}

/** A file of the method, named by its role and its path as given where it is not there. */
function readMethodFile(path: string, role: 'pipeline definition' | 'specification'): string {
  try {
    return readText(path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const remedy = role === 'specification' ? 'Put it there, or give another with --specification.' : 'Check its path.';
    if (error.code === 'usage/not-found')
      throw new InputError('usage/not-found', `Expected the ${role} here, found no such file. ${remedy}`, { file: path });
    throw new InputError(error.code, `The ${role} cannot be read. ${error.message}`, { file: path });
  }
}
