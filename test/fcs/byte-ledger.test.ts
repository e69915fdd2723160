import { describe, expect, it } from 'vitest';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { CRC_START, continueCrc } from '../../src/fcs/segments/crc.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { buildFcs, type FileByHand, requiredPairs, threeEvents } from './build-fcs.ts';
import { bytesSource } from './bytes-source.ts';

const text = (characters: string): Uint8Array => new TextEncoder().encode(characters);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(parts.flatMap((part) => [...part]));

function found(file: Partial<FileByHand>) {
  const bytes = buildFcs({ pairs: requiredPairs(), data: threeEvents, ...file });
  const [dataSet] = readDataSets(bytesSource(bytes));
  return {
    size: bytes.length,
    departures: (dataSet?.departures ?? []).map((one) => [one.code, sentenceOf(one, 'en')]),
    notes: (dataSet?.notes ?? []).map((one) => [one.code, sentenceOf(one, 'en')]),
  };
}

const other = buildFcs({ pairs: requiredPairs({ $TOT: '2' }), data: threeEvents.slice(0, 8) });
const behind = (bytes: Uint8Array) => found({ tail: bytes });

describe('every byte of a file belongs to something', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['blanks, NULs and line ends', text('  \0\0\r\n')],
    ['the zeros of a CRC that was not computed', text('00000000')],
    ['such zeros behind padding, a digit short', text('   0000000')],
  ])('%s behind DATA is no news', (_, tail) => {
    expect(behind(tail)).toMatchObject({ departures: [], notes: [] });
  });

  it('other bytes are noted with their place, without the padding around them', () => {
    const { size, departures, notes } = behind(text('  [Plot]  '));
    expect(departures).toEqual([]);
    expect(notes).toEqual([
      [
        'fcs/unread-bytes',
        `Expected every byte to belong to a segment, found 6 that do not and are no padding, in bytes ${size - 8} to ${size - 3}; they are not read.`,
      ],
    ]);
  });

  it('a data set to which no $NEXTDATA leads is a departure with its number of events', () => {
    const { size, departures, notes } = behind(other);
    expect(notes).toEqual([]);
    expect(departures).toEqual([
      [
        'fcs/hidden-data-set',
        `Expected no data set behind the last one to which $NEXTDATA leads, found 1 with 2 events: 2 events from byte ${size - other.length} on. They are not read: export the file again, or its data sets one by one.`,
      ],
    ]);
  });

  it('none, one and two of them, with bytes between', () => {
    expect(
      behind(joined(other, text('   '), other)).departures.map(([, message]) => /found \d+ with \d+ events/.exec(message ?? '')?.[0]),
    ).toEqual(['found 2 with 4 events']);
    const { departures, notes } = behind(joined(other, text('rest'), other));
    expect([departures.length, notes.map(([code]) => code)]).toEqual([1, ['fcs/unread-bytes']]);
  });

  it('a HEADER that leads to no data set is unread bytes', () => {
    expect(behind(other.slice(0, 120)).notes.map(([code]) => code)).toEqual(['fcs/unread-bytes']);
    expect(behind(joined(text('FCS3.1'), new Uint8Array(80).fill(32))).notes.map(([code]) => code)).toEqual(['fcs/unread-bytes']);
  });

  it('a file of false begins does not buy a reading of each', () => {
    const begin = text(`FCS3.1    ${'58'.padStart(8)}${'9000'.padStart(8)}`);
    const tail = new Uint8Array(200_000).fill(47);
    for (let at = 0; at < 100_000; at += 100) tail.set(begin, at);
    expect(behind(tail).notes.map(([code]) => code)).toEqual(['fcs/unread-bytes']);
  });
});

it('the CRC of "123456789" is 0xE5CC (CRC-16 with polynomial 0x1021, start 0x1D0F, not reflected: catalogue of parametrised CRCs, SPI-FUJITSU)', () => {
  expect(continueCrc(CRC_START, text('123456789'))).toBe(0xe5cc);
});

describe('a clock without a Time', () => {
  const withNames = (name: string) => found({ pairs: requiredPairs({ $TIMESTEP: '0.01', $P2N: name }) }).notes;
  it.each(['HDR-T', 'T1', 'Time (s)', 'TIME2'])('%s may be it, and is noted', (name) => {
    expect(withNames(name)).toEqual([
      ['fcs/time-by-another-name', `$TIMESTEP is '0.01', and no parameter is called Time; '${name}' may be it: its values stay as stored.`],
    ]);
  });
  it.each(['Time', 'TIME', 'FITC-A', 'Timer-1 BV421'])('%s is nothing to note', (name) => {
    expect(withNames(name)).toEqual([]);
  });
});

describe('ranges that no instrument has', () => {
  it.each([
    ['$P1G', '1e300', 'fcs/gain'],
    ['$P1G', '1e-300', 'fcs/gain'],
    ['$TIMESTEP', '1e300', 'fcs/timestep'],
  ])('%s %s', (keyword, value, code) => {
    expect(found({ pairs: requiredPairs({ $P2N: 'Time', [keyword]: value }) }).departures.map(([one]) => one)).toContain(code);
  });
  it('a $PnR of 1e300 is refused for integers, and counts as absent for floats', () => {
    expect(() => found({ pairs: requiredPairs({ $P1R: '1e300' }) })).toThrow('Expected at most 1e+39 for $P1R');
    const floats = requiredPairs({ $DATATYPE: 'F', $PAR: '1', $TOT: '3', $P1B: '32', $P1R: '1e300' });
    expect(found({ pairs: floats }).departures.map(([one]) => one)).toEqual(['fcs/range']);
  });
});
