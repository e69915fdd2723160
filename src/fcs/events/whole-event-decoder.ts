import type { FcsDataSet } from '../fcs-file.ts';
import { byteOrderKind } from '../keywords/byte-order.ts';
import { integerMask } from '../keywords/parameters.ts';

/** Decodes all values of a block one after the other, as they lie. */
export type WholeEventDecoder = (view: DataView, eventCount: number, values: Float32Array | Float64Array) => void;

/**
 * The decoder for a data set of one common width, or `null`. Going through a block in the order of its bytes takes a third of the time of going through it
 * once for each column, so that it pays as soon as a third of the columns are wanted.
 */
export function wholeEventDecoder({ dataType, byteOrder, data, parameters }: FcsDataSet): WholeEventDecoder | null {
  const order = byteOrderKind(byteOrder);
  const uniform = parameters.every((parameter) => parameter.dataType === undefined && parameter.bits === parameters[0]?.bits);
  if (data.storage !== undefined || order === 'mixed' || !uniform) return null;
  const perEvent = parameters.length;
  if (dataType === 'F') return order === 'big' ? float32Big(perEvent) : null;
  if (dataType === 'D') return order === 'big' ? float64Big(perEvent) : null;
  const masks = Int32Array.from(parameters, (parameter) => integerMask(parameter) | 0);
  if (parameters[0]?.bits === 16) return order === 'big' ? uint16Big(masks) : uint16Little(masks);
  if (parameters[0]?.bits === 32) return order === 'big' ? uint32Big(masks) : uint32Little(masks);
  return null;
}

function float32Big(perEvent: number): WholeEventDecoder {
  return (view, eventCount, values) => {
    for (let index = 0, at = 0; index < eventCount * perEvent; index++, at += 4) values[index] = view.getFloat32(at, false);
  };
}

function float64Big(perEvent: number): WholeEventDecoder {
  return (view, eventCount, values) => {
    for (let index = 0, at = 0; index < eventCount * perEvent; index++, at += 8) values[index] = view.getFloat64(at, false);
  };
}

function uint16Little(masks: Int32Array): WholeEventDecoder {
  return (view, eventCount, values) => {
    for (let event = 0, at = 0, to = 0; event < eventCount; event++) {
      for (let column = 0; column < masks.length; column++, at += 2) values[to++] = view.getUint16(at, true) & masks[column]!;
    }
  };
}

function uint16Big(masks: Int32Array): WholeEventDecoder {
  return (view, eventCount, values) => {
    for (let event = 0, at = 0, to = 0; event < eventCount; event++) {
      for (let column = 0; column < masks.length; column++, at += 2) values[to++] = view.getUint16(at, false) & masks[column]!;
    }
  };
}

function uint32Little(masks: Int32Array): WholeEventDecoder {
  return (view, eventCount, values) => {
    for (let event = 0, at = 0, to = 0; event < eventCount; event++) {
      for (let column = 0; column < masks.length; column++, at += 4) values[to++] = (view.getUint32(at, true) & masks[column]!) >>> 0;
    }
  };
}

function uint32Big(masks: Int32Array): WholeEventDecoder {
  return (view, eventCount, values) => {
    for (let event = 0, at = 0, to = 0; event < eventCount; event++) {
      for (let column = 0; column < masks.length; column++, at += 4) values[to++] = (view.getUint32(at, false) & masks[column]!) >>> 0;
    }
  };
}
