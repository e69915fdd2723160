import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { readDataSets } from '../../fcs/reading/data-set.ts';
import { openByteSource } from '../../runtime/disk/files.ts';

/** One data set (from 1) of a file without its events; `null` where it has no such data set. Errors: `fcs/…`, `usage/not-found`. */
export function dataSetOfFile(path: string, dataSet: number): FcsDataSet | null {
  const source = openByteSource({ path });
  try {
    return readDataSets(source)[dataSet - 1] ?? null;
  } finally {
    source.close();
  }
}
