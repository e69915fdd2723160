import { describe, expect, it } from 'vitest';
import { openEvents } from '../../src/fcs/events/events.ts';
import type { ByteSource } from '../../src/fcs/fcs-file.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { buildFcs, requiredPairs, threeEvents } from './build-fcs.ts';
import { bytesSource } from './bytes-source.ts';
import { readAll } from './read-by-hand.ts';

/** A source that counts the bytes that are read from it. */
function counted(bytes: Uint8Array): { readonly source: ByteSource; readonly bytesRead: () => number } {
  const source = bytesSource(bytes);
  let total = 0;
  const read = (offset: number, target: Uint8Array): void => {
    total += target.length;
    source.read(offset, target);
  };
  return { source: { ...source, read }, bytesRead: () => total };
}

/** HEADERs one after the other, 58 bytes apart, which all name the one TEXT behind them; `$NEXTDATA/58` leads from each to the next. */
function chainOverOneText(length: number): Uint8Array {
  const pairs = requiredPairs({ $BEGINDATA: '0', $ENDDATA: '0', $TOT: '0', $NEXTDATA: '58' });
  const text = `/${pairs.map(([keyword, value]) => `${keyword}/${value}/`).join('')}`;
  const heads = Array.from({ length }, (_, index) => {
    const begin = 58 * (length - index);
    return `FCS3.1    ${[begin, begin + text.length - 1, 0, 0, 0, 0].map((offset) => String(offset).padStart(8)).join('')}`;
  });
  return new TextEncoder().encode(heads.join('') + text);
}

/** Parameters of 24 bits with one event, named N1, N2, …. */
function wideFile(count: number, more: readonly (readonly [string, string])[] = []): Uint8Array {
  const own = Array.from({ length: count }, (_, index): readonly [string, string][] => [
    [`$P${index + 1}N`, `N${index + 1}`],
    [`$P${index + 1}B`, '24'],
    [`$P${index + 1}R`, '1024'],
    [`$P${index + 1}E`, '0,0'],
  ]).flat();
  const common = requiredPairs({ $PAR: String(count), $TOT: '1' }).filter(([keyword]) => !/^\$P\d/.test(keyword));
  return buildFcs({ pairs: [...common, ...own, ...more], data: new Uint8Array(3 * count) });
}

describe('work stays in proportion to the file', () => {
  it.each([10, 100, 900])('a chain of %i data sets over one TEXT reads no byte of it twice', (length) => {
    const bytes = chainOverOneText(length);
    const { source, bytesRead } = counted(bytes);
    const dataSets = readDataSets(source);
    expect(bytesRead()).toBeLessThan(2 * bytes.length);
    expect(dataSets.map(({ departures }) => departures.map(({ code }) => code))).toEqual([['fcs/no-events', 'fcs/next-data']]);
  });

  it('where each column begins is summed up once, however many parameters there are', () => {
    const source = bytesSource(wideFile(3000));
    const dataSet = readDataSets(source)[0]!;
    let looks = 0;
    const parameters = dataSet.parameters.map((parameter) => ({
      ...parameter,
      get bits() {
        looks += 1;
        return parameter.bits;
      },
    }));
    const columns = parameters.map((_, column) => column);
    expect([...openEvents(source, { ...dataSet, parameters }, { columns }).blocks()]).toHaveLength(1);
    expect(looks).toBeLessThan(20 * parameters.length);
  });

  it('a spillover of more parameters than any cytometer has is not looked through', () => {
    const names = Array.from({ length: 257 }, (_, index) => `n${index + 1}`).join(',');
    const { dataSet } = readAll(wideFile(300, [['$SPILLOVER', `257,${names}`]]));
    expect(dataSet?.spillover).toBeNull();
    expect(dataSet?.departures.map((one) => sentenceOf(one, 'en'))).toEqual([
      expect.stringMatching(/^Expected a count, .* in \$SPILLOVER, found .*: more than 256 parameters are not read\.$/),
    ]);
  });

  it('refuses a TEXT beyond 8 MiB, and more than 200,000 keywords', () => {
    const long = { pairs: [...requiredPairs(), ['K', 'v'.repeat(8 * 1024 * 1024)] as const], data: threeEvents };
    expect(readAll(long)).toMatchObject({
      refused: 'fcs/unsupported',
      sentence: expect.stringMatching(/^Expected TEXT of at most 8388608 bytes, found 83\d{5}\.$/),
    });
    const many = { pairs: [...requiredPairs(), ...Array.from({ length: 200_000 }, (_, i) => [`K${i}`, 'v'] as const)], data: threeEvents };
    expect(readAll(many)).toEqual({
      refused: 'fcs/unsupported',
      sentence: 'Expected at most 200000 keywords in a segment of text, found more.',
    });
  });

  it('notes a supplemental TEXT or an ANALYSIS beyond 8 MiB, and does not read it', () => {
    const tail = new Uint8Array(8 * 1024 * 1024 + 2).fill(47);
    const pairs = requiredPairs({ $TOT: '250', $BEGINSTEXT: '1000', $ENDSTEXT: String(1000 + 8 * 1024 * 1024) });
    const { source, bytesRead } = counted(buildFcs({ pairs, data: new Uint8Array(1000), tail }));
    expect(readDataSets(source)[0]?.departures.map((one) => sentenceOf(one, 'en'))).toEqual([
      "Expected $BEGINSTEXT and $ENDSTEXT to enclose a supplemental TEXT, found '1000' and '8389608': more than 8388608 bytes are not read.",
    ]);
    // Once, looking for a data set in it; never as keywords.
    expect(bytesRead()).toBeLessThan(8 * 1024 * 1024 + 5000);
  });

  it('numbers as free text need two bytes each, so that $TOT cannot promise more events than there are bytes', () => {
    const pairs = requiredPairs({ $DATATYPE: 'A', $TOT: '9000000000000', $P1B: '*', $P2B: '*' });
    expect(readAll({ version: 'FCS3.0', pairs, data: new TextEncoder().encode('1 2 3 4') })).toMatchObject({
      refused: 'fcs/data-size',
      sentence: expect.stringMatching(
        /^Expected 35999999999999 bytes of DATA \(\$TOT 9000000000000 x 4 bytes or more\), found HEADER gives/,
      ),
    });
  });
});
