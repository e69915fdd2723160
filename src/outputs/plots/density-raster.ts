import { decodeRuns } from '../../numerics/runs.ts';
import type { FlowPlot } from '../../results/figures.ts';
import type { DensityRaster, Rasters } from '../rasters.ts';
import { densityColours } from './palette.ts';
import { base64, type Deflate, encodeIndexedPng } from './png.ts';

const BLUR_RADIUS = 3;
const WINDOW = 2 * BLUR_RADIUS + 1;
/** Numbers of 32 bits. */
const WORDS = 0x100000000;

type Sums = Uint32Array | Float64Array;

/**
 * The twelfth of every bin: 0 where no event lies, else 1–12 by the share of events in bins at most as dense. Density is the count after
 * two passes of a 7-bin box blur; ties go by bin index. Sums stand for means: the order is the same, and integers are exact.
 */
export function densityTwelfths(counts: Uint32Array, bins: number): Uint8Array {
  const twelfths = new Uint8Array(counts.length);
  let total = 0;
  for (let bin = 0; bin < counts.length; bin++) total += counts[bin]!;
  // No sum is above 49 times the events: a first pass counts each event once in a window, a second one 49 times at most.
  const exact = total * WINDOW * WINDOW < WORDS ? counts : Float64Array.from(counts);
  const density = boxSums(boxSums(exact, bins), bins);
  const ordered = byDensity(counts, density);
  let events = 0;
  for (let i = 0; i < ordered.length; i++) {
    const bin = ordered[i]!;
    events += counts[bin]!;
    twelfths[bin] = Math.ceil((densityColours.length * events) / total);
  }
  return twelfths;
}

/** Bins with events, the least dense first, then by index. */
function byDensity(counts: Uint32Array, density: Sums): Uint32Array {
  const painted = new Uint32Array(counts.length);
  let length = 0;
  let most = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    if (counts[bin] === 0) continue;
    painted[length++] = bin;
    most = Math.max(most, density[bin]!);
  }
  const bins = painted.subarray(0, length);
  return most < WORDS ? byDigits(bins, density, most) : bins.sort((a, b) => density[a]! - density[b]! || a - b);
}

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/** Sorted digit by digit, the lowest first (radix sort): each pass keeps the order of those that are equal in it. */
function byDigits(bins: Uint32Array, density: Sums, most: number): Uint32Array {
  let from = bins;
  let to: Uint32Array = new Uint32Array(bins.length);
  const starts = new Uint32Array(DIGITS + 1);
  for (let shift = 0; shift < 32 && most >>> shift > 0; shift += DIGIT_BITS) {
    const digitOf = (bin: number): number => (density[bin]! >>> shift) & (DIGITS - 1);
    starts.fill(0);
    for (let i = 0; i < from.length; i++) starts[digitOf(from[i]!) + 1]!++;
    for (let digit = 1; digit < starts.length; digit++) starts[digit]! += starts[digit - 1]!;
    for (let i = 0; i < from.length; i++) to[starts[digitOf(from[i]!)]!++] = from[i]!;
    [from, to] = [to, from];
  }
  return from;
}

/** Sums over a window of 7 x 7; beyond the edge there is nothing. */
function boxSums(values: Sums, bins: number): Sums {
  const zeros = (length: number): Sums => (values instanceof Uint32Array ? new Uint32Array(length) : new Float64Array(length));
  const [along, sums, window] = [zeros(values.length), zeros(values.length), zeros(bins)];
  for (let start = 0; start < values.length; start += bins) {
    let sum = 0;
    for (let x = 0; x < Math.min(BLUR_RADIUS, bins); x++) sum += values[start + x]!;
    for (let x = 0; x < bins; x++) {
      if (x + BLUR_RADIUS < bins) sum += values[start + x + BLUR_RADIUS]!;
      if (x > BLUR_RADIUS) sum -= values[start + x - BLUR_RADIUS - 1]!;
      along[start + x] = sum;
    }
  }
  // Across them, all columns of a row at once: memory is read in its order.
  for (let y = -BLUR_RADIUS; y < bins; y++) {
    const [enters, leaves] = [y + BLUR_RADIUS, y - BLUR_RADIUS - 1];
    if (enters < bins) for (let x = 0; x < bins; x++) window[x]! += along[enters * bins + x]!;
    if (leaves >= 0) for (let x = 0; x < bins; x++) window[x]! -= along[leaves * bins + x]!;
    if (y >= 0) sums.set(window, y * bins);
  }
  return sums;
}

/** The plots of a large lot and the controls that it shares: about 10 MB. */
const RASTERS_KEPT = 100;

export function openRasters(deflate: Deflate): Rasters {
  const drawn = new Map<string, DensityRaster>();
  return {
    of: (plot) => {
      const key = `${plot.bins}:${plot.runs.join()}`;
      const known = drawn.get(key) ?? drawRaster(plot, deflate);
      // Last come, last to go.
      drawn.delete(key);
      drawn.set(key, known);
      const [oldest] = drawn.keys();
      if (drawn.size > RASTERS_KEPT && oldest !== undefined) drawn.delete(oldest);
      return known;
    },
  };
}

function drawRaster(plot: Pick<FlowPlot, 'bins' | 'runs'>, deflate: Deflate): DensityRaster {
  const twelfths = densityTwelfths(decodeRuns(plot.runs, plot.bins * plot.bins), plot.bins);
  return { twelfths, address: rasterAddress(twelfths, plot.bins, deflate) };
}

/** The raster as a `data:` address of an indexed PNG, y downwards as pictures have it. */
export function rasterAddress(twelfths: Uint8Array, bins: number, deflate: Deflate): string {
  const pixels = new Uint8Array(twelfths.length);
  for (let y = 0; y < bins; y++) pixels.set(twelfths.subarray((bins - 1 - y) * bins, (bins - y) * bins), y * bins);
  return `data:image/png;base64,${base64(encodeIndexedPng({ width: bins, height: bins, pixels, colours: densityColours }, deflate))}`;
}
