import type { FcsDataSet, Spillover } from '../../fcs/fcs-file.ts';
import { populationsOf } from '../../population/gates/registry.ts';
import type { Population } from '../../population/population.ts';
import type { GateSet, StatedSpillover } from './gate-document.ts';
import { type GateNote, gateNote } from './notes.ts';

/** A population beside what a gate file stores of it: its path, its counts, and the count that a workspace stores, where it does, with whether the two are far apart. */
export type GatedPopulation = Population & { readonly storedCount?: number; readonly differsFromStored?: true };

/** The populations of the gates of a set, under the names that its file has for them, each beside the count that it stores. What was counted beyond those gates is left out. */
export function besideStored(populations: readonly Population[], { gates, paths, storedCounts }: GateSet): GatedPopulation[] {
  const names = gates.flatMap(populationsOf);
  return populations.slice(0, names.length).map((population, i) => {
    const name = names[i] ?? '';
    const storedCount = storedCounts.get(name);
    const stored =
      storedCount === undefined
        ? {}
        : { storedCount, ...(differsFromStored(population.count, storedCount) ? { differsFromStored: true as const } : {}) };
    return { ...population, path: paths.get(name) ?? population.path, ...stored };
  });
}

/** FlowJo and FACSDiva decide events in bins of their plots, which may move a count by a hundredth; more than that needs a look. */
function differsFromStored(count: number, stored: number): boolean {
  return Math.abs(count - stored) * 100 > stored;
}

/** Populations beyond this many are counted, not listed. */
const MOST_LISTED = 20;

/** Notes on what a workspace stores and the events do not show: another number of events, counts more than 1 % away. */
export function storedNotes(
  { sample, keywords, statedSpillover }: GateSet,
  dataSet: FcsDataSet,
  populations: readonly GatedPopulation[],
): GateNote[] {
  const place = { file: dataSet.file };
  const total = keywords.get('$TOT')?.trim() ?? '';
  const other =
    sample !== null && /^\d+$/.test(total) && Number(total) !== dataSet.eventCount
      ? [gateNote('gate-file/other-events', { sample, stored: Number(total), events: dataSet.eventCount }, place)]
      : [];
  const different = populations
    .filter(({ differsFromStored: differs }) => differs === true)
    .map(({ path, count, storedCount }) => ({ population: path.join('/'), count, stored: storedCount ?? 0 }));
  const all = different.slice(0, MOST_LISTED);
  const differing = { all, unlisted: different.length - all.length };
  const matrix =
    statedSpillover === undefined || agreesWith(statedSpillover, dataSet.spillover)
      ? []
      : [gateNote('gate-file/other-compensation', {}, place)];
  return different.length === 0 ? [...other, ...matrix] : [...other, ...matrix, gateNote('gate-file/counts-differ', differing, place)];
}

/** Whether two matrices are the same to six digits, by rows or by columns: the gate file does not say which are which. */
function agreesWith(stated: StatedSpillover, own: Spillover | null): boolean {
  if (own === null || own.parameters.length !== stated.parameters.length) return false;
  const at = stated.parameters.map((name) => own.parameters.indexOf(name));
  const same = (i: number, j: number, value: number) => Math.abs((own.matrix[at[i]!]?.[at[j]!] ?? Number.NaN) - value) <= 1e-6;
  const byRows = stated.matrix.every((row, i) => row.every((value, j) => same(i, j, value)));
  return byRows || stated.matrix.every((row, i) => row.every((value, j) => same(j, i, value)));
}
