/** A shape in the space of its coordinates (on their scales). Both paths of the engine decide with `inside` alone. */
export interface Region {
  /** Whether the point at `at` … `at + n - 1` of `point` lies inside; NaN lies outside. */
  readonly inside: (point: ArrayLike<number>) => boolean;
  /** The least box that holds the shape, for a quick no; it may be larger, never smaller. */
  readonly bounds: readonly (readonly [min: number, max: number])[];
  /**
   * Two-dimensional shapes only: whether every point of the rectangle is inside or every point is outside; `edge` where that is not certain.
   * Lets the fast path look most events up in a grid.
   */
  readonly classify?: (x0: number, x1: number, y0: number, y1: number) => 'inside' | 'outside' | 'edge';
  /** Of a shape without bounds: the part of the plane that is worth a grid; what lies beyond is decided one by one. */
  readonly window?: readonly (readonly [min: number, max: number])[];
  /** Of a polygon: its corners in order, which the fast path writes out where they are few. */
  readonly corners?: { readonly xs: Float64Array; readonly ys: Float64Array };
  /** Of an ellipsoid: what it was made of. */
  readonly ellipsoid?: {
    readonly mean: readonly number[];
    readonly covariance: readonly (readonly number[])[];
    readonly distanceSquare: number;
  };
}
