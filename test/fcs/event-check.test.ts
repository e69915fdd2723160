import { describe, expect, it } from 'vitest';
import { encodeFcs, type FcsContent } from '../../src/fcs/encoding/encode-fcs.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { checkEvents } from '../../src/fcs/reading/event-check.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { bytesSource } from './bytes-source.ts';

const parameters = [
  { name: 'A', bits: 16 },
  { name: 'Time', bits: 32 },
];
const keywords = [['$TIMESTEP', '0.01']] as const;

function found(content: Partial<FcsContent>, change: (bytes: Uint8Array) => Uint8Array = (same) => same) {
  const source = bytesSource(change(encodeFcs({ parameters, keywords, events: [1, 10, 2, 20, 3, 30], ...content })));
  return checkEvents(source, readDataSets(source)[0]!).map((one) => [one.code, sentenceOf(one, 'en')]);
}

describe('what only the events show', () => {
  it.each(['F', 'D', 'I'] as const)('nothing in a sound file of data type %s', (dataType) => {
    expect(found({ dataType })).toEqual([]);
  });

  it.each(['F', 'D', 'I'] as const)('Time that goes back, data type %s', (dataType) => {
    expect(found({ dataType, events: [1, 10, 2, 30, 3, 20, 4, 40, 5, 39] })).toEqual([
      ['fcs/time-goes-back', 'Expected Time never to fall, found it 2 times below the event before, first in event 3.'],
    ]);
  });

  it('values that are not finite, with the parameter and the first event', () => {
    expect(found({ events: [1, 10, Number.NEGATIVE_INFINITY, 20, Number.NaN, 30] })).toEqual([
      ['fcs/not-finite', "Expected finite numbers in parameter 1 ('A'), found 2 that are not, first in event 2."],
    ]);
  });

  it('a CRC that does not fit the bytes; the one that fits says nothing', () => {
    // CRC-16 of polynomial 0x1021, start 0x1D0F, not reflected: computed bit by bit here, by a table in src. Five public files of FACSVerse and CytoFLEX S fit it.
    const stated = (wrong: number) => (bytes: Uint8Array) => {
      const body = bytes.subarray(0, bytes.length - 8);
      const digits = String(crcBitByBit(body) ^ wrong).padStart(8, '0');
      return new Uint8Array([...body, ...new TextEncoder().encode(digits)]);
    };
    expect(found({}, stated(0))).toEqual([]);
    expect(found({}, stated(0x55)).map(([code]) => code)).toEqual(['fcs/crc-mismatch']);
  });
});

function crcBitByBit(bytes: Uint8Array): number {
  let crc = 0x1d0f;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}
