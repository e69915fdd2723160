import { describe, expect, it } from 'vitest';
import { makeBinding } from '../../src/pipeline/binding.ts';
import { tubeSchema } from '../../src/pipeline/definition/tube-definition.ts';
import { checkControl, medianId } from '../../src/pipeline/gating/control-checks.ts';
import { controlOutcome, type JudgedControl } from '../../src/pipeline/gating/control-outcome.ts';
import type { ControlUnderTest } from '../../src/pipeline/gating/control-under-test.ts';
import type { PackedGating } from '../../src/population/packed-gating.ts';
import type { Reason, ReasonCode } from '../../src/reason.ts';
import { controlSchema } from '../../src/results/control-schema.ts';

describe('the outcome of a control', () => {
  const CASES: readonly (readonly [JudgedControl, ReturnType<typeof controlOutcome>])[] = [
    [{ found: 'none', lines: [], blocked: false }, 'missing'],
    [{ found: 'none', lines: ['not judged'], blocked: true }, 'missing'],
    [{ found: 'several', lines: [], blocked: true }, 'not judged'],
    [{ found: 'one', lines: [], blocked: false }, 'information'],
    [{ found: 'one', lines: [], blocked: true }, 'not judged'],
    [{ found: 'one', lines: ['meets'], blocked: false }, 'meets'],
    [{ found: 'one', lines: ['meets', 'meets'], blocked: true }, 'not judged'],
    [{ found: 'one', lines: ['meets', 'not judged'], blocked: false }, 'not judged'],
    [{ found: 'one', lines: ['fails', 'meets'], blocked: true }, 'fails'],
    [{ found: 'one', lines: ['not judged', 'fails'], blocked: true }, 'fails'],
  ];
  it.each(CASES)('%j: %s', (findings, outcome) => {
    expect(controlOutcome(findings)).toBe(outcome);
  });
});

const TUBE = tubeSchema.parse({
  id: 'surface',
  panel: 'p',
  stages: ['final'],
  compensation: { from: 'none' },
  gates: [
    { name: 'Live', type: 'range', x: 'V', max: 10, title: { en: 'Live cells', zh: '活细胞' } },
    { name: 'CD3+', type: 'range', parent: 'Live', x: 'CD3', min: { threshold: 'cd3' } },
  ],
  thresholds: [{ name: 'cd3', control: 'fmo', parameter: 'CD3', population: 'Live', percentile: 99.5, offset: 20 }],
  controls: [
    {
      name: 'fmo',
      kind: 'fmo',
      title: { en: 'FMO of CD3', zh: 'CD3 荧光减一' },
      minimumEvents: { population: 'Live', count: 500 },
      limits: [{ population: 'CD3+', fraction: { max: 0.01 }, median: { parameter: 'CD3', min: 100 } }],
      settings: [],
    },
  ],
});
const [DEFINITION] = TUBE.controls;

/** 800 of 1,000 events are live, `positive` of these CD3 positive. */
function resultWith(positive: number, median: number | null): PackedGating {
  const population = (path: readonly string[], count: number, parentCount: number) => ({
    path,
    count,
    parentCount,
    frequencyOfParent: count / parentCount,
    frequencyOfTotal: count / 1000,
  });
  return {
    file: 'fmo.fcs',
    dataSet: 1,
    eventCount: 1000,
    populations: [population(['Live'], 800, 1000), population(['Live', 'CD3+'], positive, 800)],
    quantiles: [
      {
        id: medianId('fmo', 0),
        population: 'CD3+',
        parameter: 'CD3',
        probabilities: [0.5],
        count: positive,
        values: median === null ? null : [median],
      },
    ],
    histograms: [],
    points: [],
  };
}

function check(given: Partial<ControlUnderTest>) {
  if (DEFINITION === undefined) throw new Error('the tube has a control');
  const binding = makeBinding({ file: 'fmo.fcs', kind: 'control', source: 'list', control: 'fmo' });
  const taken = { name: 'cd3', value: 120.25, control: 'fmo', percentile: 99.5, events: 800 };
  return checkControl({
    tube: TUBE,
    definition: DEFINITION,
    plan: { name: 'fmo', binding, reasons: [] },
    assayRun: 'R1',
    gated: { result: resultWith(4, 150), absent: new Map(), clusters: new Map() },
    dataSet: null,
    samples: [],
    learned: { thresholds: new Map([['cd3', taken]]), failures: new Map() },
    ...given,
  });
}

const because = (code: ReasonCode): Reason => ({ code, scope: 'assay-run', fields: {} });

describe('the record of a control', () => {
  it('is figures: each limit with what was found, the threshold with its method', () => {
    const { record, reasons } = check({});
    expect(reasons).toEqual([]);
    expect(record).toEqual({
      name: 'fmo',
      title: { en: 'FMO of CD3', zh: 'CD3 荧光减一' },
      kind: 'fmo',
      panel: 'p',
      tube: 'surface',
      assayRun: 'R1',
      file: 'fmo.fcs',
      outcome: 'meets',
      limits: [
        {
          name: 'events',
          population: 'Live',
          populationTitle: { en: 'Live cells', zh: '活细胞' },
          parameter: null,
          unit: 'events',
          lower: 500,
          upper: null,
          found: 800,
          outcome: 'meets',
        },
        {
          name: 'fraction',
          population: 'CD3+',
          populationTitle: null,
          parameter: null,
          unit: 'fraction',
          lower: null,
          upper: 0.01,
          found: 0.005,
          outcome: 'meets',
        },
        {
          name: 'median',
          population: 'CD3+',
          populationTitle: null,
          parameter: 'CD3',
          unit: 'linear',
          lower: 100,
          upper: null,
          found: 150,
          outcome: 'meets',
        },
      ],
      settings: [],
      thresholds: [
        {
          name: 'cd3',
          parameter: 'CD3',
          population: 'Live',
          populationTitle: { en: 'Live cells', zh: '活细胞' },
          method: 'percentile',
          percentile: 99.5,
          offset: 20,
          minimumEvents: 500,
          events: 800,
          value: 120.25,
          outcome: 'meets',
        },
      ],
      clusters: null,
      reasons: [],
    });
    expect(controlSchema.parse(record)).toEqual(record);
  });

  it.each([
    ['at its limit, inclusive', resultWith(8, 100), ['meets', 'meets', 'meets'], 'meets', []],
    ['beyond its limits', resultWith(9, 99), ['meets', 'fails', 'fails'], 'fails', ['control/outside-limits', 'control/outside-limits']],
    ['without a median', resultWith(0, null), ['meets', 'meets', 'fails'], 'fails', ['control/outside-limits']],
  ] as const)('%s', (_, result, lines, outcome, codes) => {
    const { record } = check({ gated: { result, absent: new Map(), clusters: new Map() } });
    expect(record.limits.map((limit) => limit.outcome)).toEqual(lines);
    expect([record.outcome, record.reasons.map(({ code }) => code)]).toEqual([outcome, codes]);
  });

  it.each([
    ['one event more than needed', 799, 'meets', []],
    ['as many events as needed', 800, 'meets', []],
    ['one event too few', 801, 'fails', ['control/too-few-events']],
  ] as const)('with %s', (_, count, outcome, codes) => {
    if (DEFINITION === undefined) throw new Error('the tube has a control');
    const { record, reasons } = check({ definition: { ...DEFINITION, minimumEvents: { population: 'Live', count } } });
    expect(record.limits[0]).toMatchObject({ name: 'events', lower: count, found: 800, outcome });
    expect(reasons.map(({ code }) => code)).toEqual(codes);
  });

  it('fails where the population of its events is not in its tree', () => {
    if (DEFINITION === undefined) throw new Error('the tube has a control');
    const { record } = check({ definition: { ...DEFINITION, minimumEvents: { population: 'Nowhere', count: 1 } } });
    expect(record.limits[0]).toMatchObject({ found: null, outcome: 'fails' });
  });

  it('says that it was not judged, and not that it fails, where its file or its population could not be used', () => {
    const held = check({
      plan: {
        name: 'fmo',
        binding: makeBinding({ file: 'fmo.fcs', kind: 'control', source: 'l' }),
        reasons: [because('held/unreadable-file')],
      },
      gated: null,
      learned: null,
    });
    const ungated = check({ gated: { result: null, absent: new Map([['Live', [because('held/unreadable-file')]]]), clusters: new Map() } });
    const absent = check({
      gated: { result: resultWith(4, 150), absent: new Map([['CD3+', [because('control/no-threshold')]]]), clusters: new Map() },
    });
    const unseen = check({ gated: null, learned: null });
    for (const { record } of [held, ungated, absent, unseen]) expect(record.outcome).toBe('not judged');
    expect([held, ungated, absent, unseen].map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([
      ['held/unreadable-file'],
      ['held/unreadable-file'],
      ['population/not-gated'],
      [],
    ]);
    expect(absent.record.limits.map(({ found, outcome }) => [found, outcome])).toEqual([
      [800, 'meets'],
      [null, 'not judged'],
      [null, 'not judged'],
    ]);
    expect(unseen.record.limits.map(({ lower, upper, found, outcome }) => [lower, upper, found, outcome])).toEqual([
      [500, null, null, 'not judged'],
      [null, 0.01, null, 'not judged'],
      [100, null, null, 'not judged'],
    ]);
  });

  it('is missing without a file, and keeps its limits', () => {
    const { record } = check({ plan: { name: 'fmo', binding: null, reasons: [because('control/missing')] }, gated: null, learned: null });
    expect(record).toMatchObject({
      outcome: 'missing',
      file: null,
      limits: [{ lower: 500 }, { upper: 0.01 }, { lower: 100 }],
      reasons: [{ code: 'control/missing' }],
    });
  });

  it('fails where its threshold cannot be taken, which is no reason against what does not use it', () => {
    const learned = { thresholds: new Map(), failures: new Map([['cd3', [because('control/no-threshold')]]]) };
    const { record, reasons } = check({ learned });
    expect(record).toMatchObject({
      outcome: 'fails',
      thresholds: [{ value: null, events: null, outcome: 'fails' }],
      reasons: [{ code: 'control/no-threshold' }],
    });
    expect(reasons).toEqual([]);
  });
});
