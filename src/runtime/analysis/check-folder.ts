import { accountForFolder, withHeldLots } from '../../pipeline/binding/account-for-folder.ts';
import type { UnusedRow } from '../../pipeline/binding/account-for-rows.ts';
import { withDemand } from '../../pipeline/binding/demand.ts';
import type { Plan } from '../../pipeline/binding/plan-record.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import { type NotGated, notGatedOf } from '../../pipeline/gating/not-gated.ts';
import type { NotedTable } from '../../pipeline/tables/read-table.ts';
import type { Specification } from '../../specification/specification.ts';
import type { Disk } from '../disk/disk.ts';
import { withExamined } from '../folder/examined-folder.ts';
import { type FolderTables, readFolderTables } from '../folder/folder-tables.ts';
import { type PlannedFolder, planFolder } from '../folder/plan-folder.ts';
import type { LoadedMethod } from '../method/load-method.ts';
import type { Threads } from '../threads/threads.ts';

/** An export folder beside a method. */
export interface FolderToCheck extends Pick<LoadedMethod, 'register' | 'reagents' | 'matrices'> {
  readonly folder: string;
  /** The revision that says what a lot needs; `null` = none was given. */
  readonly latest: Specification | null;
  readonly disk: Disk;
  readonly threads: Threads;
}

/** An export of a cell counter, with what it gives. */
export interface CounterExport {
  readonly file: string;
  readonly rows: number;
  readonly lots: readonly string[];
}

export interface CheckedFolder {
  readonly plan: Plan;
  readonly counts: readonly CounterExport[];
  /** What is odd about the text of its tables. */
  readonly textNotes: NotedTable['notes'];
  /** Rows of its tables that nothing uses. */
  readonly unused: readonly UnusedRow[];
  readonly notGated: readonly NotGated[];
}

/** What every file and every row of the folder serves; the rows of its tables are accounted for as a run does it. */
export async function checkFolder(definition: Definition, asked: FolderToCheck): Promise<CheckedFolder> {
  const { folder, register, reagents, matrices, latest, disk, threads } = asked;
  // With what the events of its files show, whose hash nobody asks for here.
  const planned = await withExamined(definition, await planFolder(definition, folder, { disk, threads }), threads);
  const tables = await readFolderTables(definition, planned);
  const { plan, bound } = planned;
  const { unused, held } = accountForFolder(definition, { plan, bound, tables, register, reagents });
  return {
    counts: countsOfFolder(planned, tables),
    plan: withHeldLots(withDemand(definition, latest, plan), held),
    textNotes: [...planned.contents.tableNotes(), ...tables.counters.notes],
    unused,
    notGated: notGatedOf(definition, plan, { dataSetOf: planned.dataSetOf, matrices }),
  };
}

/** What each export of a cell counter gives, beside what the table of counts says. */
function countsOfFolder({ counters }: PlannedFolder, { counts }: FolderTables): readonly CounterExport[] {
  return counters.map(({ file }) => {
    const own = counts.filter((row) => row.files.includes(file));
    return { file, rows: own.length, lots: [...new Set(own.map((row) => row.lot))] };
  });
}
