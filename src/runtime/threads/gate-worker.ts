import { parentPort } from 'node:worker_threads';
import { type GateShare, gateShare } from './gate-threads.ts';

/** A further thread of `gate`: takes one share and answers once. */
export function answerShare(): void {
  parentPort?.once('message', (share: GateShare) => {
    void gateShare(share).then((answer) => parentPort?.postMessage(answer));
  });
}
