import { dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import { checkPairs } from '../../pipeline/definition/check-pairs.ts';
import { orderRevisions } from '../../pipeline/definition/check-revisions.ts';
import { checkSpecification, type LocatedValue } from '../../pipeline/definition/check-specification.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import { validateYaml } from '../../pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../pipeline/definition/yaml-document.ts';
import type { LoadedRevision } from '../../pipeline/lot/release-record.ts';
import { type Specification, specificationSchema } from '../../specification/specification.ts';
import type { Disk } from '../disk/disk.ts';
import { readMethodFile } from './read-method-file.ts';

/** The revisions of a specification in the order in which they were in force; a single file is the only one. */
export type Revisions = readonly [MethodRevision, ...MethodRevision[]];

export interface MethodRevision extends LoadedRevision {
  /** The file that it was read from. */
  readonly path: string;
}

interface ReadRevision extends LocatedValue<Specification> {
  readonly sha256: string;
}

/**
 * Reads the specification of a definition, or the folder of its revisions; `given` takes the place of either.
 * Throws what a file departs in, `specification/disagrees` and `specification/bad-revisions`, at their lines.
 */
export function loadSpecifications(definition: LocatedValue<Definition>, given: string | null, disk: Disk): Revisions {
  const { file } = definition.document;
  const { specification, specifications } = definition.value;
  const named = specification ?? specifications;
  const path = given ?? (named === undefined ? null : join(dirname(file), named));
  if (path === null) {
    throw new InputError(
      'specification/missing',
      'Expected a specification: a lot without one cannot be judged. Name it in the definition (specification: file.yaml, or specifications: folder) or with --specification.',
      { file },
    );
  }
  const read = (disk.kindOf(path) === 'folder' ? revisionFiles(disk, path) : [path]).map((file) => readRevision(disk, file));
  for (const revision of read) {
    checkSpecification(definition, revision);
    checkPairs(revision.value, definition.value, revision.document);
  }
  const hashes = new Map(read.map((revision) => [revision.document.file, revision.sha256]));
  const [first, ...others] = orderRevisions(read).map(({ value, document }) => ({
    specification: value,
    path: document.file,
    sha256: hashes.get(document.file) ?? '',
    effectiveFrom: value.effectiveFrom,
    effectiveTo: value.effectiveTo,
  }));
  if (first === undefined) {
    const sentence = 'Expected the revisions of a specification, a YAML file each; found no .yaml file in this folder.';
    throw new InputError('specification/missing', sentence, { file: path });
  }
  return [first, ...others];
}

function readRevision(disk: Disk, path: string): ReadRevision {
  const { text, sha256 } = readMethodFile(disk, path, 'specification');
  const document = parseYamlDocument(text, path);
  return { value: validateYaml(specificationSchema, document), document, sha256 };
}

/** YAML files of a folder by name; hidden ones are an editor's. */
function revisionFiles(disk: Disk, folder: string): string[] {
  return disk
    .names(folder)
    .filter((name) => /\.ya?ml$/i.test(name) && !name.startsWith('.'))
    .map((name) => join(folder, name));
}
