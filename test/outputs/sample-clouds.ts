import type { FlowPlot, PlotAxis } from '../../src/results/figures.ts';

/** Seeded uniform numbers (mulberry32), so that the sample report is the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A cloud of events on the two axes' view, 0–1. */
export interface Cloud {
  readonly events: number;
  readonly x: number;
  readonly y: number;
  readonly sx: number;
  readonly sy: number;
  /** Share of x's deviation that y follows. */
  readonly tilt?: number;
}

const BINS = 256;

export function runsOf(clouds: readonly Cloud[], seed: number): { readonly runs: readonly number[]; readonly outside: number } {
  const random = seeded(seed);
  const counts = new Uint32Array(BINS * BINS);
  let outside = 0;
  for (const cloud of clouds) {
    for (let i = 0; i < cloud.events; i++) {
      const dx = normal(random) * cloud.sx;
      const x = cloud.x + dx;
      const y = cloud.y + (cloud.tilt ?? 0) * dx + normal(random) * cloud.sy;
      if (x < 0 || x >= 1 || y < 0 || y >= 1) outside += 1;
      const ix = Math.min(BINS - 1, Math.max(0, Math.floor(x * BINS)));
      const iy = Math.min(BINS - 1, Math.max(0, Math.floor(y * BINS)));
      counts[iy * BINS + ix] = (counts[iy * BINS + ix] ?? 0) + 1;
    }
  }
  return { runs: encodeRuns(counts), outside };
}

function encodeRuns(counts: Uint32Array): readonly number[] {
  const runs: number[] = [];
  let skip = 0;
  for (const count of counts) {
    if (count === 0) skip += 1;
    else {
      runs.push(skip, count);
      skip = 0;
    }
  }
  return runs;
}

/** A linear scatter axis to 262,144 with ticks each 50k. */
export function linearAxis(detector: string): PlotAxis {
  const ticks = [];
  for (let value = 0; value <= 260000; value += 10000) ticks.push({ at: value / 262144, value, major: value % 50000 === 0 });
  return { marker: null, detector, transform: { type: 'linear' }, from: 0, to: 1, ticks };
}

/** A logicle-like axis (asinh here: a picture needs no more), −10^3 to 2.6 x 10^5. */
export function logicleAxis(marker: string | null, detector: string): PlotAxis {
  const ticks = [{ at: onLogicle(0), value: 0, major: true }];
  for (const decade of [1000, 10000, 100000]) {
    for (let i = 1; i <= 9; i++) {
      for (const value of [i * decade, -i * decade]) {
        if (value >= -1400 && value <= 262144) ticks.push({ at: onLogicle(value), value, major: i === 1 });
      }
    }
  }
  for (let i = 1; i <= 9; i++)
    ticks.push({ at: onLogicle(100 * i), value: 100 * i, major: i === 1 }, { at: onLogicle(-100 * i), value: -100 * i, major: i === 1 });
  return { marker, detector, transform: { type: 'logicle', T: 262144, W: 0.5, M: 4.5, A: 0 }, from: -0.07, to: 1, ticks };
}

/** Position of a value in the view of `logicleAxis`. */
export function onLogicle(value: number): number {
  const low = Math.asinh(-1500 / 400);
  return (Math.asinh(value / 400) - low) / (Math.asinh(262144 / 400) - low);
}

export function plotOf(
  plot: Pick<FlowPlot, 'id' | 'number' | 'caption' | 'x' | 'y' | 'parent' | 'gates'>,
  clouds: readonly Cloud[],
  seed: number,
): FlowPlot {
  return { ...plot, bins: BINS, ...runsOf(clouds, seed) };
}
