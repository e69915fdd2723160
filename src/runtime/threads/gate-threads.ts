import { availableParallelism } from 'node:os';
import { InputError } from '../../errors.ts';
import type { GatingState } from '../../population/gating-state.ts';
import { type GatedFile, type GateFileTask, gatePieces, gateWholeFile, withTask } from '../gate-file.ts';
import { threadsForBytes, threadsForFiles } from './thread-count.ts';
import { takeThread } from './waiting-threads.ts';

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

function startThreads(count: number, share: GateShare): Promise<GateAnswer>[] {
  return Array.from({ length: Math.max(0, count) }, () => startThread(share));
}

function startThread(share: GateShare): Promise<GateAnswer> {
  return new Promise((resolve, reject) => {
    const worker = takeThread();
    worker.postMessage(share);
    worker.once('message', (answer: GateAnswer) => {
      if (answer.kind === 'refused') reject(new InputError(answer.code, answer.message, answer.place));
      else resolve(answer);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a gate thread ended with code ${code} before it answered`)));
  });
}
