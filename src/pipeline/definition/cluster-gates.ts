import type { LearnedClusters } from '../../population/clusters/learn-clusters.ts';
import type { Gate } from '../../population/gates/registry.ts';
import type { Reason } from '../../reason.ts';
import type { ClustersDefinition, TubeDefinition } from './tube-definition.ts';

/** Clusters as they were learned from one file, or why they were not. */
export interface ComputedClusters {
  readonly definition: ClustersDefinition;
  /** The file that they were learned from; null where there was none. */
  readonly file: string | null;
  /** Events of the divided population in that file. */
  readonly population: number;
  readonly learned: LearnedClusters | null;
  /** Empty where the clusters can be used. */
  readonly reasons: readonly Reason[];
}

/**
 * All gates of a tube. Clusters are `nearest` gates too: their names, parents and axes are the definition's; their numbers are only there
 * once they were learned (`withLearned`), and without numbers no plan accepts them.
 */
export function tubeGates(tube: TubeDefinition): readonly Gate[] {
  return [...tube.gates, ...tube.clusters.map((clusters) => clusterGate(clusters, null))];
}

/** The gates of a tube with the numbers of the clusters that could be learned. */
export function withLearned(tube: TubeDefinition, computed: ReadonlyMap<string, ComputedClusters>): readonly Gate[] {
  return [
    ...tube.gates,
    ...tube.clusters.map((clusters) => {
      const found = computed.get(clusters.name);
      return clusterGate(clusters, found === undefined || found.reasons.length > 0 ? null : found.learned);
    }),
  ];
}

/** A data-driven gate that has no numbers yet. */
export function isUnlearned(gate: Gate): boolean {
  return gate.type === 'nearest' && gate.centroids.every(({ at }) => at.length === 0);
}

function clusterGate(clusters: ClustersDefinition, learned: LearnedClusters | null): Gate {
  return {
    type: 'nearest',
    name: clusters.name,
    parent: clusters.population,
    ...(clusters.title === undefined ? {} : { title: clusters.title }),
    on: 'transformed',
    dimensions: clusters.dimensions,
    scales: [...(learned?.scales ?? [])],
    centroids: clusters.populations.map((population, index) => ({
      ...(typeof population === 'string' ? { name: population } : population),
      at: [...(learned?.centroids[index] ?? [])],
    })),
  };
}
