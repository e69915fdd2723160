import { InputError } from '../../errors.ts';
import type { GatingPlan } from '../gating-plan.ts';
import type { AxisRequest, GatingRequest } from '../gating-request.ts';
import { type PlaceFunction, placeTable } from '../place-table.ts';
import type { EventValues, Selection } from '../selection.ts';
import type { ScaleTransform } from '../transforms/scale-transform.ts';
import { drawEvent, emptyDraw, eventRank, isDrawable } from './event-draw.ts';
import type { GatingState } from './gating-state.ts';
import type { HistogramLoop } from './histogram-loop.ts';
import { emptyValues, keepValue } from './kept-values.ts';
import type { BoundAxis, StatisticsPlan, ValueReader } from './statistics-plan.ts';

/** Errors: `population/bad-gate` for a population that is not there, and those of parameters and transforms. */
export function planStatistics(request: GatingRequest, plan: GatingPlan): StatisticsPlan {
  const populationOf = (name: string) => {
    const found = plan.indexOf.get(name);
    if (found === undefined) throw new InputError('population/bad-gate', `Expected the name of a population, found '${name}'.`);
    return found;
  };
  const axis = ({ parameter, compensated, transform, from, to }: AxisRequest): BoundAxis => {
    if (!(from < to))
      throw new InputError('population/bad-transform', `Expected a view whose 'from' lies below its 'to', found ${from} and ${to}.`);
    return { value: plan.valueOf(parameter, compensated), place: placeOf(plan.transformOf(transform)), from, to };
  };
  const places = new Map<ScaleTransform, PlaceFunction>();
  const placeOf = (transform: ScaleTransform) => {
    const place = places.get(transform) ?? placeTable(transform);
    places.set(transform, place);
    return place;
  };
  const quantiles = request.quantiles.map(({ population, parameter, compensated }) => ({
    population: populationOf(population),
    value: plan.valueOf(parameter, compensated),
  }));
  const histograms = request.histograms.map(({ population, x, y, bins }) => {
    if (!(Number.isInteger(bins) && bins >= 1 && bins <= 4096)) {
      throw new InputError('population/bad-gate', `Expected 1 to 4096 bins for a histogram, found ${bins}.`);
    }
    return { population: populationOf(population), x: axis(x), y: y === null ? null : axis(y), bins };
  });
  const points = request.points.map(({ population, x, y, limit }) => ({
    population: populationOf(population),
    x: axis(x),
    y: axis(y),
    limit,
  }));
  const overlaps = (request.overlaps ?? []).map(({ populations }) => populations.map(populationOf));
  const samples = (request.samples ?? []).map(({ population, dimensions, seed, limit }) => ({
    population: populationOf(population),
    coordinates: dimensions.map(({ parameter, compensated, transform }) => ({
      value: plan.valueOf(parameter, compensated),
      transform: transform === null ? null : plan.transformOf(transform),
    })),
    seed,
    limit,
  }));
  const membership = (request.membership ?? []).map(populationOf);
  const asked = [...quantiles, ...histograms, ...points, ...samples].map(({ population }) => population);
  const tracked = new Set([...asked, ...overlaps.flat(), ...membership]);
  return { quantiles, histograms, points, overlaps, samples, membership, tracked, wanted: tracked.size > 0 };
}

export function emptyState(plan: GatingPlan, statistics: StatisticsPlan): GatingState {
  return {
    eventCount: 0,
    counts: new Float64Array(plan.populations.length),
    quantiles: plan.request.quantiles.map((request) => emptyValues(request, plan.dataSet.eventCount)),
    histograms: statistics.histograms.map(({ bins, y }) => ({ counts: new Uint32Array(y === null ? bins : bins * bins), outside: 0 })),
    points: statistics.points.map(() => []),
    overlaps: new Float64Array(statistics.overlaps.length),
    samples: statistics.samples.map(({ limit }) => emptyDraw(limit)),
    membership: [],
  };
}

/** The events of one block, and where each population's lie. */
export interface SelectedBlock {
  readonly values: EventValues;
  readonly firstEvent: number;
  readonly eventCount: number;
  readonly stride: number;
  readonly selection: Selection;
  /** The reader of a value of the plan. */
  readonly readerOf: (value: number) => ValueReader;
  /** A loop for each histogram; null = event by event, the reference. */
  readonly histograms: readonly HistogramLoop[] | null;
}

/** Adds a block to the statistics. */
export function addBlock(state: GatingState, block: SelectedBlock, statistics: StatisticsPlan): void {
  statistics.quantiles.forEach(({ population, value }, i) => {
    const list = state.quantiles[i]!;
    const read = block.readerOf(value);
    forEachEvent(block, population, (base) => keepValue(list, read(block.values, base)));
  });
  statistics.histograms.forEach((histogram, i) => {
    const loop = block.histograms?.[i];
    if (loop === undefined) addToHistogram(state.histograms[i]!, block, histogram);
    else runHistogram(state.histograms[i]!, block, { loop, population: histogram.population });
  });
  statistics.points.forEach(({ population, x, y, limit }, i) => {
    const points = state.points[i]!;
    if (points.length >= limit) return;
    forEachEvent(block, population, (base, event) => {
      if (points.length < limit) points.push([block.firstEvent + event, positionOf(x, block, base), positionOf(y, block, base)]);
    });
  });
  statistics.overlaps.forEach((populations, i) => {
    state.overlaps[i]! += countOverlap(block, populations);
  });
  statistics.samples.forEach(({ population, coordinates, seed }, i) => {
    const draw = state.samples[i]!;
    forEachEvent(block, population, (base, event) => {
      const index = block.firstEvent + event;
      const rank = eventRank(seed, index);
      if (!isDrawable(draw, rank)) return;
      // Scales are computed for the events that may stay in the sample, and for no others.
      const places = coordinates.map(({ value, transform }) => {
        const linear = block.readerOf(value)(block.values, base);
        return transform === null ? linear : transform.forward(linear);
      });
      drawEvent(draw, { rank, event: index, places });
    });
  });
  if (statistics.membership.length > 0) {
    const bits = statistics.membership.map((population) => bitSet(block, population));
    state.membership.push({ firstEvent: block.firstEvent, eventCount: block.eventCount, bits });
  }
}

function forEachEvent(
  { selection, eventCount, stride }: SelectedBlock,
  population: number,
  visit: (base: number, event: number) => void,
): void {
  const events = population < 0 ? null : (selection.events[population] ?? null);
  const length = events === null ? eventCount : (selection.lengths[population] ?? 0);
  for (let i = 0; i < length; i++) {
    const event = events === null ? i : events[i]!;
    visit(event * stride, event);
  }
}

/** 0–1 in the view; an event without a place on the scale lies at its lower end. */
function positionOf({ value, place, from, to }: BoundAxis, block: SelectedBlock, base: number): number {
  const at = (place(block.readerOf(value)(block.values, base)) - from) / (to - from);
  return Number.isNaN(at) || at === Number.NEGATIVE_INFINITY ? -1 : at;
}

function addToHistogram(
  histogram: { readonly counts: Uint32Array; outside: number },
  block: SelectedBlock,
  { population, x, y, bins }: StatisticsPlan['histograms'][number],
): void {
  forEachEvent(block, population, (base) => {
    const atX = positionOf(x, block, base);
    const atY = y === null ? 0 : positionOf(y, block, base);
    if (!(atX >= 0 && atX <= 1 && atY >= 0 && atY <= 1)) histogram.outside += 1;
    const row = y === null ? 0 : binOf(atY, bins);
    histogram.counts[row * bins + binOf(atX, bins)]! += 1;
  });
}

function runHistogram(
  histogram: { readonly counts: Uint32Array; outside: number },
  { values, selection, eventCount }: SelectedBlock,
  { loop, population }: { readonly loop: HistogramLoop; readonly population: number },
): void {
  const events = population < 0 ? null : (selection.events[population] ?? null);
  const length = events === null ? eventCount : (selection.lengths[population] ?? 0);
  histogram.outside += loop(values, events, length, histogram.counts);
}

function binOf(at: number, bins: number): number {
  const bin = Math.floor(at * bins);
  return bin < 0 ? 0 : bin >= bins ? bins - 1 : bin;
}

function countOverlap(block: SelectedBlock, populations: readonly number[]): number {
  const times = new Uint16Array(block.eventCount);
  for (const population of populations) {
    forEachEvent(block, population, (_, event) => {
      times[event]! += 1;
    });
  }
  return times.reduce((count, n) => count + (n > 1 ? 1 : 0), 0);
}

function bitSet(block: SelectedBlock, population: number): Uint8Array {
  const bits = new Uint8Array((block.eventCount + 7) >> 3);
  forEachEvent(block, population, (_, event) => {
    bits[event >> 3]! |= 1 << (event & 7);
  });
  return bits;
}
