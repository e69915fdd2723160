import { InputError } from '../../errors.ts';
import { readDataSets } from '../../fcs/data-set.ts';
import { openEvents } from '../../fcs/events.ts';
import type { ByteSource, FcsDataSet } from '../../fcs/fcs-file.ts';
import { compileGating } from '../../population/gating.ts';
import type { GatingRequest } from '../../population/gating-request.ts';
import type { GatingResult } from '../../population/population.ts';
import type { SecondReaderRecord } from '../../results/release-result.ts';
import { nodeDisk } from '../disk/disk.ts';
import { readUnchanged, type StampedFile, sha256OfSource } from '../disk/files.ts';
import { valuesSha256 } from '../folder/value-hash.ts';

/** What a worker thread is asked to do; plain data, as closures don't cross threads. */
export type WorkerTask = StampedFile &
  (
    | { readonly kind: 'gate'; readonly name: string; readonly dataSet: number; readonly request: GatingRequest }
    | { readonly kind: 'hash' }
    | { readonly kind: 'hash-values'; readonly dataSet: number }
    | { readonly kind: 'second-reader'; readonly dataSet: number }
  );

/** What comes back. An input error is data: classes lose their type between threads. */
export type WorkerAnswer =
  | { readonly kind: 'gated'; readonly result: GatingResult }
  | { readonly kind: 'hashed'; readonly sha256: string }
  | { readonly kind: 'read-again'; readonly record: SecondReaderRecord }
  | { readonly kind: 'refused'; readonly code: InputError['code']; readonly message: string; readonly place: InputError['place'] };

/** Runs one task. Called by the pool; every thread reads its own file. */
export default async function analyse(task: WorkerTask): Promise<WorkerAnswer> {
  try {
    // The package is loaded only where it is asked for.
    const reader = task.kind === 'second-reader' ? await import('../folder/second-reader.ts') : null;
    return readUnchanged(nodeDisk, task, (source) => {
      if (task.kind === 'hash') return { kind: 'hashed', sha256: sha256OfSource(source) };
      if (task.kind === 'hash-values') return { kind: 'hashed', sha256: valuesSha256(source, dataSetOf(source, task)) };
      if (task.kind === 'gate') return { kind: 'gated', result: gateFile(source, task) };
      if (reader === null) throw new Error('the second reader was not loaded');
      return { kind: 'read-again', record: reader.secondReaderRecord(reader.secondReadingOf(source, task.dataSet)) };
    });
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', code: error.code, message: error.message, place: error.place };
    throw error;
  }
}

function gateFile(source: ByteSource, task: Extract<WorkerTask, { kind: 'gate' }>): GatingResult {
  const dataSet = dataSetOf(source, task);
  const compiled = compileGating(task.request, dataSet);
  const events = openEvents(source, dataSet, { columns: compiled.columns });
  const state = compiled.start();
  for (const block of events.blocks()) compiled.step(state, block, events);
  return compiled.finish(state);
}

function dataSetOf(source: ByteSource, { dataSet: number }: { readonly dataSet: number }): FcsDataSet {
  const dataSet = readDataSets(source).find((known) => known.number === number);
  if (dataSet !== undefined) return dataSet;
  throw new InputError('fcs/no-such-data-set', `Expected data set ${number}, which the file does not have.`, { file: source.name });
}
