import type { Message } from '../../message.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import type { Clock } from '../disk/surroundings.ts';
import type { OrderFolder } from '../queue/order-folder.ts';

/** Orders that nobody answers. */
export interface StalledOrders {
  /** Some order was answered. */
  readonly answered: () => void;
  /** Looks at the orders that are open now; `null` = they go on, or it is too early to say. */
  readonly look: (open: readonly string[]) => Message | null;
}

/** How long an order may be without an answer while no worker is at one; steps of the time that is said. */
const STALLED_MINUTES = 15;
const STALLED_MILLISECONDS = STALLED_MINUTES * 60_000;

/**
 * An order stalls when, for a quarter of an hour, no order is answered and none is worked on: no worker is there, or none that knows such an order. It stalls too when it is that old and a
 * worker said why it cannot be done now, or its answer cannot be read, as one of a newer version.
 */
export function openStalledOrders(
  orders: Pick<OrderFolder, 'later' | 'hasAnswer' | 'tries'>,
  clock: Pick<Clock, 'elapsed'>,
): StalledOrders {
  const openSince = new Map<string, number>();
  let answeredAt = Number.NEGATIVE_INFINITY;
  return {
    answered: () => {
      answeredAt = clock.elapsed();
    },
    look: (open) => {
      const now = clock.elapsed();
      const wanted = new Set(open);
      for (const id of openSince.keys()) if (!wanted.has(id)) openSince.delete(id);
      for (const id of open) if (!openSince.has(id)) openSince.set(id, now);
      const old = open.filter((id) => now - (openSince.get(id) ?? now) >= STALLED_MILLISECONDS);
      const isQuiet = old.length > 0 && now - answeredAt >= STALLED_MILLISECONDS && open.every((id) => orders.tries(id).open === 0);
      const found = old.map((id) => ({ id, why: orders.later(id), unread: orders.hasAnswer(id) }));
      const stalled = found.filter(({ why, unread }) => isQuiet || why !== null || unread);
      if (stalled.length === 0) return null;
      const longest = Math.max(...stalled.map(({ id }) => now - (openSince.get(id) ?? now)));
      const minutes = Math.floor(longest / STALLED_MILLISECONDS) * STALLED_MINUTES;
      const why = stalled.find((one) => one.why !== null)?.why ?? null;
      return watchNote('watch/orders-unanswered', { orders: stalled.length, minutes, why });
    },
  };
}
