import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workerPath } from './worker-path.ts';

/** Threads that have been started and wait for their share. */
const waiting: Worker[] = [];

/** Starts the threads that will be asked for beside this one, as far as there are processors. */
export function prepareThreads(wanted: number): void {
  while (waiting.length < Math.min(availableParallelism(), wanted) - 1) {
    const worker = new Worker(workerPath('gate-thread'));
    // Until it has a share it does not keep the process alive.
    worker.unref();
    waiting.push(worker);
  }
}

/** A thread that keeps the process alive until it has answered. */
export function takeThread(): Worker {
  const worker = waiting.pop() ?? new Worker(workerPath('gate-thread'));
  worker.ref();
  return worker;
}
