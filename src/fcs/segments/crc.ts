import { type Departure, departure } from '../departures.ts';
import type { ByteSource, FcsDataSet } from '../fcs-file.ts';

/**
 * The CRC that instruments write behind the last segment (FCS 3.1, 3.5): polynomial x^16 + x^12 + x^5 + 1, most significant bit first,
 * not reflected. The standard names the polynomial alone; every public file with a CRC fits this form and this start.
 */
const table: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  return crc;
});

/** What a CRC begins with. */
export const CRC_START = 0x1d0f;

/** The CRC so far with more bytes taken in. */
export function continueCrc(crc: number, bytes: Uint8Array): number {
  let result = crc;
  for (let index = 0; index < bytes.length; index++) result = ((result << 8) & 0xffff) ^ table[(result >> 8) ^ bytes[index]!]!;
  return result;
}

/** Reads the bytes that the CRC of a data set stands for. A departure where it does not fit; `null` where it does or none is stated. */
export function checkCrc(source: ByteSource, { crc, file, number }: FcsDataSet): Departure | null {
  if (crc === undefined) return null;
  let computed = CRC_START;
  const piece = new Uint8Array(Math.min(1024 * 1024, crc.end - crc.begin));
  for (let offset = crc.begin; offset < crc.end; offset += piece.length) {
    const part = piece.subarray(0, Math.min(piece.length, crc.end - offset));
    source.read(offset, part);
    computed = continueCrc(computed, part);
  }
  if (computed === crc.stated) return null;
  const place = { file, dataSet: number, byte: crc.end };
  return departure('fcs/crc-mismatch', { stated: crc.stated, computed }, place);
}
