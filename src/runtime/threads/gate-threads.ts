import { InputError } from '../../errors.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import type { CompiledGating } from '../../population/gating/gating.ts';
import { type PackedGating, packGating } from '../../population/packed-gating.ts';
import type { GatingState } from '../../population/statistics/gating-state.ts';
import { openByteSource } from '../disk/files.ts';
import { addEvents, type EventRange, type GatingThread, gateWhole, openTask } from './gate-file.ts';
import type { GatedDataSet, GateFileTask, Refusal } from './task.ts';
import { threadsForBytes, threadsForFiles } from './thread-count.ts';
import type { Threads } from './threads.ts';

/** A file's result, or why there is none. */
export type FileOutcome = { readonly kind: 'gated'; readonly gated: GatedDataSet } | Refusal;

/** Events that this thread takes at a time: some milliseconds, in which the others may wait for it. */
const OWN_EVENTS = 32_768;
/** Events that another thread takes at a time: what it answers crosses to this one. */
const PART_EVENTS = 8 * OWN_EVENTS;

/** The parts of a data set that are still to be taken, by whoever asks first. */
function openParts({ data, eventCount }: FcsDataSet): (events: number) => EventRange | null {
  let next = 0;
  return (events) => {
    if (next >= eventCount) return null;
    // Data that can only be read from its start is one part.
    const range = { fromEvent: next, toEvent: data.bytesPerEvent === 0 ? eventCount : Math.min(eventCount, next + events) };
    next = range.toEvent;
    return range;
  };
}

interface Help {
  readonly tools: GatingThread;
  readonly threads: Threads;
}

/** Gates one data set on this thread, with the help of others where it is large; the result is the same on any number. Errors: `fcs/…`, `population/…`, `usage/not-found`. */
export async function gateFile(task: GateFileTask, { tools, threads }: Help): Promise<GatedDataSet> {
  const source = openByteSource(task.file, tools.disk);
  const shares: Promise<void>[] = [];
  try {
    const open = openTask(source, task, tools);
    const sum = openSum(open.gating);
    const take = openParts(open.dataSet);
    const others = Math.min(threads.most, threadsForBytes(open.dataSet.data.byteLength) - 1);
    const part = { ...task, file: { ...task.file, stamp: source.stamp } };
    for (let other = 0; other < others; other++) shares.push(gateParts(part, { take, sum, threads, events: PART_EVENTS }));
    const settled = Promise.allSettled(shares);
    try {
      if (others > 0) await turn();
      for (let range = take(OWN_EVENTS); range !== null; range = take(OWN_EVENTS)) {
        addEvents(sum.state(), open, { ...range, room: tools.room });
        if (others > 0) await turn();
      }
      await Promise.all(shares);
    } finally {
      await settled;
    }
    source.refuseChanged();
    return { dataSet: open.dataSet, result: packGating(open.gating.finish(sum.state())) };
  } finally {
    source.close();
  }
}

/** As `gateFile`, on other threads alone. */
export async function gateOnThreads(
  task: GateFileTask,
  { gating, dataSet, threads }: { readonly gating: CompiledGating; readonly dataSet: FcsDataSet; readonly threads: Threads },
): Promise<PackedGating> {
  const [take, sum] = [openParts(dataSet), openSum(gating)];
  // What crosses from a thread holds histograms and values: a few large parts, and enough of them that no thread waits long for another.
  const events = Math.max(PART_EVENTS, Math.ceil(dataSet.eventCount / (4 * threads.most)));
  await Promise.all(Array.from({ length: threads.most }, () => gateParts(task, { take, sum, threads, events })));
  return packGating(gating.finish(sum.state()));
}

/** What was counted so far, by whichever thread. */
interface Sum {
  readonly state: () => GatingState;
  readonly add: (state: GatingState) => void;
}

function openSum(gating: CompiledGating): Sum {
  let sum = gating.start();
  return {
    state: () => sum,
    add: (state) => {
      sum = gating.merge(sum, state);
    },
  };
}

interface Share {
  readonly take: ReturnType<typeof openParts>;
  readonly sum: Sum;
  readonly threads: Threads;
  readonly events: number;
}

async function gateParts(task: GateFileTask, { take, sum, threads, events }: Share): Promise<void> {
  for (let range = take(events); range !== null; range = take(events)) {
    const { state } = await threads.ask({ kind: 'gate-part', ...task, ...range }, 'part');
    sum.add(state);
  }
}

/** Gates several files over threads; a file that cannot be gated does not stop the others. Outcomes stand in the order of the tasks. */
export async function gateFiles(tasks: readonly GateFileTask[], { tools, threads }: Help): Promise<readonly FileOutcome[]> {
  const outcomes = new Map<number, FileOutcome>();
  const left = tasks.map((task, index) => ({ task, index })).reverse();
  const others = Math.min(threads.most, threadsForFiles(tasks.length) - 1);
  const share = async (gate: (task: GateFileTask) => GatedDataSet | Promise<GatedDataSet>): Promise<void> => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      outcomes.set(one.index, await outcomeOf(gate, one.task));
      await turn();
    }
  };
  await Promise.all([
    ...Array.from({ length: others }, () => share((task) => threads.ask({ kind: 'gate', ...task }, 'gated'))),
    share((task) => gateWhole(task, tools)),
  ]);
  return tasks.flatMap((_, index) => outcomes.get(index) ?? []);
}

async function outcomeOf(gate: (task: GateFileTask) => GatedDataSet | Promise<GatedDataSet>, task: GateFileTask): Promise<FileOutcome> {
  try {
    return { kind: 'gated', gated: await gate(task) };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', code: error.code, message: error.message, place: error.place };
    throw error;
  }
}

/** Lets what other threads answered be heard. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
