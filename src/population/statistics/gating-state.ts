import { type EventDraw, mergeDraws } from './event-draw.ts';
import { joinValues, type KeptValues } from './kept-values.ts';

/** What has been counted so far: plain data that crosses threads. Nothing in it depends on which thread took which block. */
export interface GatingState {
  eventCount: number;
  readonly counts: Float64Array;
  /** A list of values for each quantile request. */
  readonly quantiles: KeptValues[];
  readonly histograms: { readonly counts: Uint32Array; outside: number }[];
  /** Event, x and y of the first events of a population, in their order. */
  readonly points: [event: number, x: number, y: number][][];
  readonly overlaps: Float64Array;
  readonly samples: EventDraw[];
  /** Bit sets of one block after the other, least significant bit first, a set for each requested population. */
  readonly membership: MembershipBlock[];
}

export interface MembershipBlock {
  readonly firstEvent: number;
  readonly eventCount: number;
  readonly bits: readonly Uint8Array[];
}

/** Adds one state to another, in any order, and returns it. */
export function mergeStates(earlier: GatingState, later: GatingState, pointLimits: readonly number[]): GatingState {
  earlier.eventCount += later.eventCount;
  addInto(earlier.counts, later.counts);
  addInto(earlier.overlaps, later.overlaps);
  earlier.quantiles.forEach((list, i) => {
    const other = later.quantiles[i];
    if (other !== undefined && other.seen > 0) joinValues(list, other);
  });
  earlier.histograms.forEach((histogram, i) => {
    const other = later.histograms[i];
    if (other === undefined) return;
    addInto(histogram.counts, other.counts);
    histogram.outside += other.outside;
  });
  earlier.points.forEach((points, i) => {
    const joined = [...points, ...(later.points[i] ?? [])].sort((a, b) => a[0] - b[0]).slice(0, pointLimits[i] ?? 0);
    points.splice(0, points.length, ...joined);
  });
  earlier.samples.forEach((sample, i) => {
    const other = later.samples[i];
    if (other !== undefined) mergeDraws(sample, other);
  });
  earlier.membership.push(...later.membership);
  return earlier;
}

function addInto(sum: Float64Array | Uint32Array, more: Float64Array | Uint32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += more[i] ?? 0;
}
