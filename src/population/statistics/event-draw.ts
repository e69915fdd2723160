/** A sub-sample that is being drawn: the events of the lowest ranks. Plain data that crosses threads; no order of blocks changes it. */
export interface EventDraw {
  readonly limit: number;
  /** Between one and two times `limit` of them once there are so many, so that sorting is seldom. */
  readonly drawn: DrawnEvent[];
  /** Ranks above this one are not among the lowest any more. */
  highest: number;
}

export interface DrawnEvent {
  readonly rank: number;
  /** Index in the data set, from 0. */
  readonly event: number;
  readonly places: readonly number[];
}

export function emptyDraw(limit: number): EventDraw {
  return { limit, drawn: [], highest: Number.POSITIVE_INFINITY };
}

/** The rank of an event, a whole number below 2^32: a hash of seed and index, which for one seed gives no two events below 2^32 the same rank. */
export function eventRank(seed: number, event: number): number {
  return mix(mix(seed >>> 0) ^ (event >>> 0)) >>> 0;
}

/** The finaliser of MurmurHash3 (Appleby, public domain): every bit of the input changes each bit of the output half of the time. */
function mix(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

export function isDrawable({ highest }: EventDraw, rank: number): boolean {
  return rank <= highest;
}

export function drawEvent(draw: EventDraw, event: DrawnEvent): void {
  if (event.rank > draw.highest) return;
  draw.drawn.push(event);
  if (draw.drawn.length >= 2 * draw.limit) keepLowest(draw);
}

/** Adds one draw to another of the same seed and limit. */
export function mergeDraws(draw: EventDraw, other: EventDraw): void {
  for (const event of other.drawn) if (event.rank <= draw.highest) draw.drawn.push(event);
  keepLowest(draw);
}

/** The places of the drawn events, in the order of the file. */
export function drawnRows(draw: EventDraw): readonly (readonly number[])[] {
  keepLowest(draw);
  return draw.drawn.toSorted((a, b) => a.event - b.event).map(({ places }) => places);
}

function keepLowest(draw: EventDraw): void {
  if (draw.drawn.length <= draw.limit) return;
  draw.drawn.sort((a, b) => a.rank - b.rank || a.event - b.event);
  draw.drawn.length = draw.limit;
  draw.highest = draw.drawn[draw.limit - 1]?.rank ?? Number.POSITIVE_INFINITY;
}
