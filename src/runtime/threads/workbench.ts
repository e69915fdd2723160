import { InputError } from '../../errors.ts';
import { EventRoom } from '../../fcs/events/block-range.ts';
import type { ByteSource } from '../../fcs/fcs-file.ts';
import { readDataSets } from '../../fcs/reading/data-set.ts';
import { checkEvents } from '../../fcs/reading/event-check.ts';
import type { Rasters } from '../../outputs/rasters.ts';
import { type PackedGating, packGating } from '../../population/packed-gating.ts';
import type { Disk } from '../disk/disk.ts';
import { readUnchanged, sha256OfSource } from '../disk/files.ts';
import { lookBelow } from '../intake/look-below.ts';
import { takeFile } from '../intake/take-file.ts';
import { dataSetAmong, type GatingThread, gateWhole, openGatingTools, stateOf, withTask } from './gate-file.ts';
import type { ExaminedFile, GateFileTask, Refusal, ThreadAnswer, ThreadTask } from './task.ts';
import { valuesSha256 } from './value-hash.ts';
import { WHOLE_FILE_BYTES } from './whole-file.ts';

/** Where tasks are done: what one thread keeps from one to the next. */
export interface Workbench {
  readonly answer: (task: ThreadTask) => Promise<ThreadAnswer>;
}

interface Tools extends GatingThread {
  /** For the bytes of one file after the other. */
  readonly fileRoom: EventRoom;
  /** `null` until the first lot is rendered. */
  rasters: Rasters | null;
}

/** A bench over a disk, with room for blocks and bytes and what was compiled; nothing that must be given back. */
export function openWorkbench(disk: Disk): Workbench {
  const tools: Tools = { ...openGatingTools(disk), fileRoom: new EventRoom(), rasters: null };
  return {
    answer: async (task) => {
      try {
        return await answer(task, tools);
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

async function answer(task: ThreadTask, tools: Tools): Promise<ThreadAnswer> {
  const { disk } = tools;
  switch (task.kind) {
    case 'gate':
      return { kind: 'gated', ...gateWhole(task, tools) };
    case 'gate-part':
      return { kind: 'part', state: withTask(task, tools, (open) => stateOf(open, tools, task)) };
    case 'examine':
      return readUnchanged(disk, task.file, (source) => examine(wholeAtHand(source, tools), task.gate, tools));
    case 'hash-values':
      return readUnchanged(disk, task.file, (source) => ({
        kind: 'hashed',
        sha256: valuesSha256(source, dataSetAmong(readDataSets(source), task.dataSet, source)),
      }));
    case 'read-again': {
      // The package is loaded only where it is asked for.
      const { secondReaderRecord, secondReadingOf } = await import('./second-reader.ts');
      return readUnchanged(disk, task.file, (source) => ({
        kind: 'read',
        record: secondReaderRecord(secondReadingOf(source, task.dataSet)),
      }));
    }
    case 'take':
      return { kind: 'took', taking: takeFile(disk, task) };
    case 'look':
      return { kind: 'looked', look: lookBelow(disk, task.root) };
    case 'estimate': {
      const { estimateAssay } = await import('../../potency/estimation/relative-potency.ts');
      return { kind: 'estimated', result: estimateAssay(task.assay, task.method) };
    }
    case 'render': {
      const { openRendering, renderFiles } = await import('./render-files.ts');
      tools.rasters ??= openRendering();
      return { kind: 'rendered', files: renderFiles(task, tools.rasters) };
    }
  }
}

/** The source with all its bytes in memory, where they are few. */
function wholeAtHand(source: ByteSource, { fileRoom }: Tools): ByteSource {
  const { name, byteLength } = source;
  if (byteLength > WHOLE_FILE_BYTES) return source;
  const bytes = new Uint8Array(fileRoom.bytes(byteLength), 0, byteLength);
  source.read(0, bytes);
  const read = (offset: number, target: Uint8Array): void => {
    // Beyond its end the file itself says so.
    if (offset + target.length > byteLength) source.read(offset, target);
    else target.set(bytes.subarray(offset, offset + target.length));
  };
  return { name, byteLength, read };
}

function examine(source: ByteSource, gate: Omit<GateFileTask, 'file'> | null, tools: Tools): ThreadAnswer {
  const file = { sha256: sha256OfSource(source), ...checked(source) };
  return { kind: 'examined', file, gated: gate === null || file.unreadable !== null ? null : gatedOrRefused(source, gate, tools) };
}

/** Events that cannot be decoded make the file unreadable, wherever it serves. */
function checked(source: ByteSource): Omit<ExaminedFile, 'sha256'> {
  try {
    return { departures: readDataSets(source).map((dataSet) => checkEvents(source, dataSet)), unreadable: null };
  } catch (error) {
    return { departures: [], unreadable: refusalOf(error) };
  }
}

function gatedOrRefused(
  source: ByteSource,
  { dataSet: number, request, path }: Omit<GateFileTask, 'file'>,
  tools: Tools,
): PackedGating | Refusal {
  try {
    const dataSet = dataSetAmong(readDataSets(source), number, source);
    const gating = tools.gatingOf(request, path)(dataSet);
    return packGating(gating.finish(stateOf({ source, dataSet, gating }, tools)));
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof InputError) return { kind: 'refused', code: error.code, message: error.message, place: error.place };
  throw error;
}
