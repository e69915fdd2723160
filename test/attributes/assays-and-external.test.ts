import { describe, expect, it } from 'vitest';
import type { AssayForLot, CombinedPotency, ExternalResult } from '../../src/attributes/attribute-context.ts';
import { attributeNeeds, attributeSchema } from '../../src/attributes/types/registry.ts';
import { sentence } from '../said.ts';
import { codes, common, detail, emptyContext, onlyEstimate } from './attribute-fixtures.ts';

const potency = { ...common, type: 'relative-potency', assay: 'dopamine' };
const combined: CombinedPotency = {
  estimate: 0.87,
  lower: 0.81,
  upper: 0.94,
  level: 0.95,
  sides: 'two',
  method: { method: 'combination', combination: { variant: 'unweighted', replicatesPerRun: 1, scale: 'logarithm' } },
  unit: 'relative potency',
  planned: 3,
  used: ['A1', 'A2', 'A3'],
  variant: 'unweighted',
  homogeneityP: 0.4,
  gcvPercent: 6,
  relative: { estimate: 0.87, lower: 0.81, upper: 0.94 },
  assigned: null,
  awaited: [],
  reasons: [],
};

function assay(name: string, estimate: number, extra: Partial<AssayForLot> = {}): AssayForLot {
  return {
    id: 'dopamine',
    assayRun: name,
    file: `${name}.csv`,
    plate: 'p1',
    acquiredAt: `2026-03-0${name.slice(1)}T09:00:00+08:00`,
    result: { name, model: '4pl', doseUnit: null, responseUnit: null, reference: { name: 'RS', points: [], checks: [] }, tests: [] },
    test: {
      name: 'L1',
      relativePotency: { estimate, lower: estimate - 0.1, upper: estimate + 0.1, level: 0.95, sides: 'two', method: 'log-delta' },
      reasons: [],
      constrained: null,
      free: null,
      parallelism: { fTest: null, equivalence: [] },
      lackOfFit: null,
      checks: [],
      outcomes: { systemSuitability: 'meets', sampleSuitability: 'meets', result: 'reportable' },
      points: [{ dose: 1, response: 2, well: 'E7', plate: 'p1', excluded: name === 'A1' ? 'air bubble' : null }],
    },
    occasion: emptyContext.occasion,
    sources: [`${name}.csv`],
    reasons: [],
    ...extra,
  };
}

const assays = [assay('A1', 0.85), assay('A2', 0.87), assay('A3', 0.89)];
const combinations = new Map([['dopamine', combined]]);

describe('relative potency', () => {
  it('is the planned combination, with each assay beside and excluded wells flagged', () => {
    const found = onlyEstimate(potency, { assays, combinations });
    expect(found).toMatchObject({ estimate: 0.87, unit: 'relative potency', reasons: [], acquiredAt: '2026-03-01T09:00:00+08:00' });
    expect(found.interval).toEqual({ lower: 0.81, upper: 0.94, level: 0.95, sides: 'two', ...combined.method });
    expect(found.replicates.map((one) => one.estimate)).toEqual([0.85, 0.87, 0.89]);
    expect(found.notes).toEqual([
      { assay: 'A1', code: 'attribute/well-excluded', fields: { well: 'E7', plate: 'p1', reason: 'air bubble' } },
    ]);
  });

  it('is not valid with fewer assays than planned; the cause comes along', () => {
    const cause = {
      code: 'potency/not-parallel' as const,
      scope: 'test-article' as const,
      fields: { sample: 'L', check: 'parallelism F test, p', lower: 0.05, upper: null, found: 0.001 },
    };
    const failing = [assays[0], assays[1], { ...assay('A3', 0.5), test: { ...assay('A3', 0.5).test, reasons: [cause] } }].filter(
      (one) => one !== undefined,
    );
    const found = onlyEstimate(potency, { assays: failing, combinations: new Map([['dopamine', { ...combined, used: ['A1', 'A2'] }]]) });
    expect(codes(found)).toEqual(['attribute/too-few-assays', 'potency/not-parallel']);
    expect(found.estimate).toBe(0.87);
  });

  const assigned = { standard: 'RS-7', value: 1.2, unit: 'relative potency', limits: null, assignment: 'defined' } as const;

  it('shows what was combined and what was assigned, so that it can be computed again', () => {
    const limits = { lower: 1.1, upper: 1.3, level: 0.95 };
    const entered = { ...combined, assigned: { ...assigned, limits, assignment: 'calibrated' as const } };
    const found = onlyEstimate(potency, { assays, combinations: new Map([['dopamine', entered]]) });
    const named = ['combined-potency', 'combined-potency-lower', 'assigned-potency', 'assigned-potency-lower', 'assigned-potency-level'];
    expect(named.map((name) => detail(found, name))).toEqual([0.87, 0.81, 1.2, 1.1, 0.95]);
    // two values on one standard share its uncertainty, so no formula may take them for independent
    expect(found.sources).toEqual(['A1.csv', 'A2.csv', 'A3.csv', 'reference standard RS-7']);
  });

  it.each([
    ['defined', []],
    ['not-stated', ['attribute/assigned-potency-without-limits']],
  ] as const)('an assigned potency that is %s gives the notes %j and stays valid', (assignment, notes) => {
    const found = onlyEstimate(potency, {
      assays: assays.slice(1),
      combinations: new Map([['dopamine', { ...combined, assigned: { ...assigned, assignment } }]]),
    });
    expect([found.notes.map((note) => note.code), found.reasons, found.sources.length]).toEqual([notes, [], 2]);
  });

  it('without any combination has no value', () => {
    expect([codes(onlyEstimate(potency, {})), onlyEstimate(potency, {}).status]).toEqual([['pending/no-plates'], 'missing']);
  });

  it('a held plate is the reason', () => {
    const held = { code: 'held/identity-mismatch' as const, scope: 'assay-run' as const, fields: {} };
    expect(codes(onlyEstimate(potency, { assays: [assay('A1', 0.9, { reasons: [held] })], combinations }))).toEqual([
      'held/identity-mismatch',
    ]);
  });
});

describe('a result from elsewhere', () => {
  it('of a quantity that is not negative lies between 0 and its number, ends as reported', () => {
    const notNegative = { ...endotoxin, nonNegative: true };
    const of = (parts: Partial<ExternalResult>) => onlyEstimate(notNegative, { external: new Map([['a', { ...reported, ...parts }]]) });
    expect(of({}).bounds).toEqual({ lower: { value: 0, closed: true }, upper: { value: 0.05, closed: false } });
    expect(of({ operator: '>' }).bounds).toBeUndefined();
    expect(of({ operator: '', value: 0 }).reasons).toEqual([]);
    expect(of({ operator: '', value: -0.1 }).reasons.map(sentence)).toEqual([
      "Expected 'a' to be 0 or more, found -0.1 at external.csv:3.",
    ]);
    expect(codes(of({ value: 0 }))).toEqual(['attribute/negative-value']);
    expect(onlyEstimate(endotoxin, { external: new Map([['a', reported]]) }).bounds).toBeUndefined();
  });

  it('in another unit than the method asks for is not valid; words have none', () => {
    const found = onlyEstimate(endotoxin, { external: new Map([['a', { ...reported, unit: 'EU/kg' }]]) });
    expect(found.reasons.map(sentence)).toEqual(["Expected 'a' in 'EU/mL', found 'EU/kg' at external.csv:3. Give both the same unit."]);
    const words = { ...reported, operator: '' as const, value: null, text: 'clear', unit: null };
    expect(onlyEstimate(endotoxin, { external: new Map([['a', words]]) }).reasons).toEqual([]);
  });

  const endotoxin = { ...common, type: 'external', unit: 'EU/mL', due: '2026-04-01' };
  const reported: ExternalResult = {
    id: 'a',
    status: 'reported',
    operator: '<',
    value: 0.05,
    text: null,
    unit: 'EU/mL',
    testedAt: '2026-03-05',
    due: null,
    source: 'external.csv:3',
    sources: ['external.csv:3'],
    reasons: [],
  };

  it('keeps number, operator, unit, date and place', () => {
    const found = onlyEstimate(endotoxin, { external: new Map([['a', reported]]) });
    expect(found).toMatchObject({
      estimate: 0.05,
      operator: '<',
      unit: 'EU/mL',
      acquiredAt: '2026-03-05',
      sources: ['external.csv:3'],
      status: 'computed',
    });
  });

  it('is pending where it is not there yet, with the day it is due', () => {
    const found = onlyEstimate(endotoxin, {});
    expect([found.status, found.reasons, found.due]).toEqual(['pending', [], '2026-04-01']);
    const late = onlyEstimate(endotoxin, {
      external: new Map([['a', { ...reported, status: 'pending' as const, value: null, due: '2026-05-01' }]]),
    });
    expect([late.status, late.due]).toEqual(['pending', '2026-05-01']);
  });

  it('can have another name in the file', () => {
    const definition = { ...endotoxin, result: 'LAL' };
    expect(onlyEstimate(definition, { external: new Map([['LAL', reported]]) }).estimate).toBe(0.05);
    expect(attributeNeeds(attributeSchema.parse(definition)).external).toEqual(['LAL']);
  });
});
