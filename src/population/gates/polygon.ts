import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { unbounded } from '../transforms/bounds.ts';
import { type Coordinate, defineGate, type GateContext } from './gate-kind.ts';
import { axisSchema, gateKeys, onSchema } from './keys.ts';
import type { Region } from './region.ts';

export const MOST_VERTICES = 10_000;
/** Beyond it the products of coordinates would overflow, and an edge would lie anywhere. */
const FARTHEST = 1e150;

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('polygon').describe('Events inside a polygon by the even-odd rule; it may cross itself.'),
    ...gateKeys(),
    x: axisSchema(),
    y: axisSchema(),
    on: onSchema(),
    vertices: z
      .array(z.tuple([z.number(), z.number()]))
      .min(3)
      .max(MOST_VERTICES)
      .describe('Corners [x, y] in order; the last is joined to the first. Edges are straight on the transformed scale.'),
  }),
);

/** Gating-ML 2.0, 5.1.2. */
export const polygon = defineGate({
  id: 'polygon',
  schema,
  draw: (gate) => ({ kind: 'polygon', axes: [gate.x, gate.y], on: gate.on ?? 'linear', points: gate.vertices }),
  plan: (gate, context) => {
    if (gate.vertices.length > MOST_VERTICES) throw context.bad(`expected at most ${MOST_VERTICES} corners, found ${gate.vertices.length}`);
    const far = gate.vertices.flat().find((coordinate) => !(Math.abs(coordinate) <= FARTHEST));
    if (far !== undefined) throw context.bad(`expected corners from -1e150 to 1e150, found ${far}`);
    const coordinates = [context.coordinate(gate.x), context.coordinate(gate.y)];
    const vertices = onScale(gate.vertices, coordinates, { on: gate.on, context });
    return [{ name: gate.name, parent: gate.parent, test: { kind: 'region', coordinates, region: polygonRegion(vertices) } }];
  },
});

/** Points as places on the scales of their coordinates, whichever way they were written. */
export function onScale(
  points: readonly (readonly number[])[],
  coordinates: readonly Coordinate[],
  { on, context }: { readonly on: 'linear' | 'transformed' | undefined; readonly context: GateContext },
): readonly (readonly number[])[] {
  if (coordinates.every(({ transform }) => transform === null)) return points;
  if (on === undefined) throw context.bad("expected 'on: linear' or 'on: transformed', since an axis has a transform, found neither");
  if (on === 'transformed') return points;
  return points.map((point) =>
    point.map((linear, i) => {
      const transform = coordinates[i]?.transform ?? null;
      // A shape stays as it is drawn, beyond the bounds of its scale too.
      const place = transform === null ? linear : unbounded(transform).forward(linear);
      if (!Number.isFinite(place)) throw context.bad(`expected coordinates that have a place on the scale, found ${linear}`);
      return place;
    }),
  );
}

/** The polygon's interior by the even-odd rule. */
export function polygonRegion(vertices: readonly (readonly number[])[]): Region {
  const xs = Float64Array.from(vertices, (vertex) => vertex[0] ?? 0);
  const ys = Float64Array.from(vertices, (vertex) => vertex[1] ?? 0);
  const [minX, maxX] = extent(xs);
  const [minY, maxY] = extent(ys);
  // Beyond its corners a polygon holds nothing, whatever the rounding of an edge says.
  const inside = (x: number, y: number) => x >= minX && x <= maxX && y >= minY && y <= maxY && insidePolygon(xs, ys, { x, y });
  return {
    corners: { xs, ys },
    inside: (point) => inside(point[0] ?? Number.NaN, point[1] ?? Number.NaN),
    bounds: [
      [minX, maxX],
      [minY, maxY],
    ],
    classify: (x0, x1, y0, y1) => {
      if (meetsAnyEdge(xs, ys, [x0, x1, y0, y1])) return 'edge';
      return inside((x0 + x1) / 2, (y0 + y1) / 2) ? 'inside' : 'outside';
    },
  };
}

function extent(values: Float64Array): readonly [min: number, max: number] {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return [min, max];
}

/** Counts the edges to the right of the point; an edge holds its lower end, not its upper one. */
function insidePolygon(xs: Float64Array, ys: Float64Array, { x, y }: { readonly x: number; readonly y: number }): boolean {
  let odd = false;
  let xj = xs[xs.length - 1]!;
  let yj = ys[ys.length - 1]!;
  for (let i = 0; i < xs.length; i++) {
    const xi = xs[i]!;
    const yi = ys[i]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
    xj = xi;
    yj = yi;
  }
  return odd;
}

type Rectangle = readonly [x0: number, x1: number, y0: number, y1: number];

function meetsAnyEdge(xs: Float64Array, ys: Float64Array, rectangle: Rectangle): boolean {
  for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
    if (segmentMeets([xs[j]!, ys[j]!, xs[i]!, ys[i]!], rectangle)) return true;
  }
  return false;
}

/** Whether a segment and a rectangle share a point, by separating axes; it may say yes where they only nearly touch or a product overflows. */
function segmentMeets([ax, ay, bx, by]: readonly [number, number, number, number], [x0, x1, y0, y1]: Rectangle): boolean {
  if (Math.max(ax, bx) < x0 || Math.min(ax, bx) > x1 || Math.max(ay, by) < y0 || Math.min(ay, by) > y1) return false;
  const nx = by - ay;
  const ny = ax - bx;
  const reach = (Math.abs(nx) * (x1 - x0) + Math.abs(ny) * (y1 - y0)) / 2;
  const distance = nx * ((x0 + x1) / 2 - ax) + ny * ((y0 + y1) / 2 - ay);
  const rounding = 1e-12 * (Math.abs(nx) * (Math.abs(ax) + Math.abs(x1)) + Math.abs(ny) * (Math.abs(ay) + Math.abs(y1)));
  return !(Math.abs(distance) > reach + rounding);
}
