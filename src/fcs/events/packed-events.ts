import type { EventBlock } from '../fcs-file.ts';
import { byteOrderKind } from '../keywords/byte-order.ts';
import { integerMask } from '../keywords/parameters.ts';
import type { BlockRange } from './block-range.ts';
import { bitOffsets } from './column-decoder.ts';
import { joinHalves, maskHalves } from './stored-value.ts';

/**
 * Events whose values follow each other bit by bit (FCS 2.0 and 3.0, `$PnB` of 10 and the like). In big-endian order a value begins at the highest
 * bit of its first byte, in little-endian order at the lowest, as if all of DATA were one number in that order.
 */
export function* packedBlocks({ source, dataSet, columns, fromEvent, toEvent, blockEvents }: BlockRange): IterableIterator<EventBlock> {
  const { begin, byteLength } = dataSet.data;
  const bitsPerEvent = dataSet.parameters.reduce((sum, { bits }) => sum + bits, 0);
  const values = new Float64Array(blockEvents * columns.length);
  const read = packedReader(dataSet, columns);
  for (let firstEvent = fromEvent; firstEvent < toEvent; firstEvent += blockEvents) {
    const eventCount = Math.min(blockEvents, toEvent - firstEvent);
    const firstByte = Math.floor((firstEvent * bitsPerEvent) / 8);
    const lastByte = Math.min(byteLength, Math.ceil(((firstEvent + eventCount) * bitsPerEvent) / 8));
    const bytes = new Uint8Array(lastByte - firstByte);
    source.read(begin + firstByte, bytes);
    for (let event = 0; event < eventCount; event++) {
      const firstBit = (firstEvent + event) * bitsPerEvent - firstByte * 8;
      read({ bytes, firstBit, event: firstEvent + event, values, to: event * columns.length });
    }
    yield { firstEvent, eventCount, values };
  }
}

interface PackedEvent {
  readonly bytes: Uint8Array;
  readonly firstBit: number;
  readonly event: number;
  readonly values: Float64Array;
  readonly to: number;
}

function packedReader(dataSet: BlockRange['dataSet'], columns: readonly number[]): (event: PackedEvent) => void {
  const bigEndian = byteOrderKind(dataSet.byteOrder) === 'big';
  const offsets = bitOffsets(dataSet.parameters);
  const layouts = columns.map((column) => {
    const parameter = dataSet.parameters[column]!;
    return { parameter, offset: offsets[column]!, mask: maskHalves(integerMask(parameter)) };
  });
  return ({ bytes, firstBit, event, values, to }) => {
    layouts.forEach(({ parameter, offset, mask }, column) => {
      const { high, low } = bitsAt(bytes, { from: firstBit + offset, count: parameter.bits, bigEndian });
      values[to + column] = joinHalves(high & mask.high, low & mask.low, { dataSet, parameter, event });
    });
  };
}

interface BitRange {
  readonly from: number;
  readonly count: number;
  readonly bigEndian: boolean;
}

/** Up to 64 bits as two halves, one bit at a time: packed files are small and old. */
function bitsAt(bytes: Uint8Array, { from, count, bigEndian }: BitRange): { readonly high: number; readonly low: number } {
  let high = 0;
  let low = 0;
  for (let index = 0; index < count; index++) {
    const at = from + index;
    const shift = bigEndian ? 7 - (at % 8) : at % 8;
    const bit = (bytes[at >> 3]! >> shift) & 1;
    const place = bigEndian ? count - 1 - index : index;
    if (place < 32) low |= bit << place;
    else high |= bit << (place - 32);
  }
  return { high, low };
}
