import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { ByteSource, FcsDataSet } from '../../fcs/fcs-file.ts';
import { readDataSets } from '../../fcs/reading/data-set.ts';
import type { FileFact } from '../../pipeline/binding/bound-file.ts';
import type { Disk } from '../disk/disk.ts';
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

/** A file of which nothing is known but why. */
export function plainFile(folder: string, path: string, error: InputError | null): ExportFile {
  const absolutePath = join(folder, path);
  return { path, absolutePath, bytes: 0, stamp: null, keywords: null, error, dataSets: [], fingerprints: [] };
}

/** Looks at one file. What is wrong with it stands in it. */
export function describeFile(disk: Disk, folder: string, path: string): ExportFile {
  const plain = plainFile(folder, path, null);
  try {
    return readUnchanged(disk, { path: plain.absolutePath, stamp: null }, (source) => {
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

/** Where bytes of a name are not UTF-8, it has this in their place. */
const REPLACEMENT = '\ufffd';

function vanished(path: string): InputError {
  if (path.includes(REPLACEMENT))
    return new InputError('io/failed', 'Expected a file name in UTF-8, found other bytes in it. Rename the file.', { file: path });
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
