import type { Outline, PlotGate } from '../../results/figures.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { formatGatePercent } from '../words/forms/decimals.ts';
import { area } from './flow-axis.ts';
import { type Box, type Cover, placeLabel } from './label-place.ts';
import { plotColours } from './palette.ts';
import { text, textWidth } from './svg.ts';

const { side } = area;
const LABEL = 12.5;
const LINE = 14;
/** An open side of a gate is drawn a little inside the frame, so that the gate is seen to be closed by nothing but the view. */
const INSET = 0.012;

type Point = readonly [number, number];

/** The corners of a gate in pixels of the plot area, y downwards; a quadrant has none. */
export function cornersOf(outline: Outline): readonly Point[] {
  if (outline.kind === 'quadrant') return [];
  const points: readonly Point[] = outline.kind === 'polygon' ? outline.points : rectangle(outline.from ?? -1, 0, outline.to ?? 2, 1);
  const inView = isUpright(points) ? points.map(([x, y]): Point => [withinView(x), withinView(y)]) : points;
  return inView.map(([x, y]): Point => [x * side, (1 - y) * side]);
}

function rectangle(x0: number, y0: number, x1: number, y1: number): readonly Point[] {
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

function isUpright(points: readonly Point[]): boolean {
  return points.length === 4 && points.every(([x, y], i) => x === points[(i + 1) % 4]?.[0] || y === points[(i + 1) % 4]?.[1]);
}

function withinView(at: number): number {
  return Math.min(1 - INSET, Math.max(INSET, at));
}

/** The outline over its halo, in pixels of the plot area. */
export function drawOutline(outline: Outline): Markup {
  const data = outline.kind === 'quadrant' ? quadrantPath(outline.x * side, (1 - outline.y) * side) : closedPath(cornersOf(outline));
  return markup`<path d="${data}" fill="none" stroke="${plotColours.halo}" stroke-opacity="0.85" stroke-width="4" stroke-linejoin="round"/><path d="${data}" fill="none" stroke="${plotColours.gate}" stroke-width="1.75" stroke-linejoin="round"/>`;
}

const at = (value: number): string => String(Math.round(value * 10) / 10);

function quadrantPath(x: number, y: number): string {
  return `M${at(x)} 0V${side}M0 ${at(y)}H${side}`;
}

function closedPath(points: readonly Point[]): string {
  return points.length === 0 ? '' : `M${points.map(([x, y]) => `${at(x)} ${at(y)}`).join('L')}Z`;
}

/** Marks what an outline covers, so that no label stands on it. */
export function markOutline(outline: Outline, cover: Cover): void {
  const points = cornersOf(outline);
  points.forEach(([x0, y0], i) => {
    const edge = clipped([x0, y0], points[(i + 1) % points.length] ?? [x0, y0]);
    if (edge === null) return;
    const [[fromX, fromY], [toX, toY]] = edge;
    const steps = Math.ceil(Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)) / 2);
    for (let step = 0; step <= steps; step++) {
      const share = steps === 0 ? 0 : step / steps;
      cover.mark({ x: fromX + (toX - fromX) * share - 1.5, y: fromY + (toY - fromY) * share - 1.5, width: 3, height: 3 });
    }
  });
}

/** Pixels beyond the view in which an edge still counts: the width of its mark. */
const RIM = 3;

/** The part of an edge that is in view (Liang and Barsky 1984); `null` where none is. A gate may lie a million views away. */
function clipped([x0, y0]: Point, [x1, y1]: Point): readonly [Point, Point] | null {
  const [dx, dy] = [x1 - x0, y1 - y0];
  let [first, last] = [0, 1];
  for (const [step, room] of [
    [-dx, x0 + RIM],
    [dx, side + RIM - x0],
    [-dy, y0 + RIM],
    [dy, side + RIM - y0],
  ] as const) {
    if (step === 0 && room < 0) return null;
    if (step < 0) first = Math.max(first, room / step);
    if (step > 0) last = Math.min(last, room / step);
  }
  if (!(first <= last)) return null;
  return [
    [x0 + dx * first, y0 + dy * first],
    [x0 + dx * last, y0 + dy * last],
  ];
}

/** Name and share of parent, or the four percentages of a quadrant. */
export function drawLabel(gate: PlotGate, cover: Cover, speech: Speech): Markup {
  if (gate.outline.kind === 'quadrant') return quadrantLabels(gate.outline);
  if (cornersOf(gate.outline).length === 0) return nothing;
  const name = speech.short(gate.title);
  const share = gate.rare ? speech.share(gate.count, gate.parentCount) : `${formatGatePercent(gate.count, gate.parentCount)} %`;
  const size = { width: Math.max(textWidth(name, LABEL), textWidth(share, LABEL) * 1.06) + 6, height: 2 * LINE + 2 };
  const box = placeLabel(size, boundsOf(gate.outline), cover, side);
  cover.mark(box);
  const x = box.x + box.width / 2;
  const style = { size: LABEL, anchor: 'middle', fill: plotColours.gateLabel, halo: 3.5 } as const;
  return markup`${text(x, box.y + 12, name, style)}${text(x, box.y + 12 + LINE, share, { ...style, bold: true })}`;
}

/** The part of a gate's bounding box that is in view. */
function boundsOf(outline: Outline): Box {
  const points = cornersOf(outline);
  const clamp = (value: number): number => Math.min(side, Math.max(0, value));
  const xs = points.map(([x]) => clamp(x));
  const ys = points.map(([, y]) => clamp(y));
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function quadrantLabels({ fractions }: Extract<Outline, { readonly kind: 'quadrant' }>): Markup {
  const labels = fractions.map(({ corner, fraction, wanted }) => {
    const { right, upper } = cornerPlace(corner);
    const words = `${formatGatePercent(Math.round(fraction * 1e9), 1e9)} %`;
    return text(right ? side - 6 : 6, upper ? 16 : side - 8, words, {
      size: LABEL,
      anchor: right ? 'end' : 'start',
      fill: plotColours.gateLabel,
      halo: 3.5,
      bold: wanted,
    });
  });
  return markup`${labels}`;
}

/** `++`, `-+` (x first, then y), or words such as `upper right`. */
export function cornerPlace(corner: string): { readonly right: boolean; readonly upper: boolean } {
  const words = corner.toLowerCase();
  if (/right|left/.test(words)) return { right: words.includes('right'), upper: /upper|top/.test(words) };
  const signs = words.match(/[-+−]/g) ?? [];
  return { right: signs[0] === '+', upper: signs[1] === '+' };
}

/** Single events of a rare population. */
export function drawPoints(gate: PlotGate): Markup {
  const dots = (gate.points ?? []).map(
    ([x, y]) =>
      markup`<circle cx="${withinView(x) * side}" cy="${(1 - withinView(y)) * side}" r="2.4" fill="${plotColours.gate}" stroke="${plotColours.halo}"/>`,
  );
  return markup`${dots}`;
}
