import { InputError } from '../../errors.ts';
import { type ClusterFailure, clusterFailure } from '../../population/clusters/cluster-failures.ts';
import { type LearnedClusters, learnClusters } from '../../population/clusters/learn-clusters.ts';
import { compileGating } from '../../population/gating/gating.ts';
import type { GatingRequest } from '../../population/gating-request.ts';
import { ALL_EVENTS } from '../../population/population.ts';
import { quotedError } from '../../quoted-error.ts';
import type { Reason } from '../../reason.ts';
import type { Binding } from '../binding.ts';
import { type ComputedClusters, withLearned } from '../definition/cluster-gates.ts';
import type { Definition } from '../definition/definition.ts';
import { gatesFor } from '../definition/thresholds.ts';
import type { ClustersDefinition, TubeDefinition } from '../definition/tube-definition.ts';
import { pipelineReason } from '../reasons.ts';
import { baseRequest, failureOf, type Learned } from './gating-parts.ts';
import type { GatingTools } from './gating-record.ts';

export interface ClusterTask {
  readonly definition: Definition;
  readonly tube: TubeDefinition;
  readonly clusters: ClustersDefinition;
  /** The file that the clusters are learned from. */
  readonly binding: Binding;
  /** What the gates above them take. */
  readonly learned: Learned;
  readonly tools: GatingTools;
}

/** Gates the divided population of one file, draws its sub-sample and learns the clusters; whatever prevents that is a reason, never an error. */
export async function computeClusters(task: ClusterTask): Promise<ComputedClusters> {
  const { clusters, binding, learned, tools } = task;
  const { file } = binding;
  const scope = clusters.learnFrom === 'sample' ? 'test-article' : 'assay-run';
  const without = (reasons: readonly Reason[]): ComputedClusters => ({ definition: clusters, file, population: 0, learned: null, reasons });
  const dataSet = tools.dataSetOf(file, binding.dataSet);
  if (dataSet === null) return without([pipelineReason('held/no-data-set', scope, { file, dataSet: binding.dataSet })]);
  const gates = gatesFor(withLearned(task.tube, learned.clusters), clusters.population === null ? [] : [clusters.population]);
  const failure = failureOf(gates, learned);
  if (failure !== null) return without(failure);
  const request: GatingRequest = {
    ...baseRequest(task.definition, task.tube, { gates, thresholds: learned.thresholds, tools }),
    samples: [sampleRequest(clusters)],
  };
  try {
    compileGating(request, dataSet);
    const [sample] = (await tools.gate(file, binding.dataSet, request)).samples ?? [];
    const found = await learnClusters(sample?.points ?? [], clusters);
    const why = found.failure ?? shiftOf(clusters, found);
    const reasons = why === null ? [] : [pipelineReason('population/not-clustered', scope, { clusters: clusters.name, file, why })];
    return { definition: clusters, file, population: sample?.count ?? 0, learned: found, reasons };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return without([pipelineReason('population/not-clustered', scope, { clusters: clusters.name, file, why: quotedError(error) })]);
  }
}

/** Clusters whose control is not there, or is not to be used. */
export function clustersWithoutControl(clusters: ClustersDefinition, reasons: readonly Reason[]): ComputedClusters {
  const control = clusters.learnFrom;
  const own = pipelineReason('population/clusters-without-control', 'assay-run', { clusters: clusters.name, control });
  return { definition: clusters, file: null, population: 0, learned: null, reasons: reasons.length > 0 ? reasons : [own] };
}

function sampleRequest(clusters: ClustersDefinition): NonNullable<GatingRequest['samples']>[number] {
  return {
    id: clusters.name,
    population: clusters.population ?? ALL_EVENTS,
    dimensions: clusters.dimensions.map((axis) => {
      const { parameter, transform, compensated } = typeof axis === 'string' ? { parameter: axis } : { ...axis };
      return { parameter, transform: transform ?? null, ...(compensated === undefined ? {} : { compensated }) };
    }),
    seed: clusters.seed,
    limit: clusters.sample,
  };
}

/** Where a centroid lies farther from its validated place than the method admits. */
function shiftOf({ expected, populations }: ClustersDefinition, { centroids }: LearnedClusters): ClusterFailure | null {
  if (expected === undefined) return null;
  for (const [index, centroid] of centroids.entries()) {
    for (const [dimension, place] of centroid.entries()) {
      const validated = expected.centroids[index]?.[dimension] ?? Number.NaN;
      if (Math.abs(place - validated) <= expected.maximumShift) continue;
      const population = populations[index] ?? '';
      const name = typeof population === 'string' ? population : population.name;
      const { maximumShift } = expected;
      return clusterFailure('clusters/shifted', {
        population: name,
        dimension: dimension + 1,
        maximumShift,
        expected: validated,
        found: place,
      });
    }
  }
  return null;
}
