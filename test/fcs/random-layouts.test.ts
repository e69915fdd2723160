import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requiredPairs } from './build-fcs.ts';
import { readAll } from './read-by-hand.ts';

/** A parameter with what is stored of it, event by event: bits as one whole number. */
interface Column {
  readonly type: 'I' | 'F' | 'D';
  readonly bits: number;
  readonly range: bigint;
  readonly stored: readonly bigint[];
}

const EVENTS = 3;
const stored = (bits: number) => fc.array(fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }), { minLength: EVENTS, maxLength: EVENTS });

/** Integers whose masked values 53 bits hold; what lies above the range's bits is junk that must not be read. */
const integers = (widths: readonly number[]): fc.Arbitrary<Column> =>
  fc.constantFrom(...widths).chain((bits) =>
    fc.record({
      type: fc.constant('I' as const),
      bits: fc.constant(bits),
      range: fc.bigInt({ min: 2n, max: 1n << BigInt(Math.min(bits, 53)) }),
      stored: stored(bits),
    }),
  );

const view = new DataView(new ArrayBuffer(8));
const singles: fc.Arbitrary<Column> = fc.array(fc.float({ noNaN: true }), { minLength: EVENTS, maxLength: EVENTS }).map((values) => ({
  type: 'F',
  bits: 32,
  range: 262144n,
  stored: values.map((value) => {
    view.setFloat32(0, value);
    return BigInt(view.getUint32(0));
  }),
}));
const doubles: fc.Arbitrary<Column> = fc.array(fc.double({ noNaN: true }), { minLength: EVENTS, maxLength: EVENTS }).map((values) => ({
  type: 'D',
  bits: 64,
  range: 262144n,
  stored: values.map((value) => {
    view.setFloat64(0, value);
    return view.getBigUint64(0);
  }),
}));

/** The number that stored bits mean: an integer by the bits that its range needs (FCS 3.1, $PnR), a float by IEEE 754. */
function meaning({ type, range }: Column, bits: bigint): number {
  view.setBigUint64(0, type === 'F' ? bits << 32n : bits);
  if (type === 'F') return view.getFloat32(0);
  if (type === 'D') return view.getFloat64(0);
  let power = 1n;
  while (power < range) power *= 2n;
  return Number(bits % power);
}

const meanings = (columns: readonly Column[]) =>
  Array.from({ length: EVENTS }, (_, event) => columns.map((column) => meaning(column, column.stored[event] ?? 0n))).flat();

/** Bytes of a number, the least significant first. */
const bytesOf = (value: bigint, count: number) => Array.from({ length: count }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

function keywords(columns: readonly Column[], more: Readonly<Record<string, string>>) {
  const described = columns.flatMap(({ type, bits, range }, i): [string, string][] => [
    [`$P${i + 1}N`, `N${i}`],
    [`$P${i + 1}B`, String(bits)],
    [`$P${i + 1}R`, String(range)],
    [`$P${i + 1}E`, '0,0'],
    [`$P${i + 1}DATATYPE`, type],
  ]);
  const types = new Set(columns.map(({ type }) => type));
  const common = requiredPairs({ $PAR: String(columns.length), $TOT: String(EVENTS), $DATATYPE: columns[0]?.type ?? 'I', ...more });
  const own = described.filter(([keyword]) => types.size > 1 || !keyword.endsWith('DATATYPE'));
  return [...common.filter(([keyword]) => !/^\$P\d/.test(keyword)), ...own];
}

/** Compares bit for bit: -0 is not 0. */
const expectRead = (file: Parameters<typeof readAll>[0], columns: readonly Column[]) => {
  const { values, refused, sentence } = readAll(file);
  expect({ refused, sentence }).toEqual({ refused: undefined, sentence: undefined });
  expect(values?.every((value, i) => Object.is(value, meanings(columns)[i]))).toBe(true);
  expect(values?.length).toBe(EVENTS * columns.length);
};

const WHOLE = [8, 16, 24, 32, 40, 48, 56, 64];
const order = fc.constantFrom('1,2,3,4', '4,3,2,1');

describe('random layouts, written bit by bit apart from our encoder', () => {
  it('integers of every width beside floats and doubles ($PnDATATYPE), both byte orders', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(integers(WHOLE), singles, doubles), { minLength: 1, maxLength: 6 }), order, (columns, $BYTEORD) => {
        const data = Array.from({ length: EVENTS }, (_, event) =>
          columns.flatMap(({ bits, stored: values }) => {
            const bytes = bytesOf(values[event] ?? 0n, bits / 8);
            return $BYTEORD === '1,2,3,4' ? bytes : bytes.toReversed();
          }),
        ).flat();
        expectRead({ version: 'FCS3.2', pairs: keywords(columns, { $BYTEORD, $CYT: 'made' }), data: Uint8Array.from(data) }, columns);
      }),
      { seed: 20260301, numRuns: 500 },
    );
  });

  it('four bytes in any order', () => {
    const permutation = fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 });
    fc.assert(
      fc.property(
        fc.oneof(fc.array(integers([32]), { minLength: 1, maxLength: 3 }), fc.array(singles, { minLength: 1, maxLength: 3 })),
        permutation,
        (columns, places) => {
          const data = Array.from({ length: EVENTS }, (_, event) =>
            columns.flatMap(({ stored: values }) => {
              const bytes = bytesOf(values[event] ?? 0n, 4);
              return places.map((place) => bytes[place - 1] ?? 0);
            }),
          ).flat();
          expectRead({ version: 'FCS3.0', pairs: keywords(columns, { $BYTEORD: places.join(',') }), data: Uint8Array.from(data) }, columns);
        },
      ),
      { seed: 20260302, numRuns: 200 },
    );
  });

  it('integers packed bit by bit: from the highest bit on in big-endian order, from the lowest in little-endian', () => {
    const widths = Array.from({ length: 31 }, (_, i) => i + 1);
    fc.assert(
      fc.property(fc.array(integers(widths), { minLength: 2, maxLength: 6 }), order, (columns, $BYTEORD) => {
        const values = Array.from({ length: EVENTS }, (_, event) =>
          columns.map(({ bits, stored: all }) => ({ bits, value: all[event] ?? 0n })),
        ).flat();
        const bits = values.flatMap(({ bits: width, value }) => {
          const fromHighest = value.toString(2).padStart(width, '0').split('').map(Number);
          return $BYTEORD === '4,3,2,1' ? fromHighest : fromHighest.toReversed();
        });
        const data = new Uint8Array(Math.ceil(bits.length / 8));
        bits.forEach((bit, i) => {
          data[i >> 3] = (data[i >> 3] ?? 0) + bit * ($BYTEORD === '4,3,2,1' ? 128 >> (i % 8) : 1 << (i % 8));
        });
        // Where padding to whole bytes has the same size, the bytes cannot tell.
        const padded = EVENTS * columns.reduce((sum, { bits: width }) => sum + Math.ceil(width / 8), 0);
        fc.pre(data.length < padded);
        expectRead({ version: 'FCS3.0', pairs: keywords(columns, { $BYTEORD }), data }, columns);
      }),
      { seed: 20260303, numRuns: 300 },
    );
  });

  it('integers of a width that is no whole number of bytes, each in the next whole number of them', () => {
    const widths = [4, 7, 9, 10, 12, 14, 18, 20, 30];
    fc.assert(
      fc.property(fc.array(integers(widths), { minLength: 1, maxLength: 5 }), order, (columns, $BYTEORD) => {
        const data = Array.from({ length: EVENTS }, (_, event) =>
          columns.flatMap(({ bits, stored: values }) => {
            const bytes = bytesOf(values[event] ?? 0n, Math.ceil(bits / 8));
            return $BYTEORD === '1,2,3,4' ? bytes : bytes.toReversed();
          }),
        ).flat();
        expectRead({ version: 'FCS3.1', pairs: keywords(columns, { $BYTEORD }), data: Uint8Array.from(data) }, columns);
      }),
      { seed: 20260304, numRuns: 200 },
    );
  });
});
