import { describe, expect, it } from 'vitest';
import type { Definition } from '../../src/pipeline/definition/definition.ts';
import { parseSampleList } from '../../src/pipeline/tables/sample-list.ts';
import { claimSubjects } from '../../src/watch/claim-subjects.ts';
import { subjectNeeds } from '../../src/watch/subject-needs.ts';
import { openTableRows } from '../../src/watch/table-rows.ts';
import { definitionWith } from './methods.ts';

const LISTED = definitionWith('  sampleList: samples.csv\n');
const PATTERNS = definitionWith(
  [
    '  bind:',
    '    - { pattern: "{lot}_{stage}_{tube}_{assayRun}.fcs", kind: sample }',
    '    - { pattern: "{assayRun}~{control}.fcs", kind: control, set: { tube: surface } }',
    '',
  ].join('\n'),
);
const specification = { rows: [] };

const rowsOf = (lines: readonly string[]) => lines.map((line, index) => ({ line: index + 1, cells: line.split(',') }));
const listOf = (...lines: string[]) =>
  parseSampleList(rowsOf(['file,kind,lot,assay_run,stage,tube,control,status,status_reason', ...lines]), 'samples.csv', '+08:00');
const facts = (...paths: string[]) => paths.map((path) => ({ path, keywords: null, error: null }));
const needs = (definition: Definition, list: ReturnType<typeof listOf>, ...paths: string[]) =>
  subjectNeeds({ definition, specification }, list, facts(...paths)).subjects;

describe('what a subject needs by a sample list', () => {
  const list = listOf(
    'a.fcs,sample,LOT-1,RUN-1,final,surface,,,',
    'b.fcs,sample,LOT-2,RUN-2,final,surface,,,',
    'c1.fcs,control,,RUN-1,,surface,fmo-cd3,,',
    'c2.fcs,control,,RUN-2,,surface,fmo-cd3,,',
  );

  it('is every file of its lines and the controls of its assay runs, whether or not they are there', () => {
    expect(needs(LISTED, list).map(({ subject, files, awaited }) => [subject.lot, files.map(({ path }) => path), awaited])).toEqual([
      ['LOT-1', ['a.fcs', 'c1.fcs'], []],
      ['LOT-2', ['b.fcs', 'c2.fcs'], []],
    ]);
  });

  it('is not a file that was never tested', () => {
    const lost = listOf('a.fcs,sample,LOT-1,RUN-1,final,surface,,not-tested,broken', 'c1.fcs,control,,RUN-1,,surface,fmo-cd3,,');
    expect(needs(LISTED, lost)[0]?.files.map(({ path }) => path)).toEqual(['c1.fcs']);
  });

  it('names its assay runs, samples and files, by which rows of other tables mean it', () => {
    expect(needs(LISTED, list)[0]?.names).toEqual(['LOT-1', 'RUN-1', 'a.fcs', 'c1.fcs']);
  });

  it('does not change with the line on which it stands', () => {
    const [first] = needs(LISTED, list);
    const later = listOf('', '', 'a.fcs,sample,LOT-1,RUN-1,final,surface,,,', 'c1.fcs,control,,RUN-1,,surface,fmo-cd3,,');
    expect(needs(LISTED, later)[0]?.rows).toEqual(first?.rows);
  });
});

describe('what a subject needs by patterns', () => {
  it.each([
    [[], []],
    [['LOT-1_final_surface_RUN-1.fcs'], [['LOT-1', ['watch/awaits-control']]]],
    [['LOT-1_final_surface_RUN-1.fcs', 'RUN-2~fmo-cd3.fcs'], [['LOT-1', ['watch/awaits-control']]]],
    [['LOT-1_final_surface_RUN-1.fcs', 'RUN-1~fmo-cd3.fcs'], [['LOT-1', []]]],
    [['LOT-1_initial_surface_RUN-1.fcs', 'RUN-1~fmo-cd3.fcs'], [['LOT-1', ['watch/awaits-sample']]]],
    [['RUN-1~fmo-cd3.fcs'], []],
  ])('with %j is %j', (paths, expected) => {
    expect(needs(PATTERNS, [], ...paths).map(({ subject, awaited }) => [subject.lot, awaited.map(({ code }) => code)])).toEqual(expected);
  });

  it('holds its own files alone', () => {
    const found = needs(PATTERNS, [], 'LOT-1_final_surface_RUN-1.fcs', 'LOT-2_final_surface_RUN-1.fcs', 'RUN-1~fmo-cd3.fcs', 'note.txt');
    expect(found.map(({ files }) => files.map(({ path, from }) => [path, from]))).toEqual([
      [
        ['LOT-1_final_surface_RUN-1.fcs', 'pattern'],
        ['RUN-1~fmo-cd3.fcs', 'pattern'],
      ],
      [
        ['LOT-2_final_surface_RUN-1.fcs', 'pattern'],
        ['RUN-1~fmo-cd3.fcs', 'pattern'],
      ],
    ]);
  });
});

describe('a subject belongs', () => {
  const other = definitionWith('  sampleList: samples.csv\n', (yaml) =>
    yaml.replaceAll('surface', 'identity').replace('id: FT', 'id: OTHER'),
  );
  const twin = definitionWith('  sampleList: samples.csv\n', (yaml) => yaml.replace('id: FT', 'id: TWIN'));
  const claims = (definitions: readonly Definition[], list: ReturnType<typeof listOf>) =>
    claimSubjects(definitions.map((definition) => ({ product: definition.product.id, needs: needs(definition, list) }))).map((one) =>
      one.product === null ? [one.subject.lot, null, one.why.code, one.why.fields.products] : [one.need.subject.lot, one.product],
    );
  const surface = listOf('a.fcs,sample,LOT-1,RUN-1,final,surface,,,');

  it('to the only definition, whatever its tubes are called', () => {
    expect(claims([other], surface)).toEqual([['LOT-1', 'OTHER']]);
  });

  it('to the one of several that has its tubes', () => {
    expect(claims([LISTED, other], surface)).toEqual([['LOT-1', 'FT']]);
    expect(claims([LISTED, other], listOf('b.fcs,sample,LOT-2,RUN-1,final,identity,,,'))).toEqual([['LOT-2', 'OTHER']]);
  });

  it('to nobody where none, or several, have them', () => {
    expect(claims([LISTED, other], listOf('a.fcs,sample,LOT-1,RUN-1,final,strange,,,'))).toEqual([
      ['LOT-1', null, 'watch/no-method', ['FT', 'OTHER']],
    ]);
    expect(claims([LISTED, twin], surface)).toEqual([['LOT-1', null, 'watch/several-methods', ['FT', 'TWIN']]]);
  });

  it('to the product that its lines say', () => {
    const lines = [
      'file,kind,product,lot,assay_run,stage,tube,control',
      'a.fcs,sample,TWIN,LOT-1,RUN-1,final,surface,',
      'b.fcs,sample,FT,LOT-2,RUN-1,final,surface,',
    ];
    expect(claims([LISTED, twin], parseSampleList(rowsOf(lines), 'samples.csv', '+08:00'))).toEqual([
      ['LOT-1', 'TWIN'],
      ['LOT-2', 'FT'],
    ]);
  });

  it('to nobody where a line spells the product in another way: that is a mistake of the list', () => {
    const lines = ['file,kind,product,lot,assay_run,stage,tube,control', 'a.fcs,sample,ft,LOT-1,RUN-1,final,surface,'];
    expect(() => claims([LISTED], parseSampleList(rowsOf(lines), 'samples.csv', '+08:00'))).toThrow(
      "Expected the product 'FT' as the definition writes it, found 'ft'. Write both alike.",
    );
  });
});

describe('rows of tables mean a subject', () => {
  const tables = [
    {
      name: 'external-results.csv',
      rows: rowsOf(['lot,attribute,value', 'LOT-1,sterility,negative', 'lot_1,sterility,negative', 'LOT-12,sterility,negative']),
    },
  ];

  it.each([
    [['LOT-1'], 2],
    [['LOT-12'], 1],
    [['LOT-2'], 0],
    [['LOT-1', 'LOT-12'], 3],
    [[], 0],
  ])('of the names %j: %i of them', (names, count) => {
    expect(openTableRows(tables)(names)).toHaveLength(count);
  });
});
