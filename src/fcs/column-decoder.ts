import type { FcsDataSet } from './fcs-file.ts';
import { integerMask } from './parameters.ts';

/** A block of stored bytes, and where the decoded column goes in it. */
export interface ColumnBlock {
  readonly view: DataView;
  readonly eventCount: number;
  readonly bytesPerEvent: number;
  readonly values: Float32Array | Float64Array;
  readonly column: number;
  readonly stride: number;
}

/** Decodes one column of a block into `values[event * stride + column]`. */
export type ColumnDecoder = (block: ColumnBlock) => void;

/**
 * The decoder of one column (from 0). Each layout has its own loop with the byte order as a literal: that is what makes
 * DataView as fast as a typed array (2.1 ns a value); one loop that asks again for every value is ten times slower.
 */
export function columnDecoder(dataSet: FcsDataSet, column: number): ColumnDecoder {
  const parameter = dataSet.parameters[column]!;
  const offset = dataSet.parameters.slice(0, column).reduce((sum, { bits }) => sum + bits, 0) / 8;
  const littleEndian = dataSet.byteOrder.startsWith('1');
  const dataType = parameter.dataType ?? dataSet.dataType;
  if (dataType === 'F') return littleEndian ? float32Little(offset) : float32Big(offset);
  if (dataType === 'D') return littleEndian ? float64Little(offset) : float64Big(offset);
  const highest = integerMask(parameter);
  switch (parameter.bits) {
    case 8:
      return uint8(offset, highest);
    case 16:
      return littleEndian ? uint16Little(offset, highest) : uint16Big(offset, highest);
    case 32:
      return littleEndian ? uint32Little(offset, highest) : uint32Big(offset, highest);
    default:
      return wideInteger(offset, { bytes: parameter.bits / 8, highest, littleEndian });
  }
}

function float32Little(offset: number): ColumnDecoder {
  return ({ view, eventCount, bytesPerEvent, values, column, stride }) => {
    for (let event = 0, at = offset, to = column; event < eventCount; event++, at += bytesPerEvent, to += stride)
      values[to] = view.getFloat32(at, true);
  };
}

function float32Big(offset: number): ColumnDecoder {
  return ({ view, eventCount, bytesPerEvent, values, column, stride }) => {
    for (let event = 0, at = offset, to = column; event < eventCount; event++, at += bytesPerEvent, to += stride)
      values[to] = view.getFloat32(at, false);
  };
}

function float64Little(offset: number): ColumnDecoder {
  return ({ view, eventCount, bytesPerEvent, values, column, stride }) => {
    for (let event = 0, at = offset, to = column; event < eventCount; event++, at += bytesPerEvent, to += stride)
      values[to] = view.getFloat64(at, true);
  };
}

function float64Big(offset: number): ColumnDecoder {
  return ({ view, eventCount, bytesPerEvent, values, column, stride }) => {
    for (let event = 0, at = offset, to = column; event < eventCount; event++, at += bytesPerEvent, to += stride)
      values[to] = view.getFloat64(at, false);
  };
}

function uint8(offset: number, highest: number): ColumnDecoder {
  return ({ view, eventCount, bytesPerEvent, values, column, stride }) => {
    for (let event = 0, at = offset, to = column; event < eventCount; event++, at += bytesPerEvent, to += stride)
      values[to] = view.getUint8(at) & highest;
  };
}

function uint16Little(offset: number, highest: number): ColumnDecoder {
  return ({ view, eventCount, bytesPerEvent, values, column, stride }) => {
    for (let event = 0, at = offset, to = column; event < eventCount; event++, at += bytesPerEvent, to += stride)
      values[to] = view.getUint16(at, true) & highest;
  };
}

function uint16Big(offset: number, highest: number): ColumnDecoder {
  return ({ view, eventCount, bytesPerEvent, values, column, stride }) => {
    for (let event = 0, at = offset, to = column; event < eventCount; event++, at += bytesPerEvent, to += stride)
      values[to] = view.getUint16(at, false) & highest;
  };
}

function uint32Little(offset: number, highest: number): ColumnDecoder {
  return ({ view, eventCount, bytesPerEvent, values, column, stride }) => {
    for (let event = 0, at = offset, to = column; event < eventCount; event++, at += bytesPerEvent, to += stride)
      values[to] = (view.getUint32(at, true) & highest) >>> 0;
  };
}

function uint32Big(offset: number, highest: number): ColumnDecoder {
  return ({ view, eventCount, bytesPerEvent, values, column, stride }) => {
    for (let event = 0, at = offset, to = column; event < eventCount; event++, at += bytesPerEvent, to += stride)
      values[to] = (view.getUint32(at, false) & highest) >>> 0;
  };
}

/** 24, 40, 48, 56 and 64 bits: byte by byte in two halves, because the bit operators of JavaScript end at 32 bits. */
function wideInteger(
  offset: number,
  { bytes, highest, littleEndian }: { readonly bytes: number; readonly highest: number; readonly littleEndian: boolean },
): ColumnDecoder {
  // A mask of more than 53 bits is no exact double: all of its low bits are set.
  const highestHigh = Math.min(4294967295, Math.floor(highest / 4294967296));
  const highestLow = Number.isSafeInteger(highest) ? highest % 4294967296 : 4294967295;
  return ({ view, eventCount, bytesPerEvent, values, column, stride }) => {
    for (let event = 0, at = offset, to = column; event < eventCount; event++, at += bytesPerEvent, to += stride) {
      let low = 0;
      let high = 0;
      for (let byte = 0; byte < bytes; byte++) {
        const value = view.getUint8(at + (littleEndian ? byte : bytes - 1 - byte));
        if (byte < 4) low |= value << (8 * byte);
        else high |= value << (8 * (byte - 4));
      }
      values[to] = ((high & highestHigh) >>> 0) * 4294967296 + ((low & highestLow) >>> 0);
    }
  };
}
