// Every fixture by its name, and its files as they are generated: seeded, the same bytes on every machine.
import { dopaminergic } from './dopaminergic.mjs';
import { geneModified } from './gene-modified.mjs';
import { mesenchymal } from './mesenchymal.mjs';

export const FIXTURES = { dopaminergic, mesenchymal, 'gene-modified': geneModified };

/** The files of a fixture by name; `null` where there is none of that name. */
export function filesOfFixture(name) {
  return Object.hasOwn(FIXTURES, name) ? FIXTURES[name]().files : null;
}
