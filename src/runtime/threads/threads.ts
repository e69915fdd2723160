import { Worker } from 'node:worker_threads';
import { InputError } from '../../errors.ts';
import type { ThreadAnswer, ThreadTask } from './task.ts';
import { workerPath } from './worker-path.ts';

/** The threads of one engine or command. What they answer does not depend on how many there are. */
export interface Threads {
  /** How many there are at most. */
  readonly most: number;
  /** Throws the InputError of the thread, whose kind of answer goes with that of the task. */
  readonly ask: <Kind extends ThreadAnswer['kind']>(task: ThreadTask, answered: Kind) => Promise<Extract<ThreadAnswer, { kind: Kind }>>;
  /** Ends them; what is still under way fails. */
  readonly close: () => Promise<void>;
}

/** What crosses to a thread and back. */
export interface ThreadMessage {
  readonly id: number;
  readonly task: ThreadTask;
}

export type ThreadReply =
  | { readonly id: number; readonly answer: ThreadAnswer }
  /** A defect of the program, as its own words. */
  | { readonly id: number; readonly defect: string };

interface Waiting extends ThreadMessage {
  readonly answered: (answer: ThreadAnswer) => void;
  readonly failed: (error: Error) => void;
}

interface Started {
  readonly worker: Worker;
  readonly underWay: Map<number, Waiting>;
}

/** A thread has its next task at hand when it answers: this one may be busy at that moment. */
const TASKS_AT_HAND = 2;

/** Threads that are started when they are needed, `startNow` of them at once. None keeps the process alive but while it has a task. */
export function openThreads({ most, startNow = 0 }: { readonly most: number; readonly startNow?: number }): Threads {
  const started: Started[] = [];
  const queue: Waiting[] = [];
  let next = 0;
  let closed = false;
  const start = (): Started => {
    const thread: Started = { worker: new Worker(workerPath()), underWay: new Map() };
    thread.worker.unref();
    started.push(thread);
    const lost = (error: Error) => {
      if (started.includes(thread)) started.splice(started.indexOf(thread), 1);
      for (const task of thread.underWay.values()) task.failed(error);
      thread.underWay.clear();
      if (!closed) dispatch();
    };
    thread.worker.on('message', (reply: ThreadReply) => {
      const task = thread.underWay.get(reply.id);
      thread.underWay.delete(reply.id);
      if (thread.underWay.size === 0) thread.worker.unref();
      dispatch();
      if ('answer' in reply) task?.answered(reply.answer);
      else task?.failed(new Error(reply.defect));
    });
    thread.worker.on('error', (error: unknown) => lost(error instanceof Error ? error : new Error(String(error))));
    thread.worker.on('exit', (code) => lost(new Error(`a thread ended with code ${code} before it answered`)));
    return thread;
  };
  const free = (): Started | undefined => {
    const idle = started.find(({ underWay }) => underWay.size === 0);
    if (idle !== undefined) return idle;
    if (started.length < most) return start();
    const [least] = [...started].sort((a, b) => a.underWay.size - b.underWay.size);
    return least !== undefined && least.underWay.size < TASKS_AT_HAND ? least : undefined;
  };
  const dispatch = (): void => {
    for (let thread = free(); queue.length > 0 && thread !== undefined; thread = free()) {
      const task = queue.shift();
      if (task === undefined) return;
      thread.underWay.set(task.id, task);
      thread.worker.ref();
      thread.worker.postMessage({ id: task.id, task: task.task } satisfies ThreadMessage);
    }
  };
  for (let count = 0; count < Math.min(most, startNow); count++) start();
  return {
    most,
    ask: (task, kind) =>
      new Promise((resolve, reject) => {
        if (closed) throw new Error('the threads are closed');
        const answered = (answer: ThreadAnswer) => {
          if (answer.kind === 'refused' && kind !== 'refused') reject(new InputError(answer.code, answer.message, answer.place));
          else if (isOfKind(answer, kind)) resolve(answer);
          else reject(new Error(`a task '${task.kind}' was answered with '${answer.kind}'`));
        };
        const waiting: Waiting = { id: next++, task, answered, failed: reject };
        // What ends a lot goes before what begins another: its report is waited for, and its figures take memory.
        if (task.kind === 'render') queue.unshift(waiting);
        else queue.push(waiting);
        dispatch();
      }),
    close: async () => {
      closed = true;
      for (const { failed } of queue.splice(0)) failed(new Error('the threads were closed'));
      await Promise.all(started.map(({ worker }) => worker.terminate()));
    },
  };
}

function isOfKind<Kind extends ThreadAnswer['kind']>(answer: ThreadAnswer, kind: Kind): answer is Extract<ThreadAnswer, { kind: Kind }> {
  return answer.kind === kind;
}
