import { describe, expect, it } from 'vitest';
import { parseExternalResults } from '../../src/pipeline/tables/external-results.ts';
import { withPlausibleDates } from '../../src/pipeline/tables/plausible-results.ts';
import { textDisagrees } from '../../src/pipeline/tables/stated-result.ts';

type Cells = Readonly<Record<string, string>>;

function rowsOf(...rows: readonly Cells[]) {
  const names = ['lot', 'attribute', 'operator', 'value', 'text', 'tested_at', 'due'];
  const lines = [
    names,
    ...rows.map((row) => names.map((name) => row[name] ?? (name === 'lot' ? 'L1' : name === 'attribute' ? 'sterility' : ''))),
  ];
  return parseExternalResults(
    lines.map((cells, i) => ({ line: i + 1, cells })),
    'external-results.csv',
    '+08:00',
  );
}

describe('a text beside a number', () => {
  it.each<[number | null, '' | '<' | '>', string | null, boolean]>([
    // The same, in other words.
    [0.25, '<', '< 0.25 EU/mL', false],
    [0.25, '<', '＜0.25', false],
    [0.25, '<', '≤0.25', false],
    [12, '', '12 %', false],
    [1.5, '', '1,5', false],
    [1500, '', '1,500', false],
    [-3, '', '-3', false],
    [2e6, '', '2e6 cells', false],
    // Another number, or another sign.
    [0.25, '<', '< 0.5 EU/mL', true],
    [0.25, '', '< 0.25', true],
    [0.25, '<', '0.25', true],
    [0.25, '<', '> 0.25', true],
    [12, '', '1.2 %', true],
    [1.5, '', '1,500', false],
    [15, '', '1,5', false],
    [3, '', '-3', true],
    // Nothing that can be compared.
    [0, '', 'no growth', false],
    [0, '', 'no growth after 14 days', false],
    [0.05, '<', '< 0.05 (limit 0.25)', false],
    [0, '', null, false],
    [null, '', '12 %', false],
  ])('%s %j %j: disagrees %s', (value, operator, text, disagrees) => {
    expect(textDisagrees({ value, operator, text })).toBe(disagrees);
  });

  it('that says otherwise holds the row', () => {
    const [row, other] = rowsOf({ value: '0.1', text: '0.2' }, { value: '0.2', text: '0.2' });
    expect(row?.reasons.map(({ code, fields }) => [code, fields])).toEqual([
      ['held/text-disagrees', { attribute: 'sterility', operator: '', value: 0.1, text: '0.2', place: 'external-results.csv:2' }],
    ]);
    expect(other?.reasons).toEqual([]);
  });
});

describe('the date of a result from elsewhere', () => {
  /** For each row whether it is held, where the samples were acquired on 2026-11-18. */
  function held(
    rows: readonly Cells[],
    { others = ['2026-11-18T09:40:00+08:00'], due = null }: { others?: (string | null)[]; due?: string | null } = {},
  ) {
    return withPlausibleDates(rowsOf(...rows.map((row) => ({ value: '1', ...row }))), { others, dueOf: () => due }).map(({ reasons }) =>
      reasons.map(({ code }) => code),
    );
  }
  const LATE = ['held/date-implausible'];

  it.each<[string, Cells[], string[][]]>([
    ['before all others, as of a bank', [{ tested_at: '2019-02-01' }], [[]]],
    ['some weeks later', [{ tested_at: '2026-12-02' }], [[]]],
    // 2026-11-18 and 180 days: 2027-05-17.
    ['180 days later', [{ tested_at: '2027-05-17' }], [[]]],
    ['181 days later', [{ tested_at: '2027-05-18' }], [LATE]],
    ['a year that was typed wrong', [{ tested_at: '2036-12-02' }], [LATE]],
    ['two such rows', [{ tested_at: '2036-12-02' }, { tested_at: '2036-12-05' }], [LATE, LATE]],
    ['one after another', [{ tested_at: '2027-10-01' }, { tested_at: '2027-05-01' }], [[], []]],
    ['no date', [{}], [[]]],
    ['until its due day', [{ tested_at: '2027-11-30', due: '2027-11-30' }], [[]]],
    ['after its due day', [{ tested_at: '2026-12-02', due: '2026-12-01' }], [LATE]],
    ['a due day before the acquisition says nothing', [{ tested_at: '2026-12-02', due: '2026-01-01' }], [[]]],
  ])('%s', (_, rows, expected) => {
    expect(held(rows)).toEqual(expected);
  });

  it('with the due day of the method, and without any other date', () => {
    const row = [{ tested_at: '2026-12-02' }];
    expect(held(row, { due: '2026-12-01' })).toEqual([LATE]);
    expect(held(row, { due: '2026-12-02' })).toEqual([[]]);
    expect(held([{ tested_at: '2036-12-02' }], { others: [null] })).toEqual([[]]);
  });
});
