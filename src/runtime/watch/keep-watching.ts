import type { Clock } from '../disk/surroundings.ts';
import type { Watch } from './watch.ts';

/** Asks once for the end. */
export interface Ending {
  readonly isAsked: () => boolean;
  /** Resolves when it is asked for. */
  readonly asked: Promise<void>;
  readonly ask: () => void;
}

export function openEnding(): Ending {
  let isAsked = false;
  let resolve: () => void = () => undefined;
  const asked = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    isAsked: () => isAsked,
    asked,
    ask: () => {
      isAsked = true;
      resolve();
    },
  };
}

/** What hastens the next look. */
export interface Waking {
  readonly wake: () => void;
  /** Resolves at the next `wake`, or at once where there was one since the last time. */
  readonly woken: () => Promise<void>;
}

export function openWaking(): Waking {
  let isWoken = false;
  let resolve: (() => void) | null = null;
  return {
    wake: () => {
      if (resolve === null) isWoken = true;
      else resolve();
      resolve = null;
    },
    woken: () =>
      new Promise((done) => {
        if (isWoken) done();
        else resolve = done;
        isWoken = false;
      }),
  };
}

export interface Rhythm {
  readonly clock: Pick<Clock, 'pause'>;
  readonly scanMs: number;
  readonly waking: Waking;
  readonly ending: Ending;
}

/** However many changes are reported, there is this time between two looks. */
const LEAST_MILLISECONDS = 1000;

/** Looks at the folder again and again until the end is asked for. The periodic look is the truth; what is reported between only hastens it. */
export async function keepWatching(watch: Pick<Watch, 'scan'>, { clock, scanMs, waking, ending }: Rhythm): Promise<void> {
  while (!ending.isAsked()) {
    await watch.scan();
    await Promise.race([clock.pause(Math.min(LEAST_MILLISECONDS, scanMs)), ending.asked]);
    if (scanMs > LEAST_MILLISECONDS) await Promise.race([clock.pause(scanMs - LEAST_MILLISECONDS), waking.woken(), ending.asked]);
  }
}
