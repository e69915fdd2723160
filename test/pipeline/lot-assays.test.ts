import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PlannedNumber } from '../../src/attributes/planned-units.ts';
import type { EstimatedPlate } from '../../src/pipeline/assays/compute-assays.ts';
import { lotAssays, stillReachable } from '../../src/pipeline/assays/lot-assays.ts';
import { occasionKey } from '../../src/pipeline/binding/plan.ts';
import type { LotPlan } from '../../src/pipeline/binding/plan-record.ts';
import { INITIAL_OCCASION, makeBinding } from '../../src/pipeline/binding.ts';
import { definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { validateYaml } from '../../src/pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../src/pipeline/definition/yaml-document.ts';

const SHIPPED = new URL('../../pipelines/dopaminergic-progenitors/pipeline.yaml', import.meta.url);
const DEFINITION = validateYaml(definitionSchema, parseYamlDocument(readFileSync(SHIPPED, 'utf8'), 'pipeline.yaml'));
const [ASSAY] = DEFINITION.assays;

type State = 'reportable' | 'not valid' | 'awaited';

/** One plate of the lot L, with a relative potency of 1 and a hundredth more on each plate after it. */
function plateOf(state: State, index: number) {
  const binding = makeBinding({ file: `p${index}.csv`, kind: 'plate', source: 'samples.csv:2', assayRun: `R${index}` });
  const waiting = { code: 'pending/not-arrived', scope: 'assay-run', fields: {} } as const;
  const estimate = 1 + index / 100;
  const estimated: EstimatedPlate = {
    binding,
    excluded: [],
    result: {
      name: `p${index}`,
      model: '4pl',
      doseUnit: null,
      responseUnit: null,
      reference: {
        name: 'RS',
        points: [],
        checks: [],
      },
      tests: [
        {
          name: 'L',
          relativePotency: {
            estimate,
            lower: null,
            upper: null,
            level: 0.95,
            sides: 'two',
            method: 'log-delta',
          },
          reasons: [],
          constrained: null,
          free: null,
          parallelism: {
            fTest: null,
            equivalence: [],
          },
          lackOfFit: null,
          checks: [],
          outcomes: {
            systemSuitability: 'meets',
            sampleSuitability: 'meets',
            result: state === 'reportable' ? 'reportable' : 'not-reportable',
          },
          points: [],
        },
      ],
    },
    reasons: [],
    acquiredAt: null,
    notes: [],
    drift: null,
  };
  const plan = { binding, slot: 'test-1', held: state === 'awaited' ? [waiting] : [], replaces: null };
  return { plan, estimated: state === 'awaited' ? [] : [[binding, estimated] as const] };
}

function combined(states: readonly State[], planned: PlannedNumber, minimum: PlannedNumber) {
  if (ASSAY === undefined) throw new Error('the shipped method has an assay');
  const plates = states.map(plateOf);
  const definition = { ...DEFINITION, assays: [{ ...ASSAY, planned, minimum }] };
  const plan: LotPlan = {
    subject: {
      lot: 'L',
      purpose: 'release',
      condition: null,
      timePoint: null,
    },
    lot: 'L',
    samples: [],
    missing: [],
    held: [],
    assays: [
      {
        assay: ASSAY.id,
        occasion: INITIAL_OCCASION,
        plates: plates.map((plate) => plate.plan),
      },
    ],
  };
  const estimated = new Map(plates.flatMap((plate) => plate.estimated));
  const found = lotAssays(definition, plan, { estimated, register: [] }).combinations.get(ASSAY.id)?.get(occasionKey(INITIAL_OCCASION));
  return { used: found?.used.length, reasons: found?.reasons.map(({ code }) => code), awaited: found?.awaited.length };
}

const [YES, NO, LATE] = ['reportable', 'not valid', 'awaited'] as const;
const FEW = ['potency/too-few-assays'];

describe('the least number of valid assays', () => {
  it.each([
    ['all of three', [YES, YES, YES], 3, 2, 3, []],
    ['as many as are enough', [YES, YES, NO], 3, 2, 2, []],
    ['fewer than are enough', [YES, NO, NO], 3, 2, 1, FEW],
    ['none', [NO, NO, NO], 3, 2, 0, FEW],
    ['all but one where all are needed', [YES, YES, NO], 3, 3, 2, FEW],
    ['as many as are enough for a release', [YES, YES, NO], 3, { release: 2, stability: 3 }, 2, []],
    ['all but one where only stability has a least number', [YES, YES, NO], 3, { stability: 2 }, 2, FEW],
    ['one more than planned', [YES, YES, YES, YES], 3, 2, 3, ['potency/more-than-planned']],
  ] as const)('%s', (_, states, planned, minimum, used, reasons) => {
    expect(combined(states, planned, minimum)).toMatchObject({ used, reasons });
  });

  it('is waited for while it can be reached', () => {
    expect(combined([YES, LATE, NO], 3, 2)).toMatchObject({ used: 1, awaited: 1 });
    expect(combined([LATE, NO, NO], 3, 2)).toMatchObject({ used: 0, awaited: 0 });
  });

  it('an assay that is not planned for the purpose gives no value', () => {
    expect(combined([YES, YES, YES], { stability: 3 }, { stability: 2 }).reasons).toContain('potency/not-planned');
  });
});

describe('what has not arrived', () => {
  const surplus = [{ code: 'potency/more-than-planned', scope: 'test-article', fields: {} }] as const;
  it.each([
    ['none awaited', 0, [], 1, 2, false],
    ['as many as are missing', 1, [], 1, 2, true],
    ['too few', 1, [], 0, 2, false],
    ['more than are missing', 3, [], 0, 2, true],
    ['enough, but more than planned are there', 1, surplus, 1, 2, false],
  ] as const)('can still make the value: %s', (_, awaitedPlates, reasons, used, needed, expected) => {
    expect(stillReachable({ awaitedPlates, reasons }, used, needed)).toBe(expected);
  });
});
