import { InputError } from '../../errors.ts';
import { EventRoom } from '../../fcs/events/block-range.ts';
import { defaultBlockEvents, isStoredAsTyped, openEvents } from '../../fcs/events/events.ts';
import type { ByteSource, FcsDataSet } from '../../fcs/fcs-file.ts';
import { readDataSets } from '../../fcs/reading/data-set.ts';
import { openCompiledCode } from '../../population/engine/compiled-code.ts';
import { type CompiledGating, type GatingPath, gatingOfSeveral } from '../../population/gating/gating.ts';
import type { GatingRequest } from '../../population/gating-request.ts';
import { packGating } from '../../population/packed-gating.ts';
import type { GatingState } from '../../population/statistics/gating-state.ts';
import type { Disk } from '../disk/disk.ts';
import type { FileStamp } from '../disk/file-stamp.ts';
import { type OpenByteSource, readUnchanged } from '../disk/files.ts';
import type { GatedDataSet, GateFileTask } from './task.ts';

/** What gating on one thread keeps from one file to the next. */
export interface GatingThread {
  readonly disk: Disk;
  /** For the blocks of one piece and file after the other. */
  readonly room: EventRoom;
  /** A request, compiled once for all files that it is asked for: the files of a plate share one. */
  readonly gatingOf: (request: GatingRequest, path: GatingPath) => (dataSet: FcsDataSet) => CompiledGating;
  /** The data sets of an open file, which are read once for all its parts. */
  readonly dataSetsOf: (source: OpenByteSource) => readonly FcsDataSet[];
}

/** Requests whose compiled form is kept: those of the assay runs under way. */
const MOST_REQUESTS = 12;

export function openGatingTools(disk: Disk): GatingThread {
  const gatings = new Map<string, ReturnType<typeof gatingOfSeveral>>();
  const code = openCompiledCode();
  let latest: { readonly stamp: FileStamp; readonly dataSets: readonly FcsDataSet[] } | null = null;
  return {
    disk,
    dataSetsOf: (source) => {
      // A stamp holds device and inode: it tells files apart too, but for their names.
      const known = latest?.stamp === source.stamp && latest.dataSets[0]?.file === source.name ? latest.dataSets : null;
      const dataSets = known ?? readDataSets(source);
      latest = { stamp: source.stamp, dataSets };
      return dataSets;
    },
    room: new EventRoom(),
    gatingOf: (request, path) => {
      // By content: the request of another task is another object.
      const key = `${path} ${JSON.stringify(request)}`;
      const gating = gatings.get(key) ?? gatingOfSeveral(request, { path, code });
      if (gatings.size >= MOST_REQUESTS && !gatings.has(key)) gatings.clear();
      gatings.set(key, gating);
      return gating;
    },
  };
}

/** From an event to before another. */
export interface EventRange {
  readonly fromEvent: number;
  readonly toEvent: number;
}

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

/** A task whose file is open. */
export interface OpenTask {
  readonly source: ByteSource;
  readonly dataSet: FcsDataSet;
  readonly gating: CompiledGating;
}

/** Opens the file, does the work, closes it. Errors: `fcs/…`, `population/…`, `usage/not-found`, `io/changed`. */
export function withTask<Result>(task: GateFileTask, tools: GatingThread, work: (open: OpenTask) => Result): Result {
  return readUnchanged(tools.disk, task.file, (source) => work(openTask(source, task, tools)));
}

/** The task over a file that is open. Errors: `fcs/…`, `population/…`. */
export function openTask(source: OpenByteSource, { dataSet: number, request, path }: GateFileTask, tools: GatingThread): OpenTask {
  const dataSet = dataSetAmong(tools.dataSetsOf(source), number, source);
  return { source, dataSet, gating: tools.gatingOf(request, path)(dataSet) };
}

/** Errors: `fcs/no-such-data-set`. */
export function dataSetAmong(dataSets: readonly FcsDataSet[], number: number, { name }: Pick<ByteSource, 'name'>): FcsDataSet {
  const dataSet = dataSets[number - 1];
  if (dataSet !== undefined) return dataSet;
  throw new InputError('fcs/no-such-data-set', `Expected data set ${number}, found ${dataSets.length} in the file.`, { file: name });
}

/** Adds events to a state. Errors: `fcs/not-a-number`, `io/failed`. */
export function addEvents(state: GatingState, { source, dataSet, gating }: OpenTask, range: EventRange & Pick<GatingThread, 'room'>): void {
  const events = openEvents(source, dataSet, { ...range, columns: gating.columns, blockEvents: eventsAtOnce(dataSet) });
  for (const block of events.blocks()) gating.step(state, block, events);
}

/** Gates a whole data set on this thread. Errors as `withTask` and `addEvents`. */
export function gateWhole(task: GateFileTask, tools: GatingThread): GatedDataSet {
  return withTask(task, tools, (open) => ({ dataSet: open.dataSet, result: packGating(open.gating.finish(stateOf(open, tools))) }));
}

export function stateOf(open: OpenTask, { room }: Pick<GatingThread, 'room'>, range: EventRange | null = null): GatingState {
  const state = open.gating.start();
  addEvents(state, open, { ...(range ?? { fromEvent: 0, toEvent: open.dataSet.eventCount }), room });
  return state;
}
