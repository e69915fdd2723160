import type { GateSet } from '../exchange/gate-document.ts';
import type { FcsDataSet } from '../fcs/fcs-file.ts';
import type { GatedPopulation } from './gate.ts';

/** FlowJo and FACSDiva decide events in bins of their plots, which may move a count by a hundredth; more than that needs a look. */
export function differsFromStored(count: number, stored: number): boolean {
  return Math.abs(count - stored) * 100 > stored;
}

/** Sentences about what a workspace stores and the events do not show: another number of events, counts more than 1 % away. */
export function storedNotes({ sample, keywords }: GateSet, dataSet: FcsDataSet, populations: readonly GatedPopulation[]): string[] {
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
  return different.length === 0
    ? other
    : [...other, `${dataSet.file}: counts differ by more than 1 % from those that the gate file stores: ${listed}.`];
}
