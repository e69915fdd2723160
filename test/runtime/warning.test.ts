import { describe, expect, it } from 'vitest';
import { type Warning, warningLine, warningLines } from '../../src/runtime/job/warning.ts';

const unbound = (file: string): Warning => ({ code: 'file/unbound', fields: { file } });
const measured = (attribute: string, place: string): Warning => ({
  code: 'table/unused-row',
  fields: { why: { code: 'row/measured-here', fields: { attribute } } },
  place,
});
const standsAlone: Warning = {
  code: 'table/unused-row',
  fields: { why: { code: 'row/unknown-lot', fields: { lot: 'L9', guess: null } } },
  place: 'counts.csv:4',
};
const unchanged = (subject: string): Warning => ({ code: 'analysis/unchanged', fields: { analysis: 1 }, subject });

describe('warnings as lines', () => {
  it('say where, what and the code', () => {
    expect(warningLine({ ...unchanged('L1'), attributes: ['viability', 'potency (whole)'], assay: 'RUN-1' })).toBe(
      'lot L1, viability, potency (whole): RUN-1: Unchanged since analysis 0001, which stands; no new one was made. [analysis/unchanged]',
    );
  });

  it('none are no lines, up to three of a kind a line each, more are one line with their number and places', () => {
    expect(warningLines([])).toEqual([]);
    expect(warningLines([unchanged('L1')])).toEqual([warningLine(unchanged('L1'))]);
    const three = ['L1', 'L2', 'L3'].map(unchanged);
    expect(warningLines(three)).toEqual(three.map(warningLine));
    expect(warningLines([...three, unchanged('L4')])).toEqual([
      'lot L1: Unchanged since analysis 0001, which stands; no new one was made. (3 more of this kind: lot L2; lot L3; lot L4) [analysis/unchanged]',
    ]);
  });

  it('name five further places, and count the others', () => {
    const [line = ''] = warningLines(Array.from({ length: 200 }, (_, index) => unchanged(`L${index + 1}`)));
    expect(line).toContain('(199 more of this kind: lot L2; lot L3; lot L4; lot L5; lot L6; and 194 further places)');
  });

  it('count those without a place, and those of one place', () => {
    expect(warningLines(['a', 'b', 'c', 'd'].map(unbound))[0]).toMatch(/\(3 more of this kind\) \[file\/unbound\]$/);
    expect(warningLines(['L1', 'L1', 'L1', 'L1'].map(unchanged))[0]).toContain('(3 more of this kind) [');
  });

  it('keep kinds apart by what they quote, in the order in which each first came', () => {
    const others = ['counts.csv:3', 'counts.csv:5', 'counts.csv:6'].map((place) => measured('y', place));
    const lines = warningLines([measured('x', 'counts.csv:2'), standsAlone, ...others, unbound('a')]);
    expect(lines.map((line) => /^[^ ]+ /.exec(line)?.[0])).toEqual(['counts.csv:2: ', 'counts.csv:4: ', expect.anything()]);
    expect(lines[0]).toContain('(3 more of this kind: counts.csv:3; counts.csv:5; counts.csv:6)');
    expect(lines[1]).not.toContain('more of this kind');
  });
});
