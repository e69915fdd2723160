import { describe, expect, it } from 'vitest';
import { encodeFcs, type FcsContent } from '../../src/fcs/encoding/encode-fcs.ts';
import { encodeHead } from '../../src/fcs/encoding/encode-head.ts';
import { openEvents } from '../../src/fcs/events/events.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { bytesSource } from './bytes-source.ts';

const twoEvents = [1, 2, 3, 250, 65_000, 7];
const three = [{ name: 'FSC-A' }, { name: 'SSC-A', label: 'side' }, { name: 'Time' }];

function storedValues(content: FcsContent): { readonly values: readonly number[]; readonly departures: readonly string[] } {
  const source = bytesSource(encodeFcs(content));
  const [dataSet] = readDataSets(source);
  const events = openEvents(source, dataSet!, { columns: [0, 1, 2] });
  const values = [...events.blocks()].flatMap((block) =>
    Array.from({ length: block.eventCount }, (_, event) =>
      events.offsets.map((offset) => block.values[event * events.stride + offset]!),
    ).flat(),
  );
  return { values, departures: dataSet!.departures.map(({ code }) => code) };
}

describe('what is written is read back: every data type, width and byte order', () => {
  const widths = [
    { dataType: 'F', bits: [32, 32, 32] },
    { dataType: 'D', bits: [64, 64, 64] },
    { dataType: 'I', bits: [16, 16, 16] },
    { dataType: 'I', bits: [24, 24, 24] },
    { dataType: 'I', bits: [32, 32, 32] },
    { dataType: 'I', bits: [24, 32, 8] },
    { dataType: 'I', bits: [40, 48, 56] },
  ] as const;
  it.each(widths.flatMap((width) => (['1,2,3,4', '4,3,2,1'] as const).map((byteOrder) => ({ ...width, byteOrder }))))(
    '$dataType $bits $byteOrder',
    ({ dataType, bits, byteOrder }) => {
      const parameters = three.map((parameter, index) => ({ ...parameter, bits: bits[index]! }));
      const content: FcsContent = { dataType, byteOrder, parameters, events: twoEvents, keywords: [['$TIMESTEP', '0.01']] };
      expect(storedValues(content)).toEqual({ values: twoEvents, departures: [] });
    },
  );
});

describe('HEADER and TEXT as written', () => {
  it.each([
    ['FCS3.1', true, false],
    // FCS 3.2 deprecates $MODE and requires $CYT.
    ['FCS3.2', false, true],
  ] as const)('%s: $MODE %s, $CYT %s', (version, mode, cytometer) => {
    const [dataSet] = readDataSets(bytesSource(encodeFcs({ version, parameters: three.slice(0, 1), events: [1] })));
    expect([dataSet!.keywords.has('$MODE'), dataSet!.keywords.has('$CYT'), dataSet!.departures]).toEqual([mode, cytometer, []]);
  });

  it('give up HEADER offsets that do not fit eight digits (FCS 3.1, 3.1)', () => {
    const small = new TextDecoder().decode(encodeHead('FCS3.1', [], 1000));
    const large = new TextDecoder().decode(encodeHead('FCS3.1', [], 100_000_000));
    // TEXT is the same length in both: 58 + 2 + 6 x (keyword + 12 digits + 2 delimiters) bytes.
    const begin = small.length;
    expect(small.slice(26, 42)).toBe(`${String(begin).padStart(8)}${String(begin + 999).padStart(8)}`);
    expect(large.slice(26, 42)).toBe('       0       0');
    expect(large).toContain(`$ENDDATA|${String(begin + 99_999_999).padStart(12, '0')}|`);
  });

  it('choose a delimiter that no value holds, and keep values and their order', () => {
    const keywords = [
      ['$OP', 'a|b'],
      ['$SRC', 'Zoë / 測定'],
      ['NOTE', ''],
    ] as const;
    const [dataSet] = readDataSets(bytesSource(encodeFcs({ parameters: three.slice(0, 1), events: [1], keywords })));
    expect([...dataSet!.keywords].slice(-3)).toEqual([
      ['$OP', 'a|b'],
      ['$SRC', 'Zoë / 測定'],
      ['NOTE', ' '],
    ]);
  });
});
