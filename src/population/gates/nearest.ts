import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { defineGate } from './gate-kind.ts';
import { axisSchema, gateKeys, onSchema } from './keys.ts';
import { onScale } from './polygon.ts';
import type { Region } from './region.ts';

const centroidSchema = lazily(() =>
  z.strictObject({
    name: gateKeys()
      .name.optional()
      .describe('Name of the population of the events nearest to this centroid; absent = they make no population.'),
    title: gateKeys().title,
    at: z.array(z.number()).min(1).describe('The centroid, a number a dimension.'),
  }),
);

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('nearest').describe('Divides its parent by which of several centroids an event is nearest to.'),
    name: gateKeys().name.describe('Name of the division; its populations have names of their own.'),
    parent: gateKeys().parent,
    title: gateKeys().title,
    on: onSchema(),
    dimensions: z.array(axisSchema()).min(1).max(32).describe('The dimensions; a plot shows the first two.'),
    scales: z
      .array(z.number().positive())
      .optional()
      .describe('The unit of distance in each dimension, on the transformed scale; absent = 1 in all.'),
    centroids: z
      .array(centroidSchema())
      .min(2)
      .max(64)
      .describe('The centroids; an event as near to two belongs to the one that stands first.'),
  }),
);

/** Euclidean distance on the transformed axes, each in units of its own scale. An event without a place on an axis is nearest to none. */
export const nearest = defineGate({
  id: 'nearest',
  schema,
  populations: (gate) => gate.centroids.flatMap(({ name, title }) => (name === undefined ? [] : [{ name, title }])),
  rename: (gate, nameOf) => ({
    ...gate,
    centroids: gate.centroids.map((centroid) => (centroid.name === undefined ? centroid : { ...centroid, name: nameOf(centroid.name) })),
  }),
  axes: ({ dimensions }) => dimensions,
  draw: ({ dimensions, on = 'linear', scales, centroids }) => ({
    kind: 'cells',
    axes: dimensions.slice(0, 2),
    on,
    // The cells of more dimensions than a plot has are not drawn.
    scales: dimensions.length > 2 ? [] : (scales ?? dimensions.map(() => 1)),
    cells: centroids.map((centroid) => ({ population: centroid.name ?? null, at: centroid.at })),
  }),
  plan: (gate, context) => {
    const n = gate.dimensions.length;
    const scales = gate.scales ?? gate.dimensions.map(() => 1);
    const wrong = [scales, ...gate.centroids.map(({ at }) => at)].find((numbers) => numbers.length !== n);
    if (wrong !== undefined) throw context.bad(`expected ${n} numbers for the scales and for each centroid, found ${wrong.length}`);
    if (nearest.populations(gate).length === 0) throw context.bad('expected a name for one centroid at least, found none');
    const coordinates = gate.dimensions.map((axis) => context.coordinate(axis));
    const places = onScale(
      gate.centroids.map(({ at }) => at),
      coordinates,
      { on: gate.on, context },
    );
    return gate.centroids.flatMap((centroid, index) =>
      centroid.name === undefined
        ? []
        : [
            {
              name: centroid.name,
              parent: gate.parent,
              test: { kind: 'region' as const, coordinates, region: nearestRegion(places, scales, index) },
            },
          ],
    );
  },
});

/** How far around the centroids, in distances between the outermost two, a grid is worth its cells. */
const WINDOW = 2;

/** The points that are nearer to one centroid than to every other; as near to two, they belong to the one that stands first. */
export function nearestRegion(centroids: readonly (readonly number[])[], scales: readonly number[], own: number): Region {
  const n = scales.length;
  const flat = Float64Array.from(centroids.flat());
  const units = Float64Array.from(scales);
  const distance = (centroid: number, point: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const difference = (point[i]! - flat[centroid * n + i]!) / units[i]!;
      sum += difference * difference;
    }
    return sum;
  };
  const inside = (point: ArrayLike<number>) => {
    const mine = distance(own, point);
    // Neither NaN nor an infinite place is near to anything.
    if (!(mine < Number.POSITIVE_INFINITY)) return false;
    for (let other = 0; other < centroids.length; other++) {
      if (other === own) continue;
      const its = distance(other, point);
      if (other < own ? its <= mine : its < mine) return false;
    }
    return true;
  };
  const bounds = scales.map(() => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const);
  if (n !== 2) return { inside, bounds };
  return { inside, bounds, window: [0, 1].map((i) => windowOf(centroids, i)), classify: classifier(distance, centroids.length, own) };
}

function windowOf(centroids: readonly (readonly number[])[], dimension: number): readonly [number, number] {
  const places = centroids.map((centroid) => centroid[dimension] ?? 0);
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const margin = WINDOW * (high - low || 1);
  return [low - margin, high + margin];
}

/** Relative difference of squared distances below which a corner may lie on either side. */
const ROUNDING = 1e-9;

/** The border between two centroids is straight, so that a rectangle lies on one side of it where its four corners do. */
function classifier(
  distance: (centroid: number, point: readonly number[]) => number,
  count: number,
  own: number,
): (x0: number, x1: number, y0: number, y1: number) => 'inside' | 'outside' | 'edge' {
  return (x0, x1, y0, y1) => {
    const corners = [
      [x0, y0],
      [x0, y1],
      [x1, y0],
      [x1, y1],
    ];
    let certain = true;
    for (let other = 0; other < count; other++) {
      if (other === own) continue;
      const sides = corners.map((corner) => {
        const [mine, its] = [distance(own, corner), distance(other, corner)];
        return Math.abs(mine - its) > ROUNDING * (mine + its) ? (mine < its ? 1 : -1) : 0;
      });
      if (sides.every((side) => side < 0)) return 'outside';
      if (!sides.every((side) => side > 0)) certain = false;
    }
    return certain ? 'inside' : 'edge';
  };
}
