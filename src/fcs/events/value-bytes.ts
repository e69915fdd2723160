import type { EventBlock, EventSource } from '../fcs-file.ts';

/**
 * Hands on the stored values of a block as little-endian float64, event by event: the same bytes for the same values, whatever the byte order, data type and
 * offsets of the file. All columns must have been asked for, so that they lie side by side. The bytes are overwritten by the next block.
 */
export function littleEndianDoubles({ stride }: EventSource): (block: EventBlock) => Uint8Array {
  let doubles = new Float64Array(0);
  return ({ eventCount, values }) => {
    const count = eventCount * stride;
    if (doubles.length < count) doubles = new Float64Array(count);
    doubles.set(values.subarray(0, count));
    return new Uint8Array(doubles.buffer, 0, 8 * count);
  };
}
