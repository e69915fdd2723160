import { basename, dirname, join } from 'node:path';
import { InputError } from '../../../errors.ts';
import type { GateSet } from '../../../exchange/document/gate-document.ts';
import { type Definition, definitionSchema } from '../../../pipeline/definition/definition.ts';
import { validateYaml } from '../../../pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../../pipeline/definition/yaml-document.ts';
import { readNotedTable } from '../../../pipeline/tables/read-table.ts';
import { parseSpilloverFile } from '../../../pipeline/tables/spillover-file.ts';
import type { CompensationRequest } from '../../../population/gating-request.ts';
import { readBytes } from '../../../runtime/disk/files.ts';
import { terminal } from '../../terminal/terminal.ts';
import type { GateOptions } from './gate-record.ts';

/** The gates of one tube of a pipeline definition, with its matrix file. Errors: `definition/…`, `usage/bad-argument`, `usage/not-found`. */
export async function readDefinitionGates(text: string, { gates: path, tube: asked }: GateOptions): Promise<GateSet> {
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
  if (tube.clusters.length > 0) {
    throw new InputError(
      'usage/bad-argument',
      `Expected a tube whose gates are all in the definition, found clusters that are learned from data in '${tube.id}'; use run.`,
    );
  }
  return {
    sample: null,
    id: null,
    groups: [],
    files: [],
    keywords: new Map(),
    gates: tube.gates,
    transforms: definition.transforms,
    matrices: {},
    markers: definition.markers,
    compensation: await compensationOf(tube, path),
    paths: new Map(),
    storedCounts: new Map(),
    heading: 'path',
    notes: [],
  };
}

async function compensationOf({ compensation }: { readonly compensation: TubeCompensation }, path: string): Promise<CompensationRequest> {
  if (compensation.from !== 'matrix') return { from: compensation.from };
  const { file } = compensation;
  const { rows, notes } = await readNotedTable(readBytes(join(dirname(path), file)), file);
  if (notes.length > 0) {
    const { sentenceWithCode } = await import('../../terminal/with-text.ts');
    for (const note of notes) terminal.line(`warning: ${note.place}: ${sentenceWithCode(note)}`);
  }
  const { parameters, matrix } = parseSpilloverFile(rows, file);
  return { from: 'matrix', parameters, matrix };
}

type TubeCompensation = Definition['tubes'][number]['compensation'];
