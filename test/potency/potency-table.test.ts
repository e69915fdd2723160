import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { readPotencyTable } from '../../src/potency/plate/assay-table.ts';
import { notNumeric } from '../../src/potency/potency-assay.ts';

const read = (text: string, headings: readonly (readonly [string, string])[] = []) =>
  readPotencyTable(new TextEncoder().encode(text), { file: 'a.csv', headings: new Map(headings), reference: 'ref' });

const TABLE = 'assay,sample,dose,response\n1,ref,1,10\n1,ref,2,20\n1,lot,1,11\n1,lot,2,OVRFLW\n';

describe('the long table of cytolot potency', () => {
  it('groups rows by assay and sample; a marker becomes a problem, never a number', async () => {
    const { assays } = await read(TABLE);
    expect(assays).toHaveLength(1);
    expect(assays[0]?.reference.points.map((point) => [point.dose, point.response])).toEqual([
      [1, 10],
      [2, 20],
    ]);
    expect(assays[0]?.tests[0]?.points).toHaveLength(1);
    expect(assays[0]?.tests[0]?.problems).toEqual([
      notNumeric({ of: 'line', line: 5, sample: 'lot', fault: 'marker', marker: 'OVRFLW', mend: 'exclude' }),
    ]);
  });

  it('takes semicolons, other headings, columns in any order, an excluded column, and names a single assay after the file', async () => {
    const { assays } = await read('signal;sample;dose;excluded\n10;ref;1;\n20;lot;1;pipetting error\n', [['response', 'signal']]);
    expect(assays[0]?.name).toBe('a.csv');
    expect(assays[0]?.tests[0]?.points[0]).toMatchObject({ dose: 1, response: 20, excluded: 'pipetting error' });
  });

  it.each([
    ['dose,response\n1,2\n', "Expected a first line with the headings 'sample', 'dose', 'response', found 'dose,response'.", 1],
    ['sample,dose,response\nref,1,2\nlot,1\n', 'Expected 3 fields as in the headings, found 2.', 3],
    ['sample,dose,response\nref,high,2\n', "Expected a dose from 0 up with a decimal point, found 'high'.", 2],
    ['sample,dose,response\nref,-1,2\n', "Expected a dose from 0 up with a decimal point, found '-1'.", 2],
    ['sample,dose,response\nref,1:10,2\n', "found '1:10'. Write a 1:n dilution as the dose 1/n, or take --doses dilution.", 2],
    ['sample,dose,response,dose\nref,1,2,1\n', "Expected every heading once, found 'dose' twice.", 1],
    ['sample,dose,response\n,1,2\n', 'Expected a sample name, found an empty field.', 2],
    ['sample,dose,response\n', 'Expected rows of wells under the headings, found none.', 1],
    ['sample,dose,response,well\nref,1,2,A0\n', "Expected a well such as A1 or H12, found 'A0'.", 2],
    ['sample,dose,response,well\nref,1,2,A1\nref,1,2,A01\n', "Expected every well of a plate once, found 'A1' also on line 2.", 3],
    [
      'sample,dose,response,DoseUnit\nref,1,2,ng/mL\nlot,1,2,ug/mL\n',
      "Expected the doses of an assay in one unit, 'ng/mL', found 'ug/mL'.",
      3,
    ],
    ['sample,dose,response,unit\nref,1,2,\n', 'Expected the unit of the dose, found an empty field.', 2],
    ['sample,dose,response,well\nref,1,2,A1\nref,1,3,A1\n', "Expected every well of a plate once, found 'A1' also on line 2.", 3],
  ])('refuses %j with its line', async (text, sentence, line) => {
    await expect(read(text)).rejects.toMatchObject({ message: expect.stringContaining(sentence), place: { file: 'a.csv', line } });
  });

  it('notes a dose with fewer responses than the others, and a dose far from its neighbours', async () => {
    const rows = ['ref', 'lot'].flatMap((sample) =>
      [1, 2, 4].flatMap((dose) => [`${sample},${dose},${dose}`, `${sample},${dose},${dose}`]),
    );
    const { notes } = await read(`sample,dose,response\n${rows.slice(1).join('\n')}\n`);
    expect(notes.map((note) => sentenceOf(note, 'en'))).toEqual([
      "Assay 'a.csv', 'ref': 1 responses at the dose 1 where other doses have 2; a line may be missing.",
    ]);
    const far = await read('sample,dose,response\nref,1,1\nref,2,2\nref,1e5,3\nlot,1,1\n');
    expect(far.notes.map((note) => sentenceOf(note, 'en'))).toEqual([
      "Assay 'a.csv', 'ref': the dose 100000 is more than 1000 times its neighbour 2.",
    ]);
  });

  it('refuses an assay without its reference standard, and takes one preparation alone', async () => {
    await expect(read('sample,dose,response\nlot,1,2\n')).rejects.toThrow(
      "Expected the reference standard 'ref' in the assay 'a.csv', found 'lot'. Name it by --reference.",
    );
    // One preparation alone is an assay of its own kind.
    expect((await read('sample,dose,response\nref,1,2\n')).assays).toMatchObject([{ reference: { name: 'ref' }, tests: [] }]);
  });
});
