import { describe, expect, it } from 'vitest';
import { dated, earliest, provenance } from '../../src/attributes/estimates/estimate-record.ts';
import { tube } from './attribute-fixtures.ts';

const [FIRST, SECOND, THIRD] = ['2026-03-02T09:00:00+08:00', '2026-03-02T10:00:00+08:00', '2026-03-05'];

describe('the date of a value', () => {
  it.each([
    ['none is there', [], null],
    ['one', [SECOND], SECOND],
    ['all are known, whatever their order', [SECOND, FIRST, THIRD], FIRST],
    ['all are known, the first first', [FIRST, SECOND, THIRD], FIRST],
    ['some are not known: an earlier one may be among them', [SECOND, null, FIRST], null],
    ['none is known', [null, null], null],
  ])('where %s', (_, dates, expected) => {
    expect(earliest(dates)).toBe(expected);
  });

  it.each([
    ['no source need have one', [undefined, undefined], {}],
    ['some need none', [undefined, SECOND, FIRST], { acquiredAt: FIRST }],
    ['one should have one and has none', [FIRST, null], { acquiredAt: null }],
  ])('of computed values, where %s', (_, dates, expected) => {
    expect(dated(dates)).toEqual(expected);
  });

  it('is that of its earliest file, beside all its files', () => {
    const count = (file: string, acquiredAt: string | null) => ({ name: file, k: 1, N: 2, tube: tube({}, { file, acquiredAt }) });
    expect(provenance([count('b.fcs', SECOND), count('a.fcs', FIRST), count('b.fcs', SECOND)])).toEqual({
      sources: ['a.fcs', 'b.fcs'],
      acquiredAt: FIRST,
    });
    expect(provenance([count('b.fcs', SECOND), count('a.fcs', null)]).acquiredAt).toBeNull();
  });
});
