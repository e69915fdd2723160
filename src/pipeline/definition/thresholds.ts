import { InputError } from '../../errors.ts';
import { type Gate, populationsOf, prerequisitesOf } from '../../population/gates/registry.ts';
import { isUnlearned, tubeGates } from './cluster-gates.ts';
import type { ClustersDefinition, ThresholdDefinition, TubeDefinition } from './tube-definition.ts';

/** The names of thresholds that a gate's bounds refer to, wherever they stand in it. */
export function thresholdsOf(gate: Gate): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      const [first] = entries;
      if (entries.length === 1 && first !== undefined && first[0] === 'threshold' && typeof first[1] === 'string') found.add(first[1]);
      for (const [, inner] of entries) visit(inner);
    }
  };
  visit(gate);
  return [...found].sort();
}

/** The gates that must be evaluated for the named populations, in the order of the tree's definition. */
export function gatesFor(gates: readonly Gate[], populations: readonly string[]): readonly Gate[] {
  const maker = new Map(gates.flatMap((gate) => populationsOf(gate).map((name) => [name, gate] as const)));
  const needed = new Set<Gate>();
  const visit = (name: string): void => {
    const gate = maker.get(name);
    if (gate === undefined || needed.has(gate)) return;
    needed.add(gate);
    prerequisitesOf(gate).forEach(visit);
  };
  populations.forEach(visit);
  return gates.filter((gate) => needed.has(gate));
}

/** What can be computed at once: all that the gates above need is known from earlier rounds. */
export interface LearningRound {
  readonly thresholds: readonly ThresholdDefinition[];
  readonly clusters: readonly ClustersDefinition[];
}

/**
 * Orders what a tube takes from data into rounds: first (`controls`) its thresholds and the clusters that are learned from controls, then
 * (`sample`), for each sample, the clusters that are learned from its own events.
 * Throws `definition/bad-reference` where they depend on one another in a circle.
 */
export function learningRounds(tube: TubeDefinition, from: 'controls' | 'sample'): readonly LearningRound[] {
  const gates = tubeGates(tube);
  const ofSample = tube.clusters.filter((clusters) => clusters.learnFrom === 'sample');
  const ofControls = tube.clusters.filter((clusters) => !ofSample.includes(clusters));
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  const knownThresholds = new Set(from === 'controls' ? [] : names(tube.thresholds));
  const knownClusters = new Set(from === 'controls' ? [] : names(ofControls));
  const isReady = ({ population }: { readonly population: string | null }): boolean => {
    const above = gatesFor(gates, population === null ? [] : [population]);
    return (
      above.flatMap(thresholdsOf).every((name) => knownThresholds.has(name)) &&
      above.filter(isUnlearned).every(({ name }) => knownClusters.has(name))
    );
  };
  const rounds: LearningRound[] = [];
  let thresholds: readonly ThresholdDefinition[] = from === 'controls' ? tube.thresholds : [];
  let clusters: readonly ClustersDefinition[] = from === 'controls' ? ofControls : ofSample;
  while (thresholds.length + clusters.length > 0) {
    const round = { thresholds: thresholds.filter(isReady), clusters: clusters.filter(isReady) };
    if (round.thresholds.length + round.clusters.length === 0) throw circle(tube, { thresholds, clusters });
    rounds.push(round);
    for (const name of names(round.thresholds)) knownThresholds.add(name);
    for (const name of names(round.clusters)) knownClusters.add(name);
    thresholds = thresholds.filter((one) => !round.thresholds.includes(one));
    clusters = clusters.filter((one) => !round.clusters.includes(one));
  }
  return rounds;
}

function circle(tube: TubeDefinition, { thresholds, clusters }: LearningRound): InputError {
  const named = (list: readonly { readonly name: string }[]) => list.map(({ name }) => `'${name}'`).join(', ');
  if (clusters.length === 0 && tube.clusters.length === 0) {
    return new InputError(
      'definition/bad-reference',
      `The thresholds ${named(thresholds)} of tube '${tube.id}' depend on one another, or on a threshold that is not defined: each must be taken in a population that does not need it.`,
    );
  }
  return new InputError(
    'definition/bad-reference',
    `The thresholds and clusters ${named([...thresholds, ...clusters])} of tube '${tube.id}' depend on one another, on one that is not defined, or, where a control gives them, on clusters that are learned from samples: each must be taken in a population that does not need it.`,
  );
}
