import { InputError } from '../../errors.ts';
import type { Message } from '../../message.ts';
import { quotedError } from '../../quoted-error.ts';
import { isOrderId, type OrderHint, parseHint } from '../../watch/work-order.ts';
import { messageOf } from '../disk/disk.ts';
import type { Clock } from '../disk/surroundings.ts';
import type { Ending } from '../watch/keep-watching.ts';
import type { DoneOrder } from './do-order.ts';
import type { WorkHealth } from './work-health.ts';

/** What a queue hands out. */
export interface QueueItem {
  readonly id?: string;
  readonly data: unknown;
  /** Puts it back, for whoever takes the next one. */
  readonly moveToWait: (token: string) => Promise<unknown>;
}

export interface TakingTools {
  readonly doOrder: (id: string, hint: OrderHint) => Promise<DoneOrder>;
  readonly clock: Pick<Clock, 'pause'>;
  readonly ending: Pick<Ending, 'isAsked' | 'asked'>;
  readonly health: Pick<WorkHealth, 'began' | 'ended'>;
  readonly say: (level: 'error', warning: Message) => void;
}

/** Until an order comes again whose store cannot be read or written now. */
const LATER_MILLISECONDS = 10_000;

/**
 * Gives what works on what a queue hands out: `done` = it goes from the queue, `given-back` = it is in it again. What must wait is waited for here, on a clock that nobody sets: no time
 * of a machine enters the queue.
 */
export function openTaking({ doOrder, clock, ending, health, say }: TakingTools) {
  const attempt = async ({ id, data }: QueueItem): Promise<DoneOrder> => {
    const hint = parseHint(data);
    if (hint === null || id === undefined || !isOrderId(id)) return 'none';
    try {
      return await doOrder(id, hint);
    } catch (error) {
      say(
        'error',
        quotedError(new InputError('internal/fault', `Expected no fault of cytolot itself, please report it: ${messageOf(error)}.`)),
      );
      return 'later';
    }
  };
  return async (item: QueueItem, token: string): Promise<'done' | 'given-back'> => {
    health.began();
    let done: DoneOrder = 'ended';
    try {
      done = await attempt(item);
      if (done === 'later') await Promise.race([clock.pause(LATER_MILLISECONDS), ending.asked]);
      if (done !== 'later' && done !== 'ended') return 'done';
      await item.moveToWait(token);
      return 'given-back';
    } finally {
      health.ended(done);
    }
  };
}
