import { describe, expect, it } from 'vitest';
import { InputErrors } from '../../src/errors.ts';
import { checkReagents, type ReagentDemand } from '../../src/pipeline/lot/reagent-checks.ts';
import { parseReagentRows, parseReagents, type Reagent, type ReagentRow } from '../../src/pipeline/tables/reagents.ts';
import { said } from '../said.ts';

const register: readonly Reagent[] = [
  {
    kind: 'beads',
    lot: 'B-1',
    status: 'released',
    storage: '2-8C',
    qualifiedFrom: '2026-01-05',
    retestDate: '2026-07-01',
    expiryDate: '2026-12-31',
    traceableTo: 'COA 12',
    place: 'r.csv:2',
    reasons: [],
  },
  {
    kind: 'beads',
    lot: 'B-2',
    status: 'quarantined',
    storage: '2-8C',
    qualifiedFrom: '2026-01-05',
    retestDate: null,
    expiryDate: '2026-12-31',
    traceableTo: 'COA 13',
    place: 'r.csv:3',
    reasons: [],
  },
];
const used = (lot: string, serves: string | null = null): ReagentRow => ({
  assayRun: 'RUN-1',
  kind: 'beads',
  lot,
  serves,
  place: `reagents.csv:${lot}`,
  reasons: [],
});
const demand: ReagentDemand = {
  kinds: ['beads'],
  assayRun: 'RUN-1',
  names: ['surface', 'cd3'],
  served: { what: 'tube', name: 'surface' },
  acquiredAt: '2026-03-02T10:00:00+08:00',
};
const codes = (parts: Partial<ReagentDemand>, rows: readonly ReagentRow[]) =>
  checkReagents({ ...demand, ...parts }, { register, used: rows }).map((one) => one.code);

describe('a reagent that is demanded', () => {
  it.each([
    ['its first qualified day', '2026-01-05', []],
    ['the day before', '2026-01-04', ['reagent/not-yet-qualified']],
    ['its retest day', '2026-07-01', []],
    ['the day after', '2026-07-02', ['reagent/retest-due']],
    ['its last day, long past retest', '2026-12-31', ['reagent/retest-due']],
    ['the day after its last', '2027-01-01', ['reagent/expired']],
    ['a time at the site, whatever the day in UTC', '2026-07-01T00:30:00+08:00', []],
    ['no date', null, ['reagent/no-date']],
  ])('is compared with the day of acquisition: %s', (_, acquiredAt, expected) => {
    expect(codes({ acquiredAt }, [used('B-1')])).toEqual(expected);
  });

  it.each([
    ['none is stated', [], ['reagent/not-stated']],
    ['one is stated of another assay run', [{ ...used('B-1'), assayRun: 'RUN-2' }], ['reagent/not-stated']],
    ['one is stated of another kind', [{ ...used('B-1'), kind: 'antibody' }], ['reagent/not-stated']],
    ['two lots are stated', [used('B-1'), used('B-2')], ['reagent/several-lots']],
    ['one lot is stated twice', [used('B-1'), used('B-1')], []],
    ['two lots, one of which served this', [used('B-1', 'surface'), used('B-2')], []],
    ['two lots, one of which served the attribute', [used('B-1', 'cd3'), used('B-2')], []],
    ['two lots, each of which served something else', [used('B-1', 'viability'), used('B-2', 'residual')], ['reagent/not-stated']],
    ['it is not registered', [used('B-3')], ['reagent/unregistered']],
    ['it is not released', [used('B-2')], ['reagent/not-released']],
  ])('is asked for its lot: %s', (_, rows, expected) => {
    expect(codes({}, rows)).toEqual(expected);
  });

  it('is none where nothing is demanded', () => {
    expect(codes({ kinds: [] }, [])).toEqual([]);
  });

  it('says what is wrong with which lot, for what, and how to mend it', () => {
    expect(said(checkReagents(demand, { register, used: [used('B-3')] }))).toEqual([
      {
        code: 'reagent/unregistered',
        scope: 'assay-run',
        message: "Lot 'B-3' of 'beads' is not in the register of reagents; it served tube 'surface'. Did you mean 'B-1'?",
      },
    ]);
  });
});

describe('the register of reagents', () => {
  const head = 'kind,lot,status,storage,qualified_from,retest_date,expiry_date,traceable_to'.split(',');
  const row = (line: number, text: string) => ({ line, cells: text.split(',') });
  const mistakes = (read: () => unknown) => {
    try {
      read();
    } catch (error) {
      return error instanceof InputErrors ? error.errors.map((one) => `${one.place.line}: ${one.message}`) : [];
    }
    return [];
  };

  it('has every lot of a kind once, with a status, storage, days and what it is traceable to', () => {
    const rows = [{ line: 1, cells: head }, row(2, 'beads,B-1,released,2-8C,2026-01-05,2026-07-01,2026-12-31,COA 12')];

    expect(parseReagents(rows, 'r.csv', '+08:00')).toEqual([register[0]]);
  });

  it('refuses all that it cannot use, at the lines', () => {
    const rows = [
      { line: 1, cells: head },
      row(2, 'beads,B-1,ok,2-8C,2026-01-05,,2026-12-31,COA'),
      row(3, 'beads,B-1,released,2-8C,2026-01-05,,soon,COA'),
      row(4, 'beads,B-4,released,2-8C,2026-01-05,,2026-12-31,'),
      row(5, 'beads,B-5,released,2-8C,2026-01-05,,2026-12-31,COA'),
      row(6, 'beads,B-5,released,2-8C,2026-01-05,,2026-12-31,COA'),
    ];

    expect(mistakes(() => parseReagents(rows, 'r.csv', '+08:00'))).toEqual([
      "2: Expected status to be released, quarantined, rejected, withdrawn; found 'ok'.",
      "3: Expected a date such as 2027-03-31 in the column expiry_date, found 'soon'.",
      '4: Expected a value in the column traceable_to, found nothing.',
      "6: Expected each lot of a kind once, found 'B-5' of 'beads' again.",
    ]);
  });

  it('and the table of what was used need their cells', () => {
    const rows = [
      { line: 1, cells: ['assay_run', 'kind', 'lot'] },
      { line: 2, cells: ['RUN-1', '', 'B-1'] },
    ];

    expect(mistakes(() => parseReagentRows(rows, 'u.csv', '+08:00'))).toEqual(['2: Expected a value in the column kind, found nothing.']);
  });
});
