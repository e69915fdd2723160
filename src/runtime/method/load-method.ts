import { dirname, join } from 'node:path';
import type { TypedTable } from '../../attributes/attribute-result.ts';
import { checkDefinition } from '../../pipeline/definition/check-definition.ts';
import type { LocatedValue } from '../../pipeline/definition/check-specification.ts';
import { compileFormulas } from '../../pipeline/definition/compile-formulas.ts';
import { type Definition, definitionSchema } from '../../pipeline/definition/definition.ts';
import type { Expression } from '../../pipeline/definition/expression.ts';
import { validateYaml } from '../../pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../pipeline/definition/yaml-document.ts';
import type { RecordParts } from '../../pipeline/lot/release-record.ts';
import { type NotedTable, readNotedTable } from '../../pipeline/tables/read-table.ts';
import { parseReagents, type Reagent } from '../../pipeline/tables/reagents.ts';
import { parseReferenceStandards, type ReferenceStandard } from '../../pipeline/tables/reference-standards.ts';
import { type HeldRow, withSecondPerson } from '../../pipeline/tables/second-person.ts';
import { parseSpilloverFile, type SpilloverFile } from '../../pipeline/tables/spillover-file.ts';
import { type Disk, nodeDisk } from '../disk/disk.ts';
import { readBytes, sha256Of } from '../disk/files.ts';
import { loadSpecifications, type Revisions } from './load-specifications.ts';
import { readMethodFile } from './read-method-file.ts';

/** A file of a method, and the SHA-256 of the bytes that were read of it. */
export interface MethodSource {
  readonly path: string;
  readonly sha256: string;
}

/** A definition with everything that stands beside it, each with the SHA-256 of its bytes. */
export interface LoadedMethod {
  readonly definition: Definition;
  readonly definitionSha256: string;
  /** Exactly one of them serves each lot. */
  readonly revisions: Revisions;
  readonly register: readonly ReferenceStandard[];
  readonly reagents: readonly Reagent[];
  /** What is odd about the text of registers and spillover matrices. */
  readonly tableNotes: NotedTable['notes'];
  readonly methodFiles: RecordParts['methodFiles'];
  readonly matrices: ReadonlyMap<string, SpilloverFile>;
  /** Every file that it was read from. */
  readonly sources: readonly MethodSource[];
  /** Compiled formulas, by attribute id. */
  readonly formulas: ReadonlyMap<string, Expression>;
}

/** Reads and checks a definition and its specification. Throws every mistake of a file at once, at its line and column. */
export async function loadMethod(pipelinePath: string, specificationPath: string | null, disk: Disk = nodeDisk): Promise<LoadedMethod> {
  const read = readDefinition(pipelinePath, disk);
  const { value: definition, sha256: definitionSha256 } = read;
  const formulas = await compileFormulas(definition, read.document);
  const folder = dirname(pipelinePath);
  const revisions = loadSpecifications(read, specificationPath, disk);
  const registerPath = definition.referenceStandards === undefined ? null : join(folder, definition.referenceStandards);
  const registerBytes = registerPath === null ? null : readBytes(registerPath, disk);
  const zone = definition.site.timeZone;
  const reagentsPath = definition.reagents === undefined ? null : join(folder, definition.reagents);
  const reagentsBytes = reagentsPath === null ? null : readBytes(reagentsPath, disk);
  const matrices = await loadMatrices(disk, definition, folder);
  const standards = registerBytes === null || registerPath === null ? null : await readNotedTable(registerBytes, registerPath);
  const kinds = reagentsBytes === null || reagentsPath === null ? null : await readNotedTable(reagentsBytes, reagentsPath);
  const hashed = (kind: RecordParts['methodFiles'][number]['kind'], name: string, bytes: Uint8Array) => ({
    kind,
    path: name,
    bytes: bytes.length,
    sha256: sha256Of(bytes),
  });
  const checked = <Row extends HeldRow>(table: TypedTable, rows: readonly Row[]) =>
    definition.inputs.secondPerson.includes(table) ? withSecondPerson(rows, 'assay-run') : rows;
  const besides = [
    ...(registerBytes === null || registerPath === null ? [] : [{ path: registerPath, bytes: registerBytes }]),
    ...(reagentsBytes === null || reagentsPath === null ? [] : [{ path: reagentsPath, bytes: reagentsBytes }]),
    ...matrices.map(({ name, bytes }) => ({ path: join(folder, name), bytes })),
  ];
  return {
    definition,
    formulas,
    definitionSha256,
    revisions,
    sources: [
      { path: pipelinePath, sha256: definitionSha256 },
      ...revisions.map(({ path, sha256 }) => ({ path, sha256 })),
      ...besides.map(({ path, bytes }) => ({ path, sha256: sha256Of(bytes) })),
    ],
    register: checked('reference-standards', standards === null ? [] : parseReferenceStandards(standards.rows, registerPath ?? '', zone)),
    reagents: checked('reagent-register', kinds === null ? [] : parseReagents(kinds.rows, reagentsPath ?? '', zone)),
    tableNotes: [standards, kinds, ...matrices].flatMap((table) => table?.notes ?? []),
    matrices: new Map(matrices.map(({ name, matrix }) => [name, matrix])),
    methodFiles: [
      ...(registerBytes === null ? [] : [hashed('reference-standards', definition.referenceStandards ?? '', registerBytes)]),
      ...(reagentsBytes === null ? [] : [hashed('reagent-register', definition.reagents ?? '', reagentsBytes)]),
      ...matrices.map(({ name, bytes }) => hashed('spillover', name, bytes)),
    ],
  };
}

async function loadMatrices(disk: Disk, definition: Definition, folder: string) {
  const names = [...new Set(definition.tubes.flatMap((tube) => (tube.compensation.from === 'matrix' ? [tube.compensation.file] : [])))];
  return Promise.all(
    names.map(async (name) => {
      const bytes = readBytes(join(folder, name), disk);
      const { rows, notes } = await readNotedTable(bytes, name);
      return { name, bytes, matrix: parseSpilloverFile(rows, name), notes };
    }),
  );
}

/** Reads and checks a definition alone. */
export function loadDefinition(pipelinePath: string, disk: Disk = nodeDisk): Definition {
  return readDefinition(pipelinePath, disk).value;
}

function readDefinition(pipelinePath: string, disk: Disk): LocatedValue<Definition> & { readonly sha256: string } {
  const { text, sha256 } = readMethodFile(disk, pipelinePath, 'pipeline definition');
  const document = parseYamlDocument(text, pipelinePath);
  const value = validateYaml(definitionSchema, document);
  checkDefinition(value, document);
  return { value, document, sha256 };
}
