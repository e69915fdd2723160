/** `cytolot/fcs`: FCS files (2.0 to 3.2) as records and blocks of events, and back to bytes. Loads no package. */
export { type ErrorCode, InputError, InputErrors, type Place } from '../errors.ts';
export type { Departure } from '../fcs/departures.ts';
export { encodeFcs } from '../fcs/encoding/encode-fcs.ts';
export { openEvents } from '../fcs/events/events.ts';
export { toScale } from '../fcs/events/scale.ts';
export type { ByteSource, EventBlock, EventSource, FcsDataSet, FcsParameter, Spillover } from '../fcs/fcs-file.ts';
export { type Acquisition, acquisitionOf } from '../fcs/keywords/acquisition.ts';
export { type Detector, detectorsOf } from '../fcs/keywords/detectors.ts';
export { readDataSets } from '../fcs/reading/data-set.ts';
export { type SentenceLanguage, sentenceOf } from '../outputs/words/sentence.ts';

import { InputError } from '../errors.ts';
import type { ByteSource } from '../fcs/fcs-file.ts';

/** The bytes of a file that stands in memory, as its readers ask for them. `name` is the file's base name, for messages. */
export function sourceOfBytes(name: string, bytes: Uint8Array): ByteSource {
  const read = (offset: number, target: Uint8Array): void => {
    if (offset < 0 || offset + target.length > bytes.length) {
      const message = `Expected ${target.length} bytes from byte ${offset} on, found ${bytes.length} bytes in all.`;
      throw new InputError('io/failed', message, { file: name, byte: offset });
    }
    target.set(bytes.subarray(offset, offset + target.length));
  };
  return { name, byteLength: bytes.length, read };
}
