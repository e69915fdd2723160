import { readDataSets } from '../fcs/data-set.ts';
import { openByteSource } from '../runtime/files.ts';

/** The keywords of one data set (from 1) of a file; none where it has no such data set. Errors: `fcs/…`, `usage/not-found`. */
export function keywordsOfFile(path: string, dataSet: number): ReadonlyMap<string, string> {
  const source = openByteSource(path);
  try {
    return readDataSets(source)[dataSet - 1]?.keywords ?? new Map();
  } finally {
    source.close();
  }
}
