import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherSpelling, spellingKey } from '../src/spelling.ts';

describe('spelling of names', () => {
  it.each([
    ['GMC-2026-100', 'gmc-2026-100', true, 'case'],
    ['Straße', 'STRASSE', true, 'case with more than one letter'],
    ['Straße', 'STRAẞE', true, 'the capital sharp s'],
    ['ΛΌΓΟΣ.Α', 'λόγος-α', true, 'a small sigma at the end of a word'],
    ['é', 'e\u0301', true, 'composed and decomposed'],
    ['ＤＡＰ－２０２６－０１４', 'DAP-2026-014', true, 'full width letters, digits and hyphen'],
    ['26-1-11', '26_1_11', true, 'underscore'],
    ['26-1-11', '26 1 11', true, 'space'],
    ['26-1-11', '26\u00a01\u300011', true, 'no-break and ideographic space'],
    ['26-1-11', '26/1/11', true, 'slash'],
    ['26-1-11', '26.1.11', true, 'full stop'],
    ['26-1-11', '26／1．11', true, 'full-width slash and full stop'],
    ['26-1-11', '26–1—11', true, 'en and em dash'],
    ['26-1-11', '26‐1‑11', true, 'hyphen and no-break hyphen'],
    ['26-1-11', '26−1＿11', true, 'minus and full-width underscore'],
    ['26-1-11', '26-1\u200b-11', true, 'a zero-width space'],
    ['26-1-11', '26-11-1', false, 'separators are never removed'],
    ['26-1-11', '26111', false, 'nor left out'],
    ['26-1-11', '26--1-11', false, 'nor counted as one where there are two'],
    ['A-1', 'A-l', false, 'a letter for a digit is another name'],
    ['A+1', 'A-1', false, 'a plus separates nothing'],
  ])('%s and %s: same %s (%s)', (a, b, same) => {
    expect(spellingKey(a) === spellingKey(b)).toBe(same);
    expect(otherSpelling(b, [a])).toBe(same ? a : null);
  });

  it('is not another one where the name itself is known', () => {
    expect(otherSpelling('26_1_11', ['26-1-11', '26_1_11'])).toBeNull();
  });

  it('is as near from either side, and a second time the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (name) => {
        expect(spellingKey(spellingKey(name))).toBe(spellingKey(name));
        expect(spellingKey(name.toUpperCase())).toBe(spellingKey(name));
        expect(spellingKey(name.toLowerCase())).toBe(spellingKey(name));
      }),
    );
  });
});
