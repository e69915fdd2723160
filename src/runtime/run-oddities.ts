import type { Message } from '../message.ts';
import { sentenceOf } from '../outputs/words/sentence.ts';
import type { EstimatedPlate } from '../pipeline/assays/compute-assays.ts';
import type { UnusedRow } from '../pipeline/binding/account-for-rows.ts';
import type { LotPlan } from '../pipeline/binding/plan-record.ts';
import { pipelineNote } from '../pipeline/notes.ts';
import { subjectKey, subjectTitle } from '../subject.ts';
import { dataSetByChanges, type FolderChanges } from './folder/folder-changes.ts';
import type { OpenedFolder } from './judge-lot.ts';

const inWords = (message: Message): string => `${sentenceOf(message, 'en')} [${message.code}]`;

/** What was odd in a run, a line each, in the order of files and lots, whichever was analysed first. */
export interface Oddities {
  readonly add: (plan: LotPlan, odd: { readonly unusedRows: readonly UnusedRow[]; readonly plates: Iterable<EstimatedPlate> }) => void;
  readonly all: () => readonly string[];
}

export function openOddities({ planned, lots, account }: OpenedFolder, findings: FolderChanges): Oddities {
  const ofLots = new Map<
    string,
    { readonly held: readonly string[]; readonly rows: readonly UnusedRow[]; readonly notes: readonly string[] }
  >();
  const dataSetOf = dataSetByChanges(planned, findings);
  const departures = () =>
    [...planned.files.values()].flatMap((file) =>
      file.dataSets.flatMap((plain, index) => {
        const dataSet = dataSetOf(file.path, index + 1) ?? plain;
        return [...dataSet.departures, ...(dataSet.notes ?? [])].map((departure) => `${file.path}: ${inWords(departure)}`);
      }),
    );
  return {
    add: ({ subject, held }, { unusedRows, plates }) => {
      const lines = held.map((reason) => `lot ${subjectTitle(subject)}: ${inWords(reason)}`);
      ofLots.set(subjectKey(subject), {
        held: lines,
        rows: unusedRows,
        notes: [...plates].flatMap(({ binding, notes }) => notes.map((note) => `${binding.file}: ${inWords(note)}`)),
      });
    },
    all: (): string[] => {
      const inOrder = lots.flatMap(({ subject }) => ofLots.get(subjectKey(subject)) ?? []);
      return [
        ...[...planned.plan.unbound.map((file) => pipelineNote('file/unbound', { file })), ...planned.plan.notes].map(inWords),
        ...inOrder.flatMap(({ held }) => held),
        ...departures(),
        ...[...account.unused, ...inOrder.flatMap(({ rows }) => rows)].map((row) => `${row.place}: ${inWords(row)}`),
        // Several lots stand on one plate.
        ...new Set(inOrder.flatMap(({ notes }) => notes)),
      ];
    },
  };
}
