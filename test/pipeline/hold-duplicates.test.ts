import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { type ContentKey, holdDuplicates, relationOf } from '../../src/pipeline/binding/hold-duplicates.ts';
import { type Binding, makeBinding } from '../../src/pipeline/binding.ts';
import { type Definition, definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { validateYaml } from '../../src/pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../src/pipeline/definition/yaml-document.ts';
import { sentence } from '../said.ts';

const definition: Definition = validateYaml(
  definitionSchema,
  parseYamlDocument(
    `definition: 1
method: { id: m, version: "1", status: validated, title: { en: M, zh: 方 } }
product: { id: P, title: { en: P, zh: 品 } }
specification: specification.yaml
site: { timeZone: "+00:00" }
inputs: { sampleList: samples.csv }
assays:
  - id: elisa
    title: { en: E, zh: 法 }
    read: { format: detect }
    layout: { wells: 96, doseUnit: ng/mL, blocks: [{ wells: "A1:A8", role: reference, slot: reference, doses: [8, 7, 6, 5, 4, 3, 2, 1] }, { wells: "B1:B8", role: test, slot: test-1, doses: [8, 7, 6, 5, 4, 3, 2, 1] }] }
    responseUnit: RLU
    method: { model: 4pl, weights: none, interval: { method: log-delta, level: 0.95 } }
    planned: 2
    minimum: 2
attributes:
  - { id: activity, type: relative-potency, title: { en: A, zh: 活 }, stage: final, method: { text: t, version: "1", status: validated }, assay: elisa }
`,
    'pipeline.yaml',
  ),
);

const sample = (file: string, stated: Partial<Binding> = {}): Binding =>
  makeBinding({ file, kind: 'sample', source: 'samples.csv:2', lot: 'L1', stage: 'final', tube: 't', assayRun: 'R1', ...stated });
const control = (file: string, stated: Partial<Binding> = {}): Binding =>
  makeBinding({ file, kind: 'control', source: 'samples.csv:9', control: 'fmo', assayRun: 'R1', ...stated });
const plate = (file: string, stated: Partial<Binding> = {}): Binding =>
  makeBinding({
    file,
    kind: 'plate',
    source: 'samples.csv:5',
    assay: 'elisa',
    assayRun: 'R1',
    slots: { reference: 'RS', 'test-1': 'L1' },
    ...stated,
  });
const shared = { shared: 'time zero' };

describe('what two bindings of one content are to each other', () => {
  it.each([
    ['two samples of two lots', sample('a'), sample('b', { lot: 'L2' }), 'unsaid'],
    ['two preparations', sample('a', { preparation: '1' }), sample('b', { preparation: '2' }), 'unsaid'],
    ['a sample and a control', sample('a'), control('b'), 'unsaid'],
    ['a control of two assay runs', control('a'), control('b', { assayRun: 'R2' }), 'unsaid'],
    ['two plates', plate('a'), plate('b'), 'unsaid'],
    ['one of two lines says shared', sample('a', shared), sample('b', { lot: 'L2' }), 'unsaid'],
    ['two lines say other names', sample('a', shared), sample('b', { lot: 'L2', shared: 'time 0' }), 'unsaid'],
    [
      'two subjects of one lot say shared',
      sample('a', shared),
      sample('a', { ...shared, purpose: 'stability', timePoint: '0 months' }),
      'shared',
    ],
    ['two lots say shared', sample('a', shared), sample('b', { ...shared, lot: 'L2' }), 'shared'],
    ['a control of two assay runs says shared', control('a', shared), control('a', { ...shared, assayRun: 'R2' }), 'shared'],
    ['a sample and a control say shared', sample('a', shared), control('a', shared), 'shared'],
    ['two preparations say shared', sample('a', shared), sample('b', { ...shared, preparation: '2' }), 'counted twice'],
    ['two plates of one lot say shared', plate('a', shared), plate('b', shared), 'counted twice'],
    ['a plate of two subjects says shared', plate('a', shared), plate('a', { ...shared, purpose: 'comparability' }), 'shared'],
    [
      'one plate on two lines, with other wells for another subject',
      plate('a'),
      plate('a', { purpose: 'stability', slots: { reference: 'RS', 'test-2': 'L1' } }),
      'one thing',
    ],
    ['one plate is read by two assays', plate('a'), plate('a', { assay: 'elisa-2' }), 'one thing'],
    ['one plate is read by two assays for two lots', plate('a'), plate('a', { assay: 'elisa-2', slots: { 'test-1': 'L2' } }), 'unsaid'],
  ] as const)('%s', (_, a, b, expected) => {
    expect(relationOf(definition, a, b)).toBe(expected);
    expect(relationOf(definition, b, a)).toBe(expected);
  });
});

describe('holding duplicate content', () => {
  const key = (of: ContentKey['of'], place: string, stated: Partial<ContentKey> = {}): ContentKey => ({
    key: `${of} of one content`,
    of,
    place,
    decides: 'holds',
    ...stated,
  });
  const codes = (bindings: readonly Binding[], keys: readonly (readonly ContentKey[])[]) => {
    const found = holdDuplicates(
      definition,
      bindings.map((binding) => ({ binding, held: [] })),
      (binding) => keys[bindings.indexOf(binding)] ?? [],
    );
    return { held: found.bound.map((one) => one.held.map((reason) => reason.code)), notes: found.notes };
  };

  it('holds both, naming both files and lines', () => {
    const bindings = [sample('a.fcs'), sample('b.fcs', { source: 'samples.csv:7', lot: 'L2' })];
    const { bound } = holdDuplicates(
      definition,
      bindings.map((binding) => ({ binding, held: [] })),
      (binding) => [key('values', binding.file)],
    );
    expect(bound.map((one) => one.held.map(sentence))).toEqual([
      [
        "'a.fcs' (samples.csv:2: sample of lot L1, final, tube t) holds the same values as 'b.fcs' (samples.csv:7: sample of lot L2, final, tube t). One content cannot be two things: bind the right file and take the copy away, or, where one material really serves both, give both lines the same name under 'shared'.",
      ],
      [
        "'b.fcs' (samples.csv:7: sample of lot L2, final, tube t) holds the same values as 'a.fcs' (samples.csv:2: sample of lot L1, final, tube t). One content cannot be two things: bind the right file and take the copy away, or, where one material really serves both, give both lines the same name under 'shared'.",
      ],
    ]);
  });

  it.each([
    ['none', [[], []], [[], []]],
    ['one only', [[key('bytes', 'a')], []], [[], []]],
    [
      'the same place, bytes and values only',
      [
        [key('bytes', 'a'), key('values', 'a')],
        [key('bytes', 'a'), key('values', 'a')],
      ],
      [[], []],
    ],
    ['the same place', [[key('place', 'a')], [key('place', 'a')]], [['held/duplicate-content'], ['held/duplicate-content']]],
    [
      'bytes and values: one reason',
      [
        [key('values', 'a'), key('bytes', 'a')],
        [key('values', 'b'), key('bytes', 'b')],
      ],
      [['held/duplicate-content'], ['held/duplicate-content']],
    ],
  ] as const)('%s', (_, keys, expected) => {
    expect(codes([sample('a'), sample('b', { lot: 'L2' })], keys).held).toEqual(expected);
  });

  it('three of one content: each names the two others, and one that shares with none is held by both', () => {
    const three = [sample('a', shared), sample('a', { ...shared, purpose: 'stability' }), sample('c', { lot: 'L2' })];
    expect(
      codes(
        three,
        three.map((one) => [key('values', one.file)]),
      ).held.map((one) => one.length),
    ).toEqual([1, 1, 2]);
  });

  it('small text exports without a time are noted once, and not held', () => {
    const small = (place: string) => [key('bytes', place, { decides: 'note' })];
    const { held, notes } = codes([plate('a.csv'), plate('b.csv', { source: 'samples.csv:6' })], [small('a.csv'), small('b.csv')]);
    expect(held).toEqual([[], []]);
    expect(notes.map((note) => sentenceOf(note, 'en'))).toEqual([
      "'a.csv' (samples.csv:5: assay elisa, R1) holds the same bytes as 'b.csv' (samples.csv:6: assay elisa, R1). The export states no time and has too few different wells to tell a copy from chance: make sure that both plates were read.",
    ]);
  });
});
