import type { QuantileRequest } from '../gating-request.ts';

/** Values of one parameter in one population, as many as its quantiles need. Plain data, which crosses threads. */
export interface KeptValues {
  /** Which of the values that were seen are kept; those kept are `most` at least, where as many were seen. */
  readonly keep: 'all' | 'lowest' | 'highest';
  readonly most: number;
  values: Float64Array;
  length: number;
  seen: number;
  /** Of lowest or highest values: beyond it nothing needs to be kept any more; `null` = no limit yet. */
  limit: number | null;
  /** A value that is no number or infinite; `null` = none was seen. Which one does not depend on their order. */
  bad: number | null;
}

/**
 * Room for the values of a request among at most `eventCount`. Quantiles that all lie near one end need that end alone: the 99.5th percentile of 40 million
 * values, 200,000 of them. With limits or moments, or from both sides of the middle, all are kept.
 */
export function emptyValues({ probabilities, limits, moments }: QuantileRequest, eventCount: number): KeptValues {
  const last = Math.max(0, eventCount - 1);
  const lowest = Math.floor(last * Math.max(0, ...probabilities)) + 2;
  const highest = eventCount - Math.floor(last * Math.min(1, ...probabilities));
  const most = Math.min(lowest, highest);
  const all = limits !== undefined || moments !== undefined || probabilities.length === 0 || !(most < eventCount / 2);
  const keep = all ? 'all' : highest <= lowest ? 'highest' : 'lowest';
  return { keep, most: keep === 'all' ? eventCount : most, values: new Float64Array(0), length: 0, seen: 0, limit: null, bad: null };
}

export function keepValue(list: KeptValues, value: number): void {
  list.seen += 1;
  if (!Number.isFinite(value)) list.bad = worse(list.bad, value);
  if (list.limit !== null && (list.keep === 'highest' ? value < list.limit : value > list.limit)) return;
  if (list.length === list.values.length) makeRoom(list);
  list.values[list.length] = value;
  list.length += 1;
}

/** Adds what another list kept of the same request. */
export function joinValues(list: KeptValues, other: KeptValues): void {
  const joined = new Float64Array(list.length + other.length);
  joined.set(list.values.subarray(0, list.length));
  joined.set(other.values.subarray(0, other.length), list.length);
  list.values = joined;
  list.length = joined.length;
  list.seen += other.seen;
  if (other.bad !== null) list.bad = worse(list.bad, other.bad);
  if (list.keep !== 'all' && list.length > list.most) cut(list);
}

function makeRoom(list: KeptValues): void {
  if (list.keep !== 'all' && list.length >= 2 * list.most) {
    cut(list);
    return;
  }
  const larger = new Float64Array(Math.max(1024, list.length * 2));
  larger.set(list.values);
  list.values = larger;
}

/** Leaves `most` values, those that the request needs of what was seen so far. */
function cut(list: KeptValues): void {
  const sorted = list.values.subarray(0, list.length).sort();
  if (list.keep === 'highest') sorted.copyWithin(0, list.length - list.most);
  list.length = list.most;
  list.limit = list.values[list.keep === 'highest' ? 0 : list.most - 1] ?? null;
}

/** Minus infinity before what is no number before infinity. */
function worse(known: number | null, value: number): number {
  if (known === Number.NEGATIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  return known !== null && Number.isNaN(known) ? known : value;
}
