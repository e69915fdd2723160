import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFcs, type FcsContent } from '../../src/fcs/encoding/encode-fcs.ts';
import { buildFcs, requiredPairs, threeEvents } from './build-fcs.ts';
import { readAll } from './read-by-hand.ts';

/** Saved seed: a failure here fails everywhere. */
const runs = { seed: 20261122, numRuns: 150 };

const name = fc
  .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'ABCDEFxyz0123456789-_ |/\\'.split('')) })
  .filter((text) => text.trim() === text && text !== '');
const value = fc.string({ maxLength: 30, unit: 'grapheme' }).filter((text) => !text.includes('\u0000'));

describe('what is written is read back', () => {
  it('events of every data type and byte order, to the bit', () => {
    const content = fc.record({
      dataType: fc.constantFrom('F', 'D', 'I'),
      byteOrder: fc.constantFrom('1,2,3,4', '4,3,2,1'),
      bits: fc.array(fc.constantFrom(8, 16, 24, 32, 40), { minLength: 1, maxLength: 6 }),
      eventCount: fc.integer({ min: 1, max: 40 }),
      seed: fc.integer({ min: 1, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(content, ({ dataType, byteOrder, bits, eventCount, seed }) => {
        const events = valuesFor({ dataType, bits, count: eventCount * bits.length, seed });
        const parameters = bits.map((width, index) => ({ name: `P${index}`, bits: width }));
        expect(readAll(encodeFcs({ dataType, byteOrder, parameters, events }))).toMatchObject({ values: events, departures: [] });
      }),
      runs,
    );
  });

  it('names and keyword values, whatever characters they hold', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), fc.array(value, { maxLength: 5 }), (names, values) => {
        const keywords = values.map((text, index) => [`NOTE${index}`, text] as const);
        const { dataSet } = readAll(encodeFcs({ parameters: names.map((one) => ({ name: one })), keywords, events: names.map(() => 1) }));
        expect(dataSet?.parameters.map((parameter) => parameter.name)).toEqual(names);
        for (const [keyword, text] of keywords) expect(dataSet?.keywords.get(keyword)).toBe(text === '' ? ' ' : text);
      }),
      runs,
    );
  });
});

describe('damage ends in a reading or in a refusal, never in anything else', () => {
  const whole = buildFcs({
    pairs: requiredPairs({ $SPILLOVER: '2,A,B,1,0.1,0,1', $CYT: 'x' }),
    data: threeEvents,
    tail: new TextEncoder().encode('00000000'),
  });

  it('bytes changed anywhere', () => {
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const damaged = Uint8Array.from(whole);
        for (const { at, to } of changes) damaged[at] = to;
        expectReadingOrRefusal(damaged);
      }),
      { ...runs, numRuns: 800 },
    );
  });

  it('the file cut off anywhere before its last event: always refused', () => {
    for (let length = 0; length < whole.length - 8; length++) expect(readAll(whole.subarray(0, length)).refused).toMatch(/^fcs\//);
  });

  it('any numbers in the HEADER and in $TOT, $PAR, $PnB, $BEGINDATA, $ENDDATA', () => {
    const number = fc
      .oneof(fc.nat(400), fc.integer(), fc.constantFrom('99999999', '9007199254740993', '1e3', '-0', '0x10', ' 7 ', '', '*'), fc.double())
      .map(String);
    const keywords = fc.record({ $TOT: number, $PAR: number, $P1B: number, $BEGINDATA: number, $ENDDATA: number }, { requiredKeys: [] });
    fc.assert(
      fc.property(keywords, fc.tuple(number, number, number, number), (changes, offsets) => {
        expectReadingOrRefusal(
          buildFcs({
            pairs: requiredPairs(changes),
            data: threeEvents,
            header: () => offsets.map((text) => text.slice(0, 8)) as [string, string, string, string],
          }),
        );
      }),
      { ...runs, numRuns: 400 },
    );
  });
});

function expectReadingOrRefusal(bytes: Uint8Array): void {
  const { values, refused, dataSet } = readAll(bytes);
  if (refused !== undefined) expect(refused).toMatch(/^fcs\//);
  else expect(values).toHaveLength(dataSet!.eventCount * dataSet!.parameters.length);
}

interface ValueRequest {
  readonly dataType: NonNullable<FcsContent['dataType']>;
  readonly bits: readonly number[];
  readonly count: number;
  readonly seed: number;
}

/** Values that the data type holds exactly, from a linear congruential sequence (Park and Miller). */
function valuesFor({ dataType, bits, count, seed }: ValueRequest): readonly number[] {
  let state = seed;
  return Array.from({ length: count }, (_, index) => {
    state = (state * 48271) % 2147483647;
    if (dataType === 'I') return Math.floor((state / 2147483647) * Number(1n << BigInt(bits[index % bits.length]!)));
    return dataType === 'F' ? Math.fround((state - 1e9) / 7) : (state - 1e9) / 7;
  });
}
