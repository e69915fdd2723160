import type { EventValues } from '../selection.ts';

/** Adds events of a block to the counts; `events` are their indices, null for all. Gives how many lie outside the view. */
export type HistogramLoop = (values: EventValues, events: Int32Array | null, length: number, counts: Uint32Array) => number;
