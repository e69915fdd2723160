import { describe, expect, it } from 'vitest';
import type { TubePopulations } from '../../src/attributes/attribute-context.ts';
import { attributeNeeds, attributeSchema } from '../../src/attributes/types/registry.ts';
import { codes, common, detail, estimatesOf, tube } from './attribute-fixtures.ts';

const title = { en: 'T', zh: '题' };
const composition = {
  ...common,
  type: 'composition',
  panel: 'P',
  of: 'viable',
  target: { population: 'DA', title },
  nonTargets: [{ id: 'serotonergic', population: '5-HT', title }],
};
const counts = { viable: 1000, 'viable/DA': 900, 'viable/5-HT': 40 };

function withOverlap(given: TubePopulations, count: number): TubePopulations {
  return { ...given, result: { ...given.result, overlaps: [{ id: 'x', populations: ['5-HT', 'DA'], count }] } };
}

const byComponent = (estimates: ReturnType<typeof estimatesOf>) =>
  Object.fromEntries(estimates.map((one) => [one.component, [one.k, one.N]]));

describe('a composition', () => {
  it('has target, each non-target and unclassified cells, which add up to the denominator', () => {
    const found = estimatesOf(composition, { tubes: [withOverlap(tube(counts), 0)] });
    expect(byComponent(found)).toEqual({ target: [900, 1000], serotonergic: [40, 1000], unclassified: [60, 1000] });
    expect(found.reduce((sum, one) => sum + (one.k ?? 0), 0)).toBe(1000);
    expect(found.flatMap((one) => [...one.reasons, ...one.notes])).toEqual([]);
  });

  it('gives every component limits of its own', () => {
    const found = estimatesOf(composition, { tubes: [withOverlap(tube(counts), 0)] });
    expect(found.every((one) => one.interval?.upper !== null && one.interval?.lower !== null)).toBe(true);
  });

  it('is not valid where an event lies in two classes', () => {
    const found = estimatesOf(composition, { tubes: [withOverlap(tube(counts), 3)] });
    expect(found.map(codes)).toEqual([['attribute/not-exclusive'], ['attribute/not-exclusive'], ['attribute/not-exclusive']]);
    expect(found[0]?.reasons[0]?.fields).toEqual({ file: 'a.fcs', events: 3 });
  });

  it('is not valid where the classes hold more events than there are', () => {
    const found = estimatesOf(composition, { tubes: [tube({ ...counts, 'viable/5-HT': 200 })] });
    expect(codes(found[0] ?? { reasons: [] })).toEqual(['attribute/not-exclusive']);
  });

  it('says so where the overlap was not counted', () => {
    expect(estimatesOf(composition, { tubes: [tube(counts)] })[0]?.notes.map((note) => note.code)).toEqual([
      'attribute/exclusivity-not-checked',
    ]);
  });

  it('asks gating to count the overlap', () => {
    expect(attributeNeeds(attributeSchema.parse(composition)).exclusive).toEqual([
      { panel: 'P', stage: 'final', populations: ['DA', '5-HT'] },
    ]);
  });

  it('leaves unclassified unknown where a class is missing', () => {
    const found = estimatesOf(composition, { tubes: [tube({ viable: 1000, 'viable/DA': 900 })] });
    expect(found.map((one) => [one.component, one.estimate])).toEqual([
      ['target', 0.9],
      ['serotonergic', null],
      ['unclassified', null],
    ]);
  });

  it('pools preparations class by class', () => {
    const second = tube({ viable: 1000, 'viable/DA': 905, 'viable/5-HT': 45 }, { preparation: '2', file: 'b.fcs' });
    const found = estimatesOf(composition, { tubes: [withOverlap(tube(counts), 0), withOverlap(second, 0)] });
    expect(byComponent(found)).toEqual({ target: [1805, 2000], serotonergic: [85, 2000], unclassified: [110, 2000] });
  });
});

describe('a composition by stage', () => {
  it('has the components of every stage', () => {
    const tubes = [
      tube(counts, { stage: 'day 12' }),
      tube({ viable: 500, 'viable/DA': 480, 'viable/5-HT': 0 }, { stage: 'final', file: 'b.fcs' }),
    ];
    const found = estimatesOf({ ...composition, type: 'stage-composition', stages: ['day 12', 'final'] }, { tubes });
    expect(found.map((one) => [one.component, one.stage, one.k])).toEqual([
      ['day 12/target', 'day 12', 900],
      ['day 12/serotonergic', 'day 12', 40],
      ['day 12/unclassified', 'day 12', 60],
      ['final/target', 'final', 480],
      ['final/serotonergic', 'final', 0],
      ['final/unclassified', 'final', 20],
    ]);
  });
});

describe('debris, dead cells and doublets', () => {
  it('are fractions of all events; doublets are what the singlet gate leaves out', () => {
    const definition = {
      ...common,
      type: 'debris-dead-doublets',
      panel: 'P',
      debris: { outside: 'cells', within: 'all events' },
      doublets: { outside: 'singlets', within: 'cells' },
      dead: { population: 'dead' },
    };
    const gated = tube({ cells: 900, 'cells/singlets': 800, 'cells/singlets/dead': 80 });
    const withDebris = { ...gated, result: { ...gated.result, eventCount: 1000 } };
    const found = estimatesOf(definition, { tubes: [withDebris] });
    expect(byComponent(found)).toEqual({ debris: [100, 1000], dead: [80, 1000], doublets: [100, 1000] });
  });
});

describe('a marker panel', () => {
  const panel = {
    ...common,
    type: 'marker-panel',
    panel: 'P',
    of: 'viable',
    markers: [
      { marker: 'CD105', population: 'CD105+', expected: 'positive', tube: 'T1' },
      { marker: 'CD45', population: 'CD45+', expected: 'negative', tube: 'T2', controls: ['isotype'] },
    ],
  };
  const tubes = [
    tube({ viable: 1000, 'viable/CD105+': 980 }, { tube: 'T1' }),
    tube({ viable: 2000, 'viable/CD45+': 10 }, { tube: 'T2', file: 'b.fcs' }),
  ];

  it('gives the positive fraction of each marker, whatever its expected sign', () => {
    const found = estimatesOf(panel, { tubes, controlsValidity: new Map([['isotype', []]]) });
    expect(byComponent(found)).toEqual({ CD105: [980, 1000], CD45: [10, 2000] });
    expect(found.map((one) => detail(one, 'expected'))).toEqual(['positive', 'negative']);
  });

  it('a control that one marker declares does not touch the others', () => {
    expect(estimatesOf(panel, { tubes }).map(codes)).toEqual([[], ['control/missing']]);
  });
});
