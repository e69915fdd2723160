import type { Deflate } from '../output.ts';
import type { FlowPlot } from '../records.ts';
import { densityColours } from './palette.ts';
import { base64, encodeIndexedPng } from './png.ts';

const BLUR_RADIUS = 3;

/** Counts of a plot from its runs `[skip, count, skip, count, …]`: `counts[iy * bins + ix]`, y upwards. */
export function decodeRuns({ bins, runs }: Pick<FlowPlot, 'bins' | 'runs'>): Uint32Array {
  const counts = new Uint32Array(bins * bins);
  let at = 0;
  for (let i = 0; i + 1 < runs.length; i += 2) {
    at += runs[i] ?? 0;
    if (at >= counts.length) throw new RangeError(`Expected the runs to end within ${counts.length} bins, found one at ${at}.`);
    counts[at++] = runs[i + 1] ?? 0;
  }
  return counts;
}

/**
 * The twelfth of every bin: 0 where no event lies, else 1–12 by the share of events in bins at most as dense. Density is the count after
 * two passes of a 7-bin box blur; ties go by bin index. Sums stand for means: the order is the same, and integers are exact.
 */
export function densityTwelfths(counts: Uint32Array, bins: number): Uint8Array {
  const density = boxSums(boxSums(Float64Array.from(counts), bins), bins);
  const twelfths = new Uint8Array(counts.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let events = 0;
  for (const bin of byDensity(counts, density)) {
    events += counts[bin] ?? 0;
    twelfths[bin] = Math.ceil((densityColours.length * events) / total);
  }
  return twelfths;
}

/** Bins with events, the least dense first, then by index. Density and index make one number where both fit into 53 bits: numbers sort fast. */
function byDensity(counts: Uint32Array, density: Float64Array): ArrayLike<number> & Iterable<number> {
  const painted = Float64Array.from(counts.keys()).filter((bin) => counts[bin] !== 0);
  const most = painted.reduce((found, bin) => Math.max(found, density[bin]!), 0);
  if ((most + 1) * counts.length > Number.MAX_SAFE_INTEGER) return painted.sort((a, b) => density[a]! - density[b]! || a - b);
  const keys = painted.map((bin) => density[bin]! * counts.length + bin).sort();
  return keys.map((key) => key % counts.length);
}

function boxSums(values: Float64Array, bins: number): Float64Array {
  return sumsAlong(sumsAlong(values, bins, 1), bins, bins);
}

/** Sums over a window of 7 along one direction; beyond the edge there is nothing. */
function sumsAlong(values: Float64Array, bins: number, step: number): Float64Array {
  const sums = new Float64Array(values.length);
  const other = step === 1 ? bins : 1;
  for (let row = 0; row < bins; row++) {
    const start = row * other;
    let sum = 0;
    for (let i = 0; i < Math.min(BLUR_RADIUS, bins); i++) sum += values[start + i * step]!;
    for (let i = 0; i < bins; i++) {
      if (i + BLUR_RADIUS < bins) sum += values[start + (i + BLUR_RADIUS) * step]!;
      if (i > BLUR_RADIUS) sum -= values[start + (i - BLUR_RADIUS - 1) * step]!;
      sums[start + i * step] = sum;
    }
  }
  return sums;
}

/** A drawn raster: the twelfth of every bin, and the picture. */
export interface DensityRaster {
  readonly twelfths: Uint8Array;
  readonly address: string;
}

/** Report and single files show the same rasters; each is computed once a plot record. */
const drawn = new WeakMap<object, DensityRaster>();

/** The raster of a plot. */
export function densityRaster(plot: Pick<FlowPlot, 'bins' | 'runs'>, deflate: Deflate): DensityRaster {
  const known = drawn.get(plot);
  if (known !== undefined) return known;
  const twelfths = densityTwelfths(decodeRuns(plot), plot.bins);
  const raster = { twelfths, address: rasterAddress(twelfths, plot.bins, deflate) };
  drawn.set(plot, raster);
  return raster;
}

/** The raster as a `data:` address of an indexed PNG, y downwards as pictures have it. */
export function rasterAddress(twelfths: Uint8Array, bins: number, deflate: Deflate): string {
  const pixels = new Uint8Array(twelfths.length);
  for (let y = 0; y < bins; y++) pixels.set(twelfths.subarray((bins - 1 - y) * bins, (bins - y) * bins), y * bins);
  return `data:image/png;base64,${base64(encodeIndexedPng({ width: bins, height: bins, pixels, colours: densityColours }, deflate))}`;
}
