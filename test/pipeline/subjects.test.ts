import { describe, expect, it } from 'vitest';
import { InputErrors } from '../../src/errors.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { bindFiles } from '../../src/pipeline/binding/bind-files.ts';
import type { FileFact } from '../../src/pipeline/binding/bound-file.ts';
import { demandOf, withDemand } from '../../src/pipeline/binding/demand.ts';
import { planLots } from '../../src/pipeline/binding/plan.ts';
import {
  countLines,
  refusePlatesBoundTwice,
  refuseSamplesOfTwoSubjects,
  sampleLines,
  sharedAlone,
} from '../../src/pipeline/binding/shared-material.ts';
import { type Binding, INITIAL_OCCASION, makeBinding } from '../../src/pipeline/binding.ts';
import { assaySchema } from '../../src/pipeline/definition/assay-definition.ts';
import { type Definition, definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { parseCounts } from '../../src/pipeline/tables/counts.ts';
import { parseExternalResults } from '../../src/pipeline/tables/external-results.ts';
import { rowsOfSubject, subjectsKnown } from '../../src/pipeline/tables/subject-rows.ts';
import { type Purpose, type Subject, subjectTitle } from '../../src/subject.ts';
import { said, sentence } from '../said.ts';
import { parsed, row as specificationRow } from '../specification/specification-fixtures.ts';

const title = { en: 'T', zh: '题' };
const method = { text: 'flow', version: '1', status: 'validated' };
const tube = { compensation: { from: 'none' }, gates: [{ type: 'range', name: 'CD3+', x: 'CD3-A', min: 1000 }] };
const counting = { type: 'fraction', title, method, panel: 'p', population: 'CD3+', of: 'all events' };

/** Two tubes of one panel, one of them at two stages, and an assay on 96 wells with two test slots. */
const definition: Definition = definitionSchema.parse({
  definition: 1,
  method: { id: 'm', version: '1', status: 'validated', title },
  product: { id: 'P', title },
  site: { timeZone: '+08:00' },
  inputs: { sampleList: 'samples.csv', counts: 'counts.csv' },
  tubes: [
    { id: 'a', panel: 'p', stages: ['in-process', 'final'], ...tube },
    { id: 'b', panel: 'q', stages: ['final'], ...tube },
  ],
  attributes: [
    { id: 'cd3', stage: 'final', ...counting },
    { id: 'cd3-before', stage: 'in-process', ...counting },
    { id: 'other', stage: 'final', ...counting, panel: 'q' },
    {
      id: 'twice',
      type: 'formula',
      title,
      method,
      stage: 'final',
      expression: '2 * x',
      inputs: { x: { attribute: 'cd3' } },
      unit: 'fraction',
    },
  ],
});

const withAssay: Definition = {
  ...definition,
  assays: [
    assaySchema.parse({
      id: 'elisa',
      title,
      read: { format: 'matrix', wells: 96, delimiter: 'comma', decimal: 'point', anchor: 'B5', label: 'l', mode: 'absorbance', unit: 'OD' },
      layout: {
        wells: 96,
        doseUnit: 'ng/mL',
        blocks: [
          { wells: 'A1:H1', role: 'reference', slot: 'reference', doses: [8, 7, 6, 5, 4, 3, 2, 1] },
          { wells: 'A2:H2', role: 'test', slot: 'test-1', doses: [8, 7, 6, 5, 4, 3, 2, 1] },
          { wells: 'A3:H3', role: 'test', slot: 'test-2', doses: [8, 7, 6, 5, 4, 3, 2, 1] },
        ],
      },
      responseUnit: 'OD',
      method: { model: '4pl', interval: { method: 'log-delta', level: 0.95 } },
      planned: 1,
      minimum: 1,
    }),
  ],
};

const PULL = { purpose: 'stability', condition: '25C/60RH', timePoint: '6 months' } as const;
const sample = (line: number, parts: Partial<Binding>) =>
  makeBinding({ file: `${line}.fcs`, kind: 'sample', source: `samples.csv:${line}`, lot: 'L1', stage: 'final', tube: 'a', ...parts });
const plate = (line: number, parts: Partial<Binding>) =>
  makeBinding({
    file: 'p.csv',
    kind: 'plate',
    source: `samples.csv:${line}`,
    assay: 'elisa',
    assayRun: 'AR1',
    slots: { reference: 'RS-07', 'test-1': 'L1' },
    ...parts,
  });

function linesOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InputErrors) return error.errors.map((one) => `${one.place.file}:${one.place.line} ${one.message}`);
    throw error;
  }
  return [];
}

const bound = (bindings: readonly Binding[]) => bindings.map((binding) => ({ binding, held: [] }));
const planned = (bindings: readonly Binding[], by = definition) =>
  planLots(by, bound(bindings), []).lots.map((lot) => ({
    subject: subjectTitle(lot.subject),
    samples: lot.samples.map((one) => one.binding.file),
    plates: lot.assays.flatMap((assay) => assay.plates.map((one) => `${one.binding.source} ${one.slot}`)),
    held: lot.held.map((reason) => reason.code),
  }));

describe('the plan', () => {
  it('gives each subject of a lot its own samples', () => {
    const bindings = [
      sample(2, {}),
      sample(3, PULL),
      sample(4, { ...PULL, timePoint: '12 months' }),
      sample(5, { ...PULL, condition: '5C' }),
      sample(6, { purpose: 'characterisation' }),
      sample(7, { purpose: 'release', stage: 'in-process' }),
      sample(8, { lot: 'L2' }),
    ];
    expect(planned(bindings).map(({ subject, samples }) => `${subject}: ${samples.join()}`)).toEqual([
      'L1: 2.fcs,7.fcs',
      'L1, stability, 25C/60RH, 6 months: 3.fcs',
      'L1, stability, 25C/60RH, 12 months: 4.fcs',
      'L1, stability, 5C, 6 months: 5.fcs',
      'L1, characterisation: 6.fcs',
      'L2: 8.fcs',
    ]);
  });

  it.each(['release', 'in-process', 'stability', 'in-use', 'comparability', 'characterisation'] as const)(
    'treats the purpose %s like every other',
    (purpose: Purpose) => {
      const subjects = planned([sample(2, { purpose }), sample(3, { purpose, lot: 'L2' })]);
      expect(subjects.map(({ samples }) => samples)).toEqual([['2.fcs'], ['3.fcs']]);
    },
  );

  it('counts test occasions within a subject', () => {
    const repeat = (number: number) => ({ ...INITIAL_OCCASION, kind: 'repeat-after-invalid' as const, number, reason: 'clog' });
    const release = [sample(2, {}), sample(3, { occasion: repeat(2) })];
    // One repeat is allowed: one in each of two subjects is one too many in neither.
    expect(planned([...release, sample(4, PULL), sample(5, { ...PULL, occasion: repeat(2) })]).map(({ held }) => held)).toEqual([[], []]);
    expect(planned([...release, sample(4, { occasion: repeat(3) })]).map(({ held }) => held)).toEqual([['held/occasion-not-allowed']]);
  });

  it('puts the wells of a plate into the subject of its line, also where the pull has nothing else', () => {
    const bindings = [sample(2, {}), plate(3, {}), plate(4, { ...PULL, slots: { reference: 'RS-07', 'test-2': 'L1' } })];
    expect(planned(bindings, withAssay).map(({ subject, plates }) => `${subject}: ${plates.join()}`)).toEqual([
      'L1: samples.csv:3 test-1',
      'L1, stability, 25C/60RH, 6 months: samples.csv:4 test-2',
    ]);
  });

  it('notes a lot on a plate that has no sample, as before', () => {
    const other = plate(3, { slots: { reference: 'RS-07', 'test-1': 'L1', 'test-2': 'L9' } });
    const plan = planLots(withAssay, bound([sample(2, {}), other]), []);
    expect(plan.lots.map((lot) => lot.lot)).toEqual(['L1']);
    expect(plan.notes.map((note) => sentenceOf(note, 'en'))).toEqual([
      "A plate carries 'L9', which has no sample in this folder: it is not judged.",
    ]);
  });
});

describe('a sample in two subjects', () => {
  const refused = (bindings: readonly Binding[]) => linesOf(() => refuseSamplesOfTwoSubjects(sampleLines(bindings)));
  const both = "which serves 'L1' (samples.csv:2) and 'L1, stability, 25C/60RH, 6 months' (samples.csv:3)";
  const mend =
    'Material serves two subjects only where each of its lines says so: give shared the same name on all of them, or each sample its own id.';

  it('is an error at each line that does not say that it is shared', () => {
    expect(refused([sample(2, { sample: 'S1' }), sample(3, { sample: 'S1', ...PULL })])).toEqual([
      `samples.csv:2 Expected shared on every line of the sample 'S1', ${both}; found none here. ${mend}`,
      `samples.csv:3 Expected shared on every line of the sample 'S1', ${both}; found none here. ${mend}`,
    ]);
    expect(refused([sample(2, { sample: 'S1' }), sample(3, { sample: 'S1', ...PULL, shared: 't0' })])).toEqual([
      `samples.csv:2 Expected shared 't0' on every line of the sample 'S1', ${both}; found none here. ${mend}`,
    ]);
    expect(refused([sample(2, { sample: 'S1', shared: 't0' }), sample(3, { sample: 'S1', ...PULL, shared: 't1' })])).toEqual([
      `samples.csv:3 Expected shared 't0' on every line of the sample 'S1', ${both}; found 't1' here. ${mend}`,
    ]);
  });

  it.each([
    ['that say so', [sample(2, { sample: 'S1', shared: 't0' }), sample(3, { sample: 'S1', ...PULL, shared: 't0' })]],
    ['of two lots under one id', [sample(2, { sample: 'S1' }), sample(3, { sample: 'S1', lot: 'L2' })]],
    ['of one subject in two tubes', [sample(2, { sample: 'S1' }), sample(3, { sample: 'S1', tube: 'b' })]],
    ['without ids', [sample(2, {}), sample(3, PULL)]],
  ])('passes for lines %s', (_title, bindings) => {
    expect(refused(bindings)).toEqual([]);
  });

  it('is found in the counts too, at their line', () => {
    const rows = [
      { line: 1, cells: ['lot', 'stage', 'sample', 'name', 'value', 'unit', 'purpose', 'shared'] },
      { line: 2, cells: ['L1', 'final', 'S1', 'volume', '20', 'mL', 'stability', ''] },
    ];
    const counts = parseCounts(rows, 'counts.csv', '+08:00');
    expect(linesOf(() => refuseSamplesOfTwoSubjects([...sampleLines([sample(2, { sample: 'S1' })]), ...countLines(counts)]))).toHaveLength(
      2,
    );
    expect(
      linesOf(() =>
        refuseSamplesOfTwoSubjects([...sampleLines([sample(2, { sample: 'S1', purpose: 'stability' })]), ...countLines(counts)]),
      ),
    ).toEqual([]);
  });
});

describe('a plate on several lines', () => {
  const refused = (a: Partial<Binding>, b: Partial<Binding>) =>
    linesOf(() => refusePlatesBoundTwice(withAssay, [plate(2, a), plate(3, b)]));
  const first = "samples.csv:3 Expected one row for 'p.csv', data set 1; the first is samples.csv:2.";
  const other = { reference: 'RS-07', 'test-2': 'L1' };

  it.each([
    ['other wells for another subject', {}, { ...PULL, slots: other }, []],
    ['other wells for another lot', {}, { slots: { reference: 'RS-07', 'test-2': 'L2' } }, []],
    ['the same wells, shared', { shared: 't0' }, { ...PULL, shared: 't0' }, []],
    [
      'the same wells, not shared',
      {},
      PULL,
      [`${first} Wells serve two subjects only where each of their lines says shared with one name.`],
    ],
    [
      'the same wells, shared under two names',
      { shared: 't0' },
      { ...PULL, shared: 't1' },
      [`${first} Wells serve two subjects only where each of their lines says shared with one name.`],
    ],
    [
      'other wells for the same subject, which would be two assays of one plate',
      {},
      { slots: other },
      [`${first} Another line of a plate is for other subjects: all slots of one subject stand on one line.`],
    ],
    [
      'another reference standard',
      {},
      { ...PULL, slots: { reference: 'RS-08', 'test-2': 'L1' } },
      [`${first} Lines of one plate must bind its slot 'reference' to the same name.`],
    ],
    ['another assay run', {}, { ...PULL, slots: other, assayRun: 'AR2' }, [`${first} Lines of one plate must name one assay run.`]],
  ])('%s', (_title, a, b, found) => {
    expect(refused(a, b)).toEqual(found);
  });
});

describe('shared', () => {
  it('that nothing else shares is noted, not refused', () => {
    expect(sharedAlone(definition, [sample(2, { shared: 't0' })]).map((note) => sentenceOf(note, 'en'))).toEqual([
      "samples.csv:2 says shared 't0', but nothing else in this folder shares it.",
    ]);
    expect(sharedAlone(definition, [sample(2, { shared: 't0' }), sample(3, { ...PULL, shared: 't0' })])).toEqual([]);
    expect(sharedAlone(definition, [sample(2, {})])).toEqual([]);
  });
});

const release: Subject = { lot: 'L1', purpose: 'release', condition: null, timePoint: null };
const pull: Subject = { lot: 'L1', ...PULL };

describe('rows of counts and external results', () => {
  const external = (text: string) =>
    parseExternalResults(
      [['lot', 'attribute', 'text', 'purpose', 'condition', 'time_point'], ...text.split('\n').map((line) => line.split(','))].map(
        (cells, index) => ({ line: index + 1, cells }),
      ),
      'external.csv',
      '+08:00',
    );
  const rowsFor = (subject: Subject, text: string, plannedSubjects: readonly Subject[]) => {
    const rows = external(text);
    return rowsOfSubject(subject, rows, subjectsKnown(plannedSubjects, rows)).map(
      (one) => `${one.place}${one.reasons.map((reason) => ` ${reason.code}`).join('')}`,
    );
  };
  const STATED = 'L1,sterility,no growth,stability,25C/60RH,6 months';
  const UNSTATED = 'L1,sterility,no growth,,,';
  const HELD = 'external.csv:2 held/subject-not-stated';

  it.each([
    ['the release, where it is alone', release, UNSTATED, [release], ['external.csv:2']],
    ['the release beside another lot', release, UNSTATED, [release, { ...pull, lot: 'L2' }], ['external.csv:2']],
    ['nobody, where the lot has a pull too: the release', release, UNSTATED, [release, pull], [HELD]],
    ['nobody, where the lot has a pull too: the pull', pull, UNSTATED, [release, pull], [HELD]],
    ['nobody, where the lot has a pull alone', pull, UNSTATED, [pull], [HELD]],
    ['nobody, where another row names a pull', release, `${UNSTATED}\n${STATED}`, [release], [HELD]],
  ])('without a purpose serve %s', (_title, subject, text, subjects, found) => {
    expect(rowsFor(subject, text, subjects)).toEqual(found);
  });

  it.each([
    ['the pull', pull, ['external.csv:2']],
    ['not the release', release, []],
    ['not another time point', { ...pull, timePoint: '12 months' }, []],
    ['not another condition', { ...pull, condition: '5C' }, []],
    ['not another lot', { ...pull, lot: 'L2' }, []],
    ['not another purpose', { ...pull, purpose: 'comparability' as const }, []],
  ])('of a pull serve %s', (_title, subject, found) => {
    expect(rowsFor(subject, STATED, [release, pull, subject])).toEqual(found);
  });

  it('stand behind those that name the subject, and say what to write', () => {
    expect(rowsFor(pull, `${UNSTATED}\n${STATED}`, [release, pull])).toEqual(['external.csv:3', HELD]);
    const rows = external(UNSTATED);
    expect(rowsOfSubject(pull, rows, [release, pull])[0]?.reasons.map(sentence)[0]).toBe(
      "external.csv:2 has no purpose, and lot 'L1' has the subjects 'L1', 'L1, stability, 25C/60RH, 6 months'. Give its purpose, and condition and time point where it has them.",
    );
    expect(rowsOfSubject(pull, rows, [pull])[0]?.reasons.map(sentence)[0]).toContain(
      "has the subjects only 'L1, stability, 25C/60RH, 6 months', which is no release.",
    );
  });

  it('may give one attribute once for each subject', () => {
    expect(external(`L1,sterility,no growth,release,,\n${STATED}`)).toHaveLength(2);
  });

  it('tell when, how often and by whom', () => {
    const rows = [
      ['lot', 'stage', 'name', 'value', 'unit', 'tested_at', 'replicate', 'entered_by'],
      ['L1', 'final', 'volume', '20', 'mL', '2026-07-02', '2', 'analyst-7'],
    ].map((cells, index) => ({ line: index + 1, cells }));
    expect(parseCounts(rows, 'counts.csv', '+08:00')).toMatchObject([
      { testedAt: '2026-07-02', replicate: 2, enteredBy: 'analyst-7', purpose: null, shared: null, reasons: [] },
    ]);
    const wrong = rows.map((one) => ({ ...one, cells: one.cells.map((cell) => (cell === '2' ? '0' : cell)) }));
    expect(linesOf(() => parseCounts(wrong, 'counts.csv', '+08:00'))).toEqual([
      "counts.csv:2 Expected replicate to count from 1, found '0'.",
    ]);
  });
});

describe('what a subject must have', () => {
  const specification = parsed([
    specificationRow({ id: 'R1', attribute: 'cd3-before', purposes: ['release'] }),
    specificationRow({ id: 'R2', attribute: 'twice', purposes: ['release', 'stability'] }),
  ]);

  it.each([
    ['release', ['a in-process', 'a final', 'b final']],
    // 'twice' is a formula over 'cd3', which is counted in tube a at the stage final.
    ['stability', ['a final']],
    ['characterisation', []],
  ] as const)('for %s is what its rows read; for a release all that the definition names', (purpose, tubes) => {
    expect(demandOf(definition, specification, purpose).tubes.map(({ tube, stage }) => `${tube} ${stage}`)).toEqual(tubes);
  });

  it('is missing where no file serves it', () => {
    const plan = withDemand(definition, specification, planLots(definition, bound([sample(2, {}), sample(3, { ...PULL, tube: 'b' })]), []));
    expect(plan.lots.map((lot) => lot.missing.map(({ tube, stage }) => `${tube} ${stage}`))).toEqual([
      ['a in-process', 'b final'],
      ['a final'],
    ]);
  });

  it('is nothing for another purpose without a specification', () => {
    expect(demandOf(definition, null, 'stability')).toEqual({ tubes: [], assays: [] });
  });
});

describe('a file name that gives the subject', () => {
  const byName = (path: string, rule: Readonly<Record<string, unknown>> = {}) => {
    const bind = [{ pattern: '{lot}_{purpose}_{condition}_{timePoint}.fcs', kind: 'sample', set: { stage: 'final', tube: 'a' }, ...rule }];
    const by = definitionSchema.parse({ ...definition, inputs: { bind } });
    const fact: FileFact = { path, keywords: [new Map()], error: null };
    return bindFiles(by, [], [fact]).bound[0];
  };

  it('binds to it', () => {
    expect(byName('L1_stability_25C_6 months.fcs')).toMatchObject({
      binding: { purpose: 'stability', condition: '25C', timePoint: '6 months' },
      held: [],
    });
  });

  it('holds the release where it cannot be read', () => {
    const found = byName('L1_stability_25C_6 mo.fcs');
    expect({ ...found, held: said(found?.held ?? []) }).toMatchObject({
      binding: { purpose: null, condition: null, timePoint: null },
      held: [
        {
          code: 'held/subject-unreadable',
          message:
            "'L1_stability_25C_6 mo.fcs', bound by the pattern {lot}_{purpose}_{condition}_{timePoint}.fcs, does not say which subject it is for. Expected a time point as a number, a space and a unit (minutes, hours, days, weeks, months, years), such as 6 months; found '6 mo'.",
        },
      ],
    });
  });
});
