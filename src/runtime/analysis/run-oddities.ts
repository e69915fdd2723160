import { messageKey } from '../../message.ts';
import type { EstimatedPlate } from '../../pipeline/assays/compute-assays.ts';
import type { UnusedRow } from '../../pipeline/binding/account-for-rows.ts';
import type { LotPlan } from '../../pipeline/binding/plan-record.ts';
import { pipelineNote } from '../../pipeline/notes.ts';
import { subjectKey, subjectTitle } from '../../subject.ts';
import { dataSetByChanges, type FolderChanges } from '../folder/folder-changes.ts';
import type { Warning } from '../job/warning.ts';
import type { OpenedFolder } from './judge-lot.ts';

/** What was odd in a run, in the order of files and lots, whichever was analysed first. */
export interface Oddities {
  readonly add: (plan: LotPlan, odd: { readonly unusedRows: readonly UnusedRow[]; readonly plates: Iterable<EstimatedPlate> }) => void;
  readonly all: () => readonly Warning[];
}

interface OfLot {
  readonly held: readonly Warning[];
  readonly rows: readonly UnusedRow[];
  readonly notes: readonly Warning[];
}

export function openOddities({ method, planned, tables, lots, account }: OpenedFolder, findings: FolderChanges): Oddities {
  const ofLots = new Map<string, OfLot>();
  const dataSetOf = dataSetByChanges(planned, findings);
  const departures = () =>
    [...planned.files.values()].flatMap((file) =>
      file.dataSets.flatMap((plain, index): Warning[] => {
        const dataSet = dataSetOf(file.path, index + 1) ?? plain;
        return [...dataSet.departures, ...(dataSet.notes ?? [])].map(({ code, fields }) => ({ code, fields, place: file.path }));
      }),
    );
  return {
    add: ({ subject, held }, { unusedRows, plates }) => {
      ofLots.set(subjectKey(subject), {
        held: held.map(({ code, fields }) => ({ code, fields, subject: subjectTitle(subject) })),
        rows: unusedRows,
        notes: [...plates].flatMap(({ binding, notes }) => notes.map(({ code, fields }) => ({ code, fields, place: binding.file }))),
      });
    },
    all: () => {
      const inOrder = lots.flatMap(({ subject }) => ofLots.get(subjectKey(subject)) ?? []);
      const folder = [...planned.plan.unbound.map((file) => pipelineNote('file/unbound', { file })), ...planned.plan.notes];
      const rows = [...account.unused, ...inOrder.flatMap((lot) => lot.rows)];
      return [
        ...folder.map(({ code, fields }) => ({ code, fields })),
        ...inOrder.flatMap(({ held }) => held),
        ...departures(),
        ...rows.map(({ place, code, fields }) => ({ code, fields, place })),
        ...distinctWarnings([...method.tableNotes, ...planned.contents.tableNotes(), ...tables.counters.notes]),
        // Several lots stand on one plate.
        ...distinctWarnings(inOrder.flatMap(({ notes }) => notes)),
      ];
    },
  };
}

function distinctWarnings(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((one) => [`${one.place ?? ''} ${messageKey(one)}`, one])).values()];
}
