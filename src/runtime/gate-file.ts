import { InputError } from '../errors.ts';
import { readDataSets } from '../fcs/data-set.ts';
import { openEvents } from '../fcs/events.ts';
import type { FcsDataSet } from '../fcs/fcs-file.ts';
import { compileGating, type GatingPath, type GatingRequest, gateSource } from '../population/gating.ts';
import type { GatingResult } from '../population/population.ts';
import { openByteSource } from './files.ts';

/** One data set of a file, and what to compute over it. */
export interface GateFileTask {
  readonly file: string;
  /** Counts from 1. */
  readonly dataSet: number;
  readonly request: GatingRequest;
  readonly path: GatingPath;
}

/** A result with the data set that it was computed over. */
export interface GatedFile {
  readonly dataSet: FcsDataSet;
  readonly result: GatingResult;
}

/** Gates one data set on this thread. Errors: `fcs/…`, `population/…`, `usage/not-found`. */
export function gateFile({ file, dataSet: number, request, path }: GateFileTask): GatedFile {
  const source = openByteSource(file);
  try {
    const dataSets = readDataSets(source);
    const dataSet = dataSets[number - 1];
    if (dataSet === undefined) {
      throw new InputError('fcs/no-such-data-set', `Expected data set ${number}, found ${dataSets.length} in the file.`, {
        file: source.name,
      });
    }
    const gating = compileGating(request, dataSet, path);
    return { dataSet, result: gateSource(gating, (columns) => openEvents(source, dataSet, { columns })) };
  } finally {
    source.close();
  }
}
