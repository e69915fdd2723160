import { basename } from 'node:path';
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
  /** Threads that ended in it. */
  endings: number;
}

interface Started {
  readonly worker: Worker;
  /** In the order in which it does them: it is at the first. */
  readonly underWay: Map<number, Waiting>;
  /** Ends it when the task that it is at takes too long. */
  alarm: NodeJS.Timeout | null;
}

/** A task that has ended two threads is not given to a third. */
const MOST_ENDINGS = 2;

/** Seconds that one task may take by default: a large file is gated in many tasks, so that this is hundreds of times what the longest takes. */
const TASK_SECONDS = 600;

/**
 * What a thread's new objects may take, three times the half of it that is in use: with V8's own 48 MB every thread would hold as much of what nobody needs any more.
 * What a thread works with are arrays of numbers, which stand elsewhere.
 */
const YOUNG_MEGABYTES = 24;

/** A thread has its next task at hand when it answers: this one may be busy at that moment. */
const TASKS_AT_HAND = 2;

export interface ThreadsOptions {
  readonly most: number;
  readonly startNow?: number;
  /** How long one task may take. */
  readonly taskSeconds?: number;
}

/**
 * Threads that are started when they are needed, `startNow` of them at once. None keeps the process alive but while it has a task. A thread that ends takes no task
 * with it but the one that it was at, and that only the second time; one that takes too long is ended. Such a task fails with `internal/thread-ended`.
 */
export function openThreads({ most, startNow = 0, taskSeconds = TASK_SECONDS }: ThreadsOptions): Threads {
  const started: Started[] = [];
  const queue: Waiting[] = [];
  let next = 0;
  let closed = false;
  const start = (): Started => {
    const thread: Started = {
      worker: new Worker(workerPath(), { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES } }),
      underWay: new Map(),
      alarm: null,
    };
    thread.worker.unref();
    started.push(thread);
    const lost = (ending: string) => {
      const at = takeBack(thread);
      if (at !== undefined) again(at, ending);
      dispatch();
    };
    thread.worker.on('message', (reply: ThreadReply) => {
      const task = thread.underWay.get(reply.id);
      thread.underWay.delete(reply.id);
      watch(thread);
      if (thread.underWay.size === 0) thread.worker.unref();
      dispatch();
      if ('answer' in reply) task?.answered(reply.answer);
      else task?.failed(new Error(reply.defect));
    });
    thread.worker.on('error', (error: unknown) => lost(error instanceof Error ? error.message : String(error)));
    thread.worker.on('exit', (code) => lost(`it ended with code ${code} before it answered`));
    return thread;
  };
  /** Gives up a thread: the task that it was at is returned, those that it had only at hand are not to blame and go to others. */
  const takeBack = (thread: Started): Waiting | undefined => {
    if (started.includes(thread)) started.splice(started.indexOf(thread), 1);
    const [at, ...behind] = thread.underWay.values();
    thread.underWay.clear();
    watch(thread);
    for (const task of behind.reverse()) wait(task);
    return at;
  };
  const wait = (task: Waiting): void => {
    if (closed) task.failed(new Error('the threads were closed'));
    else queue.unshift(task);
  };
  const again = (task: Waiting, ending: string): void => {
    task.endings += 1;
    if (task.endings < MOST_ENDINGS) wait(task);
    else task.failed(endedTwice(task.task, ending));
  };
  /** Each task has its time from when the thread comes to it. */
  const watch = (thread: Started): void => {
    if (thread.alarm !== null) clearTimeout(thread.alarm);
    const [at] = thread.underWay.values();
    thread.alarm = at === undefined ? null : setTimeout(() => overrun(thread), taskSeconds * 1000).unref();
  };
  const overrun = (thread: Started): void => {
    const at = takeBack(thread);
    at?.failed(tookTooLong(at.task, taskSeconds));
    void thread.worker.terminate();
    dispatch();
  };
  const free = (): Started | undefined => {
    const idle = started.find(({ underWay }) => underWay.size === 0);
    if (idle !== undefined) return idle;
    if (started.length < most) return start();
    const [least] = [...started].sort((a, b) => a.underWay.size - b.underWay.size);
    return least !== undefined && least.underWay.size < TASKS_AT_HAND ? least : undefined;
  };
  const dispatch = (): void => {
    if (closed) return;
    for (let thread = free(); queue.length > 0 && thread !== undefined; thread = free()) {
      const task = queue.shift();
      if (task === undefined) return;
      thread.underWay.set(task.id, task);
      if (thread.underWay.size === 1) watch(thread);
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
        const waiting: Waiting = { id: next++, task, answered, failed: reject, endings: 0 };
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

/** What a task was about, for a message. */
function subjectOf(task: ThreadTask): { readonly what: string; readonly file: string | null } {
  switch (task.kind) {
    case 'render':
      return { what: 'draws a report', file: null };
    case 'estimate':
      return { what: `fits the assay '${task.assay.name}'`, file: null };
    case 'gate':
    case 'gate-part':
    case 'examine':
    case 'hash-values':
    case 'read-again':
      return { what: 'reads the file', file: task.file.name ?? basename(task.file.path) };
    case 'look':
      return { what: 'lists the drop folder', file: task.root };
    case 'take':
      return { what: 'copies the file into the intake', file: task.name };
  }
}

function endedTwice(task: ThreadTask, ending: string): InputError {
  const { what, file } = subjectOf(task);
  const sentence = `Expected an answer of the thread that ${what}, found two times that it ended: ${ending.replace(/[.\s]+$/, '')}. Give the process more memory if that was short; else please report it with this input.`;
  return new InputError('internal/thread-ended', sentence, file === null ? {} : { file });
}

function tookTooLong(task: ThreadTask, seconds: number): InputError {
  const { what, file } = subjectOf(task);
  const sentence = `Expected an answer of the thread that ${what} within ${seconds} s, found none; the thread was ended. Please report it with this input.`;
  return new InputError('internal/thread-ended', sentence, file === null ? {} : { file });
}

function isOfKind<Kind extends ThreadAnswer['kind']>(answer: ThreadAnswer, kind: Kind): answer is Extract<ThreadAnswer, { kind: Kind }> {
  return answer.kind === kind;
}
