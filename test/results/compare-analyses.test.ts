import { describe, expect, it } from 'vitest';
import type { ReasonCode } from '../../src/reason.ts';
import { canonicalJson } from '../../src/results/canonical-json.ts';
import { compareAnalyses } from '../../src/results/compare-analyses.ts';
import { decideAnalysis } from '../../src/results/decide-analysis.ts';
import type { Difference } from '../../src/results/differences.ts';
import type { InputRecord, ReleaseResult } from '../../src/results/release-result.ts';
import type { EarlierResult } from '../../src/results/reversals.ts';
import { attributeRow, criterion, sampleResult } from '../outputs/sample-result.ts';
import { sentence } from '../said.ts';

const file = (name: string, hash: string, parts: Partial<InputRecord> = {}): InputRecord => ({
  file: name,
  sha256: hash.repeat(64),
  bytes: 10,
  kind: 'fcs',
  serves: { what: 'sample', stage: 'final', tube: 'a', preparation: null },
  sample: null,
  assayRun: 'R1',
  acquiredAt: '2026-03-02T10:00:00+08:00',
  instrument: 'A',
  events: 5,
  ...parts,
});
const table = (hash: string, rows: readonly string[], kind: InputRecord['kind'] = 'counts'): InputRecord =>
  file(`${kind}.csv`, hash, { kind, serves: { what: 'table' }, assayRun: null, acquiredAt: null, instrument: null, events: null, rows });
const judged = (id: string, value: number, parts: Partial<ReleaseResult['attributes'][number]> = {}) =>
  attributeRow({
    attribute: id,
    title: { en: id, zh: id },
    section: 'purity',
    estimate: value,
    unit: 'cells',
    criterion: criterion({ en: '≥ 1', zh: '≥ 1' }, { id }),
    ...parts,
  });
const awaited = judged('STE', 0, { estimate: null, status: 'pending', outcome: 'pending' });

const base: ReleaseResult = {
  ...sampleResult,
  inputs: [file('a.fcs', 'a'), table('c', ['{"lot":"L","value":1}', '{"lot":"L","value":2}'])],
  attributes: [judged('VIA', 95), awaited],
  disposition: { ...sampleResult.disposition, proposed: 'pending' },
};
const with_ = (parts: Partial<ReleaseResult>): ReleaseResult => ({ ...base, ...parts });
const inputs = (...list: readonly InputRecord[]) => with_({ inputs: list });
const [fcs, counts] = [file('a.fcs', 'a'), table('c', ['{"lot":"L","value":1}', '{"lot":"L","value":2}'])];
const arrived = { attributes: [judged('VIA', 95), judged('STE', 1)], disposition: { ...base.disposition, proposed: 'conforms' as const } };

/** With the English sentences of its differences, which a reader of this table can compare. */
function inWords<One extends object>(found: One & { readonly differences?: readonly Difference[] }): object {
  return found.differences === undefined ? found : { ...found, differences: found.differences.map(sentence) };
}

/** A row that nothing uses, its fields in the order in which the code that found it wrote them; a record that is read back has them by name. */
const unusedRow: ReleaseResult['lot']['unusedRows'][number] = {
  place: 'counts.csv:3',
  code: 'table/unused-row',
  fields: { why: { code: 'row/unknown-name', fields: { what: 'count', name: 'volume', guess: null, absent: 'not-asked' } } },
};

describe('an analysis and the same one as it is read back from its record', () => {
  it('are the same, whatever the order of the fields of a message', () => {
    const now = with_({ lot: { ...base.lot, unusedRows: [unusedRow] } });
    const readBack: ReleaseResult = JSON.parse(canonicalJson(now));
    expect(JSON.stringify(readBack.lot.unusedRows)).not.toBe(JSON.stringify(now.lot.unusedRows));
    expect(compareAnalyses(readBack, now)).toEqual({ kind: 'same' });
  });
});

const CASES: readonly (readonly [string, ReleaseResult, object])[] = [
  ['nothing', base, { kind: 'same' }],
  ['the order of inputs', inputs(counts, fcs), { kind: 'same' }],
  [
    'bytes of a table of which the same rows were used',
    inputs(fcs, table('d', ['{"lot":"L","value":2}', '{"lot":"L","value":1}'])),
    { kind: 'same' },
  ],
  ['a table of which no row was used', inputs(fcs, counts, table('e', [], 'external-results')), { kind: 'same' }],
  [
    'a result for a pending row',
    with_({ ...arrived, inputs: [fcs, counts, table('e', ['{"x":1}'], 'external-results')] }),
    { kind: 'extended' },
  ],
  [
    'a row more',
    inputs(fcs, table('d', ['{"lot":"L","value":1}', '{"lot":"L","value":2}', '{"lot":"L","value":3}'])),
    { kind: 'extended' },
  ],
  [
    'a file more',
    inputs(fcs, file('b.fcs', 'b', { serves: { what: 'sample', stage: 'final', tube: 'b', preparation: null } }), counts),
    { kind: 'extended' },
  ],
  [
    'another day on which a pending result is due',
    with_({
      attributes: [judged('VIA', 95), { ...awaited, due: '2026-12-04' }],
    }),
    { kind: 'extended' },
  ],
  [
    'a second reading, asked this time',
    inputs(file('a.fcs', 'a', { secondReader: { outcome: 'agrees', reader: 'fcs', eventsCompared: 5, detail: null } }), counts),
    { kind: 'extended' },
  ],
  [
    'a row that serves nothing',
    with_({
      lot: {
        ...sampleResult.lot,
        unusedRows: [
          { place: 'counts.csv:9', code: 'table/unused-row', fields: { why: { code: 'row/measured-here', fields: { attribute: 'x' } } } },
        ],
      },
    }),
    { kind: 'extended' },
  ],
  [
    'the version',
    with_({ software: { name: 'cytolot', version: '9.9.9' } }),
    { kind: 'changed', differences: [`software ${base.software.version}, now 9.9.9`] },
  ],
  [
    'the method',
    with_({ method: { ...base.method, version: '9', sha256: 'f'.repeat(64) } }),
    {
      kind: 'changed',
      differences: [
        `method ${base.method.id} ${base.method.version} (${base.method.sha256.slice(0, 8)}), now ${base.method.id} 9 (ffffffff)`,
      ],
    },
  ],
  [
    'the specification, under the same revision',
    with_({ specification: { ...base.specification, sha256: 'e'.repeat(64) } }),
    {
      kind: 'changed',
      differences: [
        `specification ${base.specification.id} ${base.specification.revision} (${base.specification.sha256.slice(0, 8)}), now ${base.specification.id} ${base.specification.revision} (eeeeeeee)`,
      ],
    },
  ],
  [
    'the content of a file',
    inputs(file('a.fcs', 'b'), counts),
    { kind: 'changed', differences: ["input 'a.fcs' has other content (aaaaaaaa, now bbbbbbbb)"] },
  ],
  ['a file that is gone', inputs(counts), { kind: 'changed', differences: ["input 'a.fcs' (sample, final, tube a) is gone"] }],
  [
    'what a file serves',
    inputs(file('a.fcs', 'a', { serves: { what: 'sample', stage: 'final', tube: 'b', preparation: null } }), counts),
    { kind: 'changed', differences: ["input 'a.fcs' (sample, final, tube a) is gone"] },
  ],
  [
    'the date of a file',
    inputs(file('a.fcs', 'a', { acquiredAt: '2026-03-03T10:00:00+08:00' }), counts),
    { kind: 'changed', differences: ["input 'a.fcs': date of acquisition 2026-03-02T10:00:00+08:00, now 2026-03-03T10:00:00+08:00"] },
  ],
  [
    'a row of a table',
    inputs(fcs, table('d', ['{"lot":"L","value":1}', '{"lot":"L","value":3}'])),
    { kind: 'changed', differences: [`a row of 'counts.csv' that was used is changed or gone: {"lot":"L","value":2}`] },
  ],
  [
    'a table that is gone',
    inputs(fcs),
    {
      kind: 'changed',
      differences: [
        `a row of 'counts.csv' that was used is changed or gone: {"lot":"L","value":1}`,
        `a row of 'counts.csv' that was used is changed or gone: {"lot":"L","value":2}`,
      ],
    },
  ],
  [
    'a value that was judged, by a row more',
    with_({ inputs: [fcs, table('d', [...(counts.rows ?? []), '{"lot":"L","value":3}'])], attributes: [judged('VIA', 94), awaited] }),
    { kind: 'changed', differences: ["row 'VIA' was 95 cells, now 94 cells"] },
  ],
  [
    'the operator of a value that was judged',
    with_({ attributes: [judged('VIA', 95, { operator: '<' }), awaited] }),
    { kind: 'changed', differences: ["row 'VIA' was 95 cells, now <95 cells"] },
  ],
  [
    'an outcome, without any input',
    with_({ attributes: [judged('VIA', 95, { outcome: 'no valid result' }), awaited] }),
    {
      kind: 'changed',
      differences: ["row 'VIA' was 'meets', now 'no valid result', although no input of its own differs"],
    },
  ],
];

describe('an analysis and the one before it differ by', () => {
  it.each(CASES)('%s', (_, now, comparison) => {
    expect(inWords(compareAnalyses(base, now))).toEqual(comparison);
  });

  it('a second reading that is not asked any more: nothing', () => {
    const read = inputs(
      file('a.fcs', 'a', { secondReader: { outcome: 'agrees', reader: 'fcs', eventsCompared: 5, detail: null } }),
      counts,
    );
    expect(compareAnalyses(read, base)).toEqual({ kind: 'same' });
  });

  it('the fields of a note alone: nothing; another note: something', () => {
    const flagged = (code: ReasonCode, place: string) =>
      with_({ attributes: [judged('VIA', 95, { notes: [{ code, fields: { place } }] }), awaited] });
    expect(compareAnalyses(flagged('investigate', 'line 4'), flagged('investigate', 'line 5'))).toEqual({ kind: 'same' });
    expect(compareAnalyses(flagged('investigate', 'line 4'), flagged('limit/alert', 'line 4')).kind).toBe('changed');
  });

  it('the line of a row that serves nothing: nothing', () => {
    const unused = (line: number) =>
      with_({
        lot: {
          ...sampleResult.lot,
          unusedRows: [
            {
              place: `c.csv:${line}`,
              code: 'table/unused-row',
              fields: { why: { code: 'row/measured-here', fields: { attribute: 'x' } } },
            },
          ],
        },
      });
    expect(compareAnalyses(unused(4), unused(5))).toEqual({ kind: 'same' });
    expect(compareAnalyses(unused(4), base)).toEqual({ kind: 'extended' });
  });

  it('bytes whose hash could not be taken were not judged', () => {
    const { sha256: _, ...unread } = file('a.fcs', 'a');
    const held = with_({
      inputs: [unread, counts],
      attributes: [
        judged('VIA', 0, {
          estimate: null,
          reasons: [{ code: 'held/changed' as const, scope: 'test-article' as const, fields: {} }],
          outcome: 'no valid result',
        }),
        awaited,
      ],
    });
    expect(compareAnalyses(held, base)).toEqual({ kind: 'extended' });
  });

  it('a value that was not valid may become one by what arrives', () => {
    const invalid = with_({
      attributes: [
        judged('VIA', 90, {
          outcome: 'no valid result',
          reasons: [{ code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} }],
        }),
        awaited,
      ],
    });
    const mended = inputs(fcs, counts, file('fmo.fcs', 'f', { serves: { what: 'control', control: 'fmo', tube: null } }));
    expect(compareAnalyses(invalid, mended)).toEqual({ kind: 'extended' });
  });
});

describe('what becomes of an analysis', () => {
  const later = with_({ attributes: [judged('VIA', 94), awaited] });
  it.each<[string, ReleaseResult, readonly EarlierResult[], string | null, object]>([
    ['the first', base, [], null, { kind: 'publish' }],
    ['the first, with a reason', base, [], 'x', { kind: 'publish' }],
    ['the same job', base, [{ number: 1, schemaVersion: 2, result: base }], null, { kind: 'unchanged', as: 1 }],
    ['the same job, with a reason', base, [{ number: 1, schemaVersion: 2, result: base }], 'x', { kind: 'publish' }],
    [
      'the same job as the latest',
      base,
      [
        { number: 1, schemaVersion: 2, result: later },
        { number: 2, schemaVersion: 2, result: base },
      ],
      null,
      { kind: 'unchanged', as: 2 },
    ],
    [
      'what arrived',
      with_({ inputs: [...base.inputs, file('b.fcs', 'b')] }),
      [{ number: 1, schemaVersion: 2, result: base }],
      null,
      { kind: 'publish' },
    ],
    [
      'a change',
      later,
      [{ number: 1, schemaVersion: 2, result: base }],
      null,
      { kind: 'needs-reason', after: 1, differences: ["row 'VIA' was 95 cells, now 94 cells"] },
    ],
    ['a change, with a reason', later, [{ number: 1, schemaVersion: 2, result: base }], 'x', { kind: 'publish' }],
    [
      // Only the latest counts: going back to what the first said is a change again.
      'back to the first',
      base,
      [
        { number: 2, schemaVersion: 2, result: later },
        { number: 1, schemaVersion: 2, result: base },
      ],
      null,
      { kind: 'needs-reason', after: 2, differences: ["row 'VIA' was 94 cells, now 95 cells"] },
    ],
    [
      'after a result that cannot be read',
      base,
      [{ number: 1, schemaVersion: 1, result: null }],
      null,
      { kind: 'needs-reason', after: 1, differences: ['the software: this version cannot read that result'] },
    ],
  ])('%s', (_, now, earlier, reason, decision) => {
    expect(inWords(decideAnalysis(now, earlier, reason))).toEqual(decision);
  });
});
