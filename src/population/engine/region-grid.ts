import type { Region } from '../gates/region.ts';

/** What a cell of a grid says: not asked yet, wholly inside, at an edge, wholly outside. */
export const CELL_STATE = { unknown: 0, inside: 1, edge: 2, outside: 3 } as const;

/** Cells a side: 16 KB a grid, so that several stay in the first-level cache. */
export const GRID_SIDE = 128;

/** A two-dimensional region as a grid over its bounds, or over its window; a cell is to be classified when the first event falls into it. */
export interface RegionGrid {
  /** What cell (column i, row j) says: never `unknown`. */
  readonly classify: (i: number, j: number) => number;
  readonly x: GridAxis;
  readonly y: GridAxis;
}

/** A place lies in cell floor((place - start) x perUnit), for every place from `low` to `high`. */
export interface GridAxis {
  readonly low: number;
  readonly high: number;
  readonly start: number;
  readonly perUnit: number;
}

/** How far the places that the grid is asked for may be from the exact ones. */
export const PLACE_ERROR = 1e-9;

/** Null where the region is no two-dimensional shape with an extent. */
export function regionGrid({ bounds, window = bounds, classify }: Region): RegionGrid | null {
  const [x, y] = window.map(gridAxis);
  if (classify === undefined || x === undefined || y === undefined || x === null || y === null) return null;
  return {
    x,
    y,
    classify: (i, j) => {
      const [x0, x1] = cellEnds(x, i);
      const [y0, y1] = cellEnds(y, j);
      return CELL_STATE[classify(x0, x1, y0, y1)];
    },
  };
}

function gridAxis([min, max]: readonly [number, number]): GridAxis | null {
  const margin = 2 * PLACE_ERROR * (1 + Math.abs(min) + Math.abs(max));
  const [low, high] = [min - margin, max + margin];
  if (!(Number.isFinite(low) && Number.isFinite(high) && max - min > 8 * margin)) return null;
  // A hair fewer cells to the width, so that `high` itself falls into the last one.
  return { low, high, start: low, perUnit: (GRID_SIDE / (high - low)) * (1 - 1e-9) };
}

/** The cell with a margin for the rounding of its number and the error of the places. */
function cellEnds({ start, perUnit, low, high }: GridAxis, index: number): readonly [number, number] {
  const margin = 2 * PLACE_ERROR * (1 + Math.abs(low) + Math.abs(high));
  return [start + index / perUnit - margin, start + (index + 1) / perUnit + margin];
}
