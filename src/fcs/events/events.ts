import { InputError } from '../../errors.ts';
import type { ByteSource, EventBlock, EventSource, FcsDataSet } from '../fcs-file.ts';
import { byteOrderKind } from '../keywords/byte-order.ts';
import type { BlockRange } from './block-range.ts';
import { EventRoom } from './block-range.ts';
import { columnDecoders } from './column-decoder.ts';
import { freeTextBlocks } from './free-text-events.ts';
import { packedBlocks } from './packed-events.ts';
import { type WholeEventDecoder, wholeEventDecoder } from './whole-event-decoder.ts';

/** Which events and columns to read. */
export interface EventSelection {
  /** Parameters counting from 0, in the order in which they are wanted. */
  readonly columns: readonly number[];
  /** First event, from 0; the first of the data set where absent. */
  readonly fromEvent?: number;
  /** One past the last event; all where absent. */
  readonly toEvent?: number;
  /** Events in a block; 2,048 where absent. */
  readonly blockEvents?: number;
  /** Where blocks are read and decoded to: saves buffers for every source that is opened, of which only the last then holds its block. */
  readonly room?: EventRoom;
}

/** Small enough for the second-level cache, large enough that a system call for each does not count. No worker count changes it. */
export const defaultBlockEvents = 2048;

/**
 * The events of a data set, block by block, only the columns asked for. Little-endian floating point is handed out as stored: event by event,
 * all parameters, without a copy. Everything else is decoded into the asked columns. Codes: usage/bad-argument, io/failed.
 */
export function openEvents(source: ByteSource, dataSet: FcsDataSet, selection: EventSelection): EventSource {
  const fromEvent = selection.fromEvent ?? 0;
  const toEvent = selection.toEvent ?? dataSet.eventCount;
  const blockEvents = Math.max(1, Math.min(selection.blockEvents ?? defaultBlockEvents, Math.max(1, toEvent - fromEvent)));
  checkSelection(dataSet, { columns: selection.columns, fromEvent, toEvent });
  const { columns, room = new EventRoom() } = selection;
  const range: BlockRange = { source, dataSet, columns, fromEvent, toEvent, blockEvents, room };
  const eventCount = toEvent - fromEvent;
  if (isStoredAsTyped(dataSet)) {
    return {
      eventCount,
      stride: dataSet.parameters.length,
      offsets: [...selection.columns],
      blocks: () => storedBlocks(range),
    };
  }
  const decode = wholeEventDecoder(dataSet);
  if (decode !== null && 3 * selection.columns.length >= dataSet.parameters.length) {
    return {
      eventCount,
      stride: dataSet.parameters.length,
      offsets: [...selection.columns],
      blocks: () => wholeEventBlocks(range, decode),
    };
  }
  const offsets = selection.columns.map((_, column) => column);
  return { eventCount, stride: selection.columns.length, offsets, blocks: () => blocksOf(range) };
}

function blocksOf(range: BlockRange): IterableIterator<EventBlock> {
  const { storage, bytesPerEvent } = range.dataSet.data;
  if (storage === 'packed') return packedBlocks(range);
  return storage === 'text' && bytesPerEvent === 0 ? freeTextBlocks(range) : decodedBlocks(range);
}

function checkSelection(
  { file, parameters, eventCount }: FcsDataSet,
  { columns, fromEvent, toEvent }: Required<Omit<EventSelection, 'blockEvents' | 'room'>>,
): void {
  const bad = columns.find((column) => !Number.isInteger(column) || column < 0 || column >= parameters.length);
  if (bad !== undefined)
    throw new InputError('usage/bad-argument', `Expected columns from 0 to ${parameters.length - 1}, found ${bad}.`, { file });
  if (!(Number.isInteger(fromEvent) && Number.isInteger(toEvent) && fromEvent >= 0 && fromEvent <= toEvent && toEvent <= eventCount)) {
    throw new InputError('usage/bad-argument', `Expected events within 0 to ${eventCount}, found ${fromEvent} to ${toEvent}.`, { file });
  }
}

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Whether the events lie in the file as a typed array of this machine does. */
export function isStoredAsTyped({ dataType, byteOrder, parameters }: FcsDataSet): boolean {
  const uniform = parameters.every((parameter) => parameter.dataType === undefined);
  return hostIsLittleEndian && uniform && (dataType === 'F' || dataType === 'D') && byteOrderKind(byteOrder) === 'little';
}

function* storedBlocks({ source, dataSet, fromEvent, toEvent, blockEvents, room }: BlockRange): IterableIterator<EventBlock> {
  const { begin, bytesPerEvent } = dataSet.data;
  const byteLength = blockEvents * bytesPerEvent;
  const buffer = room.bytes(byteLength);
  const values = dataSet.dataType === 'F' ? new Float32Array(buffer, 0, byteLength / 4) : new Float64Array(buffer, 0, byteLength / 8);
  for (let firstEvent = fromEvent; firstEvent < toEvent; firstEvent += blockEvents) {
    const eventCount = Math.min(blockEvents, toEvent - firstEvent);
    source.read(begin + firstEvent * bytesPerEvent, new Uint8Array(buffer, 0, eventCount * bytesPerEvent));
    yield { firstEvent, eventCount, values };
  }
}

function* wholeEventBlocks(
  { source, dataSet, fromEvent, toEvent, blockEvents, room }: BlockRange,
  decode: WholeEventDecoder,
): IterableIterator<EventBlock> {
  const { begin, bytesPerEvent } = dataSet.data;
  const byteLength = blockEvents * bytesPerEvent;
  const bytes = new Uint8Array(room.bytes(byteLength), 0, byteLength);
  const view = new DataView(bytes.buffer, 0, byteLength);
  const values = valuesIn(room, blockEvents * dataSet.parameters.length, dataSet.dataType === 'F');
  for (let firstEvent = fromEvent; firstEvent < toEvent; firstEvent += blockEvents) {
    const eventCount = Math.min(blockEvents, toEvent - firstEvent);
    source.read(begin + firstEvent * bytesPerEvent, bytes.subarray(0, eventCount * bytesPerEvent));
    decode(view, eventCount, values);
    yield { firstEvent, eventCount, values };
  }
}

function valuesIn(room: EventRoom, length: number, singles: boolean): Float32Array | Float64Array {
  return singles ? new Float32Array(room.values(4 * length), 0, length) : new Float64Array(room.values(8 * length), 0, length);
}

function* decodedBlocks({ source, dataSet, columns, fromEvent, toEvent, blockEvents, room }: BlockRange): IterableIterator<EventBlock> {
  const { begin, bytesPerEvent } = dataSet.data;
  const byteLength = blockEvents * bytesPerEvent;
  const bytes = new Uint8Array(room.bytes(byteLength), 0, byteLength);
  const view = new DataView(bytes.buffer, 0, byteLength);
  const singles = dataSet.dataType === 'F' && dataSet.parameters.every((parameter) => parameter.dataType === undefined);
  const values = valuesIn(room, blockEvents * columns.length, singles);
  const decoders = columnDecoders(dataSet, columns);
  for (let firstEvent = fromEvent; firstEvent < toEvent; firstEvent += blockEvents) {
    const eventCount = Math.min(blockEvents, toEvent - firstEvent);
    source.read(begin + firstEvent * bytesPerEvent, bytes.subarray(0, eventCount * bytesPerEvent));
    decoders.forEach((decode, column) => {
      decode({ view, eventCount, bytesPerEvent, values, column, stride: columns.length, firstEvent });
    });
    yield { firstEvent, eventCount, values };
  }
}
