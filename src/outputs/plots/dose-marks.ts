import { type Markup, markup } from '../markup.ts';
import { dosePlot } from './dose-axis.ts';
import { plotColours } from './palette.ts';
import { text, textWidth } from './svg.ts';

/** Half of the 4.5 px between reference and test article at one dose. */
export const SIDE_STEP = 2.25;

type Point = readonly [number, number];

/** Reference: open circles of 3.6; test article: filled triangles. Shapes differ as well as colours; the group says their colours once. */
export function pointMarks(kind: 'reference' | 'test', points: readonly Point[]): Markup {
  if (kind === 'reference') {
    const circles = points.map(([x, y]) => markup`<circle cx="${x}" cy="${y}" r="3.6"/>`);
    return markup`<g fill="#ffffff" stroke="${plotColours.reference}" stroke-width="1.5">${circles}</g>`;
  }
  const triangles = points.map(([x, y]) => markup`<path d="M${x} ${y - 4.2}l4 7h-8z"/>`);
  return markup`<g fill="${plotColours.test}" stroke="#ffffff" stroke-width="0.75">${triangles}</g>`;
}

/** An excluded well stays in the picture: a cross in a ring with its reason, on the side where there is room. */
export function excludedMark([x, y]: readonly [number, number], reason: string): Markup {
  const left = x - dosePlot.left > textWidth(reason, 11) + 12;
  const words = text(left ? x - 11 : x + 11, y + 4, reason, {
    size: 11,
    anchor: left ? 'end' : 'start',
    fill: plotColours.secondary,
    halo: 3,
  });
  return markup`<circle cx="${x}" cy="${y}" r="6.5" fill="#ffffff" stroke="${plotColours.axis}"/><path d="M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x + 4} ${y - 4}L${x - 4} ${y + 4}" stroke="${plotColours.secondary}" stroke-width="1.5"/>${words}`;
}

/** A well that the outlier test found and that stays in the fit: a ring around its point. */
export function outlierMark([x, y]: readonly [number, number], words: string): Markup {
  const left = x - dosePlot.left > textWidth(words, 11) + 14;
  const name = text(left ? x - 12 : x + 12, y + 4, words, { size: 11, anchor: left ? 'end' : 'start', fill: plotColours.limit, halo: 3 });
  return markup`<circle cx="${x}" cy="${y}" r="8" fill="none" stroke="${plotColours.limit}" stroke-width="1.5"/>${name}`;
}
