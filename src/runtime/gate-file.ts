import { InputError } from '../errors.ts';
import { EventRoom } from '../fcs/block-range.ts';
import { readDataSets } from '../fcs/data-set.ts';
import { defaultBlockEvents, isStoredAsTyped, openEvents } from '../fcs/events.ts';
import type { ByteSource, FcsDataSet } from '../fcs/fcs-file.ts';
import { type CompiledGating, type GatingPath, gatingOfSeveral } from '../population/gating.ts';
import type { GatingRequest } from '../population/gating-request.ts';
import type { GatingState } from '../population/gating-state.ts';
import type { GatingResult } from '../population/population.ts';
import { openByteSource } from './disk/files.ts';

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

/** A task whose file is open. */
export interface OpenTask {
  readonly source: ByteSource;
  readonly dataSet: FcsDataSet;
  readonly gating: CompiledGating;
}

/** Blocks of every piece and file that this thread gates, one after the other. */
const room = new EventRoom();

/** Events that a thread takes at a time: a few megabytes. */
const PIECE_EVENTS = 32_768;

const MOST_AT_ONCE = 8192;
const BYTES_AT_ONCE = 1024 * 1024;
/** In less, it would not pay to touch the memory. */
const LARGE_FILE_EVENTS = 500_000;

/** Values of large files that are not decoded are read in larger blocks than the kernel takes: each call of the system takes some time. */
function eventsAtOnce(dataSet: FcsDataSet): number {
  if (dataSet.eventCount < LARGE_FILE_EVENTS || !isStoredAsTyped(dataSet)) return defaultBlockEvents;
  let events = MOST_AT_ONCE;
  while (events > defaultBlockEvents && events * dataSet.data.bytesPerEvent > BYTES_AT_ONCE) events /= 2;
  return events;
}

/** Opens the file, does the work, closes it. Errors: `fcs/…`, `population/…`, `usage/not-found`. */
export async function withTask<Result>(
  { file, dataSet: number, request, path }: GateFileTask,
  work: (task: OpenTask) => Result | Promise<Result>,
): Promise<Result> {
  const source = openByteSource(file);
  try {
    const dataSets = readDataSets(source);
    const dataSet = dataSets[number - 1];
    if (dataSet === undefined) {
      throw new InputError('fcs/no-such-data-set', `Expected data set ${number}, found ${dataSets.length} in the file.`, {
        file: source.name,
      });
    }
    return await work({ source, dataSet, gating: gatingOf(request, path)(dataSet) });
  } finally {
    source.close();
  }
}

/** What is compiled of the requests of this run: the files of a plate share one. */
const gatings = { exact: new WeakMap<GatingRequest, GatingOfDataSet>(), fast: new WeakMap<GatingRequest, GatingOfDataSet>() };
type GatingOfDataSet = ReturnType<typeof gatingOfSeveral>;

function gatingOf(request: GatingRequest, path: GatingPath): GatingOfDataSet {
  const gating = gatings[path].get(request) ?? gatingOfSeveral(request, path);
  gatings[path].set(request, gating);
  return gating;
}

/**
 * Takes piece after piece of a data set, by a counter that all threads share, until none is left. Data that can only be read from its
 * start is one piece. Errors: `fcs/not-a-number`, `io/failed`.
 */
export function gatePieces({ source, dataSet, gating }: OpenTask, nextPiece: SharedArrayBuffer): GatingState {
  const next = new Int32Array(nextPiece);
  const pieceEvents = dataSet.data.bytesPerEvent === 0 ? Math.max(1, dataSet.eventCount) : PIECE_EVENTS;
  const state = gating.start();
  const blockEvents = eventsAtOnce(dataSet);
  for (;;) {
    const fromEvent = Atomics.add(next, 0, 1) * pieceEvents;
    if (fromEvent >= dataSet.eventCount) return state;
    const toEvent = Math.min(fromEvent + pieceEvents, dataSet.eventCount);
    const events = openEvents(source, dataSet, { columns: gating.columns, fromEvent, toEvent, blockEvents, room });
    for (const block of events.blocks()) gating.step(state, block, events);
  }
}

/** Gates a whole file on this thread. Errors as `withTask` and `gatePieces`. */
export function gateWholeFile(task: GateFileTask): Promise<GatedFile> {
  return withTask(task, (open) => ({ dataSet: open.dataSet, result: open.gating.finish(gatePieces(open, new SharedArrayBuffer(4))) }));
}
