import { InputError } from '../../src/errors.ts';
import { openEvents } from '../../src/fcs/events/events.ts';
import type { FcsDataSet } from '../../src/fcs/fcs-file.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { buildFcs, type FileByHand } from './build-fcs.ts';
import { bytesSource } from './bytes-source.ts';

/** A file's only data set, its departure codes and its stored values event by event; or the code and sentence of its refusal. */
export interface Reading {
  readonly dataSet?: FcsDataSet;
  readonly departures?: readonly string[];
  readonly values?: readonly number[];
  readonly refused?: string;
  readonly sentence?: string;
}

/** Reads bytes, or a file made by hand, to the last event. */
export function readAll(file: FileByHand | Uint8Array): Reading {
  const source = bytesSource(file instanceof Uint8Array ? file : buildFcs(file));
  try {
    const dataSet = readDataSets(source)[0]!;
    const events = openEvents(source, dataSet, { columns: dataSet.parameters.map((_, column) => column), blockEvents: 2 });
    const values: number[] = [];
    // Blocks are reused: each is taken in before the next is asked for.
    for (const { eventCount, values: stored } of events.blocks()) {
      for (let event = 0; event < eventCount; event++)
        values.push(...events.offsets.map((offset) => stored[event * events.stride + offset]!));
    }
    return { dataSet, departures: dataSet.departures.map(({ code }) => code), values };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { refused: error.code, sentence: error.message };
  }
}
