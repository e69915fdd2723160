import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { InputError } from '../errors.ts';
import { readDataSets } from '../fcs/data-set.ts';
import { openEvents } from '../fcs/events.ts';
import type { ByteSource, FcsDataSet } from '../fcs/fcs-file.ts';
import { type CompiledGating, compileGating, type GatingPath } from '../population/gating.ts';
import type { GatingRequest } from '../population/gating-request.ts';
import type { GatingState } from '../population/gating-state.ts';
import type { GatingResult } from '../population/population.ts';
import { openByteSource } from './files.ts';
import { workerPath } from './worker-path.ts';

/** One data set of a file, and what to compute over it. */
export interface GateFileTask {
  readonly file: string;
  /** Counts from 1. */
  readonly dataSet: number;
  readonly request: GatingRequest;
  readonly path: GatingPath;
}

/** A result with the data set that it was computed over. */
export interface GatedFile {
  readonly dataSet: FcsDataSet;
  readonly result: GatingResult;
}

/** What a further thread is given: the task, and the number of the next piece that no thread has taken yet. */
export interface GateFileShare extends GateFileTask {
  readonly nextPiece: SharedArrayBuffer;
}

/** What a further thread answers. An input error is data: classes lose their type between threads. */
export type GateFileAnswer =
  | { readonly kind: 'state'; readonly state: GatingState }
  | { readonly kind: 'refused'; readonly code: InputError['code']; readonly message: string; readonly place: InputError['place'] };

/** Events that a thread takes at a time: 16 blocks, a few megabytes. */
const PIECE_EVENTS = 32_768;

/** Below this a further thread costs more than it takes over. */
const BYTES_PER_THREAD = 100_000_000;

/**
 * Gates one data set, a large one on several threads; the result is the same on any number. Errors: `fcs/…`, `population/…`, `usage/not-found`.
 */
export async function gateFile(task: GateFileTask, mostThreads: number = availableParallelism()): Promise<GatedFile> {
  const source = openByteSource(task.file);
  try {
    const { dataSet, gating } = openTask(source, task);
    const nextPiece = new SharedArrayBuffer(4);
    const threads = Math.min(mostThreads, Math.floor(dataSet.data.byteLength / BYTES_PER_THREAD) + 1);
    const others = Array.from({ length: threads - 1 }, () => startThread({ ...task, nextPiece }));
    // Lets the other threads start before this one is busy.
    if (others.length > 0) await new Promise((resolve) => setImmediate(resolve));
    const own = gatePieces(source, { dataSet, gating, nextPiece });
    const states = await Promise.all(others);
    return { dataSet, result: gating.finish(states.reduce((sum, state) => gating.merge(sum, state), own)) };
  } finally {
    source.close();
  }
}

/** The share of one thread, for the worker. */
export function gateShare({ nextPiece, ...task }: GateFileShare): GatingState {
  const source = openByteSource(task.file);
  try {
    return gatePieces(source, { ...openTask(source, task), nextPiece });
  } finally {
    source.close();
  }
}

function openTask(source: ByteSource, { dataSet: number, request, path }: GateFileTask) {
  const dataSets = readDataSets(source);
  const dataSet = dataSets[number - 1];
  if (dataSet === undefined) {
    throw new InputError('fcs/no-such-data-set', `Expected data set ${number}, found ${dataSets.length} in the file.`, {
      file: source.name,
    });
  }
  return { dataSet, gating: compileGating(request, dataSet, path) };
}

interface Pieces {
  readonly dataSet: FcsDataSet;
  readonly gating: CompiledGating;
  readonly nextPiece: SharedArrayBuffer;
}

/** Takes piece after piece until none is left. Data that can only be read from its start is one piece. */
function gatePieces(source: ByteSource, { dataSet, gating, nextPiece }: Pieces): GatingState {
  const next = new Int32Array(nextPiece);
  const pieceEvents = dataSet.data.bytesPerEvent === 0 ? Math.max(1, dataSet.eventCount) : PIECE_EVENTS;
  const state = gating.start();
  for (;;) {
    const fromEvent = Atomics.add(next, 0, 1) * pieceEvents;
    if (fromEvent >= dataSet.eventCount) return state;
    const toEvent = Math.min(fromEvent + pieceEvents, dataSet.eventCount);
    const events = openEvents(source, dataSet, { columns: gating.columns, fromEvent, toEvent });
    for (const block of events.blocks()) gating.step(state, block, events);
  }
}

function startThread(share: GateFileShare): Promise<GatingState> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath('gate-worker'), { workerData: share });
    worker.once('message', (answer: GateFileAnswer) => {
      if (answer.kind === 'state') resolve(answer.state);
      else reject(new InputError(answer.code, answer.message, answer.place));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a gate thread ended with code ${code} before it answered`)));
  });
}
