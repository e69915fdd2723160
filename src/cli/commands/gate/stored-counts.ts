import type { GateSet, StatedSpillover } from '../../../exchange/gate-document.ts';
import type { FcsDataSet, Spillover } from '../../../fcs/fcs-file.ts';
import type { GatedPopulation } from './gate-record.ts';

/** FlowJo and FACSDiva decide events in bins of their plots, which may move a count by a hundredth; more than that needs a look. */
export function differsFromStored(count: number, stored: number): boolean {
  return Math.abs(count - stored) * 100 > stored;
}

/** Sentences about what a workspace stores and the events do not show: another number of events, counts more than 1 % away. */
export function storedNotes(
  { sample, keywords, statedSpillover }: GateSet,
  dataSet: FcsDataSet,
  populations: readonly GatedPopulation[],
): string[] {
  const total = keywords.get('$TOT')?.trim() ?? '';
  const other =
    sample !== null && /^\d+$/.test(total) && Number(total) !== dataSet.eventCount
      ? [
          `${dataSet.file}: the sample '${sample}' of the gate file had ${total} events, this file has ${dataSet.eventCount}: is it the same file?`,
        ]
      : [];
  const different = populations
    .filter(({ differsFromStored: differs }) => differs === true)
    .map(({ path, count, storedCount }) => `'${path.join('/')}' (${count} here, ${storedCount ?? 0} stored)`);
  const listed = different.slice(0, 20).join(', ') + (different.length > 20 ? ` and ${different.length - 20} more` : '');
  const matrix =
    statedSpillover === undefined || agreesWith(statedSpillover, dataSet.spillover)
      ? []
      : [`${dataSet.file}: the compensation that the gate file states for this tube is not that of the file, which is used.`];
  return different.length === 0
    ? [...other, ...matrix]
    : [...other, ...matrix, `${dataSet.file}: counts differ by more than 1 % from those that the gate file stores: ${listed}.`];
}

/** Whether two matrices are the same to six digits, by rows or by columns: the gate file does not say which are which. */
function agreesWith(stated: StatedSpillover, own: Spillover | null): boolean {
  if (own === null || own.parameters.length !== stated.parameters.length) return false;
  const at = stated.parameters.map((name) => own.parameters.indexOf(name));
  const same = (i: number, j: number, value: number) => Math.abs((own.matrix[at[i]!]?.[at[j]!] ?? Number.NaN) - value) <= 1e-6;
  const byRows = stated.matrix.every((row, i) => row.every((value, j) => same(i, j, value)));
  return byRows || stated.matrix.every((row, i) => row.every((value, j) => same(j, i, value)));
}
