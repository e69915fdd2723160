import { describe, expect, it } from 'vitest';
import type { TestOccasion } from '../../src/attributes/attribute-result.ts';
import { attributeSchema } from '../../src/attributes/types/registry.ts';
import { occasionKey } from '../../src/pipeline/binding/plan.ts';
import { INITIAL_OCCASION, makeBinding } from '../../src/pipeline/binding.ts';
import { definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { attributeContext, type LotControl, type LotMaterial } from '../../src/pipeline/lot/lot-context.ts';
import type { CountRow } from '../../src/pipeline/tables/counts.ts';
import type { ExternalRow } from '../../src/pipeline/tables/external-results.ts';

const RETEST: TestOccasion = { kind: 'retest', number: 2, reason: 'x', reference: 'DEV-1', replaces: null };
const title = { en: 'A', zh: '甲' };
const common = { title, stage: 'final', method: { text: 'flow', version: '1', status: 'validated' } };
const COUNT = attributeSchema.parse({ ...common, id: 'cells', type: 'count', count: 'viable', unit: 'cells' });
const EXTERNAL = attributeSchema.parse({ ...common, id: 'endotoxin', type: 'external', unit: 'EU/mL' });
const FRACTION = attributeSchema.parse({
  ...common,
  id: 'cd3',
  type: 'fraction',
  panel: 'p',
  population: 'CD3+',
  of: 'Cells',
  controls: ['fmo'],
});

const tube = (id: string, panel: string) => ({
  id,
  panel,
  stages: ['final', 'before-sorting'],
  compensation: { from: 'none' },
  gates: [{ name: 'Cells', type: 'range', x: 'FSC-A', min: 100 }],
});
const DEFINITION = definitionSchema.parse({
  definition: 1,
  method: { id: 'm', version: '1', status: 'validated', title },
  product: { id: 'P', title },
  site: { timeZone: '+08:00' },
  inputs: { sampleList: 'samples.csv' },
  tubes: [tube('t', 'p'), tube('u', 'q')],
  attributes: [{ ...common, id: 'cells', type: 'count', count: 'viable', unit: 'cells' }],
});

const binding = (stage: string, occasion: TestOccasion) =>
  makeBinding({ file: `${stage}-${occasion.kind}.fcs`, kind: 'sample', source: 'samples.csv:2', lot: 'L', stage, tube: 't', occasion });
const sample = (stage: string, occasion: TestOccasion) => ({
  occasion,
  replaces: null,
  tube: 't',
  stage,
  binding: binding(stage, occasion),
  held: [],
  controls: [],
});

const countRow = (place: string, stage: string, occasion = INITIAL_OCCASION): CountRow => ({
  lot: 'L',
  purpose: null,
  condition: null,
  timePoint: null,
  shared: null,
  stage,
  sample: null,
  preparation: null,
  name: 'viable',
  value: 1,
  unit: 'cells',
  testedAt: null,
  replicate: null,
  enteredBy: null,
  enteredAt: null,
  checkedBy: null,
  checkedAt: null,
  occasion,
  files: ['counts.csv'],
  place,
  reasons: [],
});
const externalRow = (place: string, stage: string | null, occasion = INITIAL_OCCASION): ExternalRow => ({
  lot: 'L',
  purpose: null,
  condition: null,
  timePoint: null,
  shared: null,
  attribute: 'endotoxin',
  status: 'final',
  operator: '',
  value: 0.1,
  unit: 'EU/mL',
  text: null,
  due: null,
  testedAt: null,
  stage,
  replicate: null,
  enteredBy: null,
  enteredAt: null,
  checkedBy: null,
  checkedAt: null,
  method: null,
  source: null,
  occasion,
  place,
  reasons: [],
});

function material(parts: Partial<LotMaterial>): LotMaterial {
  const subject = { lot: 'L', purpose: 'release', condition: null, timePoint: null } as const;
  return {
    definition: DEFINITION,
    plan: { subject, lot: 'L', samples: [], missing: [], assays: [], held: [] },
    gated: { tubeRuns: new Map(), files: new Map() },
    assays: [],
    combinations: new Map(),
    external: [],
    counts: [],
    unusedRows: [],
    reagents: { register: [], used: [] },
    investigations: [],
    formulas: new Map(),
    viableCellsPerMaximumDose: null,
    dataSetOf: () => null,
    acquiredAtOf: () => null,
    ...parts,
  };
}

function control(name: string, parts: Partial<LotControl>): LotControl {
  const record: LotControl['checked']['record'] = {
    name,
    title,
    kind: 'fmo',
    panel: 'p',
    tube: 't',
    assayRun: null,
    file: null,
    outcome: 'missing',
    limits: [],
    settings: [],
    thresholds: [],
    clusters: null,
    reasons: [],
  };
  return {
    tube: 't',
    panel: 'p',
    name,
    stages: ['final'],
    occasions: [occasionKey(INITIAL_OCCASION)],
    checked: {
      reasons: [],
      record,
    },
    binding: null,
    gated: null,
    assayRun: null,
    ...parts,
  };
}

const contextOf = (attribute: typeof COUNT, parts: Partial<LotMaterial>, occasion = INITIAL_OCCASION, controls: LotControl[] = []) =>
  attributeContext(material(parts), { attribute, occasion, controls, earlier: new Map() });

describe('the samples of an attribute', () => {
  it('are those of its test occasion, each with its stage: an attribute counts its own stage among them', () => {
    const samples = [sample('final', INITIAL_OCCASION), sample('before-sorting', INITIAL_OCCASION), sample('final', RETEST)];
    const plan = { ...material({}).plan, samples };
    const found = (occasion: TestOccasion) => contextOf(FRACTION, { plan }, occasion).tubes.map(({ stage, file }) => [stage, file]);
    expect(found(INITIAL_OCCASION)).toEqual([
      ['final', 'final-initial.fcs'],
      ['before-sorting', 'before-sorting-initial.fcs'],
    ]);
    expect(found(RETEST)).toEqual([['final', 'final-retest.fcs']]);
  });
});

describe('the controls of an attribute', () => {
  const OTHER_STAGE = { stages: ['before-sorting'] };
  const OTHER_OCCASION = { occasions: [occasionKey(RETEST)] };
  const names = (controls: LotControl[], attribute = FRACTION) => [
    ...contextOf(attribute, {}, INITIAL_OCCASION, controls).controlsValidity.keys(),
  ];

  it.each([
    ['all serve it', {}, {}, ['a', 'b']],
    ['one serves another stage alone', {}, OTHER_STAGE, ['a']],
    ['one serves both stages', {}, { stages: ['before-sorting', 'final'] }, ['a', 'b']],
    ['one serves another occasion alone', OTHER_OCCASION, {}, ['b']],
    ['one serves another panel', {}, { panel: 'q' }, ['a']],
    ['none serves it', OTHER_STAGE, OTHER_OCCASION, []],
  ])('where %s', (_, a, b, expected) => {
    expect(names([control('a', a), control('b', b)])).toEqual(expected);
  });

  it('are those of every panel for an attribute without one', () => {
    expect(names([control('a', {}), control('b', { panel: 'q' }), control('c', OTHER_STAGE)], COUNT)).toEqual(['a', 'b']);
  });
});

describe('the rows of an attribute', () => {
  it.each([
    ['all of its stage', [countRow('c:2', 'final'), countRow('c:3', 'final')], ['c:2', 'c:3']],
    ['some of its stage', [countRow('c:2', 'before-sorting'), countRow('c:3', 'final')], ['c:3']],
    ['none of its stage', [countRow('c:2', 'before-sorting')], []],
  ])('counts: %s', (_, counts, places) => {
    expect((contextOf(COUNT, { counts }).counts.get('viable') ?? []).flatMap(({ sources }) => sources)).toEqual(places);
  });

  it.each([
    ['of its stage', [externalRow('e:2', 'final')], ['e:2']],
    ['of no stage', [externalRow('e:2', null)], ['e:2']],
    ['of both, of which one is another stage', [externalRow('e:2', 'before-sorting'), externalRow('e:3', 'final')], ['e:3']],
    ['of another stage alone', [externalRow('e:2', 'before-sorting')], undefined],
    ['of another occasion', [externalRow('e:2', 'final', RETEST)], undefined],
  ])('results from elsewhere %s', (_, external, places) => {
    expect(contextOf(EXTERNAL, { external }).external.get('endotoxin')?.sources).toEqual(places);
  });

  it('a count that was not repeated on a retest is that of the initial test', () => {
    const counts = [countRow('c:2', 'final'), countRow('c:3', 'final', RETEST)];
    const places = (rows: CountRow[]) =>
      contextOf(COUNT, { counts: rows }, RETEST)
        .counts.get('viable')
        ?.flatMap(({ sources }) => sources);
    expect([places(counts), places(counts.slice(0, 1))]).toEqual([['c:3'], ['c:2']]);
  });
});
