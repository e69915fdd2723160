import { InputError } from '../../errors.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { distinctMessages } from '../../message.ts';
import type { BoundFile } from '../../pipeline/binding/bound-file.ts';
import { changedReason, type FileTrouble } from '../../pipeline/binding/hold-changed.ts';
import { holdDepartures } from '../../pipeline/binding/hold-departures.ts';
import { scopeOfFile } from '../../pipeline/binding.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import type { HashedFile } from '../../pipeline/lot/release-record.ts';
import { pipelineReason } from '../../pipeline/reasons.ts';
import { quotedError } from '../../quoted-error.ts';
import type { ExaminedFile } from '../threads/task.ts';
import type { PlannedFolder } from './plan-folder.ts';

/** What a run finds out about the files of its folder after it was planned. It only grows: what changed once serves nothing any more. */
export interface FolderChanges {
  /** Files that did not stay as they were, could not be read again, or that no thread could compute. */
  readonly changed: Map<string, FileTrouble>;
  readonly examined: Map<string, ExaminedFile>;
}

/** A bound file as it is held by all that was found until now. */
export function heldByChanges(definition: Definition, planned: PlannedFolder, findings: FolderChanges): (index: number) => BoundFile {
  const dataSetOf = dataSetByChanges(planned, findings);
  // What failed when copies were looked for, and failed again in the same words, is one reason.
  const once = ({ binding, held }: BoundFile): BoundFile => ({ binding, held: distinctMessages(held) });
  return (index) => {
    const one = planned.bound[index];
    const holds = planned.holds[index];
    if (one === undefined || holds === undefined) throw new Error(`there is no bound file ${index}`);
    const { binding } = one;
    const examined = findings.examined.get(binding.file);
    const changed = findings.changed.get(binding.file);
    const since = [...holds.since, ...(changed === undefined ? [] : [changedReason(binding, changed)])];
    if (examined === undefined)
      return changed === undefined ? one : once({ binding, held: [...one.held, changedReason(binding, changed)] });
    // What could not even be described when the folder was planned is held for that.
    if (examined.unreadable !== null && planned.files.get(binding.file)?.error === null) {
      const error = quotedError(examined.unreadable);
      const unreadable = pipelineReason('held/unreadable-file', scopeOfFile(binding), { file: binding.file, error });
      return once({ binding, held: [...holds.bound, unreadable, ...since] });
    }
    const [departed] = holdDepartures(definition, [{ binding, held: holds.bound }], dataSetOf);
    return once({ binding, held: [...(departed?.held ?? []), ...since] });
  };
}

/** Data sets with what their events showed; `null` where they cannot be decoded. */
export function dataSetByChanges(planned: PlannedFolder, findings: FolderChanges): (file: string, number: number) => FcsDataSet | null {
  return (file, number) => {
    const dataSet = planned.dataSetOf(file, number);
    const examined = findings.examined.get(file);
    if (dataSet === null || examined === undefined) return dataSet;
    if (examined.unreadable !== null) return null;
    return { ...dataSet, departures: [...dataSet.departures, ...(examined.departures[number - 1] ?? [])] };
  };
}

/** Size and hash of files of the folder: those of the bytes that were judged. One that changed has no hash, but for a table, which is what was parsed. */
export function hashedFiles(planned: PlannedFolder, findings: FolderChanges, names: Iterable<string>): ReadonlyMap<string, HashedFile> {
  const kinds = new Map(planned.bound.map(({ binding }) => [binding.file, binding.kind] as const));
  const found = [...new Set(names)].flatMap((path): HashedFile[] => {
    const file = planned.files.get(path);
    const kind = kinds.get(path);
    if (file === undefined) return [];
    if (kind === undefined || kind === 'plate') return [wholeFile(planned, path, kind === 'plate' && findings.changed.has(path))];
    const sha256 = findings.changed.has(path) ? null : (findings.examined.get(path)?.sha256 ?? null);
    return [{ path, bytes: file.bytes, sha256 }];
  });
  return new Map(found.map((file) => [file.path, file]));
}

/** A plate that could not be read has a reason of its own. */
function wholeFile({ contents, files }: PlannedFolder, path: string, isLost: boolean): HashedFile {
  try {
    const { bytes, sha256 } = contents.contentOf(path);
    return { path, bytes: bytes.length, sha256: isLost ? null : sha256 };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { path, bytes: files.get(path)?.bytes ?? 0, sha256: null };
  }
}
