import { describe, expect, it } from 'vitest';
import { countsOfExport } from '../../src/pipeline/counters/counts-of-export.ts';
import { countExportSchema } from '../../src/pipeline/definition/count-export.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { bytesOf, fixturesOf } from '../plates/fixture-exports.ts';

const ZONE = '+08:00';

/** The counts of viable cells of the fixture of a format, whose samples are lots. */
async function viableOf(name: string, count: { readonly column: string; readonly minus?: string }, more: object = {}) {
  const [fixture] = fixturesOf(name);
  if (fixture === undefined) throw new Error(`no fixture of ${name}`);
  const reading = await readPlate(await bytesOf(fixture), fixture.file, { format: 'detect' });
  const rule = countExportSchema.parse({
    kind: 'counts',
    pattern: '*',
    sampleId: '{lot}',
    set: { stage: 'final' },
    counts: { viable: { ...count, unit: 'cells/mL' } },
    ...more,
  });
  return countsOfExport({ file: fixture.file, rule, fields: new Map(), reading }, ZONE);
}

describe('the counts of every counter', () => {
  it.each([
    [
      'cellaca',
      { column: 'Live Cells/mL' },
      [
        ['s1', 1_000_000, []],
        ['s2', 250_000, []],
      ],
    ],
    [
      'nc-view',
      { column: 'LIVE (cells/ml)' },
      [
        ['a', 1_000_000, []],
        ['b', 34_850, ['held/count-state']],
      ],
    ],
    // 2.00E6 in all less 4.00E5 dead.
    ['nucleo-view', { column: 'Total (cells/ml)', minus: 'Dead (cells/ml)' }, [['img-1', 1_600_000, []]]],
    [
      'cedex-hires',
      { column: 'Viable Cell Conc. [10^5 cells/ml]' },
      [
        ['C1', 1_000_000, []],
        ['C2', 400_000, []],
      ],
    ],
    [
      'vi-cell-xr',
      { column: 'Viable cells /ml (x10^6)' },
      [
        ['X1', 945_000, []],
        ['X2', 420_000, []],
      ],
    ],
    [
      'vi-cell-blu',
      { column: 'Viable (x10^6) cells/mL' },
      [
        ['V1', 950_000, []],
        ['V2', 1_900_000, ['held/count-viability']],
        ['V3', 900_000, ['held/count-viability']],
      ],
    ],
  ] as const)('%s', async (name, count, expected) => {
    const { rows, held, unused } = await viableOf(name, count);
    expect(rows.map(({ lot, value, reasons }) => [lot, value, reasons.map(({ code }) => code)])).toEqual(expected);
    expect([held, unused]).toEqual([[], []]);
  });

  it('are dated by the counter, at the site', async () => {
    const { rows } = await viableOf('vi-cell-blu', { column: 'Viable (x10^6) cells/mL' });
    expect(rows[0]?.testedAt).toBe('2024-03-14T13:05:00+08:00');
  });

  it('are admitted in a state that the method names', async () => {
    const admit = ['Warning: Foreign object detected'];
    const { rows } = await viableOf('nc-view', { column: 'LIVE (cells/ml)' }, { admit });
    expect(rows.map(({ reasons }) => reasons)).toEqual([[], []]);
  });

  it('are no counts of a plate reader', async () => {
    await expect(viableOf('glomax', { column: 'x' })).rejects.toThrow('Expected an export of a cell counter, which gives counts');
  });
});
