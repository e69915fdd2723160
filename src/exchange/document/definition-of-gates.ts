import { populationsOf, renameGate } from '../../population/gates/registry.ts';
import { ALL_EVENTS } from '../../population/population.ts';
import type { GateSet } from './gate-document.ts';

/** A whole definition, ready to be read, with one tube and a fraction for each population that has no child. */
export function definitionOfGates(set: GateSet, matrixFile: string | null): Record<string, unknown> {
  const names = shortNames(set);
  const gates = set.gates.map((gate) => renameGate(gate, (name) => names.get(name) ?? name));
  const parents = new Set(gates.map(({ parent }) => parent));
  const leaves = gates.flatMap((gate) => populationsOf(gate).map((population) => ({ population, of: gate.parent ?? ALL_EVENTS })));
  return {
    definition: 1,
    method: { id: 'imported', version: '0.1.0', status: 'draft', title: { en: 'Imported gates', zh: '导入的设门' } },
    product: { id: 'product', title: { en: 'Product', zh: '产品' } },
    site: { timeZone: '+00:00' },
    inputs: { bind: [{ pattern: '{lot}_{sample}.fcs', kind: 'sample', set: { stage: 'final', tube: 'tube-1' } }] },
    transforms: set.transforms,
    markers: set.markers,
    tubes: [{ id: 'tube-1', panel: 'panel-1', stages: ['final'], compensation: compensationOf(set, matrixFile), gates }],
    attributes: leaves
      .filter(({ population }) => !parents.has(population))
      .map(({ population, of }, i) => ({
        id: `fraction-${i + 1}`,
        type: 'fraction',
        title: { en: population, zh: population },
        stage: 'final',
        method: { text: 'flow cytometry', version: '0.1.0', status: 'draft' },
        panel: 'panel-1',
        population,
        of,
      })),
  };
}

function compensationOf({ compensation }: GateSet, matrixFile: string | null): Record<string, unknown> {
  if (compensation.from !== 'matrix') return { from: compensation.from };
  return matrixFile === null ? { from: 'file' } : { from: 'matrix', file: matrixFile };
}

/** The last part of a path where no other population has it, else the whole path. */
function shortNames({ gates, paths }: GateSet): ReadonlyMap<string, string> {
  const names = gates.flatMap(populationsOf);
  const last = (name: string) => paths.get(name)?.at(-1) ?? name;
  const times = new Map<string, number>();
  for (const name of names) times.set(last(name), (times.get(last(name)) ?? 0) + 1);
  return new Map(names.map((name) => [name, times.get(last(name)) === 1 ? last(name) : name]));
}

/** The matrix that a gate file brings, as a definition reads it: a heading of parameters, then a row each. Null where it brings none. */
export function matrixCsv({ compensation }: GateSet): string | null {
  if (compensation.from !== 'matrix') return null;
  const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = compensation.matrix.map((row) => row.map(String).join(','));
  return `${[compensation.parameters.map(field).join(','), ...rows].join('\n')}\n`;
}
