import type { OutboxRecord } from '../../lims/outbox-record.ts';
import type { Clock } from '../disk/surroundings.ts';
import type { Waits } from './waits.ts';

export interface Settling {
  readonly waiting: () => readonly OutboxRecord[];
  readonly waits: Waits;
  /** How long entries that wait are waited for. */
  readonly waitSeconds: number;
  readonly inFlight: number;
  readonly send: (record: OutboxRecord) => Promise<void>;
}

/**
 * Sends what is due, so many at once, until nothing waits or the time is over; every entry that was never sent is tried once, and one that another process left to be looked for is
 * looked for once, however long that waits. A failure of ours ends it when all that was begun has ended.
 */
export async function settleAll(clock: Clock, { waiting, waits, waitSeconds, inFlight, send }: Settling): Promise<void> {
  const until = clock.elapsed() + waitSeconds * 1000;
  const active = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  const owed = new Set(waiting().flatMap(({ key, attempts, step }) => (attempts === 0 || step === 'look' ? [key] : [])));
  for (;;) {
    const over = clock.elapsed() >= until;
    const now = waiting();
    const left = now.filter(({ key, attempts }) => !active.has(key) && (!over || attempts === 0 || owed.has(key)));
    const due = failures.length > 0 ? [] : left.filter((record) => waits.left(record) === 0).slice(0, inFlight - active.size);
    for (const record of due) {
      owed.delete(record.key);
      const work = send(record)
        .catch((error: unknown) => failures.push(error))
        .then(() => void active.delete(record.key));
      active.set(record.key, work);
    }
    if (active.size === 0 && (left.length === 0 || failures.length > 0)) break;
    const pause = clock.pause(
      pauseUntilDue(
        left.filter(({ key }) => !active.has(key)),
        waits,
      ),
    );
    await (active.size >= inFlight ? Promise.race(active.values()) : Promise.race([...active.values(), pause]));
  }
  if (failures.length > 0) throw failures[0];
}

const LONGEST_PAUSE = 500;

function pauseUntilDue(waiting: readonly OutboxRecord[], waits: Waits): number {
  const least = waiting.reduce((shortest, record) => Math.min(shortest, waits.left(record)), LONGEST_PAUSE);
  return Math.max(5, least);
}
