import { sentenceOf } from '../outputs/words/sentence.ts';
import type { EstimatedPlate } from '../pipeline/assays/compute-assays.ts';
import { formatUnusedRow, type UnusedRow } from '../pipeline/binding/account-for-rows.ts';
import type { LotPlan } from '../pipeline/binding/plan-record.ts';
import { subjectKey, subjectTitle } from '../subject.ts';
import { dataSetByFindings, type Findings } from './folder/findings.ts';
import type { OpenedFolder } from './judge-lot.ts';

/** What was odd in a run, a line each, in the order of files and lots, whichever was analysed first. */
export interface Oddities {
  readonly add: (plan: LotPlan, odd: { readonly unusedRows: readonly UnusedRow[]; readonly plates: Iterable<EstimatedPlate> }) => void;
  readonly all: () => readonly string[];
}

export function openOddities({ planned, lots, account }: OpenedFolder, findings: Findings): Oddities {
  const ofLots = new Map<
    string,
    { readonly held: readonly string[]; readonly rows: readonly UnusedRow[]; readonly notes: readonly string[] }
  >();
  const dataSetOf = dataSetByFindings(planned, findings);
  const departures = () =>
    [...planned.files.values()].flatMap((file) =>
      file.dataSets.flatMap((plain, index) => {
        const dataSet = dataSetOf(file.path, index + 1) ?? plain;
        return [...dataSet.departures, ...(dataSet.notes ?? [])].map(
          (departure) => `${file.path}: ${sentenceOf(departure, 'en')} [${departure.code}]`,
        );
      }),
    );
  return {
    add: ({ subject, held }, { unusedRows, plates }) => {
      const lines = held.map((reason) => `lot ${subjectTitle(subject)}: ${reason.message} [${reason.code}]`);
      ofLots.set(subjectKey(subject), { held: lines, rows: unusedRows, notes: [...plates].flatMap((plate) => plate.notes) });
    },
    all: (): string[] => {
      const inOrder = lots.flatMap(({ subject }) => ofLots.get(subjectKey(subject)) ?? []);
      return [
        ...planned.plan.unbound.map(
          (file) => `${file}: nothing binds this file; name it in the sample list, or ignore it in the definition [file/unbound]`,
        ),
        ...planned.plan.notes,
        ...inOrder.flatMap(({ held }) => held),
        ...departures(),
        ...[...account.unused, ...inOrder.flatMap(({ rows }) => rows)].map(formatUnusedRow),
        // Several lots stand on one plate.
        ...new Set(inOrder.flatMap(({ notes }) => notes)),
      ];
    },
  };
}
