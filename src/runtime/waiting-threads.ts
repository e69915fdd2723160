import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workerPath } from './worker-path.ts';

/** Below this a further thread costs more than it takes over. */
const BYTES_PER_THREAD = 100_000_000;
const FILES_PER_THREAD = 8;

export function threadsForBytes(byteLength: number): number {
  return Math.floor(byteLength / BYTES_PER_THREAD) + 1;
}

export function threadsForFiles(count: number): number {
  return Math.floor(count / FILES_PER_THREAD) + 1;
}

/** Threads that have been started and wait for their share. */
const waiting: Worker[] = [];

/** Starts the threads that gating these files will ask for, so that they are ready by the time the gates have been read. */
function prepareThreads(paths: readonly string[]): void {
  const [path] = paths;
  const wanted = paths.length > 1 || path === undefined ? threadsForFiles(paths.length) : threadsForBytes(byteLengthOf(path));
  while (waiting.length < Math.min(availableParallelism(), wanted) - 1) {
    const worker = new Worker(workerPath('gate-thread'));
    // Until it has a share it does not keep the process alive.
    worker.unref();
    waiting.push(worker);
  }
}

/** Options of `gate` that have no value. */
const FLAGS: readonly string[] = ['--json', '--exact', '--help', '-h'];

/** `prepareThreads` by the arguments of `gate`, which are understood later: a thread too many is not used, one too few starts then. */
export function prepareThreadsFor(args: readonly string[]): void {
  prepareThreads(filesAmong(args));
}

export function filesAmong(args: readonly string[]): readonly string[] {
  const takesNext = (option: string) => option.startsWith('-') && !option.includes('=') && !FLAGS.includes(option);
  return args.filter((arg, i) => !arg.startsWith('-') && !takesNext(args[i - 1] ?? ''));
}

/** A thread that keeps the process alive until it has answered. */
export function takeThread(): Worker {
  const worker = waiting.pop() ?? new Worker(workerPath('gate-thread'));
  worker.ref();
  return worker;
}

/** 0 where there is no such file: whoever opens it says so. */
function byteLengthOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
