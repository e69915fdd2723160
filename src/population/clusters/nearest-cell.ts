type Point = readonly [x: number, y: number];
type Range = readonly [low: number, high: number];

/** The part of a box whose points are nearest to one of several centroids, as a polygon; empty where there is none. */
export function nearestCell(
  centroids: readonly (readonly number[])[],
  scales: readonly number[],
  { own, box: [x, y] }: { readonly own: number; readonly box: readonly [Range, Range] },
): readonly Point[] {
  const [unitX = 1, unitY = 1] = scales;
  const distance = (centroid: readonly number[] | undefined, [px, py]: Point) => {
    const dx = (px - (centroid?.[0] ?? 0)) / unitX;
    const dy = (py - (centroid?.[1] ?? 0)) / unitY;
    return dx * dx + dy * dy;
  };
  let cell: readonly Point[] = [
    [x[0], y[0]],
    [x[1], y[0]],
    [x[1], y[1]],
    [x[0], y[1]],
  ];
  centroids.forEach((other, index) => {
    // The difference of two squared distances is linear in the point: the border is straight.
    if (index !== own) cell = clip(cell, (point) => distance(other, point) - distance(centroids[own], point));
  });
  return cell;
}

/** The part of a convex polygon where a linear function is not negative (Sutherland and Hodgman 1974). */
function clip(polygon: readonly Point[], height: (point: Point) => number): readonly Point[] {
  return polygon.flatMap((point, i): Point[] => {
    const next = polygon[(i + 1) % polygon.length] ?? point;
    const [a, b] = [height(point), height(next)];
    const kept = a >= 0 ? [point] : [];
    if (a >= 0 === b >= 0) return kept;
    const share = a / (a - b);
    return [...kept, [point[0] + share * (next[0] - point[0]), point[1] + share * (next[1] - point[1])]];
  });
}
