import { describe, expect, it } from 'vitest';
import { holdsPotencies, readGivenPotencies } from '../../src/potency/plate/given-potencies.ts';

const REQUEST = { file: 'given.csv', decimal: 'point', scale: 'logarithm' } as const;
const TEXT = 'sample,potency,lower,upper,df\nMü,1,0.8,1.25,10\n';

describe('a table of potencies', () => {
  it.each([
    ['nothing, of plain text', new TextEncoder().encode(TEXT), []],
    ['an encoding that was assumed', new Uint8Array(Buffer.from(TEXT, 'latin1')), ['plate/encoding-assumed']],
    ['mixed line ends', new TextEncoder().encode(TEXT.replace('\n', '\r\n')), ['plate/line-ends-mixed']],
    ['a last line without end', new TextEncoder().encode(TEXT.trimEnd()), ['plate/no-final-line-end']],
  ])('notes %s', async (_, bytes, codes) => {
    const { potencies, notes } = await readGivenPotencies(bytes, REQUEST);
    expect(potencies).toEqual([{ assay: '1', sample: 'Mü', estimate: 1, lower: 0.8, upper: 1.25, df: 10 }]);
    expect(notes.map(({ code }) => code)).toEqual(codes);
  });

  it('is recognised whichever character stands at any place', () => {
    // The ideograph is E5 90 8D in UTF-8; 90 and 8D are no characters of windows-1252. Names of 0 to 2 letters before put it at all places around a boundary.
    for (const before of ['', 'a', 'ab']) {
      const table = `sample,potency,lower,upper,df\n${before}${'名'.repeat(3000)},1,0.8,1.25,10\n`;
      expect(holdsPotencies(new TextEncoder().encode(table), { file: 'given.csv' })).toBe(true);
    }
  });
});
