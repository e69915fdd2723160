import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { ByteSource, FcsDataSet } from '../../fcs/fcs-file.ts';
import { readDataSets } from '../../fcs/reading/data-set.ts';
import { compareCodeUnits } from '../../order.ts';
import type { FileFact } from '../../pipeline/binding/bound-file.ts';
import type { Disk, FolderEntry } from '../disk/disk.ts';
import type { FileStamp } from '../disk/file-stamp.ts';
import { readUnchanged } from '../disk/files.ts';
import { valuesSha256 } from './value-hash.ts';

/** A file of an export folder: where it is, how large, and for an FCS file what is in it. */
export interface ExportFile extends FileFact {
  readonly absolutePath: string;
  readonly bytes: number;
  /** The state in which it was looked at: every later reading must find it so. `null` where it could not be opened. */
  readonly stamp: FileStamp | null;
  /** As their TEXT describes them: what only the events show is known when the file is examined. */
  readonly dataSets: readonly FcsDataSet[];
  /** Hash of the first values of each data set: where two differ, so do their values. `null` where there are too few events to tell data sets apart. */
  readonly fingerprints: readonly (string | null)[];
}

/** Two data sets of fewer events may have the same values by chance, such as none at all. */
const EVENTS_THAT_TELL = 100;

/** Looks at every file of an export folder and its sub-folders, sorted by path. Hidden files and links are passed over. Throws `usage/not-found`. */
export function scanExportFolder(folder: string, disk: Disk): readonly ExportFile[] {
  const found: ExportFile[] = [];
  const visit = (relative: string, depth: number): void => {
    if (depth > 8)
      throw new InputError('usage/bad-argument', 'Expected an export folder of at most 8 levels of folders, found more.', {
        file: relative,
      });
    for (const entry of entriesOf(disk, join(folder, relative), folder)) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.kind === 'folder') visit(path, depth + 1);
      else if (entry.kind === 'file') found.push(describeFile(disk, folder, path));
    }
  };
  visit('', 0);
  return found.sort((a, b) => compareCodeUnits(a.path, b.path));
}

function entriesOf(disk: Disk, path: string, folder: string): readonly FolderEntry[] {
  try {
    return disk.entries(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (path === join(folder, '') || path === folder) {
      const found = code === 'ENOTDIR' ? 'a file' : code === 'ENOENT' ? 'nothing' : String(code);
      throw new InputError(
        code === 'EACCES' ? 'io/failed' : 'usage/not-found',
        `Expected the export folder, found ${found}. Give the folder into which the instruments export.`,
        { file: folder },
      );
    }
    throw new InputError('io/failed', `Expected to read the folder, found ${code}. Check its rights.`, { file: path });
  }
}

function describeFile(disk: Disk, folder: string, path: string): ExportFile {
  const absolutePath = join(folder, path);
  const plain = { path, absolutePath, bytes: 0, stamp: null, keywords: null, error: null, dataSets: [], fingerprints: [] };
  try {
    return readUnchanged(disk, { path: absolutePath, stamp: null }, (source) => {
      const opened = { ...plain, bytes: source.byteLength, stamp: source.stamp };
      return beginsLikeFcs(source) || /\.(fcs|lmd)$/i.test(path) ? { ...opened, ...describeFcs(source) } : opened;
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...plain, error: error.code === 'usage/not-found' ? vanished(path) : error };
  }
}

function describeFcs(source: ByteSource): Pick<ExportFile, 'dataSets' | 'keywords' | 'fingerprints' | 'error'> {
  try {
    const dataSets = readDataSets(source);
    const fingerprints = dataSets.map((dataSet) =>
      dataSet.eventCount < EVENTS_THAT_TELL ? null : valuesSha256(source, dataSet, EVENTS_THAT_TELL),
    );
    return { dataSets, keywords: dataSets.map((dataSet) => dataSet.keywords), fingerprints, error: null };
  } catch (error) {
    // An unreadable file has its error wherever something binds it.
    if (error instanceof InputError) return { dataSets: [], keywords: null, fingerprints: [], error };
    throw error;
  }
}

function vanished(path: string): InputError {
  const sentence =
    'Expected the file that the folder listed, found that it is no longer there. Run again when nothing writes to the folder.';
  return new InputError('io/changed', sentence, { file: path });
}

function beginsLikeFcs(source: ByteSource): boolean {
  if (source.byteLength < 3) return false;
  const bytes = new Uint8Array(3);
  source.read(0, bytes);
  return String.fromCharCode(...bytes) === 'FCS';
}
