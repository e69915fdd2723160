import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { readDataSets } from '../fcs/data-set.ts';
import { checkEvents } from '../fcs/event-check.ts';
import type { ByteSource, FcsDataSet } from '../fcs/fcs-file.ts';
import type { FileFact } from '../pipeline/bind-files.ts';
import { openByteSource } from './files.ts';

/** A file of an export folder: where it is, how large, and for an FCS file what is in it. */
export interface ExportFile extends FileFact {
  readonly absolutePath: string;
  readonly bytes: number;
  readonly dataSets: readonly FcsDataSet[];
}

/** Looks at every file of an export folder and its sub-folders, sorted by path. Hidden files and links are passed over. Throws `usage/not-found`. */
export function scanExportFolder(folder: string): readonly ExportFile[] {
  const found: ExportFile[] = [];
  const visit = (relative: string, depth: number): void => {
    if (depth > 8)
      throw new InputError('usage/bad-argument', 'Expected an export folder of at most 8 levels of folders, found more.', {
        file: relative,
      });
    for (const entry of entriesOf(join(folder, relative), folder)) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.name.startsWith('.') || entry.isSymbolicLink()) continue;
      if (entry.isDirectory()) visit(path, depth + 1);
      else if (entry.isFile()) found.push(describeFile(folder, path));
    }
  };
  visit('', 0);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function entriesOf(path: string, folder: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
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

function describeFile(folder: string, path: string): ExportFile {
  const absolutePath = join(folder, path);
  const plain = { path, absolutePath, bytes: statSync(absolutePath).size, keywords: null, error: null, dataSets: [] };
  try {
    const source = openByteSource(absolutePath);
    try {
      if (!beginsLikeFcs(source) && !/\.(fcs|lmd)$/i.test(path)) return plain;
      const dataSets = readDataSets(source).map((dataSet) => ({
        ...dataSet,
        // A lot must not be judged on events that go back in time, hold no numbers or changed since their CRC, without a word.
        departures: [...dataSet.departures, ...checkEvents(source, dataSet)],
      }));
      return { ...plain, dataSets, keywords: dataSets.map((dataSet) => dataSet.keywords) };
    } finally {
      source.close();
    }
  } catch (error) {
    // An unreadable file has its error wherever something binds it.
    if (error instanceof InputError) return { ...plain, error };
    throw error;
  }
}

function beginsLikeFcs(source: ByteSource): boolean {
  if (source.byteLength < 3) return false;
  const bytes = new Uint8Array(3);
  source.read(0, bytes);
  return String.fromCharCode(...bytes) === 'FCS';
}
