import type { Sentences } from '../../../message.ts';
import type { CLUSTER_FAILURES } from '../../../population/clusters/cluster-failures.ts';

/** Why clusters cannot be trusted, in English. */
export const CLUSTER_FAILURE_SENTENCES = {
  'clusters/too-few-events': ({ minimum, found }) => `Expected at least ${minimum} events to learn clusters from, found ${found}.`,
  'clusters/no-spread': ({ dimension, place }) =>
    `Expected events that differ in dimension ${dimension}, found more than half of them at ${place}.`,
  'clusters/not-converged': ({ iterations }) =>
    `Expected k-means to converge, found centroids that still moved after ${iterations} iterations.`,
  'clusters/empty': ({ clusters }) => `Expected ${clusters} clusters, found one without events.`,
  'clusters/not-separate': ({ minimum, found }) =>
    `Expected centroids at least ${minimum} times the spread of their clusters apart, found ${found}.`,
  'clusters/order-not-certain': ({ dimension, first, second }) =>
    `Expected centroids whose order in dimension ${dimension} is certain, found centroids ${first} and ${second} nearer in it than the spread of their clusters.`,
  'clusters/shifted': ({ population, dimension, maximumShift, expected, found }) =>
    `Expected the centroid of '${population}' at most ${maximumShift} from ${expected} in dimension ${dimension}, found ${found}.`,
} as const satisfies Sentences<typeof CLUSTER_FAILURES>;
