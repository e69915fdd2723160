import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { readDataSets } from '../fcs/data-set.ts';
import type { FcsDataSet } from '../fcs/fcs-file.ts';
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
  if (!beginsLikeFcs(absolutePath) && !/\.(fcs|lmd)$/i.test(path)) return plain;
  try {
    const source = openByteSource(absolutePath);
    try {
      const dataSets = readDataSets(source);
      return { ...plain, dataSets, keywords: dataSets.map((dataSet) => dataSet.keywords) };
    } finally {
      source.close();
    }
  } catch (error) {
    if (error instanceof InputError) return { ...plain, error };
    throw error;
  }
}

function beginsLikeFcs(path: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return false; // unreadable: the file's own error is given when something binds it
  }
  try {
    const bytes = Buffer.alloc(3);
    return readSync(descriptor, bytes, 0, 3, 0) === 3 && bytes.toString('latin1') === 'FCS';
  } finally {
    closeSync(descriptor);
  }
}
