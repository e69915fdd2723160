import type { Title } from '../../attributes/attribute-result.ts';
import type { LearnedClusters } from '../../population/clusters/learn-clusters.ts';
import type { ControlLimit, ControlRecord, LearnedRecord } from '../../results/control-record.ts';
import type { ComputedClusters } from '../definition/cluster-gates.ts';
import type { ClustersDefinition, TubeDefinition } from '../definition/tube-definition.ts';
import { gatedFileKey, tubeRunKey } from '../gating/compute-gating.ts';
import { controlOutcome } from '../gating/control-outcome.ts';
import type { LotMaterial } from './lot-context.ts';

/** What was learned for a lot's samples, among the controls of its release result: once for each file that clusters were learned from. */
export function clusterRecords({ definition, gated, plan }: LotMaterial): ControlRecord[] {
  const records = plan.samples.flatMap((sample) => {
    const tube = definition.tubes.find((known) => known.id === sample.tube);
    const file = gated.files.get(gatedFileKey(tubeRunKey(sample.tube, sample.binding.assayRun), sample.binding));
    return (tube?.clusters ?? []).flatMap((clusters) => {
      const computed = file?.clusters.get(clusters.name);
      return tube === undefined || computed === undefined ? [] : [clusterRecord(tube, computed, sample.binding.assayRun)];
    });
  });
  return records.filter((record, index) => records.findIndex((other) => JSON.stringify(other) === JSON.stringify(record)) === index);
}

function clusterRecord(tube: TubeDefinition, computed: ComputedClusters, assayRun: string | null): ControlRecord {
  const { definition, reasons, learned } = computed;
  return {
    name: definition.name,
    title: definition.title ?? { en: definition.name, zh: definition.name },
    kind: 'clusters',
    panel: tube.panel,
    tube: tube.id,
    assayRun,
    file: computed.file,
    outcome: controlOutcome({
      found: computed.file === null ? 'none' : 'one',
      lines: clusterLimits(computed).map(({ outcome }) => outcome),
      blocked: reasons.length > 0,
    }),
    limits: clusterLimits(computed),
    settings: [],
    thresholds: [],
    clusters: learned === null ? null : learnedRecord(computed, learned),
    reasons,
  };
}

/** What the method asks of clusters, with what was found; nothing is judged where nothing was learned. */
function clusterLimits({ definition, learned }: ComputedClusters): readonly ControlLimit[] {
  const fitted = learned !== null && learned.centroids.length > 0;
  const line = (limit: Pick<ControlLimit, 'name' | 'unit'> & Partial<ControlLimit>): ControlLimit => {
    const { lower = null, upper = null, found = null } = limit;
    const inside = found !== null && (lower === null || found >= lower) && (upper === null || found <= upper);
    const outcome = found === null ? 'not judged' : inside ? 'meets' : 'fails';
    return { population: null, populationTitle: null, parameter: null, lower, upper, found, outcome, ...limit };
  };
  const ended = fitted ? (learned.converged ? 'meets' : 'fails') : 'not judged';
  return [
    line({ name: 'events', unit: 'events', lower: definition.minimumEvents, found: learned?.events ?? null }),
    line({ name: 'iterations', unit: 'iterations', found: fitted ? learned.iterations : null, outcome: ended }),
    line({ name: 'separation', unit: 'ratio', lower: definition.minimumSeparation, found: fitted ? learned.separation : null }),
    ...(definition.expected === undefined ? [] : namesOf(definition)).map((population, index) =>
      line({
        name: 'shift',
        unit: 'scale',
        population,
        upper: definition.expected?.maximumShift ?? null,
        found: fitted ? largestShift(learned.centroids[index] ?? [], definition.expected?.centroids[index] ?? []) : null,
      }),
    ),
  ];
}

function largestShift(centroid: readonly number[], validated: readonly number[]): number {
  return Math.max(0, ...centroid.map((place, dimension) => Math.abs(place - (validated[dimension] ?? place))));
}

function learnedRecord({ definition, population }: ComputedClusters, learned: LearnedClusters): LearnedRecord {
  const { events, withoutPlace, centroids, scales, sizes, iterations, converged, separation } = learned;
  const names = namesOf(definition);
  return {
    seed: definition.seed,
    population,
    events,
    withoutPlace,
    iterations,
    converged,
    separation,
    scales,
    centroids: centroids.map((at, index) => ({
      name: names[index] ?? '',
      at,
      events: sizes[index] ?? 0,
      expected: definition.expected?.centroids[index] ?? null,
    })),
  };
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
