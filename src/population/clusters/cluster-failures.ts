import type { FieldKinds, FieldsOf, MessageOf } from '../../message.ts';

/** Why clusters cannot be trusted. Places are on the transformed scale of a dimension; dimensions count from 1. */
export const CLUSTER_FAILURES = {
  'clusters/too-few-events': {
    meaning: 'There are too few events to learn clusters from.',
    fields: { minimum: 'integer', found: 'integer' },
  },
  'clusters/no-spread': {
    meaning: 'More than half of the events have one place in a dimension.',
    fields: { dimension: 'integer', place: 'number' },
  },
  'clusters/not-converged': { meaning: 'The centroids still moved after the last iteration.', fields: { iterations: 'integer' } },
  'clusters/empty': { meaning: 'A cluster has no events.', fields: { clusters: 'integer' } },
  'clusters/not-separate': {
    meaning: 'Two centroids lie nearer than the method asks, in spreads of their clusters.',
    fields: { minimum: 'number', found: 'number' },
  },
  'clusters/order-not-certain': {
    meaning: 'Two centroids lie nearer in the dimension that orders them than the spread of their clusters.',
    fields: { dimension: 'integer', first: 'integer', second: 'integer' },
  },
  'clusters/shifted': {
    meaning: 'A centroid lies farther from its validated place than the method admits.',
    fields: { population: 'name', dimension: 'integer', maximumShift: 'number', expected: 'number', found: 'number' },
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

export type ClusterFailure = MessageOf<typeof CLUSTER_FAILURES>;

export function clusterFailure<Code extends keyof typeof CLUSTER_FAILURES>(
  code: Code,
  fields: FieldsOf<(typeof CLUSTER_FAILURES)[Code]['fields']>,
): { readonly code: Code; readonly fields: FieldsOf<(typeof CLUSTER_FAILURES)[Code]['fields']> } {
  return { code, fields };
}
