import { describe, expect, it } from 'vitest';
import { requiredPairs, threeEvents } from './build-fcs.ts';
import { readAll } from './read-by-hand.ts';

function keywordsOf(changeText: (text: string) => string, changes: Readonly<Record<string, string | null>> = {}) {
  const { dataSet, departures } = readAll({ pairs: requiredPairs(changes), data: threeEvents, changeText });
  return { keywords: dataSet?.keywords, departures };
}

describe('doubled delimiters and empty values', () => {
  it('reads a doubled delimiter as the character, and says so because the bytes could mean an empty keyword', () => {
    const { keywords, departures } = keywordsOf((text) => `${text}PATH/a//b////c/`);
    expect([keywords?.get('PATH'), departures]).toEqual(['a/b//c', ['fcs/doubled-delimiter']]);
  });

  it('reads every delimiter as one where a required keyword is missing otherwise', () => {
    const { keywords, departures } = keywordsOf((text) => text.replace('/A/', '//'));
    // By the standard `$P1N//$P1B` would be one keyword.
    expect([keywords?.get('$P1N'), keywords?.get('$P1B')]).toEqual(['', '16']);
    expect(departures).toEqual(expect.arrayContaining(['fcs/literal-delimiters', 'fcs/empty-value', 'fcs/name']));
  });

  it('finds an optional standard keyword that an empty value has swallowed', () => {
    const { keywords, departures } = keywordsOf((text) => `${text}$OP//$CYT/Canto/`);
    expect([keywords?.get('$OP'), keywords?.get('$CYT')]).toEqual(['', 'Canto']);
    expect(departures).toEqual(['fcs/delimiter-in-keyword', 'fcs/empty-value']);
  });

  it('lets the standard decide where an optional keyword behind a doubled delimiter stands in TEXT on its own too', () => {
    const { keywords, departures } = keywordsOf((text) => `${text}$P1S//$P2N/C/`);
    expect([keywords?.get('$P1S/$P2N'), keywords?.get('$P2N')]).toEqual(['C', 'B']);
    expect(departures).toEqual(['fcs/delimiter-in-keyword']);
  });

  it('takes a run of delimiters for as many pairs as it holds', () => {
    const { keywords } = keywordsOf((text) => `${text}A/x////y/////B/z/`);
    expect([keywords?.get('A'), keywords?.get('//B')]).toEqual(['x//y//', undefined]);
    expect(keywords?.get('B')).toBe('z');
  });

  it.each([
    ['a keyword without a value', (text: string) => `${text}ORPHAN/`, 'fcs/empty-keyword'],
    ['no last delimiter', (text: string) => text.slice(0, -1), 'fcs/text-end'],
    ['a path that was cut', (text: string) => `${text}PATH/C:/x/y/`, 'fcs/cut-value'],
    ['a keyword twice', (text: string) => `${text}$SRC/first/$SRC/second/`, 'fcs/duplicate-keyword'],
  ])('notes %s', (_, changeText, code) => {
    expect(keywordsOf(changeText).departures).toEqual([code]);
  });

  it('keeps the first of two values, and refuses two of a keyword that decides how events are read', () => {
    expect(keywordsOf((text) => `${text}$SRC/first/$src/second/`).keywords?.get('$SRC')).toBe('first');
    const twice = readAll({ pairs: requiredPairs(), data: threeEvents, changeText: (text) => `${text}$tot/4/` });
    expect(twice).toEqual({ refused: 'fcs/bad-keyword', sentence: "Expected $TOT once, found it with the values '3' and '4'." });
  });
});

describe('characters', () => {
  it.each([
    ['FCS3.1', []],
    ['FCS3.0', ['fcs/text-encoding']],
  ] as const)('reads UTF-8 in %s', (version, departures) => {
    const found = readAll({ version, pairs: requiredPairs({ $OP: 'Zoë 測定' }), data: threeEvents });
    expect([found.dataSet?.keywords.get('$OP'), found.departures]).toEqual(['Zoë 測定', departures]);
  });

  it.each(['|', '\\', '\f', '\u001e', '!', '*', '\t', '^', '.', '[', '('])('takes %j as the delimiter', (delimiter) => {
    expect(readAll({ delimiter, pairs: requiredPairs(), data: threeEvents })).toMatchObject({
      departures: [],
      values: [1, 100, 2, 200, 3, 300],
    });
  });
});

describe('supplemental TEXT', () => {
  const extra = new TextEncoder().encode('/EXTRA/one/$TOT/9/');
  const behind = (text: string): string => {
    const begin = Number(/\$BEGINDATA\/(\d+)/.exec(text)?.[1] ?? 0) + threeEvents.length;
    return text.replace('{sbegin}', String(begin).padStart(8, '0')).replace('{send}', String(begin + extra.length - 1).padStart(6, '0'));
  };
  it('adds keywords, and never changes one of the primary TEXT', () => {
    const file = {
      pairs: requiredPairs({ $BEGINSTEXT: '{sbegin}', $ENDSTEXT: '{send}' }),
      data: threeEvents,
      changeText: behind,
      tail: extra,
    };
    const { dataSet, departures } = readAll(file);
    expect([dataSet?.keywords.get('EXTRA'), dataSet?.keywords.get('$TOT'), departures]).toEqual([
      'one',
      '3',
      ['fcs/supplemental-conflict'],
    ]);
  });

  it.each([
    ['58', '100'],
    ['0', '57'],
    ['-5', '-1'],
    ['999999', '9999999'],
  ])('is left out where $BEGINSTEXT is %s and $ENDSTEXT %s', ($BEGINSTEXT, $ENDSTEXT) => {
    expect(readAll({ pairs: requiredPairs({ $BEGINSTEXT, $ENDSTEXT }), data: threeEvents }).departures).toEqual([
      'fcs/supplemental-offsets',
    ]);
  });
});
