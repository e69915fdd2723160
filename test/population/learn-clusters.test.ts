import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/message.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { type ClusterOptions, learnClusters } from '../../src/population/clusters/learn-clusters.ts';
import { compileGating, gateSource } from '../../src/population/gating/gating.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { eventRank } from '../../src/population/statistics/event-draw.ts';
import { bareRequest } from './bare-request.ts';
import { syntheticEvents } from './synthetic-events.ts';

/** Park and Miller's minimal standard generator (CACM 31:1192, 1988). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

/** Sum of twelve uniforms less 6: near enough to a standard normal value, and never beyond 6. */
function normal(next: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += next();
  return sum;
}

interface Blob {
  readonly at: readonly number[];
  readonly sd: number;
  readonly events: number;
}

/** Events of several blobs, in turns. */
function blobs(list: readonly Blob[], seed: number): { readonly points: number[][]; readonly truth: number[] } {
  const next = uniform(seed);
  const total = list.reduce((sum, { events }) => sum + events, 0);
  const left = list.map(({ events }) => events);
  const points: number[][] = [];
  const truth: number[] = [];
  for (let i = 0; i < total; i++) {
    let b = Math.floor(next() * list.length);
    while (left[b] === 0) b = (b + 1) % list.length;
    left[b]! -= 1;
    const blob = list[b]!;
    points.push(blob.at.map((centre) => centre + blob.sd * normal(next)));
    truth.push(b);
  }
  return { points, truth };
}

const options = (more: Partial<ClusterOptions> = {}): ClusterOptions => ({
  count: 3,
  sortBy: 0,
  minimumEvents: 100,
  minimumSeparation: 2,
  ...more,
});

const THREE: readonly Blob[] = [
  { at: [0.7, 0.3], sd: 0.02, events: 1200 },
  { at: [0.2, 0.3], sd: 0.03, events: 600 },
  { at: [0.45, 0.7], sd: 0.025, events: 200 },
];

/** The label of each event by brute force, written down again from the definition of the gate. */
function bruteForce(points: readonly number[][], centroids: readonly (readonly number[])[], scales: readonly number[]): number[] {
  return points.map((point) => {
    const distances = centroids.map((centroid) => Math.hypot(...centroid.map((at, d) => (point[d]! - at) / scales[d]!)));
    return distances.indexOf(Math.min(...distances));
  });
}

const sentence = (failure: Message | null): string | null => (failure === null ? null : sentenceOf(failure, 'en'));

describe('learnClusters', () => {
  it('finds separable clusters, and puts them in the order of one dimension', async () => {
    const { points, truth } = blobs(THREE, 1);
    const learned = await learnClusters(points, options());
    expect(learned).toMatchObject({ events: 2000, withoutPlace: 0, converged: true, failure: null, sizes: [600, 200, 1200] });
    // Means of 200 to 1,200 events: standard errors are below 0.03 / sqrt(200) = 0.0022.
    [
      [0.2, 0.3],
      [0.45, 0.7],
      [0.7, 0.3],
    ].forEach((at, c) => {
      for (const [d, place] of at.entries()) expect(Math.abs((learned.centroids[c]?.[d] ?? 0) - place)).toBeLessThan(0.007);
    });
    // The blobs lie 8 standard deviations apart and more: nearest centroid and truth agree for every event.
    const names = [2, 0, 1];
    expect(bruteForce(points, learned.centroids, learned.scales)).toEqual(truth.map((blob) => names[blob]));
  });

  it('orders by the dimension that is asked for', async () => {
    const far: readonly Blob[] = [
      { at: [0.1, 0.9], sd: 0.02, events: 500 },
      { at: [0.9, 0.1], sd: 0.02, events: 700 },
    ];
    const { points } = blobs(far, 2);
    expect((await learnClusters(points, options({ count: 2, sortBy: 1 }))).sizes).toEqual([700, 500]);
    expect((await learnClusters(points, options({ count: 2, sortBy: 0 }))).sizes).toEqual([500, 700]);
  });

  it('finds a small cluster beside a large one', async () => {
    const { points } = blobs(
      [
        { at: [0.3], sd: 0.03, events: 1940 },
        { at: [0.8], sd: 0.03, events: 60 },
      ],
      3,
    );
    expect(await learnClusters(points, options({ count: 2 }))).toMatchObject({ sizes: [1940, 60], failure: null });
  });

  it('gives the same clusters whatever the order of the events', async () => {
    const { points } = blobs(THREE, 4);
    const first = await learnClusters(points, options());
    const backwards = await learnClusters(points.toReversed(), options());
    const sorted = await learnClusters(
      points.toSorted((a, b) => a[1]! - b[1]!),
      options(),
    );
    expect(backwards).toEqual(first);
    expect(sorted).toEqual(first);
  });

  it('refuses a population that is one, not two: halves of a normal one lie 1.3 spreads apart', async () => {
    const { points } = blobs([{ at: [0.5], sd: 0.05, events: 4000 }], 5);
    const learned = await learnClusters(points, options({ count: 2 }));
    // Halves of a standard normal: means +-sqrt(2/pi), standard deviations sqrt(1 - 2/pi): 2 x 0.798 / (2 x 0.603) = 1.32.
    expect(learned.separation).toBeGreaterThan(1.25);
    expect(learned.separation).toBeLessThan(1.4);
    expect(sentence(learned.failure)).toBe(
      `Expected centroids at least 2 times the spread of their clusters apart, found ${learned.separation}.`,
    );
  });

  it('refuses clusters whose order would be chance', async () => {
    const above: readonly Blob[] = [
      { at: [0.5, 0.2], sd: 0.02, events: 500 },
      { at: [0.505, 0.8], sd: 0.02, events: 500 },
    ];
    const { points } = blobs(above, 6);
    // From starts along the second dimension the clusters are found; along the first they could not be named.
    expect((await learnClusters(points, options({ count: 2, sortBy: 1 }))).failure).toBeNull();
    expect((await learnClusters(points, options({ count: 2, sortBy: 0 }))).failure).not.toBeNull();
  });

  it('refuses too few events, and says how many lie outside a scale', async () => {
    const { points } = blobs(THREE, 7);
    const learned = await learnClusters([...points.slice(0, 50), [Number.NaN, 1], [Number.NEGATIVE_INFINITY, 0]], options());
    expect(learned).toMatchObject({ events: 50, withoutPlace: 2, centroids: [] });
    expect(sentence(learned.failure)).toBe('Expected at least 100 events to learn clusters from, found 50.');
  });

  it('refuses a dimension in which more than half of the events are the same', async () => {
    const points = Array.from({ length: 200 }, (_, i) => [i < 120 ? 0.1 : 0.5 + i / 1000, i / 200]);
    expect(sentence((await learnClusters(points, options({ count: 2 }))).failure)).toBe(
      'Expected events that differ in dimension 1, found more than half of them at 0.1.',
    );
  });
});

describe('sub-sample', () => {
  const values = Array.from({ length: 500 }, (_, i) => i);
  const request = (seed: number, limit: number): GatingRequest =>
    bareRequest([{ name: 'Even', type: 'range', parent: null, x: 'X', min: 100 }], {
      samples: [{ id: 's', population: 'Even', dimensions: [{ parameter: 'X', transform: null }], seed, limit }],
    });
  const sampled = (seed: number, limit: number, blockEvents: number) => {
    const { dataSet, source } = syntheticEvents([{ name: 'X', values }], { blockEvents });
    const gating = compileGating(request(seed, limit), dataSet);
    return { gating, source, result: gateSource(gating, source).samples?.[0] };
  };

  it('holds the events with the lowest ranks by seed and index, in the order of the file', () => {
    const { result } = sampled(7, 20, 64);
    const lowest = values
      .filter((value) => value >= 100)
      .sort((a, b) => eventRank(7, a) - eventRank(7, b))
      .slice(0, 20)
      .sort((a, b) => a - b);
    expect(result).toEqual({ id: 's', population: 'Even', count: 400, points: lowest.map((value) => [value]) });
  });

  it('is the same for every size of block and every way of merging', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.integer({ min: 1, max: 450 }),
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.nat(3), { minLength: 500, maxLength: 500 }),
        (seed, limit, blockEvents, thread) => {
          const whole = sampled(seed, limit, 500).result;
          const { gating, source, result } = sampled(seed, limit, blockEvents);
          expect(result).toEqual(whole);
          const events = source(gating.columns);
          const states = [0, 1, 2, 3].map(() => gating.start());
          let b = 0;
          for (const block of events.blocks()) gating.step(states[thread[b++] ?? 0]!, block, events);
          const merged = states.reverse().reduce((a, other) => gating.merge(a, other));
          expect(gating.finish(merged).samples?.[0]).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('draws every event equally often: chi-square of ten parts of the file over 400 seeds', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let seed = 0; seed < 400; seed++) {
      for (const [value = 0] of sampled(seed, 40, 500).result?.points ?? []) counts[Math.floor((value - 100) / 40)]! += 1;
    }
    // 16,000 draws, 1,600 expected in each part; 27.9 is exceeded once in a thousand with 9 degrees of freedom (NIST table).
    const statistic = counts.reduce((sum, n) => sum + ((n - 1600) * (n - 1600)) / 1600, 0);
    expect(statistic).toBeLessThan(27.9);
  });

  it('gives no two events of one seed the same rank', () => {
    const ranks = new Set(Array.from({ length: 100_000 }, (_, event) => eventRank(12345, event)));
    expect(ranks.size).toBe(100_000);
  });
});
