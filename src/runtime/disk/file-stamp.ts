import type { FileState, OpenFile } from './open-file.ts';

/** What tells one state of a file from every other. */
export type FileStamp = FileState['stamp'];

/** Clocks of file systems tick about every 10 ms: a file that changed within this time may change again without a new stamp. */
const TICK_MILLISECONDS = 20;
/** A file that goes on changing for this many ticks is being written. */
const MOST_WAITS = 25;

/**
 * The state of an open file, taken when its last change lies so far back that the next one must show; waits for that up to half a second.
 * `null` where the file goes on changing.
 */
export function settledStamp(file: OpenFile): FileState | null {
  for (let waits = 0; waits <= MOST_WAITS; waits++) {
    const state = file.state();
    // A change in the future is the clock of another machine: nothing can be waited for.
    if (state.ageMilliseconds >= TICK_MILLISECONDS || state.ageMilliseconds < -TICK_MILLISECONDS) return state;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TICK_MILLISECONDS);
  }
  return null;
}
