import { clamp } from './transforms/bounds.ts';
import type { ScaleTransform } from './transforms/scale-transform.ts';

/** Places on a scale with an error below 1e-11, many times quicker than the transform itself. */
export type PlaceFunction = (linear: number) => number;

/** Cells to an octave: 2^7. */
const MANTISSA_BITS = 7;
export const KEY_SHIFT = 23 - MANTISSA_BITS;
/** In units of the top of the scale / 2^18: below 2^-6 one cell holds all; from 2^24 on the transform itself is asked. */
const FIRST_EXPONENT = -6;
const LAST_EXPONENT = 24;
export const FIRST_KEY = (FIRST_EXPONENT + 127) << MANTISSA_BITS;
export const KEYS = ((LAST_EXPONENT + 127) << MANTISSA_BITS) - FIRST_KEY;
/** Start of the cell and the four coefficients of its cubic. */
export const CELL = 5;
/** Numbers of a whole table: cells of both signs. */
export const PLACE_CELLS = 2 * (KEYS + 1) * CELL;
export type PlaceCells = Float64Array;
/** A cell whose cubic is further off than this at a place between its four has none. */
const LARGEST_ERROR = 1e-11;

/**
 * A table over the leading bits of the value as a float32: sign, exponent, seven bits of the mantissa. Each cell holds the cubic through four
 * places of the transform and is filled when it is first needed; where a cubic is not good enough (a logarithm near zero), the transform
 * itself is asked. The same value gives the same bits, whatever was asked before. `given` is where the cells are kept, all NaN at first.
 */
export function placeTable(transform: ScaleTransform, given: PlaceCells | null = null): PlaceFunction {
  const { forward, type, bounds } = transform;
  if (bounds !== undefined) {
    // A cubic would be off beside the kink at a bound.
    const place = placeTable(bounds.of, given);
    return (linear) => clamp(place(linear), bounds);
  }
  if (type === 'linear') return forward;
  const single = new Float32Array(1);
  const bits = new Int32Array(single.buffer);
  const cells = given ?? new Float64Array(PLACE_CELLS).fill(Number.NaN);
  const unit = placeUnit(transform);
  const slowly = (linear: number, cell: number) => {
    if (Number.isNaN(cells[cell * CELL])) fillCell(cells, cell, (scaled) => forward(scaled / unit));
    return forward(linear);
  };
  return (linear) => {
    const x = linear * unit;
    single[0] = x;
    const pattern = bits[0]!;
    const key = ((pattern & 0x7fffffff) >>> KEY_SHIFT) - FIRST_KEY;
    if (key >= KEYS) return forward(linear);
    const cell = (key < 0 ? 0 : key + 1) + (pattern < 0 ? KEYS + 1 : 0);
    const at = cell * CELL;
    const t = x - cells[at]!;
    const place = cells[at + 1]! + t * (cells[at + 2]! + t * (cells[at + 3]! + t * cells[at + 4]!));
    // A cell that is empty, or has no cubic, gives NaN.
    return Number.isNaN(place) ? slowly(linear, cell) : place;
  };
}

/** What a linear value is multiplied by before it is looked up. */
export function placeUnit(transform: ScaleTransform): number {
  return powerOfTwoFor(transform.inverse(1));
}

/** The power of two that brings the top of a scale to about 2^18, so that the octaves of the table are those of the data. */
function powerOfTwoFor(top: number): number {
  let unit = 1;
  while (top * unit < 131_072 && unit < 1e30) unit *= 2;
  while (top * unit > 262_144 && unit > 1e-30) unit /= 2;
  return unit;
}

/** Newton's divided differences at 0, 1/3, 2/3 and 1 of the cell, as a cubic in the distance from its start. */
function fillCell(cells: Float64Array, cell: number, forward: (scaled: number) => number): void {
  const [start, end] = cellEnds(cell);
  const third = (end - start) / 3;
  const [y0, y1, y2, y3] = [forward(start), forward(start + third), forward(start + 2 * third), forward(end)];
  const d1 = (y1 - y0) / third;
  const d2 = (y2 - 2 * y1 + y0) / (2 * third * third);
  const d3 = (y3 - 3 * y2 + 3 * y1 - y0) / (6 * third * third * third);
  const cubic = [y0, d1 - d2 * third + 2 * d3 * third * third, d2 - 3 * d3 * third, d3] as const;
  const isGood = [0.5, 1.5, 2.5].every((thirds) => {
    const t = thirds * third;
    const exact = forward(start + t);
    return Math.abs(cubic[0] + t * (cubic[1] + t * (cubic[2] + t * cubic[3])) - exact) <= LARGEST_ERROR * (1 + Math.abs(exact));
  });
  cells.set(isGood ? [start, ...cubic] : [start, Number.NaN, 0, 0, 0], cell * CELL);
}

function cellEnds(cell: number): readonly [number, number] {
  const sign = cell > KEYS ? -1 : 1;
  const key = cell > KEYS ? cell - KEYS - 2 : cell - 1;
  if (key < 0) return [0, sign * octave(FIRST_EXPONENT)];
  const exponent = (key >> MANTISSA_BITS) + FIRST_EXPONENT;
  const step = octave(exponent - MANTISSA_BITS);
  const within = key & ((1 << MANTISSA_BITS) - 1);
  const start = octave(exponent) + within * step;
  return [sign * start, sign * (start + step)];
}

/** 2 to a small power. */
function octave(exponent: number): number {
  let value = 1;
  for (let i = 0; i < Math.abs(exponent); i++) value = exponent < 0 ? value / 2 : value * 2;
  return value;
}
