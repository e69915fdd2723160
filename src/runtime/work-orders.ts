import { readBeginning } from './audit-log/begin-log.ts';
import { openShelf } from './disk/draft.ts';
import type { Clock, Surroundings } from './disk/surroundings.ts';
import { type Warning, warningLine } from './job/warning.ts';
import { openRedis, RECONNECT_SECONDS } from './queue/open-redis.ts';
import { QUEUE_PREFIX, queueOfStore, queueTrouble } from './queue/order-queue.ts';
import { queuePassword } from './queue/queue-password.ts';
import { type QueueSettings, queueName } from './queue/queue-place.ts';
import { openLog } from './run/log.ts';
import { type HealthAddress, openHealthServer } from './status/health-server.ts';
import { openWorkMetrics } from './status/metrics.ts';
import { learningKey, openSharedLearning } from './store/shared-learning.ts';
import { openThreads } from './threads/threads.ts';
import type { Ending } from './watch/keep-watching.ts';
import { openOrders } from './workers/do-order.ts';
import { openTaking } from './workers/take-order.ts';
import { openWorkHealth } from './workers/work-health.ts';

/** What `cytolot work` is asked to do: plain data. */
export interface WorkJob {
  readonly out: string;
  readonly queue: QueueSettings;
  /** After which an order whose worker is not heard of goes to another one. */
  readonly lockSeconds: number;
  /** Orders that are worked on at a time; `null` = one a thread. */
  readonly atOnce: number | null;
  readonly log: string | null;
}

export interface WorkTools {
  readonly surroundings: Surroundings;
  readonly jobs: number | null;
  readonly taskSeconds: number | null;
  readonly health: HealthAddress | null;
  readonly ending: Ending;
  readonly say: (level: Level, line: string) => void;
}

type Level = 'info' | 'warning' | 'error';

/** At the end: for orders that are nearly done, and to give back the others. Together below 8 s. */
const GRACE_MILLISECONDS = { working: 4000, leaving: 1500 } as const;

/** A worker that dies in an order loses its lock however often: the store counts its tries. */
const MOST_STALLS = 1_000_000;

/** Works on the orders of a store until the end is asked for; then what is under way is finished, or given back. Errors: as `readBeginning`, `openRedis`, `openHealthServer`. */
export async function workOrders(job: WorkJob, tools: WorkTools): Promise<void> {
  const { surroundings, ending } = tools;
  const { clock, host, disk } = surroundings;
  const shelf = openShelf(job.out, surroundings);
  const { storeId } = readBeginning(shelf);
  const password = queuePassword(job.queue, disk);
  const shared = openSharedLearning(shelf, password === null ? null : learningKey(password, storeId));
  const { redis, said } = await openRedis(job.queue, disk, 'waiting');
  const { WaitingError, Worker } = await import('bullmq');
  const time = tools.taskSeconds === null ? {} : { taskSeconds: tools.taskSeconds };
  const threads = openThreads({ most: tools.jobs ?? host.processors, ...time });
  const log = openLog(job.log === null ? null : { path: job.log, inputs: [] }, surroundings);
  const say = (level: Level, warning: Warning) => {
    const line = warningLine(warning);
    log[level === 'warning' ? 'warn' : level]('work', { ...warning, line });
    tools.say(level, line);
  };
  const closing: (() => unknown)[] = [log.close, () => threads.close(), () => redis.disconnect()];
  const doOrder = openOrders({ shelf, threads, log: job.log, isEnding: ending.isAsked, shared, say });
  const name = queueName(job.queue.place);
  const health = openWorkHealth(clock, {
    trouble: (error) => {
      if (!ending.isAsked()) say('warning', queueTrouble(name, error));
    },
    again: () => tools.say('info', `The queue at ${name} answers again.`),
  });
  const { status } = health;
  const take = openTaking({ doOrder, clock, ending, health, say });
  const atOnce = job.atOnce ?? threads.most;
  let lost: unknown = 'the connection ended';
  redis.on('error', (error) => {
    lost = error;
  });
  redis.on('close', () => health.lost(said(lost)));
  redis.on('ready', health.connected);
  const newWorker = () =>
    new Worker(
      queueOfStore(storeId),
      async (order, token = '') => {
        if ((await take(order, token)) === 'given-back') throw new WaitingError();
      },
      {
        connection: redis,
        prefix: QUEUE_PREFIX,
        skipVersionCheck: true,
        autorun: false,
        concurrency: atOnce,
        lockDuration: job.lockSeconds * 1000,
        stalledInterval: (job.lockSeconds * 1000) / 2,
        maxStalledCount: MOST_STALLS,
      },
    );
  const refused = (error: unknown) => {
    log.warn('queue', { error: said(error) });
    // Without a connection that one is told.
    if (redis.status === 'ready') health.refused(said(error));
  };
  let worker = newWorker();
  let isTold = false;
  /** One whose first connection fails never works: another one takes its place. */
  const keepWorking = async (): Promise<void> => {
    for (; !ending.isAsked(); worker = newWorker()) {
      // A lock that was lost, or an answer of the queue that did not come: the store has the answer, and the order is found done when it comes again.
      worker.on('error', refused);
      try {
        await worker.waitUntilReady();
        if (!isTold) tools.say('info', `Working on the orders of '${job.out}' from the queue at ${name}, ${atOnce} at a time.`);
        isTold = true;
        await worker.run();
      } catch (error) {
        refused(error);
      }
      if (ending.isAsked()) return;
      await atMost(clock, GRACE_MILLISECONDS.leaving, worker.close(true));
      await clock.pause(RECONNECT_SECONDS * 1000);
    }
  };
  try {
    if (tools.health !== null) {
      const server = await openHealthServer(tools.health, { status, metrics: openWorkMetrics(status) });
      closing.unshift(server.close);
    }
    void keepWorking();
    await ending.asked;
    await atMost(clock, GRACE_MILLISECONDS.leaving, worker.pause(true));
    await until(clock, GRACE_MILLISECONDS.working, () => status().running === 0);
    await threads.close();
    await until(clock, GRACE_MILLISECONDS.leaving, () => status().running === 0);
  } finally {
    await atMost(clock, GRACE_MILLISECONDS.leaving, worker.close(true));
    await atMost(clock, GRACE_MILLISECONDS.leaving, Promise.all(closing.map(async (close) => close())));
  }
}

async function atMost(clock: Clock, milliseconds: number, done: Promise<unknown>): Promise<void> {
  await Promise.race([done.catch(() => undefined), clock.pause(milliseconds)]);
}

async function until(clock: Clock, milliseconds: number, isDone: () => boolean): Promise<void> {
  for (const since = clock.elapsed(); !isDone() && clock.elapsed() - since < milliseconds; ) await clock.pause(50);
}
