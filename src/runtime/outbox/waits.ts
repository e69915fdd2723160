import type { OutboxRecord } from '../../lims/outbox-record.ts';
import type { Clock } from '../disk/surroundings.ts';

/** How long each entry waits, by a clock that nobody sets: a step of the other one shortens nothing. */
export interface Waits {
  /** Begins a wait. Gives its end by the clock that people read. */
  readonly begin: (key: string, seconds: number) => string;
  /** Milliseconds that an entry still waits; 0 = none. */
  readonly left: (record: OutboxRecord) => number;
}

export interface WaitOptions {
  /** How long an attempt without an answer is left alone before it is looked for. */
  readonly settleSeconds: number;
  /** The longest wait that is taken from an entry as another process wrote it. */
  readonly longestSeconds: number;
}

/**
 * An entry of another process, whose clock may have been set since, waits anew where it is to be looked for: that its attempt has settled is known by our own clock alone. Any
 * other waits until the time that stands in it.
 */
export function openWaits(clock: Clock, { settleSeconds, longestSeconds }: WaitOptions): Waits {
  const ends = new Map<string, number>();
  const begunAt = clock.elapsed();
  const endOf = ({ key, step, nextAt, mayHaveArrived }: OutboxRecord): number => {
    const known = ends.get(key);
    if (known !== undefined) return known;
    const stated = nextAt === null ? 0 : Date.parse(nextAt) - clock.now().getTime();
    const wait = step === 'look' && mayHaveArrived ? settleSeconds * 1000 : Math.min(Math.max(stated, 0), longestSeconds * 1000);
    const end = (step === 'look' ? begunAt : clock.elapsed()) + wait;
    ends.set(key, end);
    return end;
  };
  return {
    begin: (key, seconds) => {
      ends.set(key, clock.elapsed() + seconds * 1000);
      return new Date(clock.now().getTime() + seconds * 1000).toISOString();
    },
    left: (record) => Math.max(0, endOf(record) - clock.elapsed()),
  };
}
