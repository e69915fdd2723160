import { median } from '../../numerics/quantile.ts';
import { type ClusterFailure, clusterFailure } from './cluster-failures.ts';

export interface ClusterOptions {
  /** How many clusters, 2 or more. */
  readonly count: number;
  /** The dimension, from 0, by which the centroids are put in order. */
  readonly sortBy: number;
  /** Fewer events are not enough. */
  readonly minimumEvents: number;
  /** Least distance between two centroids in units of the sum of their clusters' standard deviations along the line that joins them. */
  readonly minimumSeparation: number;
}

/** Clusters as they were learned. Centroids and scales are rounded to six digits: what is recorded is what is used. */
export interface LearnedClusters {
  /** Events that the clusters were learned from. */
  readonly events: number;
  /** Drawn events without a place on one of the scales: they belong to no cluster. */
  readonly withoutPlace: number;
  /** Places on the axes, ascending in the dimension `sortBy`; empty where nothing was fitted. */
  readonly centroids: readonly (readonly number[])[];
  /** The unit of distance in each dimension: 1.4826 x the median absolute deviation. */
  readonly scales: readonly number[];
  /** Events of the sub-sample in each cluster. */
  readonly sizes: readonly number[];
  readonly iterations: number;
  readonly converged: boolean;
  /** The smallest separation of two clusters; null where nothing was fitted. */
  readonly separation: number | null;
  /** Why the clusters cannot be used, in a sentence; null where they can. */
  readonly failure: ClusterFailure | null;
}

/** Makes the median absolute deviation of normal values their standard deviation: 1 / 0.6745. */
const MAD_TO_SD = 1.4826;
const MOST_ITERATIONS = 300;
/** On squared distances between the centroids of two iterations, in units of the scales. */
const TOLERANCE = 1e-12;

/**
 * Learns k-means clusters from the places of events. The scales are robust, the starts are fixed by the data alone, the best of them is kept:
 * the same events give the same clusters. The order of the events does not matter but for the last bits of sums, which rounding takes away.
 */
export async function learnClusters(points: readonly (readonly number[])[], options: ClusterOptions): Promise<LearnedClusters> {
  const placed = points.filter((point) => point.every(Number.isFinite));
  const counted = { ...NOTHING, events: placed.length, withoutPlace: points.length - placed.length };
  if (placed.length < Math.max(options.minimumEvents, options.count)) {
    return { ...counted, failure: clusterFailure('clusters/too-few-events', { minimum: options.minimumEvents, found: placed.length }) };
  }
  const axes = (placed[0] ?? []).map((_, dimension) => robustAxis(placed.map((point) => point[dimension] ?? Number.NaN)));
  const flat = axes.findIndex(({ scale }) => !(scale > 0));
  if (flat >= 0) {
    return {
      ...counted,
      failure: clusterFailure('clusters/no-spread', { dimension: flat + 1, place: axes[flat]?.centre ?? 0 }),
    };
  }
  const scaled = placed.map((point) => point.map((place, d) => (place - (axes[d]?.centre ?? 0)) / (axes[d]?.scale ?? 1)));
  const fit = await bestFit(scaled, options);
  const order = fit.centroids
    .map((_, c) => c)
    .sort((a, b) => (fit.centroids[a]?.[options.sortBy] ?? 0) - (fit.centroids[b]?.[options.sortBy] ?? 0));
  const clusters = order.map((c) => ({ centroid: fit.centroids[c] ?? [], members: scaled.filter((_, i) => fit.labels[i] === c) }));
  const separation = leastSeparation(clusters);
  return {
    ...counted,
    centroids: clusters.map(({ centroid }) => centroid.map((z, d) => sixDigits((axes[d]?.centre ?? 0) + z * (axes[d]?.scale ?? 1)))),
    scales: axes.map(({ scale }) => scale),
    sizes: clusters.map(({ members }) => members.length),
    iterations: fit.iterations,
    converged: fit.converged,
    separation,
    failure: failureOf(clusters, { converged: fit.converged, iterations: fit.iterations, separation, options }),
  };
}

const NOTHING = { centroids: [], scales: [], sizes: [], iterations: 0, converged: false, separation: null } as const;

/** Six significant digits, so that the last bits of a sum or of a machine's logarithm move no event. */
function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}

function robustAxis(places: readonly number[]): { readonly centre: number; readonly scale: number } {
  const centre = median(places);
  return { centre, scale: sixDigits(MAD_TO_SD * median(places.map((place) => Math.abs(place - centre)))) };
}

interface Fit {
  readonly centroids: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly iterations: number;
  readonly converged: boolean;
}

/** k-means from each start; the one with the least sum of squares, of equal ones the first. */
async function bestFit(points: number[][], { count, sortBy }: ClusterOptions): Promise<Fit> {
  const { kmeans } = await import('ml-kmeans');
  const fits = startsOf(points, count, sortBy).map((initialization) => {
    const { centroids, clusters, iterations, converged } = kmeans(points, count, {
      initialization,
      maxIterations: MOST_ITERATIONS,
      tolerance: TOLERANCE,
    });
    const squares = points.reduce((sum, point, i) => sum + squaredDistance(point, centroids[clusters[i] ?? 0] ?? []), 0);
    return { centroids, labels: clusters, iterations, converged, squares };
  });
  // Less by more than rounding, or the order of the events could choose between equal fits.
  return fits.reduce((best, fit) => (fit.squares < best.squares * (1 - 1e-9) ? fit : best));
}

/** Two starts: the means of `count` equal parts of the events along one dimension, and of `count` equal parts of its range. */
function startsOf(points: readonly number[][], count: number, along: number): number[][][] {
  const sorted = points.toSorted((a, b) => compare(a, b, along));
  const equalParts = Array.from({ length: count }, (_, i) =>
    sorted.slice(Math.floor((i * sorted.length) / count), Math.floor(((i + 1) * sorted.length) / count)),
  );
  // The outermost percent on either side is no part of the range: single events lie far out.
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.[along] ?? 0;
  const [low, high] = [at(0.01), at(0.99)];
  const equalRanges = Array.from({ length: count }, (_, i) => {
    const [from, to] = [low + ((high - low) * i) / count, low + ((high - low) * (i + 1)) / count];
    return sorted.filter((point) => (i === 0 || (point[along] ?? 0) >= from) && (i === count - 1 || (point[along] ?? 0) < to));
  });
  return [equalParts, equalRanges].filter((parts) => parts.every((part) => part.length > 0)).map((parts) => parts.map(meanOf));
}

/** By one dimension, then by all: events that are equal in every one are the same to k-means. */
function compare(a: readonly number[], b: readonly number[], along: number): number {
  const first = (a[along] ?? 0) - (b[along] ?? 0);
  if (first !== 0) return first;
  const differing = a.findIndex((place, d) => place !== b[d]);
  return differing < 0 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}

function meanOf(points: readonly (readonly number[])[]): number[] {
  return (points[0] ?? []).map((_, d) => points.reduce((sum, point) => sum + (point[d] ?? 0), 0) / points.length);
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, place, d) => sum + (place - (b[d] ?? 0)) * (place - (b[d] ?? 0)), 0);
}

interface Cluster {
  readonly centroid: readonly number[];
  readonly members: readonly (readonly number[])[];
}

function leastSeparation(clusters: readonly Cluster[]): number {
  const pairs = clusters.flatMap((a, i) => clusters.slice(i + 1).map((b) => separationOf(a, b)));
  return sixDigits(Math.min(...pairs));
}

/** Distance of the centroids over the sum of the standard deviations along the line through both. A halved normal population has 1.32. */
function separationOf(a: Cluster, b: Cluster): number {
  const difference = b.centroid.map((place, d) => place - (a.centroid[d] ?? 0));
  const distance = Math.sqrt(squaredDistance(a.centroid, b.centroid));
  if (distance === 0) return 0;
  const direction = difference.map((part) => part / distance);
  const spread = deviationAlong(a, direction) + deviationAlong(b, direction);
  return distance / spread;
}

function deviationAlong({ centroid, members }: Cluster, direction: readonly number[]): number {
  const squares = members.reduce((sum, member) => {
    const along = member.reduce((dot, place, d) => dot + (place - (centroid[d] ?? 0)) * (direction[d] ?? 0), 0);
    return sum + along * along;
  }, 0);
  return members.length === 0 ? 0 : Math.sqrt(squares / members.length);
}

interface Judged {
  readonly converged: boolean;
  readonly iterations: number;
  readonly separation: number;
  readonly options: ClusterOptions;
}

function failureOf(clusters: readonly Cluster[], { converged, iterations, separation, options }: Judged): ClusterFailure | null {
  if (!converged) return clusterFailure('clusters/not-converged', { iterations });
  if (clusters.some(({ members }) => members.length === 0)) return clusterFailure('clusters/empty', { clusters: options.count });
  if (separation < options.minimumSeparation)
    return clusterFailure('clusters/not-separate', { minimum: options.minimumSeparation, found: separation });
  const unordered = clusters.findIndex((cluster, i) => i > 0 && !isOrdered(clusters[i - 1] ?? cluster, cluster, options.sortBy));
  if (unordered < 0) return null;
  return clusterFailure('clusters/order-not-certain', { dimension: options.sortBy + 1, first: unordered, second: unordered + 1 });
}

/** Whether the names would stay where they are: the centroids differ in the dimension of the order by the mean of the clusters' spreads in it. */
function isOrdered(lower: Cluster, upper: Cluster, along: number): boolean {
  const axis = lower.centroid.map((_, d) => (d === along ? 1 : 0));
  const spread = (deviationAlong(lower, axis) + deviationAlong(upper, axis)) / 2;
  const difference = (upper.centroid[along] ?? 0) - (lower.centroid[along] ?? 0);
  return difference > 0 && difference >= spread;
}
