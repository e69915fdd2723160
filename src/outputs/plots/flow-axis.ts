import type { PlotAxis } from '../../results/figures.ts';
import { type Markup, markup } from '../markup.ts';
import { plotColours } from './palette.ts';
import { text } from './svg.ts';

/** The square plot area within the view box of every flow plot. */
export const area = { left: 58, top: 10, side: 264, width: 344, height: 326 } as const;

const MAJOR = 6;
const MINOR = 3;
const NUMBER = { size: 11, fill: plotColours.secondary } as const;
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

/** Ticks, numbers and title below the plot area; all tick marks are one path, since a report has thousands. */
export function xAxis(axis: PlotAxis): Markup {
  const bottom = area.top + area.side;
  const ticks = ticksOf(axis).map(({ at, label }) => ({ place: area.left + at * area.side, label }));
  const marks = ticks.map(({ place, label }) => markup`M${place} ${bottom}v${label === null ? MINOR : MAJOR}`);
  const numbers = ticks.map(({ place, label }) =>
    label === null ? null : text(place, bottom + 20, label, { ...NUMBER, anchor: 'middle' }),
  );
  return markup`<path d="${marks}" stroke="${plotColours.axis}"/>${numbers}${text(area.left + area.side / 2, bottom + 42, axisTitle(axis), { anchor: 'middle' })}`;
}

/** Ticks, numbers and title left of the plot area. */
export function yAxis(axis: PlotAxis): Markup {
  const ticks = ticksOf(axis).map(({ at, label }) => ({ place: area.top + (1 - at) * area.side, label }));
  const marks = ticks.map(({ place, label }) => markup`M${area.left} ${place}h${label === null ? -MINOR : -MAJOR}`);
  const numbers = ticks.map(({ place, label }) =>
    label === null ? null : text(area.left - 9, place + 4, label, { ...NUMBER, anchor: 'end' }),
  );
  return markup`<path d="${marks}" stroke="${plotColours.axis}"/>${numbers}${text(13, area.top + area.side / 2, axisTitle(axis), { anchor: 'middle', turned: true })}`;
}

export function frame(): Markup {
  return markup`<rect x="${area.left}" y="${area.top}" width="${area.side}" height="${area.side}" fill="none" stroke="${plotColours.axis}"/>`;
}

export function axisTitle({ marker, detector }: PlotAxis): string {
  return marker === null || marker === detector ? detector : `${marker} · ${detector}`;
}
