import type { Coordinate, GateTest, Side } from './gates/gate-kind.ts';
import type { Region } from './gates/region.ts';
import type { KernelEnvironment } from './kernel-environment.ts';
import { literal } from './kernel-text.ts';
import { placeTable } from './place-table.ts';
import { CELL_STATE, GRID_SIDE, PLACE_ERROR, type RegionGrid, regionGrid } from './region-grid.ts';
import type { ScaleTransform } from './transforms/scale-transform.ts';

/*
 * Conditions of the generated loop over values `v…`. `t` is true in one short training call alone, in which every comparison is false (the
 * events are NaN): each part of each condition and everything behind it runs once, so that the engine has seen all of the loop before it
 * compiles it and need not compile it anew when the first event of a rare population comes.
 */

/** The condition of one side of a box. */
export function sideText({ value, transform, min, max }: Side, environment: KernelEnvironment): string {
  const x = `v${value}`;
  if (transform === null) return conjunction([comparison(x, '>=', min), comparison(x, '<', max), comparison(x, '===', null)]);
  const f = add(environment.f, transform.forward);
  if (!transform.monotone) {
    return conjunction([comparison(`f${f}(${x})`, '>=', min), comparison(`f${f}(${x})`, '<', max), comparison(x, '===', null)]);
  }
  const lowest = comparison(x, '>=', transform.lowest);
  return conjunction([lowest, lowerBound(x, { min, transform, f }), upperBound(x, { max, transform, f }), comparison(x, '===', null)]);
}

/** Parts that do not apply are empty; the last one stands only where there is no other (a side without bounds holds every number). */
function conjunction(parts: readonly string[]): string {
  const bounds = parts.slice(0, -1).filter((part) => part !== '');
  return (bounds.length > 0 ? bounds : parts.slice(-1)).join(' && ');
}

function comparison(x: string, operator: '>=' | '<' | '<=' | '===', limit: number | null): string {
  if (limit === null) return `(${x} === ${x} || t)`;
  return Number.isFinite(limit) ? `(${x} ${operator} ${literal(limit)} || t)` : '';
}

/** The linear values around a place on the scale, wider than any error of the transform or of its inverse. */
function around(place: number, { inverse }: ScaleTransform): readonly [below: number, above: number] {
  const margin = PLACE_ERROR * (1 + Math.abs(place));
  // The last addend covers subnormal numbers, which have few digits.
  const [below, above] = [inverse(place - margin) - 1e-300, inverse(place + margin) + 1e-300];
  return [Number.isNaN(below) ? Number.NEGATIVE_INFINITY : below, Number.isNaN(above) ? Number.POSITIVE_INFINITY : above];
}

interface ScaledBound {
  readonly transform: ScaleTransform;
  readonly f: number;
}

/** In linear units, but for values within rounding of the bound: those are transformed. */
function lowerBound(x: string, { min, transform, f }: ScaledBound & { readonly min: number }): string {
  if (!Number.isFinite(min)) return '';
  const [below, above] = around(min, transform);
  return `(${x} >= ${literal(above)} || ((${x} >= ${literal(below)} || t) && f${f}(${x}) >= ${literal(min)}) || t)`;
}

function upperBound(x: string, { max, transform, f }: ScaledBound & { readonly max: number }): string {
  if (!Number.isFinite(max)) return '';
  const [below, above] = around(max, transform);
  return `(${x} < ${literal(below)} || ((${x} <= ${literal(above)} || t) && f${f}(${x}) < ${literal(max)}) || t)`;
}

type RegionTest = Extract<GateTest, { kind: 'region' }>;

/** Conditions of a region, one after the other: the box on the linear values for each coordinate, then the shape. Statements may go before. */
export function regionText(
  { coordinates, region }: RegionTest,
  { environment, number }: { readonly environment: KernelEnvironment; readonly number: number },
): { readonly boxes: readonly string[]; readonly before: string; readonly shape: string } {
  const boxes = coordinates.map((coordinate, i) => {
    const [min, max] = region.bounds[i] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    return linearBox(coordinate, min, max);
  });
  const { corners } = region;
  if (corners !== undefined && corners.xs.length <= MOST_INLINE_VERTICES && coordinates.every(({ transform }) => transform === null)) {
    return { boxes, ...polygonText(corners, { coordinates, number }) };
  }
  const exact = exactText({ kind: 'region', coordinates, region }, environment);
  const monotone = coordinates.every(({ transform }) => transform?.monotone ?? true);
  const grid = coordinates.length === 2 && monotone ? regionGrid(region) : null;
  const beyond = region.window === undefined ? 'never' : 'possible';
  return {
    boxes,
    ...(grid === null ? { before: '', shape: `(${exact} || t)` } : gridText(grid, { coordinates, exact, environment, beyond })),
  };
}

/** Whether a linear value may lie within these places; never no where it does. */
function linearBox({ value, transform }: Coordinate, min: number, max: number): string {
  const x = `v${value}`;
  if (transform !== null && !transform.monotone) return comparison(x, '===', null);
  const low = transform === null || !Number.isFinite(min) ? min : around(min, transform)[0];
  const high = transform === null || !Number.isFinite(max) ? max : around(max, transform)[1];
  return conjunction([comparison(x, '>=', low), comparison(x, '<=', high), comparison(x, '===', null)]);
}

function exactText({ coordinates, region }: RegionTest, environment: KernelEnvironment): string {
  const point = new Float64Array(coordinates.length);
  const forwards = coordinates.map(({ transform }) => transform?.forward ?? null);
  const r = add(environment.r, (...linear) => {
    for (let i = 0; i < point.length; i++) point[i] = forwards[i]?.(linear[i]!) ?? linear[i]!;
    return region.inside(point);
  });
  return `r${r}(${coordinates.map(({ value }) => `v${value}`).join(', ')})`;
}

/** More corners than this are quicker in a grid. */
const MOST_INLINE_VERTICES = 16;

/** The even-odd rule with the operations of the exact path, edge by edge. */
function polygonText(
  { xs, ys }: NonNullable<Region['corners']>,
  { coordinates, number }: { readonly coordinates: readonly Coordinate[]; readonly number: number },
): { readonly before: string; readonly shape: string } {
  const [x, y] = [`v${coordinates[0]?.value ?? 0}`, `v${coordinates[1]?.value ?? 0}`];
  const odd = `o${number}`;
  const edges = Array.from(xs, (xi, i) => {
    const j = (i + xs.length - 1) % xs.length;
    const [yi, xj, yj] = [ys[i]!, xs[j]!, ys[j]!];
    if (yi === yj) return '';
    const crossing = `(${literal(xj - xi)} * (${y} - ${literal(yi)})) / ${literal(yj - yi)} + ${literal(xi)}`;
    return `if (((${literal(yi)} > ${y}) !== (${literal(yj)} > ${y}) || t) && (${x} < ${crossing} || t)) ${odd} = !${odd};`;
  });
  return { before: [`let ${odd} = false;`, ...edges].join(' '), shape: `(${odd} || t)` };
}

interface GridParts {
  readonly coordinates: readonly Coordinate[];
  readonly exact: string;
  readonly environment: KernelEnvironment;
  /** Whether places may lie beyond the grid: those are decided by the exact test. */
  readonly beyond: 'never' | 'possible';
}

function gridText(
  grid: RegionGrid,
  { coordinates, exact, environment, beyond }: GridParts,
): { readonly before: string; readonly shape: string } {
  const g = add(environment.g, grid.cells);
  add(environment.k, grid.classify);
  const cell = (name: string, coordinate: Coordinate | undefined, { start, perUnit }: RegionGrid['x']) =>
    `const ${name}${name}${g} = (${placeText(coordinate, environment)} - ${literal(start)}) * ${literal(perUnit)}; const ${name}${g} = ${name}${name}${g} | 0;`;
  const { inside, edge, unknown } = CELL_STATE;
  const within = (name: string) => `${name}${name}${g} >= 0 && ${name}${name}${g} < ${GRID_SIDE}`;
  const look = `g${g}[j${g} * ${GRID_SIDE} + i${g}]`;
  const before = [
    cell('i', coordinates[0], grid.x),
    cell('j', coordinates[1], grid.y),
    `let q${g} = ${beyond === 'never' ? look : `(${within('i')} && ${within('j')}) || t ? ${look} : ${edge}`};`,
    `if (q${g} === ${unknown}) q${g} = k${g}(i${g}, j${g});`,
  ].join(' ');
  return { before, shape: `(q${g} === ${inside} || ((q${g} === ${edge} || t) && ${exact}) || t)` };
}

function placeText(coordinate: Coordinate | undefined, environment: KernelEnvironment): string {
  const x = `v${coordinate?.value ?? 0}`;
  const transform = coordinate?.transform ?? null;
  return transform === null ? x : `h${add(environment.h, placeTable(transform))}(${x})`;
}

function add<Item>(list: Item[], item: Item): number {
  return list.push(item) - 1;
}
