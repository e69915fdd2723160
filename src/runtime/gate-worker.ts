import { parentPort, workerData } from 'node:worker_threads';
import { gateShare } from './gate-threads.ts';

/** A further thread of `gate`: takes its share and answers once. */
export async function answerShare(): Promise<void> {
  parentPort?.postMessage(await gateShare(workerData));
}
