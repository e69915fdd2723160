import { describe, expect, it } from 'vitest';
import { csvCell, withoutFormula } from '../../src/csv-cell.ts';
import { joinResults, resultsCsv } from '../../src/outputs/files/results-csv.ts';
import { lesserStatus } from '../../src/outputs/files/results-row.ts';
import { RESULT_COLUMNS, type ResultColumn } from '../../src/results/result-columns.ts';
import { attributeRow, criterion, sampleInput, sampleResult } from './sample-result.ts';

function csvOf(input = sampleInput): string {
  return String(resultsCsv.render(input)[0]?.bytes);
}

/** A reader of RFC 4180 of its own, so that the writer is not checked by itself. */
function readCsv(text: string): readonly Partial<Readonly<Record<ResultColumn, string>>>[] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '"' && text[i + 1] === '"') cell += text[i++];
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ',' || text.startsWith('\r\n', i))) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (character !== ',') {
        rows.push([]);
        i += 1;
      }
    } else cell += character;
  }
  const [head = [], ...body] = rows.slice(0, -1);
  return body.map((row) => Object.fromEntries(head.map((name, column) => [name, row[column] ?? ''])));
}

describe('results.csv', () => {
  it('has the columns of the contract, CRLF, no byte order mark, a row an attribute', () => {
    const [head, ...rows] = csvOf().split('\r\n');
    expect(head).toBe(
      'lot,analysis,attribute,section,sample,role,operator,reported_value,unit,lower,upper,criterion,outcome,flags,method,method_version,specification_version,acquired_at,result_sha256,' +
        'analysis_id,row,title,product,specification_id,purpose,condition,time_point,stage,occasion,occasion_reference,replaces,investigation,tested_at,k,n,replicates,' +
        'value_kind,unrounded,interval_level,interval_sides,interval_method,criterion_lower,criterion_lower_closed,criterion_upper,criterion_upper_closed,method_status,disposition,entered_by,checked_by',
    );
    expect(RESULT_COLUMNS).toHaveLength(49);
    expect(rows.filter((row) => row !== '')).toHaveLength(sampleResult.attributes.length);
  });

  it('gives fractions and their limits in the reported unit: 4.8986e-5 is 0.0048986 %', () => {
    const row = readCsv(csvOf()).find((each) => each.attribute === 'residual-pluripotent');
    expect(row).toMatchObject({ reported_value: '0.0049', unit: '%', lower: '', upper: '0.0048986', operator: '', outcome: 'meets' });
  });

  it('keeps the operator in its own column', () => {
    expect(readCsv(csvOf()).find((each) => each.attribute === 'endotoxin')).toMatchObject({
      operator: '<',
      reported_value: '0.05',
      unit: 'EU/mL',
    });
  });

  it('leaves a value that is not reportable out, and says why', () => {
    const row = readCsv(csvOf()).find((each) => each.attribute === 'serotonergic');
    expect(row).toMatchObject({
      reported_value: '',
      lower: '',
      upper: '',
      unit: '',
      outcome: 'no valid result',
      flags: 'control/missing',
    });
  });

  it('says which row it is, of which analysis, and how its interval and criterion are meant', () => {
    const row = readCsv(csvOf()).find((each) => each.attribute === 'residual-pluripotent');
    expect(row).toMatchObject({
      analysis_id: 'DAP-2026-014/release/0002',
      row: 'ROW-1',
      title: 'OCT3/4+ TRA-2-49/6E+, of viable',
      product: 'DAP',
      specification_id: 'SPEC-DAP-03',
      purpose: 'release',
      condition: '',
      time_point: '',
      stage: 'final product',
      sample: 'S2',
      occasion: 'initial 1',
      value_kind: 'upper-limit',
      // 4.8986e-5 in percent, without an exponent
      unrounded: '0.0048986',
      k: '7',
      n: '268412',
      interval_level: '0.95',
      interval_sides: 'upper',
      interval_method: 'clopper-pearson',
      criterion_lower: '',
      criterion_lower_closed: '',
      criterion_upper: '0.10',
      criterion_upper_closed: 'false',
      method_status: 'validated',
      disposition: 'does not conform',
    });
  });

  it("has a value's own dates: when its files were acquired, or when it was tested elsewhere, never its control's", () => {
    const rows = readCsv(csvOf());
    const datesOf = (attribute: string) => {
      const { acquired_at, tested_at } = rows.find((each) => each.attribute === attribute) ?? {};
      return [acquired_at, tested_at];
    };
    // Its control FMO-PE was acquired at 14:05, the lot's last file on the day after.
    expect(datesOf('residual-pluripotent')).toEqual(['2026-11-18T14:43:00+08:00', '2026-11-18T14:43:00+08:00']);
    expect(datesOf('endotoxin')).toEqual(['', '2026-11-20']);
    expect(datesOf('ph')).toEqual(['', '']);
  });

  const WITH_VALUE = {
    title: { en: 't', zh: '' },
    section: 'purity',
    k: 93,
    N: 100,
    estimate: 0.93,
    unroundedValue: 93,
    interval: { lower: 0.9, upper: 0.96, level: 0.95, sides: 'two', method: 'wilson' },
    replicates: [{ name: '1', estimate: 0.93, lower: null, upper: null }],
    reportable: { operator: '<', value: '93.0', unit: '%', digits: 1, rule: 'half-up' },
  } as const;
  const VALUE_COLUMNS = RESULT_COLUMNS.filter((column) =>
    /^(operator|reported_value|unit|lower|upper|value_kind|unrounded|k|n|replicates|interval_.*)$/.test(column),
  );
  const only = (row: Parameters<typeof attributeRow>[0]) =>
    readCsv(csvOf({ ...sampleInput, result: { ...sampleResult, attributes: [attributeRow(row)] } }))[0] ?? {};

  it.each(['no valid result', 'pending'] as const)(
    'has no figure where there is %s, in any column that could be taken for one',
    (outcome) => {
      const read = only({ attribute: 'a', ...WITH_VALUE, text: 'clear', outcome });
      expect(VALUE_COLUMNS).toHaveLength(13);
      expect(VALUE_COLUMNS.filter((column) => read[column] !== '')).toEqual([]);
      expect(Object.values(read).filter((cell) => /93|0\.9|clear/.test(cell))).toEqual([]);
    },
  );

  it('has every one of them where the value is reported', () => {
    const read = only({ attribute: 'a', ...WITH_VALUE });
    expect(VALUE_COLUMNS.filter((column) => read[column] === '')).toEqual([]);
  });

  it('names a row by its id in the specification, one outside it so that no row can be meant, and each test by its occasion', () => {
    const title = { en: 't', zh: '' };
    const occasion = { kind: 'repeat-after-invalid', number: 2, reason: 'clot', reference: 'DEV-7', replaces: 'initial' } as const;
    const open = { conclusion: null, cause: null, closedAt: null, closedBy: null, place: 'investigations.csv:2' };
    const investigations = ['INV-1', 'INV-1', 'INV-2'].map((reference) => ({ reference, ...open }));
    const attributes = [
      attributeRow({ attribute: 'a', title, section: 'purity', criterion: criterion(title, { id: 'R1' }) }),
      attributeRow({ attribute: 'a', title, section: 'purity', criterion: criterion(title, { id: 'R1' }), occasion, investigations }),
      attributeRow({ attribute: 'a', component: 'CD3', title, section: 'not-in-specification', outcome: 'information' }),
    ];
    const rows = readCsv(csvOf({ ...sampleInput, result: { ...sampleResult, attributes } }));
    const columns = ['row', 'occasion', 'occasion_reference', 'replaces', 'investigation'] as const;
    expect(rows.map((row) => columns.map((column) => row[column]))).toEqual([
      ['R1', 'initial 1', '', '', ''],
      ['R1', 'repeat-after-invalid 2', 'DEV-7', 'initial', 'INV-1;INV-2'],
      ['not-in-specification/a/CD3', 'initial 1', '', '', ''],
    ]);
  });

  it.each([
    [1e-9, '0.000000001'],
    [2.5e7, '25000000'],
    [0.1 + 0.2, '0.30000000000000004'],
  ])('writes %d as the plain decimal %s', (unroundedValue, written) => {
    const read = only({ attribute: 'a', title: { en: 't', zh: '' }, section: 'purity', unroundedValue, unit: 'cells' });
    expect([read.unrounded, read.unit, read.value_kind]).toEqual([written, 'cells', 'estimate']);
  });

  it('of several subjects stand below one heading; a table with other columns is refused', () => {
    const one = csvOf();
    expect(joinResults([one, one])).toBe(one + one.slice(one.indexOf('\r\n') + 2));
    expect(readCsv(joinResults([one, one]) ?? '')).toHaveLength(2 * sampleResult.attributes.length);
    expect(joinResults([])).toBe(`${RESULT_COLUMNS.join(',')}\r\n`);
    expect(joinResults([one, one.replace('lot,analysis', 'lot,run')])).toBeNull();
  });

  it('quotes commas, quotes and line breaks, and disarms formulas', () => {
    const title = { en: 'a "quoted", text\nwith a line', zh: '' };
    const row = attributeRow({ attribute: '=1+1', title, section: '@purity', criterion: criterion(title), text: '-cmd' });
    const [read] = readCsv(csvOf({ ...sampleInput, result: { ...sampleResult, attributes: [row] } }));
    expect(read).toMatchObject({
      attribute: "'=1+1",
      section: "'@purity",
      criterion: 'a "quoted", text\nwith a line',
      reported_value: "'-cmd",
    });
  });

  it('writes as many rows as there are attributes, however many', () => {
    const attributes = Array.from({ length: 3000 }, (_, i) =>
      attributeRow({ attribute: `a${i}`, title: { en: 'x', zh: '' }, section: 'purity', text: 'x'.repeat(60) }),
    );
    expect(readCsv(csvOf({ ...sampleInput, result: { ...sampleResult, attributes } }))).toHaveLength(3000);
  });
});

describe('the status of a method in results.csv', () => {
  it.each([
    ['validated', 'validated', 'validated'],
    ['validated', 'draft', 'draft'],
    ['draft', 'validated', 'draft'],
    ['qualified', 'validated', 'qualified'],
    ['validated', 'verified', 'verified'],
    ['retired', 'qualified', 'retired'],
    ['under-validation', 'draft', 'draft'],
  ] as const)('definition %s, attribute %s: %s', (definition, attribute, status) => {
    expect(lesserStatus(definition, attribute)).toBe(status);
  });
});

describe('a cell of any CSV', () => {
  it.each([
    ['a,b', '"a,b"'],
    ['=a,"b"', `"'=a,""b"""`],
    ['two\nlines', '"two\nlines"'],
    ['FSC-A', 'FSC-A'],
    // Characters that a terminal acts on, or that turn a line around, are shown.
    ['\0=1', '\\x00=1'],
    ['\u001b[31m', '\\x1b[31m'],
    ['\u009b31m', '\\x9b31m'],
    ['LOT\u202e1', 'LOT\\x202e1'],
    ['\r=1', `"'\n=1"`],
  ])('%j stands as %s', (cell, written) => {
    expect(csvCell(cell)).toBe(written);
  });
});

describe('withoutFormula', () => {
  const cases = [
    ['-0.02', '-0.02'],
    ['+3e-5', '+3e-5'],
    ['=HYPERLINK("x")', `'=HYPERLINK("x")`],
    ['-2+3', "'-2+3"],
    [' =1', "' =1"],
    ['＝1', "'＝1"],
    ['< 0.25', '< 0.25'],
    ['plain', 'plain'],
    // Conditions and quantities stay as they stand: their unit makes them no formula.
    ['-150C', '-150C'],
    ['-20 °C/60RH', '-20 °C/60RH'],
    ['-150C+1', "'-150C+1"],
    ['-5/2', "'-5/2"],
    ['-1cmd|x', "'-1cmd|x"],
  ] as const;
  for (const [cell, written] of cases) it(`${cell} is written ${written}`, () => expect(withoutFormula(cell)).toBe(written));
});
