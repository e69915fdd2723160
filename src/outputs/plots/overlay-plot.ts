import { line as lineShape, max } from 'd3';
import type { ControlFigures } from '../../results/figures.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { words } from '../words.ts';
import { area, axisTitle, frame, xAxis } from './flow-axis.ts';
import { plotColours } from './palette.ts';
import { line, path, picture, text, textWidth } from './svg.ts';

type Overlay = NonNullable<ControlFigures['overlay']>;

const { left, top, side } = area;
/** The upper 22 % stay free for the key and the threshold's text. */
const FULL = side * 0.78;
const BASE = top + side;
const LABEL = 12;

/** Control and sample on one axis, each to its mode, with the threshold that was taken from the control. */
export function overlayPlot(
  overlay: Overlay,
  { id, speech, names }: { id: string; speech: Speech; names: readonly [string, string] },
): Markup {
  const control = curve(smoothed(overlay.control));
  const sample = curve(smoothed(overlay.sample));
  const content = [
    markup`<path d="${control}L${left + side} ${BASE}L${left} ${BASE}Z" fill="${plotColours.controlFill}" fill-opacity="0.75" stroke="${plotColours.control}" stroke-width="1.25"/>`,
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

function threshold({ threshold: at }: Overlay): Markup {
  return at === null ? nothing : line([left + at * side, top], [left + at * side, BASE], { stroke: plotColours.gate, width: 1.75 });
}

/**
 * The key stands on the wider side of the threshold, the threshold's text on the other where it fits, else above the key. Long names end
 * in `…`, since the caption has them whole.
 */
function key({ threshold: at, thresholdText }: Overlay, names: readonly [string, string]): Markup {
  const place = at ?? 0;
  const onRight = place <= 0.5;
  const x = onRight ? left + place * side + 10 : left + 8;
  const room = (onRight ? side - place * side : place * side) - 38;
  const narrow = textWidth(thresholdText, LABEL) + 12 > (onRight ? place : 1 - place) * side;
  const lines = narrow && at !== null ? 1 : 0;
  const swatch = (row: number): number => top + 10 + (row + lines) * 15;
  const nameAt = (row: number): Markup =>
    text(x + 20, swatch(row) + 9, shortened(names[row] ?? '', room), { fill: plotColours.secondary, halo: 3 });
  const style = { size: LABEL, fill: plotColours.gateLabel, halo: 3.5 } as const;
  const beside =
    onRight === narrow
      ? text(left + place * side + 6, top + 17, thresholdText, style)
      : text(left + place * side - 6, top + 17, thresholdText, { ...style, anchor: 'end' });
  return markup`<rect x="${x}" y="${swatch(0)}" width="14" height="9" fill="${plotColours.controlFill}" fill-opacity="0.75" stroke="${plotColours.control}"/>${nameAt(0)}<rect x="${x}" y="${swatch(1)}" width="14" height="9" fill="none" stroke="${plotColours.reference}" stroke-width="2"/>${nameAt(1)}${at === null ? nothing : beside}`;
}

function shortened(name: string, room: number): string {
  if (textWidth(name, 12) <= room) return name;
  let end = name.length;
  while (end > 1 && textWidth(`${name.slice(0, end)}…`, 12) > room) end -= 1;
  return `${name.slice(0, end)}…`;
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
