import type { Message } from '../../message.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import type { OrderHint } from '../../watch/work-order.ts';
import type { Disk } from '../disk/disk.ts';
import { openRedis, RECONNECT_SECONDS } from './open-redis.ts';
import { type QueueSettings, queueName } from './queue-place.ts';

/** What is put into a queue: the id of an order, and where it lies. */
export interface QueuedOrder {
  readonly id: string;
  readonly hint: OrderHint;
}

/** A queue as a watch sees it. It carries hints alone: what it lost is put into it again, what it has twice is worked on once. */
export interface OrderQueue {
  /** Puts in what is not in it; `null`, or why that could not be done. */
  readonly add: (orders: readonly QueuedOrder[]) => Promise<Message | null>;
  /** Whether the connection was made again since this was asked last: what was put in before may be lost. */
  readonly wasAway: () => boolean;
  readonly close: () => Promise<void>;
}

/** What stands before every key of ours in a Redis. */
export const QUEUE_PREFIX = 'cytolot';

/** Its own number for each store: workers of another one never see its orders. */
export const queueOfStore = (storeId: string): string => storeId;

/** Throws as `openRedis`. */
export async function openOrderQueue(
  settings: QueueSettings,
  { disk, storeId }: { readonly disk: Disk; readonly storeId: string },
): Promise<OrderQueue> {
  const { redis, said } = await openRedis(settings, disk, 'answering');
  const { Queue } = await import('bullmq');
  const queue = new Queue(queueOfStore(storeId), { connection: redis, prefix: QUEUE_PREFIX, skipVersionCheck: true });
  let told: Message | null = null;
  let away = false;
  let lost: unknown = 'the connection ended';
  // What goes wrong with the connection is told by what is asked of it next.
  queue.on('error', (error) => {
    lost = error;
  });
  redis.on('close', () => {
    away = true;
  });
  const name = queueName(settings.place);
  return {
    add: async (orders) => {
      try {
        const jobs = orders.map(({ id, hint }) => ({
          name: 'subject',
          data: hint,
          opts: { jobId: id, removeOnComplete: true, removeOnFail: true, attempts: 1 },
        }));
        if (jobs.length === 0) await redis.ping();
        else await queue.addBulk(jobs);
        told = null;
        return null;
      } catch (error) {
        // One sentence for as long as it is away, however often it is tried.
        told ??= queueTrouble(name, said(redis.status === 'ready' ? error : lost));
        return told;
      }
    },
    wasAway: () => {
      const was = away && redis.status === 'ready';
      if (was) away = false;
      return was;
    },
    close: async () => {
      redis.disconnect();
    },
  };
}

/** Why a queue cannot be reached now. */
export function queueTrouble(queue: string, error: string): Message {
  return watchNote('watch/queue-away', { queue, seconds: RECONNECT_SECONDS, error });
}
