import { type Markup, markup } from '../markup.ts';
import { dosePlot } from './dose-axis.ts';
import { plotColours } from './palette.ts';
import { text, textWidth } from './svg.ts';

/** Half of the 4.5 px between reference and test article at one dose. */
export const SHIFT = 2.25;

/** Reference: open circle of 3.6; test article: filled triangle. Shapes differ as well as colours. */
export function pointMark(kind: 'reference' | 'test', [x, y]: readonly [number, number]): Markup {
  if (kind === 'reference')
    return markup`<circle cx="${x}" cy="${y}" r="3.6" fill="#ffffff" stroke="${plotColours.reference}" stroke-width="1.5"/>`;
  return markup`<path d="M${x} ${y - 4.2}L${x + 4} ${y + 2.8}L${x - 4} ${y + 2.8}Z" fill="${plotColours.test}" stroke="#ffffff" stroke-width="0.75"/>`;
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
