import { describe, expect, it } from 'vitest';
import { scaleFunction } from '../../src/fcs/events/scale.ts';
import { requiredPairs, threeEvents } from './build-fcs.ts';
import { readAll } from './read-by-hand.ts';

function withFirst(changes: Readonly<Record<string, string | null>>, data: Uint8Array = threeEvents, version = 'FCS3.1') {
  return readAll({ version, pairs: requiredPairs(changes), data });
}

describe('integers are masked to the next power of two of $PnR', () => {
  const junk = new Uint8Array(Uint16Array.from([0xfc01, 1, 0x07ff, 1, 0x0400, 1]).buffer);
  it.each([
    ['1024', [1, 1023, 0], []],
    ['1000', [1, 1023, 0], []],
    ['600', [1, 1023, 0], []],
    ['1025', [0x0401, 2047, 1024], []],
    ['65536', [0xfc01, 2047, 1024], []],
    ['4294967296', [0xfc01, 2047, 1024], ['fcs/range-beyond-width']],
    ['0', [0xfc01, 2047, 1024], ['fcs/range']],
    ['1', [0xfc01, 2047, 1024], ['fcs/range']],
  ] as const)('$P1R %s', ($P1R, first, departures) => {
    const { values, departures: found } = withFirst({ $P1R }, junk);
    expect([values?.filter((_, index) => index % 2 === 0), found]).toEqual([first, departures]);
  });

  it.each(['-1024', 'abc', 'NaN', '1e400', '1.024,0'])('refuses $P1R %s', ($P1R) => {
    expect(withFirst({ $P1R })).toMatchObject({
      refused: 'fcs/bad-keyword',
      sentence: `Expected a number greater than zero for $P1R, found '${$P1R}'.`,
    });
  });
});

describe('scale values', () => {
  // FCS 3.1, $PnE: offset x 10^(decades x value / range); here 10^(4 x 256 / 1024) = 10, 10^(2 x 512 / 1024) x 0.1 = 1.
  it.each([
    ['4,1', '1024', 256, 10, []],
    ['4.0,0.1', '1024', 512, 10, []],
    [' 2,0.1', '1024', 512, 1, []],
    ['4,0', '1024', 256, 10, ['fcs/log-offset-zero']],
    ['0,0', '1024', 256, 256, []],
    ['0,1', '1024', 256, 256, ['fcs/amplification']],
  ] as const)('$P1E %s of integers', ($P1E, $P1R, stored, scale, departures) => {
    const { dataSet, departures: found } = withFirst({ $P1E, $P1R });
    expect(scaleFunction(dataSet!.parameters[0]!.scale)(stored)).toBeCloseTo(scale, 12);
    expect(found).toEqual(departures);
  });

  it.each(['-4,1', '4', '4,1,1', 'NaN,1', 'a,b', '4;1', '4,-1', '400,1'])('refuses $P1E %s of integers', ($P1E) => {
    expect(withFirst({ $P1E })).toMatchObject({ refused: 'fcs/bad-keyword', sentence: expect.stringContaining(`found '${$P1E}'`) });
  });

  it('never decodes floating-point values', () => {
    const { dataSet, departures } = withFirst({ $DATATYPE: 'F', $P1B: '32', $P2B: '32', $P1E: '4,1' }, new Uint8Array(24));
    expect([dataSet?.parameters[0]?.scale, departures]).toEqual([{ kind: 'identity' }, ['fcs/log-not-decoded']]);
  });

  it.each([
    [{ $P1G: '4' }, { kind: 'gain', divisor: 4 }, []],
    [{ $P1G: '4', $P1E: '4,1' }, { kind: 'log', decades: 4, offset: 1, range: 1024 }, ['fcs/gain-on-log']],
    [{ $P1G: '0' }, { kind: 'identity' }, ['fcs/gain']],
    [{ $P1N: 'Time', $TIMESTEP: '0.01', $P1G: '4' }, { kind: 'factor', factor: 0.01 }, []],
    [{ $P1N: 'TIME' }, { kind: 'identity' }, ['fcs/timestep']],
    [{ $P1N: 'Time', $TIMESTEP: 'NaN' }, { kind: 'identity' }, ['fcs/timestep']],
  ] as const)('%j', (changes, scale, departures) => {
    const found = withFirst(changes);
    expect([found.dataSet?.parameters[0]?.scale, found.departures]).toEqual([scale, departures]);
  });
});

describe('required keywords', () => {
  it.each(['$PAR', '$DATATYPE', '$BYTEORD', '$P1B', '$P1N', '$P2R'])('%s is named where it is absent', (keyword) => {
    expect(withFirst({ [keyword]: null })).toEqual({
      refused: 'fcs/missing-keyword',
      sentence: `Expected the required keyword ${keyword} in TEXT, found none.`,
    });
  });

  it.each([
    [{ $MODE: 'C' }, 'fcs/unsupported', "Expected list mode, 'L', in $MODE, found 'C': histograms are not read."],
    [{ $DATATYPE: 'f' }, 'fcs/bad-keyword', "Expected 'I', 'F', 'D' or 'A' for $DATATYPE, found 'f'."],
    [{ $BYTEORD: '1,1,1,1' }, 'fcs/bad-keyword', "Expected '1,2,3,4' or '4,3,2,1' for $BYTEORD, found '1,1,1,1'."],
    [{ $PAR: '0' }, 'fcs/bad-keyword', 'Expected at least one parameter in $PAR, found 0.'],
    [{ $PAR: '1e3' }, 'fcs/bad-keyword', "Expected a whole number for $PAR, found '1e3'."],
    [{ $NEXTDATA: '-256' }, 'fcs/bad-keyword', "Expected 0 or the offset of the next data set in $NEXTDATA, found '-256'."],
  ] as const)('refuses %j', (changes, refused, sentence) => {
    expect(withFirst(changes)).toEqual({ refused, sentence });
  });

  it.each([
    [{ $MODE: null }, ['fcs/missing-mode']],
    [{ $P1E: null }, ['fcs/missing-amplification']],
    [{ $P2N: 'A' }, ['fcs/duplicate-name']],
    [{ $P1N: 'CD3, FITC' }, ['fcs/name']],
    [{ $NEXTDATA: '99999' }, ['fcs/next-data']],
    [{ $NEXTDATA: 'abc' }, ['fcs/next-data']],
  ] as const)('notes %j', (changes, departures) => {
    expect(withFirst(changes).departures).toEqual(departures);
  });

  it('lets FCS 3.2 go without $MODE', () => {
    expect(withFirst({ $MODE: null, $CYT: 'made' }, threeEvents, 'FCS3.2').departures).toEqual([]);
  });
});
