import type { Clock } from '../disk/surroundings.ts';
import type { DoneOrder } from './do-order.ts';

/** Whether a worker can work, and what it says of it. */
export interface WorkHealth {
  readonly status: () => { readonly ready: boolean; readonly running: number; readonly answered: number };
  readonly began: () => void;
  readonly ended: (done: DoneOrder) => void;
  readonly lost: (error: string) => void;
  readonly connected: () => void;
  /** The queue refused something, or answered something else: once may be a lock that was lost. */
  readonly refused: (error: string) => void;
}

export interface WorkVoice {
  /** Why it does not work, once until it does again. */
  readonly trouble: (error: string) => void;
  readonly again: () => void;
}

/** Orders in a row that came to nothing since the store could not be read or written. */
const MOST_LATER = 3;

/** Refusals of the queue in a row, without an order between. */
const MOST_REFUSED = 2;

/** A queue that has refused nothing for this time is one that can be worked with: who waits for orders hears nothing of it. */
const QUIET_MILLISECONDS = 60_000;

export function openWorkHealth(clock: Pick<Clock, 'elapsed'>, voice: WorkVoice): WorkHealth {
  let [isConnected, isTold] = [true, false];
  let [running, answered, later] = [0, 0, 0];
  let refusals = { count: 0, last: 0 };
  const isRefused = () => refusals.count >= MOST_REFUSED && clock.elapsed() - refusals.last < QUIET_MILLISECONDS;
  const tell = (error: string) => {
    if (isTold) return;
    isTold = true;
    voice.trouble(error);
  };
  const goesOn = () => {
    refusals = { count: 0, last: 0 };
    if (!isTold) return;
    isTold = false;
    voice.again();
  };
  return {
    status: () => ({ ready: isConnected && !isRefused() && later < MOST_LATER, running, answered }),
    began: () => {
      running += 1;
      if (isConnected) goesOn();
    },
    ended: (done) => {
      running -= 1;
      if (done === 'answered') answered += 1;
      if (done === 'later') later += 1;
      else if (done !== 'ended') later = 0;
    },
    lost: (error) => {
      isConnected = false;
      tell(error);
    },
    connected: () => {
      isConnected = true;
      goesOn();
    },
    refused: (error) => {
      const isOld = clock.elapsed() - refusals.last >= QUIET_MILLISECONDS;
      refusals = { count: isOld ? 1 : refusals.count + 1, last: clock.elapsed() };
      if (refusals.count >= MOST_REFUSED) tell(error);
    },
  };
}
