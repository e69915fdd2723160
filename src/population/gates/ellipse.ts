import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { invertMatrix } from '../../numerics/matrix.ts';
import { defineGate } from './gate-kind.ts';
import { axisSchema, gateKeys, onSchema } from './keys.ts';
import { onScale } from './polygon.ts';
import type { Region } from './region.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('ellipse').describe('Events inside an ellipse or ellipsoid: squared Mahalanobis distance at most distanceSquare.'),
    ...gateKeys(),
    on: onSchema(),
    dimensions: z.array(axisSchema()).min(2).max(32).describe('The dimensions; a plot shows the first two.'),
    mean: z.array(z.number()).min(2).describe('Centre, a number a dimension.'),
    covariance: z.array(z.array(z.number())).min(2).describe('Covariance matrix on the transformed scale, a row a dimension.'),
    distanceSquare: z.number().positive().describe('Largest squared distance, inclusive.'),
    matrix: z
      .enum(['covariance', 'any'])
      .optional()
      .describe(
        'covariance (where absent): the matrix must be symmetric and positive definite. any: the events whose (x − mean)ᵀ matrix⁻¹ (x − mean) is at most distanceSquare, whatever the matrix is, as Gating-ML has it.',
      ),
  }),
);

/** Gating-ML 2.0, 5.1.3. */
export const ellipse = defineGate({
  id: 'ellipse',
  schema,
  axes: ({ dimensions }) => dimensions,
  draw: ({ dimensions, on = 'linear', mean, covariance, distanceSquare }) => ({
    kind: 'ellipse',
    axes: dimensions.slice(0, 2),
    on,
    mean,
    covariance,
    distanceSquare,
  }),
  plan: (gate, context) => {
    const n = gate.dimensions.length;
    if (gate.mean.length !== n || gate.covariance.length !== n || gate.covariance.some((row) => row.length !== n)) {
      throw context.bad(`expected a mean of ${n} numbers and a covariance of ${n} x ${n}, found another size`);
    }
    const coordinates = gate.dimensions.map((axis) => context.coordinate(axis));
    const mean = onScale([gate.mean], coordinates, { on: gate.on, context })[0] ?? [];
    const region =
      gate.matrix === 'any'
        ? quadricRegion(mean, gate.covariance, gate.distanceSquare)
        : ellipseRegion(mean, gate.covariance, gate.distanceSquare);
    if (region === null) {
      const expected = gate.matrix === 'any' ? 'a matrix that has an inverse' : 'a symmetric, positive definite covariance';
      throw context.bad(`expected ${expected}, found another matrix`);
    }
    return [{ name: gate.name, parent: gate.parent, test: { kind: 'region', coordinates, region } }];
  },
});

/** What keeps a matrix from being a covariance; null where it is one. */
export function covarianceFault(matrix: readonly (readonly number[])[]): 'not-symmetric' | 'not-definite' | null {
  const isSymmetric = matrix.every((row, i) =>
    row.every((own, j) => {
      const mirrored = matrix[j]?.[i] ?? Number.NaN;
      return Math.abs(own - mirrored) <= 1e-9 * (Math.abs(own) + Math.abs(mirrored));
    }),
  );
  if (!isSymmetric) return 'not-symmetric';
  return isPositiveDefinite(matrix) ? null : 'not-definite';
}

/** The ellipsoid's interior with its surface; null where the matrix is no covariance. */
export function ellipseRegion(mean: readonly number[], covariance: readonly (readonly number[])[], distanceSquare: number): Region | null {
  const inverse = covarianceFault(covariance) === null ? invertMatrix(covariance) : null;
  if (inverse === null) return null;
  const distance = quadraticForm(mean, inverse);
  // A little wider than the exact box, so that rounding never cuts the surface.
  const bounds = mean.map((middle, i): readonly [number, number] => {
    const half = Math.sqrt(distanceSquare * (covariance[i]?.[i] ?? 0)) * (1 + 1e-9) + Math.abs(middle) * 1e-12;
    return [middle - half, middle + half];
  });
  return {
    ellipsoid: { mean, covariance, distanceSquare },
    inside: (point) => distance(point) <= distanceSquare,
    bounds,
    ...(mean.length === 2 ? { classify: classifier(bounds, distance, distanceSquare) } : {}),
  };
}

/** Where the quadratic form of any matrix's inverse is small; it may have no bounds. Null where there is no inverse. */
function quadricRegion(mean: readonly number[], matrix: readonly (readonly number[])[], distanceSquare: number): Region | null {
  const ellipse = ellipseRegion(mean, matrix, distanceSquare);
  const inverse = ellipse === null ? invertMatrix(matrix) : null;
  if (inverse === null) return ellipse;
  const distance = quadraticForm(mean, inverse);
  return {
    ellipsoid: { mean, covariance: matrix, distanceSquare },
    inside: (point) => distance(point) <= distanceSquare,
    bounds: mean.map(() => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const),
  };
}

/** (x − centre)ᵀ inverse (x − centre). */
function quadraticForm(mean: readonly number[], inverse: readonly (readonly number[])[]): (point: ArrayLike<number>) => number {
  const n = mean.length;
  const weights = Float64Array.from(inverse.flat());
  const centre = Float64Array.from(mean);
  const difference = new Float64Array(n);
  return (point) => {
    for (let i = 0; i < n; i++) difference[i] = point[i]! - centre[i]!;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      let row = 0;
      for (let j = 0; j < n; j++) row += weights[i * n + j]! * difference[j]!;
      sum += difference[i]! * row;
    }
    return sum;
  };
}

/** Inside where all four corners are (the shape is convex); outside where the box misses the bounds or lies well away; else edge. */
function classifier(
  bounds: readonly (readonly [number, number])[],
  distance: (point: readonly number[]) => number,
  distanceSquare: number,
): (x0: number, x1: number, y0: number, y1: number) => 'inside' | 'outside' | 'edge' {
  const [xMin, xMax] = bounds[0] ?? [0, 0];
  const [yMin, yMax] = bounds[1] ?? [0, 0];
  return (x0, x1, y0, y1) => {
    if (x1 < xMin || x0 > xMax || y1 < yMin || y0 > yMax) return 'outside';
    const corners = [distance([x0, y0]), distance([x0, y1]), distance([x1, y0]), distance([x1, y1])];
    if (corners.every((d) => d < distanceSquare * (1 - 1e-9))) return 'inside';
    // The distance is a norm: from the middle it changes by at most the half-diagonal's own length.
    const middle = Math.sqrt(distance([(x0 + x1) / 2, (y0 + y1) / 2]));
    const centre = [(xMin + xMax) / 2, (yMin + yMax) / 2] as const;
    const hx = (x1 - x0) / 2;
    const hy = (y1 - y0) / 2;
    const reach = Math.sqrt(Math.max(distance([centre[0] + hx, centre[1] + hy]), distance([centre[0] + hx, centre[1] - hy])));
    return middle - reach > Math.sqrt(distanceSquare) * (1 + 1e-9) ? 'outside' : 'edge';
  };
}

/** Cholesky's test, of a symmetric matrix. */
function isPositiveDefinite(matrix: readonly (readonly number[])[]): boolean {
  const n = matrix.length;
  const lower = Array.from({ length: n }, () => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]?.[j] ?? Number.NaN;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      if (i === j && !(sum > 0)) return false;
      lower[i]![j] = i === j ? Math.sqrt(sum) : sum / lower[j]![j]!;
    }
  }
  return true;
}

/** 64 points of the ellipse in the first two dimensions: centre + chol(covariance) (cos t, sin t) x distance; none where there is no ellipse. */
export function ellipseOutline(
  mean: readonly number[],
  covariance: readonly (readonly number[])[],
  distanceSquare: number,
): [number, number][] {
  if (covarianceFault(covariance) !== null) return [];
  const a = Math.sqrt(covariance[0]?.[0] ?? 0);
  const b = (covariance[1]?.[0] ?? 0) / a;
  const c = Math.sqrt(Math.max(0, (covariance[1]?.[1] ?? 0) - b * b));
  const radius = Math.sqrt(distanceSquare);
  return Array.from({ length: 64 }, (_, i) => {
    const t = (i * Math.PI) / 32;
    const x = radius * Math.cos(t);
    const y = radius * Math.sin(t);
    return [(mean[0] ?? 0) + a * x, (mean[1] ?? 0) + b * x + c * y];
  });
}
