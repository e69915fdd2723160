import { describe, expect, it } from 'vitest';
import { type CountQuery, countPopulation } from '../../src/attributes/estimates/population-counts.ts';
import { codes, emptyContext, tube } from './attribute-fixtures.ts';

const QUERY = { panel: 'P', stage: 'final', population: 'target', of: 'viable' };

/** A tube whose number of targets says which one it is. */
const of = (target: number, extra: Parameters<typeof tube>[1] = {}) =>
  tube({ viable: 100, 'viable/target': target }, { file: `${target}.fcs`, preparation: String(target), ...extra });
const counted = (tubes: readonly ReturnType<typeof of>[], query: Partial<CountQuery> = {}) => {
  const { counts, reasons } = countPopulation({ ...QUERY, ...query }, { ...emptyContext, tubes });
  return { k: counts.map(({ k }) => k), codes: codes({ reasons }) };
};

describe('what a stage counts', () => {
  const earlier = { stage: 'before-sorting' };
  it.each([
    ['all of its stage', [of(1), of(2)], [1, 2], []],
    ['some of its stage', [of(1), of(2, earlier)], [1], []],
    ['the other ones, where the query names their stage', [of(1), of(2, earlier)], [2], [], earlier],
    ['none of its stage', [of(1, earlier), of(2, earlier)], [], ['pending/no-acquisition']],
    ['nothing at all', [], [], ['pending/no-acquisition']],
    ['no control of its stage', [of(1), of(2, { role: 'control', control: 'FMO' })], [1], []],
    ['no other panel of its stage', [of(1), of(2, { panel: 'Q' })], [1], []],
    ['the tube that is named', [of(1), of(2, { tube: 'U' })], [2], [], { tube: 'U' }],
  ] as const)('%s', (_, tubes, k, found, query: Partial<CountQuery> = {}) => {
    expect(counted(tubes, query)).toEqual({ k, codes: found });
  });
});
