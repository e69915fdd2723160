import { parentPort } from 'node:worker_threads';
import { nodeDisk } from '../disk/disk.ts';
import type { ThreadAnswer } from './task.ts';
import type { ThreadMessage, ThreadReply } from './threads.ts';
import { openWorkbench } from './workbench.ts';

/** Memory that goes with an answer and is no longer needed here. */
function handedOver(answer: ThreadAnswer): readonly ArrayBuffer[] {
  return answer.kind === 'rendered' ? answer.files.map(({ bytes }) => bytes.buffer) : [];
}

/** A thread: does one task after the other on its own workbench, until it is ended. */
export function answerTasks(): void {
  const bench = openWorkbench(nodeDisk);
  let latest: Promise<void> = Promise.resolve();
  const reply = (message: ThreadReply) => parentPort?.postMessage(message, 'answer' in message ? handedOver(message.answer) : []);
  parentPort?.on('message', ({ id, task }: ThreadMessage) => {
    // The bench has room for one.
    latest = latest.then(async () => {
      try {
        reply({ id, answer: await bench.answer(task) });
      } catch (error) {
        reply({ id, defect: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    });
  });
}
