import { type Markup, markup } from '../markup.ts';
import type { PlotAxis } from '../records.ts';
import { plotColours } from './palette.ts';
import { line, text } from './svg.ts';

/** The square plot area within the view box of every flow plot. */
export const area = { left: 58, top: 10, side: 264, width: 344, height: 326 } as const;

const MAJOR = 6;
const MINOR = 3;
/** A label nearer to 0 than this share of the axis gives way to it. */
const NEAREST_TO_ZERO = 0.09;

interface Tick {
  readonly at: number;
  readonly label: string | null;
}

/** Ticks inside the view, with the labels that have room. */
export function ticksOf(axis: PlotAxis): readonly Tick[] {
  const zero = axis.ticks.find((tick) => tick.major && tick.value === 0);
  return axis.ticks
    .filter((tick) => tick.at >= 0 && tick.at <= 1)
    .map(({ at, value, major }) => {
      const crowded = zero !== undefined && value !== 0 && Math.abs(at - zero.at) < NEAREST_TO_ZERO;
      return { at, label: major && !crowded ? tickLabel(value, axis.transform.type) : null };
    });
}

/** `0`, `50k` on a linear axis, `10^3`, `−10^3` on the others. */
export function tickLabel(value: number, transform: string): string {
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  const power = String(size).length - 1;
  if (transform !== 'linear' && size >= 10 && Number(`1e${power}`) === size) return `${sign}10^${power}`;
  if (size >= 1000 && size % 1000 === 0) return `${sign}${size / 1000}k`;
  return `${sign}${size}`;
}

/** Ticks, numbers and title below the plot area. */
export function xAxis(axis: PlotAxis): Markup {
  const bottom = area.top + area.side;
  const ticks = ticksOf(axis).map(({ at, label }) => {
    const x = area.left + at * area.side;
    const mark = line([x, bottom], [x, bottom + (label === null ? MINOR : MAJOR)], { stroke: plotColours.axis });
    return label === null ? mark : [mark, text(x, bottom + 20, label, { size: 11, anchor: 'middle', fill: plotColours.secondary })];
  });
  return markup`${ticks}${text(area.left + area.side / 2, bottom + 42, axisTitle(axis), { anchor: 'middle' })}`;
}

/** Ticks, numbers and title left of the plot area. */
export function yAxis(axis: PlotAxis): Markup {
  const ticks = ticksOf(axis).map(({ at, label }) => {
    const y = area.top + (1 - at) * area.side;
    const mark = line([area.left - (label === null ? MINOR : MAJOR), y], [area.left, y], { stroke: plotColours.axis });
    return label === null ? mark : [mark, text(area.left - 9, y + 4, label, { size: 11, anchor: 'end', fill: plotColours.secondary })];
  });
  return markup`${ticks}${text(13, area.top + area.side / 2, axisTitle(axis), { anchor: 'middle', turned: true })}`;
}

export function frame(): Markup {
  return markup`<rect x="${area.left}" y="${area.top}" width="${area.side}" height="${area.side}" fill="none" stroke="${plotColours.axis}"/>`;
}

export function axisTitle({ marker, detector }: PlotAxis): string {
  return marker === null || marker === detector ? detector : `${marker} · ${detector}`;
}
