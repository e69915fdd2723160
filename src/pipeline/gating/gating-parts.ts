import type { FieldsOf } from '../../message.ts';
import type { Gate } from '../../population/gates/registry.ts';
import type { GatingRequest } from '../../population/gating-request.ts';
import type { Reason } from '../../reason.ts';
import { type ComputedClusters, isUnlearned } from '../definition/cluster-gates.ts';
import type { Definition } from '../definition/definition.ts';
import { thresholdsOf } from '../definition/thresholds.ts';
import type { TubeDefinition } from '../definition/tube-definition.ts';
import { type PIPELINE_REASONS, pipelineReason } from '../reasons.ts';
import type { ComputedThreshold, GatingTools } from './gating-record.ts';

/** What data gave to the gates of a tube: thresholds and clusters, and why others could not be computed. */
export interface Learned {
  readonly thresholds: ReadonlyMap<string, ComputedThreshold>;
  /** By threshold. */
  readonly failures: ReadonlyMap<string, readonly Reason[]>;
  /** Also those that could not be learned, with the reason. */
  readonly clusters: ReadonlyMap<string, ComputedClusters>;
}

interface RequestParts {
  readonly gates: readonly Gate[];
  readonly thresholds: ReadonlyMap<string, ComputedThreshold>;
  readonly tools: Pick<GatingTools, 'matrices'>;
}

/** A request for counts alone. */
export function baseRequest(definition: Definition, tube: TubeDefinition, parts: RequestParts): GatingRequest {
  const { compensation } = tube;
  const matrix = compensation.from === 'matrix' ? parts.tools.matrices.get(compensation.file) : undefined;
  if (compensation.from === 'matrix' && matrix === undefined) throw new Error(`the matrix '${compensation.file}' was not loaded`);
  return {
    gates: parts.gates,
    transforms: definition.transforms,
    markers: definition.markers,
    compensation: matrix === undefined ? { from: compensation.from === 'none' ? 'none' : 'file' } : { from: 'matrix', ...matrix },
    thresholds: Object.fromEntries([...parts.thresholds].map(([name, threshold]) => [name, threshold.value])),
    quantiles: [],
    histograms: [],
    points: [],
  };
}

/** Why gates cannot be evaluated: the first threshold or clusters that they need and that could not be computed; null where they can. */
export function failureOf(gates: readonly Gate[], learned: Learned): readonly Reason[] | null {
  const threshold = gates.flatMap(thresholdsOf).find((name) => !learned.thresholds.has(name));
  if (threshold !== undefined) {
    const known = learned.failures.get(threshold) ?? [];
    return known.length > 0 ? known : [noThreshold({ threshold, file: null, events: null, error: null })];
  }
  const clusters = gates.find(isUnlearned);
  if (clusters === undefined) return null;
  const known = learned.clusters.get(clusters.name)?.reasons ?? [];
  return known.length > 0 ? known : [pipelineReason('population/clusters-of-samples', 'assay-run', { clusters: clusters.name })];
}

export function noThreshold(fields: FieldsOf<(typeof PIPELINE_REASONS)['control/no-threshold']['fields']>): Reason {
  return pipelineReason('control/no-threshold', 'assay-run', fields);
}
