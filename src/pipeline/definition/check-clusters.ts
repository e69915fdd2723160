import { InputError } from '../../errors.ts';
import { tubeGates } from './cluster-gates.ts';
import { gatesFor } from './thresholds.ts';
import type { ClustersDefinition, TubeDefinition } from './tube-definition.ts';

/** Checks the numbers of one entry of `clusters`. Throws `definition/bad-value`. */
export function checkClusters(tube: TubeDefinition, clusters: ClustersDefinition): void {
  const { count, dimensions, populations, sortBy, expected, sample, minimumEvents } = clusters;
  const refuse = (sentence: string) => {
    throw new InputError('definition/bad-value', `Clusters '${clusters.name}': ${sentence}.`);
  };
  if (populations.length !== count) refuse(`expected ${count} populations, one for each of the clusters, found ${populations.length}`);
  if (sortBy >= dimensions.length) refuse(`expected sortBy from 0 to ${dimensions.length - 1}, a dimension, found ${sortBy}`);
  if (minimumEvents > sample) refuse(`expected minimumEvents of at most the ${sample} events of the sub-sample, found ${minimumEvents}`);
  if (expected !== undefined && (expected.centroids.length !== count || expected.centroids.some((at) => at.length !== dimensions.length))) {
    refuse(`expected ${count} expected centroids of ${dimensions.length} numbers, found another size`);
  }
  if (clusters.learnFrom === 'sample' && tube.controls.some((control) => control.name === 'sample')) {
    refuse("expected no control named 'sample', since learnFrom: sample means the samples themselves, found one");
  }
}

/** The controls from which clusters above a population are learned. */
export function clusterControls(
  tube: TubeDefinition,
  population: string,
): readonly { readonly population: string; readonly what: string; readonly control: string }[] {
  const above = gatesFor(tubeGates(tube), [population]).map((gate) => gate.name);
  return tube.clusters
    .filter((clusters) => clusters.learnFrom !== 'sample' && above.includes(clusters.name))
    .map((clusters) => ({ population, what: `the clusters '${clusters.name}', which are learned`, control: clusters.learnFrom }));
}
