import { extent, line as lineShape } from 'd3';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import type { TrendSeries } from '../output.ts';

const WIDTH = 104;
const HEIGHT = 26;
const MARGIN = 4;

/** A limit farther from the data than this many of their ranges is a triangle at the edge, so that the line keeps its shape. */
const FAR = 6;

/** The last lots of an attribute: gaps stay gaps, limits are dashed, the last lot is a dot. Colours follow the page's theme. */
export function sparkline(
  series: TrendSeries,
  { id, speech, lot, fails }: { id: string; speech: Speech; lot: string; fails: boolean },
): Markup {
  const lots = series.lots.slice(-20);
  const [low = 0, high = 0] = extent(lots.flatMap(({ value }) => (value === null ? [] : [value])));
  const range = high === low ? Math.abs(high) || 1 : high - low;
  const near = (limit: number | null): limit is number => limit !== null && limit > low - FAR * range && limit < high + FAR * range;
  const shown = [series.lower, series.upper].filter(near);
  const bottom = Math.min(low, ...shown);
  const span = Math.max(high, ...shown) - bottom || 1;
  const x = (i: number): number => 3 + (i / Math.max(1, lots.length - 1)) * (WIDTH - 8);
  const y = (value: number): number => HEIGHT - MARGIN - ((value - bottom) / span) * (HEIGHT - 2 * MARGIN);
  const shape = lineShape<{ readonly value: number | null }>()
    .defined(({ value }) => value !== null)
    .x((_, i) => x(i))
    .y(({ value }) => y(value ?? 0))
    .digits(1);
  const limits = shown.map((limit) => markup`<path d="M0 ${y(limit)}H${WIDTH}" stroke="var(--fails)" stroke-dasharray="3 2"/>`);
  const far = series.lower !== null && !near(series.lower) ? triangle(HEIGHT) : nothing;
  const farAbove = series.upper !== null && !near(series.upper) ? triangle(0) : nothing;
  const last = lots.at(-1);
  const dot =
    last?.value == null
      ? nothing
      : markup`<circle cx="${x(lots.length - 1)}" cy="${y(last.value)}" r="3" fill="${fails ? 'var(--fails)' : 'var(--ink)'}" stroke="none"/>`;
  const title = speech.short({ en: `${lots.length} lots up to ${lot}`, zh: `截至 ${lot} 的 ${lots.length} 批` });
  return markup`<svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" fill="none" role="img" aria-labelledby="${id}"><title id="${id}">${title}</title>${limits}${far}${farAbove}<path d="${shape(lots) ?? ''}" stroke="var(--tertiary)" stroke-width="1.25"/>${dot}</svg>`;
}

function triangle(y: number): Markup {
  return markup`<path d="M1 ${y === 0 ? 4 : HEIGHT - 4}l3 ${y === 0 ? -4 : 4}l3 ${y === 0 ? 4 : -4}z" fill="var(--fails)"/>`;
}
