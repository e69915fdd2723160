import type { Reason } from '../../reason.ts';
import { type Binding, scopeOfFile } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { pipelineReason } from '../reasons.ts';
import type { BoundFile } from './bound-file.ts';

/** Holds what files serve that did not stay as they were, or whose hash could not be taken. `changed` says by path what was found, in a sentence. */
export function holdChanged(bound: readonly BoundFile[], changed: ReadonlyMap<string, string>): BoundFile[] {
  return bound.map((one) => {
    const found = changed.get(one.binding.file);
    return found === undefined ? one : { ...one, held: [...one.held, changedReason(one.binding, found)] };
  });
}

export function changedReason(binding: Pick<Binding, 'file' | 'kind'>, found: string): Reason {
  return pipelineReason('held/changed', scopeOfFile(binding), { file: binding.file, found });
}

/** A table of the folder serves every lot: one that changed holds them all. */
export function changedTables(definition: Definition, changed: ReadonlyMap<string, string>): Reason[] {
  return tableNames(definition).flatMap((name) => {
    const found = changed.get(name);
    return found === undefined ? [] : [pipelineReason('held/changed', 'assay-run', { file: name, found })];
  });
}

/** The tables of the export folder that a definition names. */
export function tableNames(definition: Definition): string[] {
  const { sampleList, externalResults, counts, exclusions, investigations, reagents } = definition.inputs;
  return [sampleList, externalResults, counts, exclusions, investigations, reagents].filter((name): name is string => name !== undefined);
}
