import type { IndependentDataSet } from './independent-fcs.ts';

/** Parts of a definition as YAML has them, nothing filled in. */
export interface YamlAxis {
  readonly parameter: string;
  readonly transform?: string;
  readonly compensated?: boolean;
  readonly min?: YamlBound | undefined;
  readonly max?: YamlBound | undefined;
}
export type YamlBound = number | { readonly threshold: string };

export interface YamlGate {
  readonly name: string;
  readonly type: string;
  readonly parent?: string;
  readonly on?: 'linear' | 'transformed';
  readonly x?: string | YamlAxis;
  readonly y?: string | YamlAxis;
  readonly min?: YamlBound;
  readonly max?: YamlBound;
  readonly from?: number;
  readonly to?: number;
  readonly parameter?: string;
  readonly area?: string;
  readonly height?: string;
  readonly vertices?: readonly (readonly [number, number])[];
  readonly dimensions?: readonly (string | YamlAxis)[];
  readonly mean?: readonly [number, number];
  readonly covariance?: readonly [readonly [number, number], readonly [number, number]];
  readonly distanceSquare?: number;
  readonly dividers?: readonly { readonly x: string | YamlAxis; readonly values: readonly [YamlBound] }[];
  readonly populations?: readonly { readonly name: string; readonly intervals: readonly number[] }[];
  readonly operator?: 'and' | 'or';
  readonly of?: readonly (string | { readonly not: string })[];
}

export interface YamlTransform {
  readonly type: string;
  readonly T: number;
  readonly M: number;
  readonly A?: number;
}

export interface GatingBasis {
  readonly data: IndependentDataSet;
  readonly spillover: IndependentDataSet['spillover'];
  readonly markers: Readonly<Record<string, readonly string[]>>;
  readonly transforms: Readonly<Record<string, YamlTransform>>;
  readonly thresholds: ReadonlyMap<string, number>;
}

/** The linear values of a parameter, by name, label or marker; `null` where the file lacks it. */
export function valuesOf(basis: GatingBasis, reference: string, compensated = true): Float64Array | null {
  const accepted = basis.markers[reference] ?? [reference];
  const { columns } = basis.data;
  const column =
    columns.find(({ name }) => accepted.includes(name)) ?? columns.find(({ label }) => label !== '' && accepted.includes(label)) ?? null;
  if (column === null) return null;
  const place = compensated && basis.spillover !== null ? basis.spillover.parameters.indexOf(column.name) : -1;
  return place < 0 ? column.scale : (compensatedColumns(basis)[place] ?? null);
}

const compensatedOf = new WeakMap<IndependentDataSet, readonly Float64Array[]>();

/**
 * observed = S' x true, event by event: the columns are the right-hand sides of one system, eliminated together with partial pivoting.
 * No inverse is formed.
 */
function compensatedColumns({ data, spillover }: GatingBasis): readonly Float64Array[] {
  const known = compensatedOf.get(data);
  if (known !== undefined || spillover === null) return known ?? [];
  const { parameters, matrix } = spillover;
  const rows = parameters.map((name, detector) => ({
    left: Float64Array.from(matrix, (row) => row[detector] ?? Number.NaN),
    right: Float64Array.from(data.columns.find((column) => column.name === name)?.scale ?? []),
  }));
  const subtract = (from: (typeof rows)[number], row: (typeof rows)[number], factor: number): void => {
    if (factor === 0) return;
    for (let j = 0; j < from.left.length; j++) from.left[j] = at(from.left, j) - factor * at(row.left, j);
    for (let e = 0; e < from.right.length; e++) from.right[e] = at(from.right, e) - factor * at(row.right, e);
  };
  rows.forEach((_, k) => {
    const pivot = rows.slice(k).reduce((best, row) => (Math.abs(at(row.left, k)) > Math.abs(at(best.left, k)) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(k, 0, pivot);
    for (const row of rows.slice(k + 1)) subtract(row, pivot, at(row.left, k) / at(pivot.left, k));
  });
  for (let k = rows.length - 1; k >= 0; k--) {
    const row = rows[k];
    if (row === undefined) continue;
    rows.slice(k + 1).forEach((later, i) => {
      subtract(row, later, at(row.left, k + 1 + i));
    });
    const diagonal = at(row.left, k);
    row.left[k] = 1;
    for (let e = 0; e < row.right.length; e++) row.right[e] = at(row.right, e) / diagonal;
  }
  const solved = rows.map((row) => row.right);
  compensatedOf.set(data, solved);
  return solved;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}

/** The events of every population (1 = inside), parents first; populations whose parameters or thresholds are missing are left out. */
export function gateIndependently(gates: readonly YamlGate[], basis: GatingBasis): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const gate of gates) {
    const parent = gate.parent === undefined ? null : found.get(gate.parent);
    if (parent === undefined) continue;
    for (const [name, inside] of testsOf(gate, basis, found) ?? []) {
      found.set(
        name,
        Uint8Array.from({ length: basis.data.events }, (_, event) => ((parent?.[event] ?? 1) === 1 && inside(event) ? 1 : 0)),
      );
    }
  }
  return found;
}

type Test = (event: number) => boolean;

function testsOf(gate: YamlGate, basis: GatingBasis, found: ReadonlyMap<string, Uint8Array>): readonly (readonly [string, Test])[] | null {
  if (gate.type === 'quadrant') return quadrantTests(gate, basis);
  const test = singleTest(gate, basis, found);
  return test === null ? null : [[gate.name, test]];
}

function singleTest(gate: YamlGate, basis: GatingBasis, found: ReadonlyMap<string, Uint8Array>): Test | null {
  switch (gate.type) {
    case 'range':
      return intervalTest(basis, { ...axisOf(gate.x), min: gate.min, max: gate.max }, gate.on);
    case 'time':
      return intervalTest(basis, { parameter: gate.parameter ?? 'Time', min: gate.from, max: gate.to }, gate.on);
    case 'rectangle':
      return every((gate.dimensions ?? []).map((dimension) => intervalTest(basis, axisOf(dimension), gate.on)));
    case 'singlet': {
      const [area, height] = [valuesOf(basis, gate.area ?? '', false), valuesOf(basis, gate.height ?? '', false)];
      if (area === null || height === null) return null;
      // Without a division: min x height <= area < max x height, for a positive height.
      const [min, max] = [Number(gate.min ?? 0), Number(gate.max)];
      return (e) => at(height, e) > 0 && at(area, e) >= min * at(height, e) && at(area, e) < max * at(height, e);
    }
    case 'polygon': {
      const [x, y] = [places(basis, axisOf(gate.x), gate.on), places(basis, axisOf(gate.y), gate.on)];
      return x === null || y === null ? null : (e) => turnsAround(gate.vertices ?? [], at(x, e), at(y, e));
    }
    case 'ellipse':
      return ellipseTest(gate, basis);
    case 'boolean': {
      const operands = (gate.of ?? []).map((one) =>
        typeof one === 'string' ? { inside: found.get(one), wanted: 1 } : { inside: found.get(one.not), wanted: 0 },
      );
      if (operands.some(({ inside }) => inside === undefined)) return null;
      const holds = (e: number) => operands.map(({ inside, wanted }) => inside?.[e] === wanted);
      return gate.operator === 'or' ? (e) => holds(e).includes(true) : (e) => !holds(e).includes(false);
    }
    default:
      throw new Error(`the independent gating knows no gate '${gate.type}'`);
  }
}

function axisOf(axis: string | YamlAxis | undefined): YamlAxis {
  return typeof axis === 'object' ? axis : { parameter: axis ?? '' };
}

function every(tests: readonly (Test | null)[]): Test | null {
  return tests.includes(null) ? null : (event) => tests.every((test) => test?.(event) === true);
}

/** min <= value < max; a bound from a threshold is linear. */
function intervalTest(basis: GatingBasis, axis: YamlAxis, on: YamlGate['on']): Test | null {
  const values = places(basis, axis, on);
  const [min, max] = [boundOf(basis, axis.min, Number.NEGATIVE_INFINITY), boundOf(basis, axis.max, Number.POSITIVE_INFINITY)];
  return values === null || min === null || max === null ? null : (event) => at(values, event) >= min && at(values, event) < max;
}

function boundOf(basis: GatingBasis, bound: YamlBound | undefined, absent: number): number | null {
  if (bound === undefined) return absent;
  return typeof bound === 'number' ? bound : (basis.thresholds.get(bound.threshold) ?? null);
}

function quadrantTests(gate: YamlGate, basis: GatingBasis): (readonly [string, Test])[] | null {
  const above = (gate.dividers ?? []).map(({ x, values: [value] }) => intervalTest(basis, { ...axisOf(x), min: value }, gate.on));
  if (above.includes(null)) return null;
  return (gate.populations ?? []).map(({ name, intervals }) => [
    name,
    (event) => intervals.every((interval, divider) => above[divider]?.(event) === (interval === 1)),
  ]);
}

/** Linear values, or places on the axis's scale where the gate is drawn there (Gating-ML 2.0, flog and fasinh). */
function places(basis: GatingBasis, axis: YamlAxis, on: YamlGate['on']): Float64Array | null {
  const values = valuesOf(basis, axis.parameter, axis.compensated ?? true);
  if (values === null || on !== 'transformed' || axis.transform === undefined) return values;
  const transform = basis.transforms[axis.transform];
  if (transform === undefined) throw new Error(`no transform '${axis.transform}'`);
  const { type, T, M, A = 0 } = transform;
  if (type === 'log') return values.map((x) => Math.log10(x / T) / M + 1);
  if (type !== 'asinh') throw new Error(`the independent gating has no transform '${type}' for gates drawn on it`);
  return values.map((x) => (Math.asinh((x * Math.sinh(M * Math.LN10)) / T) + A * Math.LN10) / ((M + A) * Math.LN10));
}

/** Whether the polygon goes around the point: the angles that its edges span sum to a full turn. For points that lie on no edge. */
function turnsAround(vertices: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let turn = 0;
  vertices.forEach(([ax, ay], i) => {
    const [bx, by] = vertices[(i + 1) % vertices.length] ?? [0, 0];
    turn += Math.atan2((ax - x) * (by - y) - (ay - y) * (bx - x), (ax - x) * (bx - x) + (ay - y) * (by - y));
  });
  return Math.abs(turn) > Math.PI;
}

/** Squared Mahalanobis distance by Cramer's rule. */
function ellipseTest(gate: YamlGate, basis: GatingBasis): Test | null {
  const [x, y] = (gate.dimensions ?? []).map((dimension) => places(basis, axisOf(dimension), gate.on));
  const [[a, b], [c, d]] = gate.covariance ?? [
    [1, 0],
    [0, 1],
  ];
  const [mx, my] = gate.mean ?? [0, 0];
  if (x == null || y == null) return null;
  return (event) => {
    const [dx, dy] = [at(x, event) - mx, at(y, event) - my];
    return (d * dx * dx - (b + c) * dx * dy + a * dy * dy) / (a * d - b * c) <= Number(gate.distanceSquare);
  };
}

/** Percentile by the definition 7 of Hyndman and Fan (1996): position 1 + (n - 1) p in the sorted values. */
export function percentileR7(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** The values of the events that lie in a population. */
export function valuesInside(values: Float64Array, inside: Uint8Array): number[] {
  return [...values].filter((_, event) => inside[event] === 1);
}
