import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { InputError } from '../errors.ts';
import type { GatingState } from '../population/gating-state.ts';
import { type GatedFile, type GateFileTask, gatePieces, gateWholeFile, withTask } from './gate-file.ts';
import { workerPath } from './worker-path.ts';

/** What a further thread is given: its share of one file's pieces, or of several files; `next` is the number that no thread has taken yet. */
export type GateShare =
  | { readonly kind: 'pieces'; readonly task: GateFileTask; readonly next: SharedArrayBuffer }
  | { readonly kind: 'files'; readonly tasks: readonly GateFileTask[]; readonly next: SharedArrayBuffer };

/** A file's result, or why there is none. An input error is data: classes lose their type between threads. */
export type FileOutcome = { readonly kind: 'gated'; readonly gated: GatedFile } | Refusal;

interface Refusal {
  readonly kind: 'refused';
  readonly code: InputError['code'];
  readonly message: string;
  readonly place: InputError['place'];
}

/** What a further thread answers. */
export type GateAnswer =
  | { readonly kind: 'state'; readonly state: GatingState }
  | { readonly kind: 'outcomes'; readonly outcomes: readonly (readonly [index: number, outcome: FileOutcome])[] }
  | Refusal;

/** Below this a further thread costs more than it takes over. */
const BYTES_PER_THREAD = 100_000_000;
const FILES_PER_THREAD = 8;

/** Gates one data set, a large one on several threads; the result is the same on any number. Errors: `fcs/…`, `population/…`, `usage/not-found`. */
export function gateFile(task: GateFileTask, mostThreads: number = availableParallelism()): Promise<GatedFile> {
  return withTask(task, async (open) => {
    const next = new SharedArrayBuffer(4);
    const threads = Math.min(mostThreads, threadsForBytes(open.dataSet.data.byteLength));
    const others = startThreads(threads - 1, { kind: 'pieces', task, next });
    const states = await withThreads(others, () => gatePieces(open, next));
    return { dataSet: open.dataSet, result: open.gating.finish(states.reduce((sum, state) => open.gating.merge(sum, state))) };
  });
}

/** Gates several files over threads; a file that cannot be gated does not stop the others. Outcomes stand in the order of the tasks. */
export async function gateFiles(
  tasks: readonly GateFileTask[],
  mostThreads: number = availableParallelism(),
): Promise<readonly FileOutcome[]> {
  const share: GateShare = { kind: 'files', tasks, next: new SharedArrayBuffer(4) };
  const others = startThreads(Math.min(mostThreads, threadsForFiles(tasks.length)) - 1, share);
  if (others.length > 0) await started();
  const own = await gateFileShare(share);
  const answers = await Promise.all(others);
  const outcomes = [...own, ...answers.flatMap((answer) => (answer.kind === 'outcomes' ? answer.outcomes : []))];
  return outcomes.sort(([a], [b]) => a - b).map(([, outcome]) => outcome);
}

/** What a further thread does. */
export async function gateShare(share: GateShare): Promise<GateAnswer> {
  if (share.kind === 'files') return { kind: 'outcomes', outcomes: await gateFileShare(share) };
  try {
    return { kind: 'state', state: await withTask(share.task, (open) => gatePieces(open, share.next)) };
  } catch (error) {
    return refusalOf(error);
  }
}

async function gateFileShare({ tasks, next }: Extract<GateShare, { kind: 'files' }>): Promise<[number, FileOutcome][]> {
  const counter = new Int32Array(next);
  const outcomes: [number, FileOutcome][] = [];
  for (;;) {
    const index = Atomics.add(counter, 0, 1);
    const task = tasks[index];
    if (task === undefined) return outcomes;
    outcomes.push([index, await gateWholeFile(task).then((gated): FileOutcome => ({ kind: 'gated', gated }), refusalOf)]);
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof InputError) return { kind: 'refused', code: error.code, message: error.message, place: error.place };
  throw error;
}

/** This thread's state, then the others'. Every thread is waited for, also where one fails. */
async function withThreads(others: readonly Promise<GateAnswer>[], work: () => GatingState): Promise<GatingState[]> {
  const settled = Promise.allSettled(others);
  if (others.length > 0) await started();
  try {
    const own = work();
    const answers = await Promise.all(others);
    return [own, ...answers.flatMap((answer) => (answer.kind === 'state' ? [answer.state] : []))];
  } finally {
    await settled;
  }
}

/** Lets the other threads start before this one is busy. */
function started(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Threads that have been started and wait for their share. */
const waiting: Worker[] = [];

/** Starts the threads that gating these files will ask for, so that they are ready by the time the gates have been read. */
export function prepareThreads(paths: readonly string[], mostThreads: number = availableParallelism()): void {
  const [path] = paths;
  const wanted = paths.length > 1 || path === undefined ? threadsForFiles(paths.length) : threadsForBytes(byteLengthOf(path));
  while (waiting.length < Math.min(mostThreads, wanted) - 1) {
    const worker = new Worker(workerPath('gate-thread'));
    // Until it has a share it does not keep the process alive.
    worker.unref();
    waiting.push(worker);
  }
}

/** 0 where there is no such file: whoever opens it says so. */
function byteLengthOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function threadsForBytes(byteLength: number): number {
  return Math.floor(byteLength / BYTES_PER_THREAD) + 1;
}

function threadsForFiles(count: number): number {
  return Math.floor(count / FILES_PER_THREAD) + 1;
}

function startThreads(count: number, share: GateShare): Promise<GateAnswer>[] {
  return Array.from({ length: Math.max(0, count) }, () => startThread(share));
}

function startThread(share: GateShare): Promise<GateAnswer> {
  return new Promise((resolve, reject) => {
    const worker = waiting.pop() ?? new Worker(workerPath('gate-thread'));
    worker.ref();
    worker.postMessage(share);
    worker.once('message', (answer: GateAnswer) => {
      if (answer.kind === 'refused') reject(new InputError(answer.code, answer.message, answer.place));
      else resolve(answer);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a gate thread ended with code ${code} before it answered`)));
  });
}
