import { line as lineShape, max } from 'd3';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import type { ControlFigures } from '../records.ts';
import { words } from '../words.ts';
import { area, axisTitle, frame, xAxis } from './flow-axis.ts';
import { plotColours } from './palette.ts';
import { line, path, picture, text, textWidth } from './svg.ts';

type Overlay = NonNullable<ControlFigures['overlay']>;

const { left, top, side } = area;
/** The upper 22 % stay free for the key and the threshold's text. */
const FULL = side * 0.78;
const BASE = top + side;

/** Control and sample on one axis, each to its mode, with the threshold that was taken from the control. */
export function overlayPlot(
  overlay: Overlay,
  { id, speech, names }: { id: string; speech: Speech; names: readonly [string, string] },
): Markup {
  const control = curve(smoothed(overlay.control));
  const sample = curve(smoothed(overlay.sample));
  const content = [
    markup`<path d="${control}L${left + side} ${BASE}L${left} ${BASE}Z" fill="${plotColours.controlFill}" fill-opacity="0.75" stroke="none"/>`,
    path(control, { stroke: plotColours.control, width: 1.25 }),
    path(sample, { stroke: plotColours.reference, width: 2 }),
    threshold(overlay),
    key(overlay, names),
    frame(),
    xAxis(overlay.x),
    percentAxis(speech),
  ];
  const title = `${speech.text(words.overlay)}: ${names[0]}, ${names[1]}, ${axisTitle(overlay.x)}. ${overlay.thresholdText}`;
  return picture({ id, title, width: area.width, height: area.height, content });
}

/** Two passes of a 5-bin mean, for display alone. */
function smoothed(counts: readonly number[]): readonly number[] {
  const pass = (values: readonly number[]): readonly number[] =>
    values.map((_, i) => [-2, -1, 0, 1, 2].reduce((sum, step) => sum + (values[i + step] ?? 0), 0) / 5);
  return pass(pass(counts));
}

function curve(values: readonly number[]): string {
  const mode = max(values) ?? 0;
  const shape = lineShape<number>()
    .x((_, i) => left + ((i + 0.5) / values.length) * side)
    .y((value) => BASE - (mode === 0 ? 0 : (value / mode) * FULL))
    .digits(1);
  return shape(values) ?? '';
}

function threshold({ threshold: at, thresholdText }: Overlay): Markup {
  if (at === null) return nothing;
  const x = left + at * side;
  const roomLeft = at * side > textWidth(thresholdText, 12.5) + 8;
  return markup`${line([x, top], [x, BASE], { stroke: plotColours.gate, width: 1.75 })}${text(x + (roomLeft ? -6 : 6), top + 18, thresholdText, { size: 12.5, anchor: roomLeft ? 'end' : 'start', fill: plotColours.gateLabel, halo: 3.5 })}`;
}

/** The key stands right of the threshold where there is room, else at the left; below the threshold's text where both are right of it. */
function key({ threshold: at, thresholdText }: Overlay, names: readonly [string, string]): Markup {
  const lower = at !== null && at * side <= textWidth(thresholdText, 12.5) + 8 ? 14 : 0;
  const needed = 34 + Math.max(...names.map((name) => textWidth(name, 12)));
  const beside = at === null ? left + 8 : left + at * side + 12;
  const x = beside + needed <= left + side ? beside : left + 8;
  return markup`<rect x="${x}" y="${top + 11 + lower}" width="14" height="10" fill="${plotColours.controlFill}" fill-opacity="0.75" stroke="${plotColours.control}"/>${text(x + 20, top + 20 + lower, names[0], { fill: plotColours.secondary, halo: 3 })}<rect x="${x}" y="${top + 28 + lower}" width="14" height="10" fill="none" stroke="${plotColours.reference}" stroke-width="2"/>${text(x + 20, top + 37 + lower, names[1], { fill: plotColours.secondary, halo: 3 })}`;
}

function percentAxis(speech: Speech): Markup {
  const ticks = [0, 50, 100].map((percent) => {
    const y = BASE - (percent / 100) * FULL;
    return [
      line([left - 6, y], [left, y], { stroke: plotColours.axis }),
      text(left - 9, y + 4, String(percent), { size: 11, anchor: 'end', fill: plotColours.secondary }),
    ];
  });
  return markup`${ticks}${text(13, top + side / 2, speech.short(words.percentOfMode), { anchor: 'middle', turned: true })}`;
}
