import { describe, expect, it } from 'vitest';
import { buildFcs, requiredPairs, threeEvents } from './build-fcs.ts';
import { readAll } from './read-by-hand.ts';

const good = { pairs: requiredPairs(), data: threeEvents };
const values = [1, 100, 2, 200, 3, 300];

describe('the DATA range is the one whose length is $TOT x the size of an event', () => {
  it.each([
    ['HEADER and TEXT agree', good, []],
    ['DATA ends a byte late in both', { ...good, pairs: requiredPairs({ $ENDDATA: '{end1}' }), header: late }, ['fcs/data-end-off-by-one']],
    ['HEADER alone ends a byte late: TEXT fits to the byte', { ...good, header: late }, ['fcs/data-offsets-differ']],
    [
      'HEADER begins a byte early: TEXT fits to the byte',
      { ...good, header: ({ begin, end }: Range) => [begin - 1, end, 0, 0] as const },
      ['fcs/data-offsets-differ'],
    ],
    ['HEADER is far off', { ...good, header: () => [99999999, 99999999, 0, 0] as const }, ['fcs/data-offsets-differ']],
    ['HEADER is blank', { ...good, header: () => ['', '', 0, 0] as const }, ['fcs/header-data-absent']],
    ['HEADER holds letters', { ...good, header: () => ['abc', 'def', 0, 0] as const }, ['fcs/header-offsets', 'fcs/header-data-absent']],
    ['TEXT is far off', { ...good, pairs: requiredPairs({ $BEGINDATA: '70', $ENDDATA: '75' }) }, ['fcs/data-offsets-differ']],
    ['TEXT has none', { ...good, pairs: requiredPairs({ $BEGINDATA: null, $ENDDATA: null }) }, ['fcs/data-offsets-absent']],
    ['FCS 2.0 needs none in TEXT', { ...good, version: 'FCS2.0', pairs: requiredPairs({ $BEGINDATA: null, $ENDDATA: null }) }, []],
    [
      'both fit, TEXT overlaps its own segment (Accuri C6)',
      { ...good, pairs: requiredPairs({ $BEGINDATA: '00000100', $ENDDATA: '00000111' }) },
      ['fcs/data-offsets-differ'],
    ],
  ] as const)('%s', (_, file, departures) => {
    expect(readAll({ ...file, changeText: fillLateEnd })).toMatchObject({ values, departures });
  });

  it.each([
    [
      'no range fits',
      requiredPairs({ $TOT: '2' }),
      'fcs/data-size',
      /Expected 8 bytes of DATA \(\$TOT 2 x 32 bits\), found HEADER gives bytes \d+ to \d+ \(12 bytes\)/,
    ],
    ['more events than bytes', requiredPairs({ $TOT: '4' }), 'fcs/data-size', /Expected 16 bytes of DATA/],
    ['events that no disk could hold', requiredPairs({ $TOT: '999999999999' }), 'fcs/data-size', /Expected 3999999999996 bytes/],
    ['no events but bytes', requiredPairs({ $TOT: '0' }), 'fcs/data-size', /Expected no bytes of DATA because \$TOT is 0/],
    ['a total that is no number', requiredPairs({ $TOT: '1e3' }), 'fcs/bad-keyword', /Expected a whole number for \$TOT, found '1e3'/],
  ] as const)('refuses %s', (_, pairs, refused, sentence) => {
    expect(readAll({ ...good, pairs })).toMatchObject({ refused, sentence: expect.stringMatching(sentence) });
  });

  it('refuses a file cut off one byte before its end, naming both sizes', () => {
    const whole = buildFcs(good);
    expect(readAll(whole.subarray(0, whole.length - 1))).toEqual({
      refused: 'fcs/truncated',
      sentence: expect.stringMatching(
        /^Expected 12 bytes of DATA .*found 11 of them: .* but the data set has \d+ bytes\. The file was cut off: copy it again\.$/,
      ),
    });
  });

  it('takes the number of events from DATA where $TOT is absent', () => {
    expect(readAll({ ...good, pairs: requiredPairs({ $TOT: null }) })).toMatchObject({ values, departures: ['fcs/missing-total'] });
  });

  it('lets TEXT take in one byte of DATA, no more', () => {
    const whole = buildFcs(good);
    const textEnd = Number(new TextDecoder().decode(whole.subarray(18, 26)));
    expect(readAll(withTextEnd(whole, textEnd + 1))).toMatchObject({ values, departures: expect.arrayContaining(['fcs/text-end']) });
    expect(readAll(withTextEnd(whole, textEnd + 4))).toMatchObject({ refused: 'fcs/overlap' });
  });
});

interface Range {
  readonly begin: number;
  readonly end: number;
}

function late({ begin, end }: Range) {
  return [begin, end + 1, 0, 0] as const;
}

/** `{end1}` in TEXT: the end of DATA and one. The end is the other offset of the text. */
function fillLateEnd(text: string): string {
  const begin = Number(/\$BEGINDATA\/(\d+)/.exec(text)?.[1] ?? 0);
  return text.replace('{end1}', String(begin + 12).padStart(6, '0'));
}

function withTextEnd(bytes: Uint8Array, end: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed.set(new TextEncoder().encode(String(end).padStart(8)), 18);
  return changed;
}
