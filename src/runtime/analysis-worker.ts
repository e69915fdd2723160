import { InputError } from '../errors.ts';
import { readDataSets } from '../fcs/data-set.ts';
import { openEvents } from '../fcs/events.ts';
import { compileGating } from '../population/gating.ts';
import type { GatingRequest } from '../population/gating-request.ts';
import type { GatingResult } from '../population/population.ts';
import type { SecondReaderRecord } from '../results/release-result.ts';
import { openByteSource, sha256OfFile } from './files.ts';

/** What a worker thread is asked to do; plain data, as closures don't cross threads. */
export type WorkerTask =
  | { readonly kind: 'gate'; readonly path: string; readonly name: string; readonly dataSet: number; readonly request: GatingRequest }
  | { readonly kind: 'hash'; readonly path: string }
  | { readonly kind: 'second-reader'; readonly path: string; readonly dataSet: number };

/** What comes back. An input error is data: classes lose their type between threads. */
export type WorkerAnswer =
  | { readonly kind: 'gated'; readonly result: GatingResult }
  | { readonly kind: 'hashed'; readonly sha256: string }
  | { readonly kind: 'read-again'; readonly record: SecondReaderRecord }
  | { readonly kind: 'refused'; readonly code: InputError['code']; readonly message: string; readonly place: InputError['place'] };

/** Runs one task. Called by the pool; every thread reads its own file. */
export default async function analyse(task: WorkerTask): Promise<WorkerAnswer> {
  try {
    if (task.kind === 'hash') return { kind: 'hashed', sha256: sha256OfFile(task.path) };
    if (task.kind === 'second-reader') return { kind: 'read-again', record: await readAgain(task) };
    return { kind: 'gated', result: gateFile(task) };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', code: error.code, message: error.message, place: error.place };
    throw error;
  }
}

/** The package is loaded only where it is asked for. */
async function readAgain({ path, dataSet }: Extract<WorkerTask, { kind: 'second-reader' }>): Promise<SecondReaderRecord> {
  const { secondReaderRecord, secondReading } = await import('./second-reader.ts');
  return secondReaderRecord(secondReading(path, dataSet));
}

function gateFile(task: Extract<WorkerTask, { kind: 'gate' }>): GatingResult {
  const source = openByteSource(task.path);
  try {
    const dataSet = readDataSets(source).find((known) => known.number === task.dataSet);
    if (dataSet === undefined)
      throw new InputError('fcs/no-such-data-set', `Expected data set ${task.dataSet}, which the file does not have.`, { file: task.name });
    const compiled = compileGating(task.request, dataSet);
    const events = openEvents(source, dataSet, { columns: compiled.columns });
    const state = compiled.start();
    for (const block of events.blocks()) compiled.step(state, block, events);
    return compiled.finish(state);
  } finally {
    source.close();
  }
}
