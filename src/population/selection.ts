/** Stored values of a block of events, as an `EventSource` gives them. */
export type EventValues = Float32Array | Float64Array;

/** Where a plan's columns lie within an event of the block. */
export interface BlockLayout {
  readonly stride: number;
  readonly offsets: readonly number[];
}

/** Which events of a block lie in which population. */
export interface Selection {
  /** Events in each population, added to over all blocks. */
  readonly counts: Float64Array;
  /** For populations whose events are wanted: indices within the block, ascending; null for the others. */
  readonly events: readonly (Int32Array | null)[];
  /** How many indices of `events` hold. */
  readonly lengths: Int32Array;
}

/**
 * Adds a block's events to the selection: `lengths` are 0 before the call. False where a needed value is not finite: then the selection is void.
 */
export type Selector = (values: EventValues, eventCount: number, selection: Selection) => boolean;

export function emptySelection(populationCount: number, tracked: ReadonlySet<number>, blockEvents: number): Selection {
  return {
    counts: new Float64Array(populationCount),
    events: Array.from({ length: populationCount }, (_, p) => (tracked.has(p) ? new Int32Array(blockEvents) : null)),
    lengths: new Int32Array(populationCount),
  };
}
