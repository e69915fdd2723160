import type { Title } from '../../attributes/attribute-result.ts';
import type { TubeDefinition } from './tube-definition.ts';

/** The title of a population of a tube, as its gate or its cluster names it; `null` where it has none of its own. */
export function populationTitle(tube: TubeDefinition, population: string): Title | null {
  const gate = tube.gates.find((known) => known.name === population);
  if (gate !== undefined) return gate.title ?? null;
  const named = tube.clusters.flatMap((clusters) => clusters.populations).find((one) => typeof one !== 'string' && one.name === population);
  return named === undefined || typeof named === 'string' ? null : named.title;
}
