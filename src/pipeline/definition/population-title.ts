import type { Title } from '../../attributes/attribute-result.ts';
import { namedPopulationsOf } from '../../population/gates/registry.ts';
import { tubeGates } from './cluster-gates.ts';
import type { TubeDefinition } from './tube-definition.ts';

/** The title of a population of a tube, as its gate or its cluster names it; `null` where it has none of its own. */
export function populationTitle(tube: TubeDefinition, population: string): Title | null {
  const named = tubeGates(tube).flatMap(namedPopulationsOf);
  return named.find(({ name }) => name === population)?.title ?? null;
}
