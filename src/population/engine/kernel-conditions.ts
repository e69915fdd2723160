import type { Coordinate, GateTest, Side } from '../gates/gate-kind.ts';
import type { Region } from '../gates/region.ts';
import type { ScaleTransform } from '../transforms/scale-transform.ts';
import type { KernelFrame } from './kernel-frame.ts';
import { CELL_STATE, GRID_SIDE, PLACE_ERROR, type RegionGrid, regionGrid } from './region-grid.ts';
import {
  addDoubles,
  and,
  atLeast,
  atMost,
  both,
  type Code,
  callImport,
  choose,
  divideDoubles,
  either,
  equal,
  f64,
  get,
  greater,
  i32,
  less,
  loadByte,
  multiplyDoubles,
  not,
  otherInteger,
  plus,
  sameInteger,
  set,
  subtractDoubles,
  times,
  truncate,
  when,
  xor,
} from './wasm-code.ts';

/** The condition of one side of a box. */
export function sideCode(side: Side, frame: KernelFrame): Code {
  const applying = withoutBounds(side);
  if (applying === null) return i32(0);
  const { value, transform, min, max } = applying;
  const x = frame.part(`v${value}`);
  if (transform === null) return all([finite(min) && atLeast(x, f64(min)), finite(max) && less(x, f64(max))], x);
  if (!transform.monotone) {
    const place = frame.exact(transform, x);
    return all([finite(min) && atLeast(place, f64(min)), finite(max) && less(place, f64(max))], x);
  }
  const lowest = finite(transform.lowest) && atLeast(x, f64(transform.lowest));
  return all(
    [
      lowest,
      finite(min) && lowerBound(x, { place: min, transform, frame }),
      finite(max) && upperBound(x, { place: max, transform, frame }),
    ],
    x,
  );
}

const finite = Number.isFinite;

/**
 * The same side on the scale without its bounds; null where it holds nothing. A minimum at or below `boundMin` holds all that has a place, one above
 * `boundMax` nothing; a maximum above `boundMax` holds all, one at or below `boundMin` nothing. Between them the bounds move no event across.
 */
function withoutBounds(side: Side): Side | null {
  const bounds = side.transform?.bounds;
  if (bounds === undefined) return side;
  if (side.min > bounds.max || side.max <= bounds.min) return null;
  const min = side.min <= bounds.min ? Number.NEGATIVE_INFINITY : side.min;
  const max = side.max > bounds.max ? Number.POSITIVE_INFINITY : side.max;
  return { ...side, transform: bounds.of, min, max };
}

/** All conditions that apply; a side without bounds holds every number, but not NaN. */
function all(conditions: readonly (Code | false)[], x: Code): Code {
  const applying = conditions.filter((condition) => condition !== false);
  return applying.length === 0 ? equal(x, x) : applying.reduce((first, second) => both(first, second));
}

/**
 * Linear values around a place on the scale, wider than any error of the transform or of its inverse: what lies below the first certainly lies
 * below the place, what lies above the second above it. Infinite where that cannot be told, as where the inverse overflows.
 */
function around(place: number, { forward, inverse }: ScaleTransform): readonly [below: number, above: number] {
  const margin = PLACE_ERROR * (1 + Math.abs(place));
  // The last addend covers subnormal numbers, which have few digits.
  const [below, above] = [inverse(place - margin) - 1e-300, inverse(place + margin) + 1e-300];
  const isBelow = forward(below) < place - margin / 2;
  const isAbove = forward(above) > place + margin / 2;
  return [isBelow ? below : Number.NEGATIVE_INFINITY, isAbove ? above : Number.POSITIVE_INFINITY];
}

interface ScaledBound {
  readonly place: number;
  readonly transform: ScaleTransform;
  readonly frame: KernelFrame;
}

/** In linear units, but for values within rounding of the bound: those are transformed. */
function lowerBound(x: Code, { place, transform, frame }: ScaledBound): Code {
  const [below, above] = around(place, transform);
  const near = both(atLeast(x, f64(below)), atLeast(frame.exact(transform, x), f64(place)));
  return finite(above) ? either(atLeast(x, f64(above)), near) : near;
}

function upperBound(x: Code, { place, transform, frame }: ScaledBound): Code {
  const [below, above] = around(place, transform);
  const near = both(atMost(x, f64(above)), less(frame.exact(transform, x), f64(place)));
  return finite(below) ? either(less(x, f64(below)), near) : near;
}

type RegionTest = Extract<GateTest, { kind: 'region' }>;

/** Conditions of a region, one after the other: the box on the linear values for each coordinate, then the shape. Instructions may go before. */
export interface RegionCode {
  readonly boxes: readonly Code[];
  readonly before: Code;
  readonly shape: Code;
}

export function regionCode({ coordinates, region }: RegionTest, frame: KernelFrame): RegionCode {
  const boxes = coordinates.map((coordinate, i) => {
    const [min, max] = region.bounds[i] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    return linearBox(coordinate, { min, max, frame });
  });
  const { corners } = region;
  if (corners !== undefined && corners.xs.length <= MOST_INLINE_VERTICES && coordinates.every(({ transform }) => transform === null)) {
    return { boxes, ...polygonCode(corners, coordinates, frame) };
  }
  const exact = exactCode({ kind: 'region', coordinates, region }, frame);
  const monotone = coordinates.every(({ transform }) => transform?.monotone ?? true);
  const grid = coordinates.length === 2 && monotone ? regionGrid(region) : null;
  return { boxes, ...(grid === null ? { before: [], shape: exact } : gridCode(grid, { coordinates, exact, frame })) };
}

interface LinearBox {
  readonly min: number;
  readonly max: number;
  readonly frame: KernelFrame;
}

/** Whether a linear value may lie within these places; never no where it does. */
function linearBox({ value, transform }: Coordinate, { min, max, frame }: LinearBox): Code {
  const x = frame.part(`v${value}`);
  if (transform !== null && !transform.monotone) return equal(x, x);
  const low = transform === null || !finite(min) ? min : around(min, transform)[0];
  const high = transform === null || !finite(max) ? max : around(max, transform)[1];
  return all([finite(low) && atLeast(x, f64(low)), finite(high) && atMost(x, f64(high))], x);
}

function exactCode({ coordinates, region }: RegionTest, frame: KernelFrame): Code {
  const point = new Float64Array(coordinates.length);
  const forwards = coordinates.map(({ transform }) => transform?.forward ?? null);
  const decide = frame.test(coordinates.length, (...linear) => {
    for (let i = 0; i < point.length; i++) point[i] = forwards[i]?.(linear[i]!) ?? linear[i]!;
    return region.inside(point);
  });
  return callImport(decide, ...coordinates.map(({ value }) => frame.part(`v${value}`)));
}

/** More corners than this are quicker in a grid. */
const MOST_INLINE_VERTICES = 16;

/** The even-odd rule with the operations of the exact path, edge by edge. */
function polygonCode(
  { xs, ys }: NonNullable<Region['corners']>,
  coordinates: readonly Coordinate[],
  frame: KernelFrame,
): Omit<RegionCode, 'boxes'> {
  const [x, y] = [frame.part(`v${coordinates[0]?.value ?? 0}`), frame.part(`v${coordinates[1]?.value ?? 0}`)];
  const odd = frame.local('o', 'i32');
  const edges = Array.from(xs, (xi, i) => {
    const j = (i + xs.length - 1) % xs.length;
    const [yi, xj, yj] = [ys[i]!, xs[j]!, ys[j]!];
    if (yi === yj) return [];
    const crossing = addDoubles(divideDoubles(multiplyDoubles(f64(xj - xi), subtractDoubles(y, f64(yi))), f64(yj - yi)), f64(xi));
    const between = otherInteger(greater(f64(yi), y), greater(f64(yj), y));
    return when(both(between, less(x, crossing)), set(odd, xor(get(odd), i32(1))));
  });
  return { before: [set(odd, i32(0)), edges], shape: get(odd) };
}

interface GridParts {
  readonly coordinates: readonly Coordinate[];
  readonly exact: Code;
  readonly frame: KernelFrame;
}

/** The cell of the event's place; what lies beyond the grid is decided as at an edge. */
function gridCode(grid: RegionGrid, { coordinates, exact, frame }: GridParts): Omit<RegionCode, 'boxes'> {
  const { cells, classify } = frame.grid(grid);
  const [i, j, state] = [frame.local('i', 'f64'), frame.local('j', 'f64'), frame.local('q', 'i32')];
  const cellOf = (coordinate: Coordinate | undefined, { start, perUnit }: RegionGrid['x']) => {
    const place = frame.place(coordinate?.transform ?? null, frame.part(`v${coordinate?.value ?? 0}`));
    return multiplyDoubles(subtractDoubles(place, f64(start)), f64(perUnit));
  };
  // A value without a place (NaN) is in no cell.
  const onGrid = (cell: number) => and(atLeast(get(cell), f64(0)), less(get(cell), f64(GRID_SIDE)));
  const look = loadByte(plus(times(truncate(get(j)), i32(GRID_SIDE)), truncate(get(i))), cells);
  const before = [
    set(i, cellOf(coordinates[0], grid.x)),
    set(j, cellOf(coordinates[1], grid.y)),
    set(state, choose(and(onGrid(i), onGrid(j)), [look, i32(CELL_STATE.edge)])),
    when(not(get(state)), set(state, callImport(classify, truncate(get(i)), truncate(get(j))))),
  ];
  const shape = either(sameInteger(get(state), i32(CELL_STATE.inside)), both(sameInteger(get(state), i32(CELL_STATE.edge)), exact));
  return { before, shape };
}
