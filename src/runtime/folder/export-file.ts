import { InputError } from '../../errors.ts';
import type { ByteSource, FcsDataSet } from '../../fcs/fcs-file.ts';
import { readDataSets } from '../../fcs/reading/data-set.ts';
import type { FileFact } from '../../pipeline/binding/bound-file.ts';
import type { Disk } from '../disk/disk.ts';
import type { FileStamp } from '../disk/file-stamp.ts';
import { type FilePlace, readUnchanged, type StampedFile } from '../disk/files.ts';
import { valuesSha256 } from '../threads/value-hash.ts';

/** Where the bytes of a file are read. */
export interface ReadPlace extends FilePlace {
  /** What the intake says of its bytes, hexadecimal: others are refused. Absent = it is read in the export folder itself. */
  readonly sha256?: string;
}

/** A file of an export folder: where it is, how large, and for an FCS file what is in it. */
export interface ExportFile extends FileFact {
  readonly place: ReadPlace;
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
export function plainFile(place: ReadPlace, path: string, error: InputError | null): ExportFile {
  return { path, place, bytes: 0, stamp: null, keywords: null, error, dataSets: [], fingerprints: [] };
}

/** The file in the state in which it was looked at, as a thread is told of it. */
export function stampedFile({ place: { path, name }, stamp }: ExportFile): StampedFile {
  return name === undefined ? { path, stamp } : { path, name, stamp };
}

/** Throws `io/failed` where the intake holds other bytes than those that it was given. */
export function refuseOtherBytes({ path, name, sha256 }: ReadPlace, found: { readonly sha256: string }): void {
  if (sha256 === undefined || sha256 === found.sha256) return;
  const sentence = `Expected the bytes of SHA-256 ${sha256} in the intake, found ${found.sha256}: '${path}' was changed or is damaged. Put a copy of the file into its place.`;
  throw new InputError('io/failed', sentence, { file: name ?? path });
}

/** Looks at one file. What is wrong with it stands in it. */
export function describeFile(disk: Disk, place: ReadPlace, path: string): ExportFile {
  const plain = plainFile(place, path, null);
  try {
    return readUnchanged(disk, stampedFile(plain), (source) => {
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

/** A file that the folder listed and that is not there any more. */
export function vanished(path: string): InputError {
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
