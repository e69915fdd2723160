import { InputError } from '../errors.ts';
import { type Gate, populationsOf, prerequisitesOf } from '../population/gates/registry.ts';
import type { ThresholdDefinition, TubeDefinition } from './tube-definition.ts';

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

/** A round of thresholds that can be computed at once: all that their gates need is known from earlier rounds. */
export type ThresholdRound = readonly ThresholdDefinition[];

/** Orders a tube's thresholds into rounds. Throws `definition/bad-reference` where they depend on one another in a circle. */
export function thresholdRounds(tube: TubeDefinition): readonly ThresholdRound[] {
  const rounds: ThresholdRound[] = [];
  const known = new Set<string>();
  let rest = [...tube.thresholds];
  while (rest.length > 0) {
    const round = rest.filter((threshold) =>
      gatesFor(tube.gates, [threshold.population])
        .flatMap(thresholdsOf)
        .every((name) => known.has(name)),
    );
    if (round.length === 0) {
      throw new InputError(
        'definition/bad-reference',
        `The thresholds ${rest.map((threshold) => `'${threshold.name}'`).join(', ')} of tube '${tube.id}' depend on one another, or on a threshold that is not defined: each must be taken in a population that does not need it.`,
      );
    }
    rounds.push(round);
    for (const threshold of round) known.add(threshold.name);
    rest = rest.filter((threshold) => !round.includes(threshold));
  }
  return rounds;
}
