import { InputError } from '../../errors.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { bindFiles } from '../../pipeline/binding/bind-files.ts';
import type { BoundFile, CounterFile } from '../../pipeline/binding/bound-file.ts';
import { changedTables, type FileTrouble, type FileTroubles, holdChanged, troubleOf } from '../../pipeline/binding/hold-changed.ts';
import { holdDepartures } from '../../pipeline/binding/hold-departures.ts';
import { holdDuplicates } from '../../pipeline/binding/hold-duplicates.ts';
import { holdSecondReadings, type SecondReadingOf } from '../../pipeline/binding/hold-second-readings.ts';
import { planLots } from '../../pipeline/binding/plan.ts';
import type { Plan } from '../../pipeline/binding/plan-record.ts';
import { otherProducts } from '../../pipeline/binding/product-lines.ts';
import { sharedAlone } from '../../pipeline/binding/shared-material.ts';
import type { Binding } from '../../pipeline/binding.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import { fcsAcquisitionDate } from '../../pipeline/tables/dates.ts';
import { parseSampleList } from '../../pipeline/tables/sample-list.ts';
import type { RawRow } from '../../pipeline/tables/table.ts';
import type { Reason } from '../../reason.ts';
import type { Disk } from '../disk/disk.ts';
import type { Threads } from '../threads/threads.ts';
import { contentKeys } from './content-keys.ts';
import type { ExportFile, ReadPlace } from './export-file.ts';
import { type FolderContents, openFolderContents } from './folder-contents.ts';
import { describeFiles, folderSource, intakeSource, type TakenSource } from './folder-source.ts';

/** An export folder as it was found, with what every file serves. */
export interface PlannedFolder {
  readonly folder: string;
  /** Where a file of it is read. */
  readonly placeOf: (file: string) => ReadPlace;
  readonly files: ReadonlyMap<string, ExportFile>;
  /** Its tables and plates, each read once. */
  readonly contents: FolderContents;
  readonly bound: readonly BoundFile[];
  /** Exports of cell counters, which give counts. */
  readonly counters: readonly CounterFile[];
  /** Of each bound file, in the same order: what held it when it was bound, and what holds it since, its departures aside. */
  readonly holds: readonly FileHolds[];
  readonly plan: Plan;
  readonly dataSetOf: (file: string, number: number) => FcsDataSet | null;
  /** Acquisition date of a binding: from the file, else from the sample list. */
  readonly acquiredAtOf: (binding: Binding) => string | null;
  /** Only where the second reader was asked. */
  readonly secondReadingOf?: SecondReadingOf;
}

export interface FileHolds {
  readonly bound: readonly Reason[];
  readonly since: readonly Reason[];
}

export interface PlanOptions {
  readonly disk: Disk;
  readonly threads: Threads;
  /** The folder as it stands in the intake, from which alone it is read; absent = the folder itself is. */
  readonly taken?: TakenSource;
  /** Absent = FCS files are not read again. */
  readonly readAgain?: ReadAgain | undefined;
}

/** Reads the bound FCS files again with another program; `unread` is told of those that could not be read. */
export type ReadAgain = (
  bound: readonly BoundFile[],
  files: ReadonlyMap<string, ExportFile>,
  unread: (file: string, error: InputError) => void,
) => Promise<SecondReadingOf>;

/** Scans a folder and binds its files to lots. Computes nothing. Throws `usage/not-found` and the mistakes of the sample list. */
export async function planFolder(definition: Definition, folder: string, options: PlanOptions): Promise<PlannedFolder> {
  const source = options.taken === undefined ? folderSource(folder, options.disk, definition.inputs.links) : intakeSource(options.taken);
  const { placeOf } = source;
  const { notes } = source.listed;
  const scanned = describeFiles(source, options.disk);
  const files = new Map(scanned.map((file) => [file.path, file]));
  const contents = openFolderContents(placeOf, options.disk);
  const listed = await readSampleList(definition, { folder, files, contents });
  const { bound, unbound, counters } = bindFiles(definition, listed, scanned);
  const dataSetOf = (file: string, number: number) => files.get(file)?.dataSets[number - 1] ?? null;
  const changed = new Map<string, FileTrouble>();
  const unread = (file: string, error: InputError) => changed.set(file, troubleOf(error));
  const secondReadingOf = await options.readAgain?.(bound, files, unread);
  const keys = await contentKeys(bound, { definition, files, contents, disk: options.disk, threads: options.threads, unhashed: unread });
  const departed = holdDepartures(definition, bound, dataSetOf);
  const read = secondReadingOf === undefined ? departed : holdSecondReadings(departed, secondReadingOf);
  const unique = holdDuplicates(definition, holdChanged(read, changed), (binding) => keys.get(binding) ?? []);
  const plan = planLots(definition, unique.bound, unbound);
  const alone = sharedAlone(
    definition,
    unique.bound.map((one) => one.binding),
  );
  return {
    folder,
    placeOf,
    files,
    contents,
    bound: unique.bound,
    counters,
    holds: bound.map(({ held }, i) => ({ bound: held, since: (unique.bound[i]?.held ?? []).slice(departed[i]?.held.length) })),
    plan: { ...plan, notes: [...notes, ...otherProducts(definition, listed), ...plan.notes, ...unique.notes, ...alone] },
    dataSetOf,
    acquiredAtOf: (binding) => acquiredAt(definition, binding, dataSetOf(binding.file, binding.dataSet)),
    ...(secondReadingOf === undefined ? {} : { secondReadingOf }),
  };
}

/** The same folder with what `changed` names held: files that did not stay as they were, or have no hash. */
export function withChanged(definition: Definition, planned: PlannedFolder, changed: FileTroubles): PlannedFolder {
  const bound = holdChanged(planned.bound, changed);
  const tables = changedTables(definition, planned.counters, changed);
  const plan = planLots(definition, bound, planned.plan.unbound);
  const lots = plan.lots.map((lot) => ({ ...lot, held: [...lot.held, ...tables] }));
  return { ...planned, bound, plan: { ...plan, lots, notes: planned.plan.notes } };
}

async function readSampleList(
  definition: Definition,
  { folder, files, contents }: Pick<PlannedFolder, 'folder' | 'files' | 'contents'>,
): Promise<Binding[]> {
  const name = definition.inputs.sampleList;
  if (name === undefined) return [];
  const file = files.get(name);
  if (file === undefined) {
    throw new InputError(
      'usage/not-found',
      `Expected the sample list '${name}', which the definition names, in the export folder. Put it there, or check that this is the right folder.`,
      { file: folder },
    );
  }
  if (file.error?.code === 'usage/not-found') throw file.error;
  return parseSampleList(await contents.tableOf(name), name, definition.site.timeZone);
}

/** Rows of an optional table of the export folder; `null` where the definition names none. A named table must be there. */
export async function readFolderTable(
  planned: Pick<PlannedFolder, 'folder' | 'files' | 'contents'>,
  name: string | undefined,
): Promise<{ readonly name: string; readonly rows: readonly RawRow[] } | null> {
  if (name === undefined) return null;
  const file = planned.files.get(name);
  if (file === undefined) {
    throw new InputError(
      'usage/not-found',
      `Expected '${name}', which the definition names, in the export folder. Put it there; without entries, leave its heading line alone.`,
      { file: planned.folder },
    );
  }
  if (file.error?.code === 'usage/not-found') throw file.error;
  return { name, rows: await planned.contents.tableOf(name) };
}

function acquiredAt(definition: Definition, binding: Binding, dataSet: FcsDataSet | null): string | null {
  const fromFile = dataSet === null ? null : fcsAcquisitionDate(dataSet, definition.site.timeZone);
  return fromFile ?? binding.acquiredAt;
}
