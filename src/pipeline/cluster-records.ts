import type { Title } from '../attributes/attribute-result.ts';
import type { ControlRecord } from '../results/release-result.ts';
import type { ComputedClusters } from './cluster-gates.ts';
import { gatedFileKey, tubeRunKey } from './compute-gating.ts';
import type { LotMaterial } from './lot-context.ts';
import type { ClustersDefinition, TubeDefinition } from './tube-definition.ts';

/** What was learned for a lot's samples, among the controls of its release result: once for each file that clusters were learned from. */
export function clusterRecords({ definition, gated, plan }: LotMaterial): ControlRecord[] {
  const records = plan.samples.flatMap((sample) => {
    const tube = definition.tubes.find((known) => known.id === sample.tube);
    const file = gated.files.get(gatedFileKey(tubeRunKey(sample.tube, sample.binding.assayRun), sample.binding));
    return (tube?.clusters ?? []).flatMap((clusters) => {
      const computed = file?.clusters.get(clusters.name);
      return tube === undefined || computed === undefined ? [] : [clusterRecord(tube, computed)];
    });
  });
  return records.filter((record, index) => records.findIndex((other) => JSON.stringify(other) === JSON.stringify(record)) === index);
}

function clusterRecord(tube: TubeDefinition, computed: ComputedClusters): ControlRecord {
  const { definition, reasons } = computed;
  return {
    name: definition.name,
    kind: 'clusters',
    panel: tube.panel,
    file: computed.file,
    found: foundText(computed),
    limits: limitsText(definition),
    outcome: reasons.length > 0 ? 'fails' : 'meets',
    reasons,
  };
}

/** All numbers that repeat the gate: centroids and scales are places on the transformed scales of the dimensions, in their order. */
function foundText({ definition, learned, population }: ComputedClusters): string {
  if (learned === null) return 'not learned';
  const { events, withoutPlace, centroids, scales, sizes, iterations, converged, separation } = learned;
  const without = withoutPlace === 0 ? '' : ` (${withoutPlace} more without a place on a scale)`;
  const drawn = `${events} of ${population} events drawn by seed ${definition.seed}${without}`;
  if (centroids.length === 0) return drawn;
  const names = namesOf(definition);
  const found = centroids.map((at, i) => `${names[i] ?? ''} (${at.join(', ')}) from ${sizes[i] ?? 0} events`);
  const end = `${converged ? 'converged after' : 'not converged after'} ${iterations} iterations`;
  return `${drawn}; ${end}; centroids ${found.join(', ')}; scales (${scales.join(', ')}); separation ${separation}`;
}

function limitsText({ minimumEvents, minimumSeparation, expected }: ClustersDefinition): string {
  const shift =
    expected === undefined
      ? []
      : [`centroids at most ${expected.maximumShift} from ${expected.centroids.map((at) => `(${at.join(', ')})`).join(', ')}`];
  return [`at least ${minimumEvents} events`, 'converged', `separation at least ${minimumSeparation}`, ...shift].join('; ');
}

/** Where the cells of a plot come from: `k-means of 20000 of 61240 events of each sample, seed 7; centroids (0.31, 0.2), (0.62, 0.58)`. */
export function clustersTitle({ definition, learned, population }: ComputedClusters, tube: TubeDefinition): Title | null {
  if (learned === null) return null;
  const control = tube.controls.find((known) => known.name === definition.learnFrom)?.title;
  const source = control ?? { en: 'the sample itself', zh: '样品自身' };
  const centroids = learned.centroids.map((at) => `(${at.join(', ')})`).join(', ');
  return {
    en: `k-means of ${learned.events} of ${population} events, ${source.en}, seed ${definition.seed}; centroids ${centroids}`,
    zh: `k 均值，${source.zh} ${population} 个事件中的 ${learned.events} 个，种子 ${definition.seed}；质心 ${centroids}`,
  };
}

function namesOf({ populations }: ClustersDefinition): readonly string[] {
  return populations.map((population) => (typeof population === 'string' ? population : population.name));
}
