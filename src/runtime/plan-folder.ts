import { join } from 'node:path';
import { InputError } from '../errors.ts';
import type { FcsDataSet } from '../fcs/fcs-file.ts';
import { type BoundFile, bindFiles } from '../pipeline/bind-files.ts';
import type { Binding } from '../pipeline/binding.ts';
import { fcsAcquisitionDate } from '../pipeline/dates.ts';
import type { Definition } from '../pipeline/definition.ts';
import { holdDepartures } from '../pipeline/hold-departures.ts';
import { holdSecondReadings, type SecondReadingOf } from '../pipeline/hold-second-readings.ts';
import { type Plan, planLots } from '../pipeline/plan.ts';
import { readTable } from '../pipeline/read-table.ts';
import { parseSampleList } from '../pipeline/sample-list.ts';
import type { RawRow } from '../pipeline/table.ts';
import { type ExportFile, scanExportFolder } from './export-folder.ts';
import { readBytes } from './files.ts';

/** An export folder as it was found, with what every file serves. */
export interface PlannedFolder {
  readonly folder: string;
  readonly files: ReadonlyMap<string, ExportFile>;
  readonly bound: readonly BoundFile[];
  readonly plan: Plan;
  readonly dataSetOf: (file: string, number: number) => FcsDataSet | null;
  /** Acquisition date of a binding: from the file, else from the sample list. */
  readonly acquiredAtOf: (binding: Binding) => string | null;
  /** Only where the second reader was asked. */
  readonly secondReadingOf?: SecondReadingOf;
}

/** Reads the bound files again with another program. */
export type ReadAgain = (bound: readonly BoundFile[], files: ReadonlyMap<string, ExportFile>) => Promise<SecondReadingOf>;

/** Scans a folder and binds its files to lots. Computes nothing. Throws `usage/not-found` and the mistakes of the sample list. */
export async function planFolder(definition: Definition, folder: string, readAgain?: ReadAgain): Promise<PlannedFolder> {
  const scanned = scanExportFolder(folder);
  const files = new Map(scanned.map((file) => [file.path, file]));
  const listed = await readSampleList(definition, folder, files);
  const { bound, unbound } = bindFiles(definition, listed, scanned);
  const dataSetOf = (file: string, number: number) => files.get(file)?.dataSets[number - 1] ?? null;
  const admitted = holdDepartures(definition, bound, dataSetOf);
  const secondReadingOf = await readAgain?.(bound, files);
  const checked = secondReadingOf === undefined ? admitted : holdSecondReadings(admitted, secondReadingOf);
  return {
    folder,
    files,
    bound: checked,
    plan: planLots(definition, checked, unbound),
    dataSetOf,
    acquiredAtOf: (binding) => acquiredAt(definition, binding, dataSetOf(binding.file, binding.dataSet)),
    ...(secondReadingOf === undefined ? {} : { secondReadingOf }),
  };
}

async function readSampleList(definition: Definition, folder: string, files: ReadonlyMap<string, ExportFile>): Promise<Binding[]> {
  const name = definition.inputs.sampleList;
  if (name === undefined) return [];
  if (!files.has(name)) {
    throw new InputError(
      'usage/not-found',
      `Expected the sample list '${name}', which the definition names, in the export folder. Put it there, or check that this is the right folder.`,
      { file: folder },
    );
  }
  return parseSampleList(await readTable(readBytes(join(folder, name)), name), name, definition.site.timeZone);
}

/** Rows of an optional table of the export folder; `null` where the definition names none. A named table must be there. */
export async function readFolderTable(
  planned: Pick<PlannedFolder, 'folder' | 'files'>,
  name: string | undefined,
): Promise<{ readonly name: string; readonly rows: readonly RawRow[] } | null> {
  if (name === undefined) return null;
  if (!planned.files.has(name)) {
    throw new InputError(
      'usage/not-found',
      `Expected '${name}', which the definition names, in the export folder. Put it there; without entries, leave its heading line alone.`,
      { file: planned.folder },
    );
  }
  return { name, rows: await readTable(readBytes(join(planned.folder, name)), name) };
}

function acquiredAt(definition: Definition, binding: Binding, dataSet: FcsDataSet | null): string | null {
  const fromFile = dataSet === null ? null : fcsAcquisitionDate(dataSet, definition.site.timeZone);
  return fromFile ?? binding.acquiredAt;
}
