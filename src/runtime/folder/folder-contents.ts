import { InputError } from '../../errors.ts';
import type { AssayDefinition } from '../../pipeline/definition/assay-definition.ts';
import { type NotedTable, readNotedTable } from '../../pipeline/tables/read-table.ts';
import type { PlateReading } from '../../plates/plate-reading.ts';
import { plateRequest } from '../../plates/reading/plate-format-schema.ts';
import { readPlate } from '../../plates/reading/read-plate.ts';
import type { Disk } from '../disk/disk.ts';
import { type FileContent, readContent } from '../disk/files.ts';
import { type ReadPlace, refuseOtherBytes } from './export-file.ts';

/** Tables and plate-reader exports of one folder, each read once however often it is asked for: what is hashed is what is parsed. */
export interface FolderContents {
  /** Throws the same error each time where the file cannot be read. */
  readonly contentOf: (file: string) => FileContent;
  /** The plates of an export as an assay reads them. */
  readonly readingOf: (file: string, assay: Pick<AssayDefinition, 'id' | 'read'>) => Promise<PlateReading>;
  /** The rows of a table; what was odd about its text is kept. */
  readonly tableOf: (file: string) => Promise<NotedTable['rows']>;
  /** What was odd about the text of tables, in the order in which they were read. */
  readonly tableNotes: () => NotedTable['notes'];
  /** What was read so far. */
  readonly read: () => ReadonlyMap<string, FileContent>;
  /** Files that could not be read, with the error. */
  readonly failed: () => ReadonlyMap<string, InputError>;
}

/** Readings of plates that are kept, each some tens of kilobytes: more than serve the lots under way. Of others the bytes are kept, and decoded again in a millisecond. */
const MOST_READINGS = 64;

/** `placeOf` says where a file of the folder is read. */
export function openFolderContents(placeOf: (file: string) => ReadPlace, disk: Disk): FolderContents {
  const contents = new Map<string, FileContent>();
  const failures = new Map<string, InputError>();
  const readings = new Map<string, Promise<PlateReading>>();
  const tableNotes = new Map<string, NotedTable['notes']>();
  const contentOf = (file: string): FileContent => {
    const failure = failures.get(file);
    if (failure !== undefined) throw failure;
    const known = contents.get(file);
    if (known !== undefined) return known;
    try {
      const place = placeOf(file);
      const content = readContent(place, disk);
      refuseOtherBytes(place, content);
      contents.set(file, content);
      return content;
    } catch (error) {
      if (error instanceof InputError) failures.set(file, error);
      throw error;
    }
  };
  return {
    contentOf,
    readingOf: (file, assay) => {
      const key = JSON.stringify([file, assay.id]);
      const reading = readings.get(key) ?? readingOf(() => contentOf(file), file, assay);
      // The latest stands last.
      readings.delete(key);
      readings.set(key, reading);
      const [oldest] = readings.keys();
      if (readings.size > MOST_READINGS && oldest !== undefined) readings.delete(oldest);
      return reading;
    },
    tableOf: async (file) => {
      const { rows, notes } = await readNotedTable(contentOf(file).bytes, file);
      tableNotes.set(file, notes);
      return rows;
    },
    tableNotes: () => [...tableNotes.values()].flat(),
    read: () => contents,
    failed: () => failures,
  };
}

/** Async, so that a file that cannot be read is a rejection as one that cannot be decoded. */
async function readingOf(contentOf: () => FileContent, file: string, assay: Pick<AssayDefinition, 'read'>): Promise<PlateReading> {
  return readPlate(contentOf().bytes, file, plateRequest(assay.read));
}
