import { unbounded } from '../transforms/bounds.ts';
import { compileTransform, type Transform } from '../transforms/registry.ts';
import type { ScaleTransform } from '../transforms/scale-transform.ts';

/** A tick as a position 0–1 in the view, with the linear number that it stands for. */
export interface AxisTick {
  readonly at: number;
  readonly value: number;
  readonly major: boolean;
}

/** The part of a scale that a plot shows, on the scale. Errors: `population/bad-transform`. */
export function axisView(transform: Transform): { readonly from: number; readonly to: number } {
  return compileTransform(transform).view;
}

/** The ticks of an axis, in ascending order; none beyond a scale's bounds, where no event lies. Errors: `population/bad-transform`. */
export function axisTicks(transform: Transform, from: number, to: number): readonly AxisTick[] {
  const bounded = compileTransform(transform);
  const scale = unbounded(bounded);
  const at = (value: number) => (scale.forward(value) - from) / (to - from);
  const ticks = scale.ticks === 'linear' ? linearTicks(scale, { from, to }) : decadeTicks(scale, { from, to, at });
  return ticks
    .filter(({ value }) => scale.forward(value) === bounded.forward(value))
    .map(({ value, major }) => ({ at: at(value), value, major }))
    .filter((tick) => tick.at >= -1e-9 && tick.at <= 1 + 1e-9)
    .sort((a, b) => a.at - b.at);
}

interface Mark {
  readonly value: number;
  readonly major: boolean;
}

/** Major ticks at 1, 2 or 5 times a power of ten, about five in the view; a minor one each fifth: 0, 50k … 250k with minors each 10k. */
function linearTicks(scale: ScaleTransform, { from, to }: { readonly from: number; readonly to: number }): Mark[] {
  const [low, high] = [scale.inverse(from), scale.inverse(to)];
  const minor = roundStep((high - low) / 5) / 5;
  const marks: Mark[] = [];
  // + 0 turns -0 into 0.
  for (let i = Math.ceil(low / minor - 1e-9) + 0; i * minor <= high + minor * 1e-9; i++) {
    // A step below 1 is an inverse integer here, so that 0.3 is 3 / 10 and not 3 x 0.1.
    marks.push({ value: minor < 1 ? i / Math.floor(1 / minor + 0.5) : i * minor, major: i % 5 === 0 });
  }
  return marks;
}

/** The largest of 1, 2, 5 times a power of ten that is not above `most`. */
function roundStep(most: number): number {
  let decade = 1;
  while (decade * 10 <= most) decade *= 10;
  while (decade > most) decade /= 10;
  return decade * (most >= 5 * decade ? 5 : most >= 2 * decade ? 2 : 1);
}

/** The nearest a label may stand to the label of zero, and the nearest a tick, as shares of the axis. */
const LABEL_DISTANCE = 0.09;
const TICK_DISTANCE = 0.02;

interface DecadeView {
  readonly from: number;
  readonly to: number;
  readonly at: (value: number) => number;
}

/** 0 and the powers of ten of both signs, minor ticks at 2–9 times them; what crowds zero is minor, then left out. */
function decadeTicks(scale: ScaleTransform, { from, to, at }: DecadeView): Mark[] {
  const zero = scale.lowest === 0 ? null : at(0);
  const largest = Math.max(Math.abs(scale.inverse(from)), Math.abs(scale.inverse(to)));
  const smallest = zero === null ? scale.inverse(from) : largest / 1e9;
  const marks: Mark[] = zero === null ? [] : [{ value: 0, major: true }];
  for (const sign of zero === null ? [1] : [1, -1]) {
    for (let decade = firstDecade(smallest); decade <= largest; decade = nextDecade(decade)) {
      const distance = zero === null ? 1 : Math.abs(at(sign * decade) - zero);
      if (distance < TICK_DISTANCE) continue;
      marks.push({ value: sign * decade, major: distance >= LABEL_DISTANCE });
      for (let times = 2; times <= 9; times++) marks.push({ value: sign * times * decade, major: false });
    }
  }
  return marks;
}

function firstDecade(smallest: number): number {
  let decade = 1;
  while (decade > smallest) decade = decade <= 1 ? 1 / Math.floor(10 / decade + 0.5) : decade / 10;
  while (decade * 10 <= smallest) decade = nextDecade(decade);
  return decade;
}

/** Ten times as much, without the rounding error that 0.001 x 10 gathers. */
function nextDecade(decade: number): number {
  return decade < 1 ? 1 / Math.floor(0.1 / decade + 0.5) : decade * 10;
}
