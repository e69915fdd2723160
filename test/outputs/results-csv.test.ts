import { describe, expect, it } from 'vitest';
import { RESULT_COLUMNS, resultsCsv, withoutFormula } from '../../src/outputs/results-csv.ts';
import { attributeRow, criterion, sampleInput, sampleResult } from './sample-result.ts';

function csvOf(input = sampleInput): string {
  return String(resultsCsv.render(input)[0]?.bytes);
}

/** A reader of RFC 4180 of its own, so that the writer is not checked by itself. */
function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
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
      'lot,analysis,attribute,section,sample,role,operator,reported_value,unit,lower,upper,criterion,outcome,flags,method,method_version,specification_version,acquired_at,result_sha256',
    );
    expect(RESULT_COLUMNS).toHaveLength(19);
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
      flags: 'control/fmo-missing',
    });
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
  ] as const;
  for (const [cell, written] of cases) it(`${cell} is written ${written}`, () => expect(withoutFormula(cell)).toBe(written));
});
