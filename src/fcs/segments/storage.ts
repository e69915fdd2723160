import type { FcsDataSet, FcsParameter } from '../fcs-file.ts';
import type { Reading } from '../reading.ts';
import type { Storage } from './data-range.ts';

/**
 * Ways in which the events may be stored. A width that is no whole number of bytes may be padded to the next one (Beckman's FC500 stores 10 bits
 * in 16) or packed (FCS 2.0, 3.0): the size of DATA tells which.
 */
export function possibleStorages(dataType: FcsDataSet['dataType'], stated: readonly FcsParameter[]): readonly [Storage, ...Storage[]] {
  const bits = stated.reduce((sum, parameter) => sum + parameter.bits, 0);
  if (dataType === 'A') {
    const free = stated.some((parameter) => parameter.bits === 0);
    return [{ kind: 'text', bitsPerEvent: free ? 0 : bits, ...(free ? { leastBytesPerEvent: 2 * stated.length } : {}) }];
  }
  const padded: Storage = { kind: 'bytes', bitsPerEvent: stated.reduce((sum, parameter) => sum + wholeBytes(parameter.bits), 0) };
  return padded.bitsPerEvent === bits ? [padded] : [padded, { kind: 'packed', bitsPerEvent: bits }];
}

/** The parameters with the bits that they really take, and a note of widths that are no whole bytes. */
export function storedParameters(reading: Reading, { kind }: Storage, stated: readonly FcsParameter[]): readonly FcsParameter[] {
  if (kind === 'text') return stated;
  for (const { index, bits } of stated.filter((parameter) => parameter.bits % 8 !== 0)) {
    const keyword = `$P${index}B`;
    if (kind === 'packed') reading.noteEach('fcs/packed-bits', { keyword, bits });
    else reading.noteEach('fcs/width-not-bytes', { keyword, bits, readFrom: wholeBytes(bits) });
  }
  return kind === 'packed' ? stated : stated.map((parameter) => ({ ...parameter, bits: wholeBytes(parameter.bits) }));
}

function wholeBytes(bits: number): number {
  return Math.ceil(bits / 8) * 8;
}
