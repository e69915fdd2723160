import { type BigIntStats, fstatSync, statSync } from 'node:fs';

/**
 * What tells one state of a file from every other: device, inode, size, and the times of its last change of content and of its entry, in nanoseconds.
 * The last cannot be set by a program, so that a copy with an old date does not pass for the file.
 */
export type FileStamp = string;

/** Clocks of file systems tick about every 10 ms: a file that changed within this time may change again without a new stamp. */
const TICK_NS = 20_000_000n;
/** A file that goes on changing for this many ticks is being written. */
const MOST_WAITS = 25;

function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): FileStamp {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

export function stampOfDescriptor(descriptor: number): FileStamp {
  return stampOf(fstatSync(descriptor, { bigint: true }));
}

/** The stamp of what now lies at a path; `null` where nothing does. */
export function stampOfPath(path: string): FileStamp | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : stampOf(stats);
}

/**
 * The stamp of an open file, taken when its last change lies so far back that the next one must show; waits for that up to half a second.
 * `null` where the file goes on changing.
 */
export function settledStamp(descriptor: number): FileStamp | null {
  for (let waits = 0; waits <= MOST_WAITS; waits++) {
    const stats = fstatSync(descriptor, { bigint: true });
    const age = BigInt(Date.now()) * 1_000_000n - stats.ctimeNs;
    // A change in the future is the clock of another machine: nothing can be waited for.
    if (age >= TICK_NS || age < -TICK_NS) return stampOf(stats);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(TICK_NS / 1_000_000n));
  }
  return null;
}
