import { compileTransform } from '../../population/transforms/registry.ts';
import type { FlowJoScale } from './flowjo-transforms.ts';

/** FlowJo draws on 256 channels of each axis' scale. */
const CHANNELS = 256;
/** How fast the two curves leave the straight lines, per channel. */
const BEND = 0.001;
/** Beyond every place that a value can have on a scale of FlowJo's, and beyond every float32. */
const FAR = 1e39;

/** The side of the curves on which a quadrant lies, for each axis, and the point in which they meet, in linear values. */
export interface CurlyQuad {
  readonly x: CurlySide;
  readonly y: CurlySide;
}

export interface CurlySide {
  readonly scale: FlowJoScale;
  /** Linear value of the point in which the curves meet. */
  readonly at: number;
  readonly side: 'below' | 'above';
}

/**
 * A curly quadrant as a polygon on the scales of its axes; null where the curves meet at no place on them. From the point (x0, y0) one curve
 * goes right as y = y0 + 0.001 (x - x0)², one goes up as x = x0 + 0.001 (y - y0)², in channels, a corner a channel; left and down the lines
 * are straight, and so they are beyond the 256 channels, where FlowJo piles up what lies off its scale.
 */
export function curlyQuadVertices({ x, y }: CurlyQuad): [number, number][] | null {
  const centre = [channelOf(x), channelOf(y)] as const;
  const [x0, y0] = centre;
  if (!Number.isFinite(x0) || !Number.isFinite(y0)) return null;
  const right = bend(x0, y0);
  const up = bend(y0, x0).map(([along, across]): [number, number] => [across, along]);
  const onScale = ([cx, cy]: readonly [number, number]): [number, number] => [placeOf(cx, x.scale), placeOf(cy, y.scale)];
  return outline({ x: x.side, y: y.side }, { centre, right, up }).map(onScale);
}

/** Points [along, across] of one curve: from the centre to the end of the channels, then straight on. */
function bend(from: number, level: number): [number, number][] {
  const next = Math.max(Math.floor(from) + 1, 0);
  const steps = Array.from({ length: Math.max(0, CHANNELS - next + 1) }, (_, i) => next + i);
  const at = (along: number) => level + BEND * (along - from) * (along - from);
  const last = at(Math.max(from, CHANNELS));
  return [...steps.map((along): [number, number] => [along, at(along)]), [FAR, last]];
}

interface Curves {
  readonly centre: readonly [number, number];
  readonly right: readonly [number, number][];
  readonly up: readonly [number, number][];
}

function outline(side: { readonly x: string; readonly y: string }, { centre, right, up }: Curves): (readonly [number, number])[] {
  const [x0, y0] = centre;
  if (side.x === 'above' && side.y === 'above') return [centre, ...right, [FAR, FAR], ...up.toReversed()];
  if (side.y === 'above') return [centre, ...up, [-FAR, FAR], [-FAR, y0]];
  if (side.x === 'above') return [centre, ...right, [FAR, -FAR], [x0, -FAR]];
  return [centre, [x0, -FAR], [-FAR, -FAR], [-FAR, y0]];
}

function channelOf({ scale, at }: CurlySide): number {
  const place = scale.transform === null ? at : compileTransform(scale.transform).forward(at);
  return ((place - scale.low) / (scale.high - scale.low)) * CHANNELS;
}

function placeOf(channel: number, { low, high }: FlowJoScale): number {
  return Math.abs(channel) === FAR ? channel : low + (channel / CHANNELS) * (high - low);
}
