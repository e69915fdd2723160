import { nearestCell } from '../clusters/nearest-cell.ts';
import { ellipseOutline } from '../gates/ellipse.ts';
import type { Drawing } from '../gates/gate-kind.ts';
import type { Axis, Bound } from '../gates/keys.ts';
import { drawGate, type Gate } from '../gates/registry.ts';
import type { AxisRequest, GatingRequest } from '../gating-request.ts';
import { unbounded } from '../transforms/bounds.ts';
import { compileTransform, findTransform } from '../transforms/registry.ts';
import type { ScaleTransform } from '../transforms/scale-transform.ts';

/** A gate in a plot: positions 0–1 in the view, x to the right, y upwards; they may lie outside 0–1. */
export type GateOutline =
  | { readonly kind: 'polygon'; readonly points: readonly (readonly [number, number])[] }
  | {
      readonly kind: 'quadrant';
      readonly x: number;
      readonly y: number;
      readonly corners: readonly { readonly corner: string; readonly population: string }[];
    }
  | { readonly kind: 'interval'; readonly from: number | null; readonly to: number | null };

export interface PlotView {
  readonly x: AxisRequest;
  readonly y: AxisRequest | null;
}

type Names = Pick<GatingRequest, 'transforms' | 'thresholds'>;

/** The axes on which a gate is drawn: none for a boolean gate, one for a range, else two. */
export function gateAxes(gate: Gate): readonly Axis[] {
  return drawGate(gate)?.axes ?? [];
}

/** An outline and whose it is; `null` = all populations of the gate share it. */
export interface PopulationOutline {
  readonly population: string | null;
  readonly outline: GateOutline;
}

/** All outlines of a gate of any kind, in a view whose axes are the gate's own (`gateAxes`). Errors: `population/bad-transform`. */
export function gateOutlines(gate: Gate, view: PlotView, names: Names): readonly PopulationOutline[] {
  const outline = gateOutline(gate, view, names);
  return outline === null ? cellOutlines(gate, view, names) : [{ population: null, outline }];
}

/**
 * The outline of a gate in a view whose axes are the gate's own (`gateAxes`), whatever their transforms; null where it is not drawn.
 * Errors: `population/bad-transform`.
 */
export function gateOutline(gate: Gate, view: PlotView, names: Names): GateOutline | null {
  const drawing = drawGate(gate);
  if (drawing === null) return null;
  const places = [view.x, ...(view.y === null ? [] : [view.y])].map((request, i) =>
    placer(drawing, { axis: drawing.axes[i], request, names }),
  );
  const [x, y] = places;
  if (x === undefined) return null;
  switch (drawing.kind) {
    case 'box':
      return boxOutline(drawing, x, y);
    case 'polygon':
      return y === undefined ? null : polygonOutline(drawing.points, x, y);
    case 'ellipse':
      return y === undefined ? null : ellipseShape(drawing, x, y);
    case 'dividers':
      return dividersOutline(drawing, x, y);
    case 'cells':
      // One outline a population: `cellOutlines`.
      return null;
  }
}

/**
 * The outlines of a `nearest` gate's populations in a view whose axes are the gate's own: their cells of one or two dimensions, within the
 * view; none for another gate. Errors: `population/bad-transform`.
 */
export function cellOutlines(
  gate: Gate,
  view: PlotView,
  names: Names,
): readonly { readonly population: string; readonly outline: GateOutline }[] {
  const drawing = drawGate(gate);
  if (drawing?.kind !== 'cells' || drawing.scales.length === 0) return [];
  const x = placer(drawing, { axis: drawing.axes[0], request: view.x, names });
  const y = view.y === null ? null : placer(drawing, { axis: drawing.axes[1], request: view.y, names });
  const centroids = drawing.cells.map(({ at }) => at.map((written, i) => (i === 0 ? x : y)?.onScale(written) ?? Number.NaN));
  return drawing.cells.flatMap(({ population }, own) => {
    if (population === null) return [];
    if (drawing.axes.length < 2)
      return [
        {
          population,
          outline: cellInterval(
            centroids.map(([at = 0]) => at),
            { own, x },
          ),
        },
      ];
    if (y === null) return [];
    const cell = nearestCell(centroids, drawing.scales, { own, box: [x.range, y.range] });
    return cell.length < 3 ? [] : [{ population, outline: polygonOutline(cell, { ...x, onScale: same }, { ...y, onScale: same }) }];
  });
}

const same = (place: number): number => place;

/** Between the middles to the neighbours. */
function cellInterval(centroids: readonly number[], { own, x }: { readonly own: number; readonly x: Placer }): GateOutline {
  const mine = centroids[own] ?? 0;
  const below = Math.max(...centroids.filter((at) => at < mine));
  const above = Math.min(...centroids.filter((at) => at > mine));
  const middle = (other: number) => (Number.isFinite(other) ? x.position((mine + other) / 2) : null);
  return { kind: 'interval', from: middle(below), to: middle(above) };
}

interface Placer {
  readonly ofBound: (bound: Bound) => number | null;
  /** A coordinate as it is written in the gate, on the scale on which the gate's edges are straight. */
  readonly onScale: (written: number) => number;
  /** A place on that scale as a position in the view. */
  readonly position: (place: number) => number;
  /** The view's ends on that scale. */
  readonly range: readonly [low: number, high: number];
  /** The view has the same scale, so that straight edges stay straight. */
  readonly straight: boolean;
}

interface PlacerParts {
  readonly axis: Axis | undefined;
  readonly request: AxisRequest;
  readonly names: Names;
}

function placer(drawing: Drawing, { axis, request, names }: PlacerParts): Placer {
  const { from, to } = request;
  const viewTransform = findTransform(request.transform, names.transforms);
  const view = unbounded(compileTransform(viewTransform));
  const own = ownScale(axis, names);
  const ofLinear = (linear: number) => (view.forward(linear) - from) / (to - from);
  const isSame = own !== null && own.key === JSON.stringify(viewTransform);
  const onOwn = (place: number) => (isSame ? place : own === null ? view.inverse(place) : own.scale.forward(view.inverse(place)));
  const position = (place: number) => (isSame ? (place - from) / (to - from) : ofLinear(own === null ? place : own.scale.inverse(place)));
  return {
    straight: own === null ? view.ticks === 'linear' : isSame,
    range: [onOwn(from), onOwn(to)],
    position,
    onScale: (written) => (own === null || drawing.on === 'transformed' ? written : own.scale.forward(written)),
    ofBound: (bound) => {
      if (typeof bound === 'number') return drawing.on === 'linear' ? ofLinear(bound) : position(bound);
      const value = Object.hasOwn(names.thresholds, bound.threshold) ? names.thresholds[bound.threshold] : undefined;
      return value === undefined ? null : ofLinear(value);
    },
  };
}

function ownScale(axis: Axis | undefined, names: Names): { readonly scale: ScaleTransform; readonly key: string } | null {
  if (axis === undefined || typeof axis === 'string' || axis.transform === undefined) return null;
  const transform = findTransform(axis.transform, names.transforms);
  return { scale: unbounded(compileTransform(transform)), key: JSON.stringify(transform) };
}

/** Beyond the view on either side, for a side that a box leaves open. */
const OPEN = [-1, 2] as const;

function boxOutline(drawing: Extract<Drawing, { kind: 'box' }>, x: Placer, y: Placer | undefined): GateOutline {
  const range = (place: Placer | undefined, i: number) =>
    (drawing.ranges[i] ?? [undefined, undefined]).map((bound) =>
      bound === undefined || place === undefined ? null : place.ofBound(bound),
    );
  const [from = null, to = null] = range(x, 0);
  if (drawing.axes.length < 2 || y === undefined) return { kind: 'interval', from, to };
  const [low = null, high = null] = range(y, 1);
  const [x0, x1, y0, y1] = [from ?? OPEN[0], to ?? OPEN[1], low ?? OPEN[0], high ?? OPEN[1]];
  return {
    kind: 'polygon',
    points: [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ],
  };
}

function dividersOutline(drawing: Extract<Drawing, { kind: 'dividers' }>, x: Placer, y: Placer | undefined): GateOutline | null {
  const [atX, atY] = drawing.at;
  if (atX === undefined) return null;
  const placeX = x.ofBound(atX);
  if (placeX === null) return null;
  if (atY === undefined || y === undefined) return { kind: 'interval', from: placeX, to: null };
  const placeY = y.ofBound(atY);
  return placeY === null ? null : { kind: 'quadrant', x: placeX, y: placeY, corners: drawing.corners };
}

const PIECES = 16;

/** An edge that is straight on the gate's scales is drawn in pieces on others. */
function polygonOutline(written: readonly (readonly [number, number])[], x: Placer, y: Placer): GateOutline {
  const pieces = x.straight && y.straight ? 1 : PIECES;
  const points = written.map(([px, py]): [number, number] => [x.onScale(px), y.onScale(py)]);
  const placed = points.flatMap((point, i) => {
    const next = points[(i + 1) % points.length] ?? point;
    return Array.from({ length: pieces }, (_, piece): [number, number] => {
      const share = piece / pieces;
      return [x.position(point[0] + share * (next[0] - point[0])), y.position(point[1] + share * (next[1] - point[1]))];
    });
  });
  return { kind: 'polygon', points: placed.filter((point) => point.every(Number.isFinite)) };
}

/** The covariance is always on the scale, also where the mean is written in linear units. */
function ellipseShape(drawing: Extract<Drawing, { kind: 'ellipse' }>, x: Placer, y: Placer): GateOutline {
  const [meanX = 0, meanY = 0] = drawing.mean;
  const points = ellipseOutline([x.onScale(meanX), y.onScale(meanY)], drawing.covariance, drawing.distanceSquare);
  const placed = points.map(([px, py]): [number, number] => [x.position(px), y.position(py)]);
  return { kind: 'polygon', points: placed.filter((point) => point.every(Number.isFinite)) };
}
