import { describe, expect, it } from 'vitest';
import { requiredPairs } from './build-fcs.ts';
import { readAll } from './read-by-hand.ts';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const text = (characters: string): Uint8Array => new TextEncoder().encode(characters);

describe('byte orders', () => {
  // 0x0a0b0c0d = 168496141 with its bytes in the order that $BYTEORD names, 1 the least significant (FCS 3.0, 3.2.20).
  it.each([
    ['1,2,3,4', bytes(0x0d, 0x0c, 0x0b, 0x0a)],
    ['4,3,2,1', bytes(0x0a, 0x0b, 0x0c, 0x0d)],
    ['3,4,1,2', bytes(0x0b, 0x0a, 0x0d, 0x0c)],
    ['2,1,4,3', bytes(0x0c, 0x0d, 0x0a, 0x0b)],
  ])('%s', ($BYTEORD, data) => {
    const pairs = requiredPairs({ $BYTEORD, $PAR: '1', $TOT: '1', $P1B: '32', $P1R: '4294967296' });
    expect(readAll({ version: 'FCS3.0', pairs, data }).values).toEqual([0x0a0b0c0d]);
  });

  it('reads floating point in a mixed order: 1.5 is 3f c0 00 00', () => {
    const pairs = requiredPairs({ $BYTEORD: '3,4,1,2', $DATATYPE: 'F', $PAR: '1', $TOT: '1', $P1B: '32' });
    expect(readAll({ version: 'FCS3.0', pairs, data: bytes(0xc0, 0x3f, 0x00, 0x00) }).values).toEqual([1.5]);
  });

  it('refuses a mixed order of other bytes than the values have', () => {
    const found = readAll({ pairs: requiredPairs({ $BYTEORD: '3,4,1,2' }), data: new Uint8Array(12) });
    expect(found).toEqual({
      refused: 'fcs/unsupported',
      sentence: "Expected values of 4 bytes for the mixed order '3,4,1,2' in $BYTEORD, found 16 bits in parameter 1.",
    });
  });
});

describe('widths', () => {
  const oneColumn = { $PAR: '1', $TOT: '1' };
  it.each([
    ['24', '16777216', bytes(0x03, 0x02, 0x01), 0x010203],
    ['40', '1099511627776', bytes(0x05, 0x04, 0x03, 0x02, 0x01), 0x0102030405],
    ['64', '9007199254740992', bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 0xff), Number.MAX_SAFE_INTEGER],
    ['64', '18446744073709551616', bytes(0, 0, 0, 0, 0, 0, 0x40, 0), 18014398509481984],
    // Masks of 2^k - 1 beyond 53 bits: the bits below 2^k stay, the one of 2^k goes. 2^54 + 1 needs a bit more than 2^54.
    ['64', '18014398509481984', bytes(77, 0, 0, 0, 0, 0, 0x50, 0), 4503599627370573],
    ['64', '18014398509481985', bytes(0, 0, 0, 0, 0, 0, 0x60, 0), 27021597764222976],
    ['64', '9223372036854775808', bytes(77, 0, 0, 0, 0, 0, 0x10, 0x80), 4503599627370573],
    ['64', '36028797018963968', bytes(0, 0, 0, 0, 0, 0, 0xe0, 0), 27021597764222976],
    // 2^56 in the shortest digits of its double.
    ['56', '72057594037927940', bytes(9, 0, 0, 0, 0, 0, 0), 9],
  ])('$P1B %s, $P1R %s', ($P1B, $P1R, data, value) => {
    expect(readAll({ pairs: requiredPairs({ ...oneColumn, $P1B, $P1R }), data }).values).toEqual([value]);
  });

  it('refuses a 64-bit integer that a double would round', () => {
    const pairs = requiredPairs({ ...oneColumn, $P1B: '64', $P1R: '18446744073709551616' });
    // 2^53 + 1
    expect(readAll({ pairs, data: bytes(1, 0, 0, 0, 0, 0, 0x20, 0) })).toEqual({
      refused: 'fcs/unsupported',
      sentence: "Expected integers that 53 bits hold, found 9007199254740993 in event 1 of parameter 1 ('A').",
    });
  });

  it('reads 10 bits from 16 where DATA has the room (Beckman FC500)', () => {
    const pairs = requiredPairs({ $TOT: '1', $P1B: '10', $P2B: '10', $P2R: '1024' });
    expect(readAll({ pairs, data: bytes(0x01, 0xff, 0xff, 0x03) })).toMatchObject({
      values: [0x0301, 0x03ff],
      departures: ['fcs/width-not-bytes'],
    });
  });

  // 10-bit values 1, 2, 3, 4 as one run of bits: 0000000001 0000000010 0000000011 0000000100, padded to 5 bytes.
  it('reads packed 10 bits from the highest bit on in big-endian order', () => {
    const pairs = requiredPairs({ $BYTEORD: '4,3,2,1', $TOT: '2', $P1B: '10', $P2B: '10', $P2R: '1024' });
    const data = bytes(0b00000000, 0b01000000, 0b00100000, 0b00001100, 0b00000100);
    expect(readAll({ pairs, data })).toMatchObject({ values: [1, 2, 3, 4], departures: ['fcs/packed-bits'] });
  });

  it('reads packed 10 bits from the lowest bit on in little-endian order', () => {
    const pairs = requiredPairs({ $TOT: '2', $P1B: '10', $P2B: '10', $P2R: '1024' });
    // 1 + 2 x 2^10 + 3 x 2^20 + 4 x 2^30, least significant byte first.
    const data = bytes(0x01, 0x08, 0x30, 0x00, 0x01);
    expect(readAll({ pairs, data }).values).toEqual([1, 2, 3, 4]);
  });

  it('refuses a width inside a byte that cannot hold $PnR', () => {
    const pairs = requiredPairs({ $TOT: '1', $P1B: '7', $P1R: '256', $P2B: '8', $P2R: '256' });
    expect(readAll({ pairs, data: bytes(1, 2) })).toMatchObject({
      refused: 'fcs/bad-keyword',
      sentence: 'Expected $P1B to hold the 256 values of $P1R, found 7 bits.',
    });
  });
});

describe('$PnDATATYPE (FCS 3.2)', () => {
  const mixed = requiredPairs({ $CYT: 'made', $TOT: '2', $DATATYPE: 'F', $P1B: '16', $P1DATATYPE: 'I', $P2B: '32', $P2DATATYPE: 'F' });
  const data = (() => {
    const view = new DataView(new ArrayBuffer(12));
    view.setUint16(0, 0xfc07, true);
    view.setFloat32(2, 0.5, true);
    view.setUint16(6, 8, true);
    view.setFloat32(8, -2.25, true);
    return new Uint8Array(view.buffer);
  })();

  it('reads integers, masked, beside floating point', () => {
    expect(readAll({ version: 'FCS3.2', pairs: mixed, data })).toMatchObject({ values: [7, 0.5, 8, -2.25], departures: [] });
  });

  it('is noted and not followed before FCS 3.2', () => {
    const pairs = requiredPairs({ $P1DATATYPE: 'F' });
    expect(readAll({ pairs, data: new Uint8Array(12) })).toMatchObject({ departures: ['fcs/data-type'] });
  });

  it('is refused against $PnB', () => {
    expect(readAll({ version: 'FCS3.2', pairs: requiredPairs({ $P1DATATYPE: 'D' }), data: new Uint8Array(12) })).toMatchObject({
      refused: 'fcs/bad-keyword',
      sentence: "Expected 64 bits for $P1B of data type D, found '16'.",
    });
  });

  it('takes the Time from $PnTYPE', () => {
    const pairs = requiredPairs({ $P2TYPE: 'Time', $TIMESTEP: '0.5' });
    expect(readAll({ version: 'FCS3.2', pairs, data: new Uint8Array(12) }).dataSet?.parameters[1]?.scale).toEqual({
      kind: 'factor',
      factor: 0.5,
    });
  });
});

describe('$DATATYPE A: events as decimal digits', () => {
  it('reads a fixed number of characters for each value', () => {
    const pairs = requiredPairs({ $DATATYPE: 'A', $TOT: '2', $P1B: '4', $P2B: '3' });
    expect(readAll({ version: 'FCS3.0', pairs, data: text('   1 23 456  7') })).toMatchObject({ values: [1, 23, 456, 7], departures: [] });
  });

  const free = requiredPairs({ $DATATYPE: 'A', $TOT: '3', $P1B: '*', $P2B: '*' });
  it('reads values with blanks, commas or line ends between them', () => {
    expect(readAll({ version: 'FCS3.0', pairs: free, data: text('1 20,300\r\n4\t5 , 6') }).values).toEqual([1, 20, 300, 4, 5, 6]);
  });

  it.each([
    ['10 20 30 40 50', 'fcs/data-size', 'Expected 6 numbers in DATA ($TOT 3 x 2 parameters), found fewer.'],
    ['1 2 3 4 5 6 7', 'fcs/data-size', 'Expected 6 numbers in DATA ($TOT 3 x 2 parameters), found more.'],
    ['1 2 x 4 5 6', 'fcs/not-a-number', "Expected a decimal number, found 'x' in event 2 of parameter 1 ('A')."],
  ])('refuses %j', (data, refused, sentence) => {
    expect(readAll({ version: 'FCS3.0', pairs: free, data: text(data) })).toEqual({ refused, sentence });
  });
});
