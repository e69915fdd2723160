import type { InputError } from '../../errors.ts';
import { quotedError } from '../../quoted-error.ts';
import type { Reason } from '../../reason.ts';
import { type Binding, scopeOfFile } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { pipelineReason } from '../reasons.ts';
import type { BoundFile, CounterFile } from './bound-file.ts';

/** What became of a file since the folder was looked at. */
export type FileTrouble =
  | { readonly kind: 'gone' | 'replaced' }
  /** Reading it again failed, or no thread came to an end with it. */
  | { readonly kind: 'error'; readonly error: Pick<InputError, 'code' | 'place' | 'message'> };

/** An error of reading a file as what became of it. */
export function troubleOf(error: InputError): FileTrouble {
  return { kind: 'error', error };
}

/** What was found, by path of the file. */
export type FileTroubles = ReadonlyMap<string, FileTrouble>;

/** Holds what files serve that did not stay as they were, whose hash could not be taken, or that no thread could compute. */
export function holdChanged(bound: readonly BoundFile[], changed: FileTroubles): BoundFile[] {
  return bound.map((one) => {
    const found = changed.get(one.binding.file);
    return found === undefined ? one : { ...one, held: [...one.held, changedReason(one.binding, found)] };
  });
}

export function changedReason(binding: Pick<Binding, 'file' | 'kind'>, trouble: FileTrouble): Reason {
  return troubleReason(binding.file, scopeOfFile(binding), trouble);
}

function troubleReason(file: string, scope: ReturnType<typeof scopeOfFile>, trouble: FileTrouble): Reason {
  if (trouble.kind !== 'error') return pipelineReason('held/changed', scope, { file, found: trouble.kind, error: null });
  const error = quotedError(trouble.error);
  return trouble.error.code === 'internal/thread-ended'
    ? pipelineReason('held/not-computed', scope, { file, error })
    : pipelineReason('held/changed', scope, { file, found: 'unreadable', error });
}

/** A table of the folder, or a cell counter's export, serves every lot: one that changed holds them all. */
export function changedTables(definition: Definition, counters: readonly CounterFile[], changed: FileTroubles): Reason[] {
  return [...tableNames(definition), ...counters.map(({ file }) => file)].flatMap((name) => {
    const found = changed.get(name);
    return found === undefined ? [] : [troubleReason(name, 'assay-run', found)];
  });
}

/** The tables of the export folder that a definition names. */
export function tableNames(definition: Definition): string[] {
  const { sampleList, externalResults, counts, exclusions, investigations, reagents } = definition.inputs;
  return [sampleList, externalResults, counts, exclusions, investigations, reagents].filter((name): name is string => name !== undefined);
}
