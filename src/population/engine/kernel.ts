import type { EventValues } from '../selection.ts';

/** A compiled strategy with its memory: values go in, counts and events come out. */
export interface Kernel {
  /** Whether the first events of `values` are finite in all needed columns: 1 or 0. */
  readonly finite: (eventCount: number) => number;
  /** Goes over the first events of `values`; the first is number `first` of the block. */
  readonly select: (eventCount: number, first: number) => unknown;
  readonly values: EventValues;
  readonly counts: Int32Array;
  readonly events: readonly (Int32Array | null)[];
}
