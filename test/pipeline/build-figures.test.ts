import { describe, expect, it } from 'vitest';
import type { AssayForLot } from '../../src/attributes/attribute-context.ts';
import type { TestOccasion } from '../../src/attributes/attribute-result.ts';
import { definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { buildFigures } from '../../src/pipeline/figures/build-figures.ts';
import type { LotMaterial } from '../../src/pipeline/lot/lot-context.ts';
import { proposeDisposition } from '../../src/specification/disposition.ts';
import { estimate, resultOf } from '../specification/specification-fixtures.ts';

const title = { en: 'A', zh: '甲' };
const DEFINITION = definitionSchema.parse({
  definition: 1,
  method: { id: 'm', version: '1', status: 'validated', title },
  product: { id: 'P', title },
  site: { timeZone: '+08:00' },
  inputs: {},
  attributes: [
    {
      id: 'a',
      type: 'relative-potency',
      title,
      stage: 'final',
      assay: 'dopamine',
      method: {
        text: 'ELISA',
        version: '1',
        status: 'validated',
      },
    },
  ],
});

const occasion = (kind: TestOccasion['kind'], number: number): TestOccasion => ({
  kind,
  number,
  reason: kind === 'initial' ? null : 'x',
  reference: null,
  replaces: null,
});
const INITIAL = occasion('initial', 1);
const RETEST = occasion('retest', 2);
const REPEAT = occasion('repeat-after-invalid', 2);

function assay(name: string, on: TestOccasion, id = 'dopamine'): AssayForLot {
  return {
    id,
    assayRun: name,
    file: 'plate.csv',
    plate: null,
    acquiredAt: null,
    occasion: on,
    sources: [`${name}.csv`],
    reasons: [],
    result: {
      name,
      model: '4pl',
      doseUnit: null,
      responseUnit: null,
      reference: {
        name: 'RS',
        points: [],
        checks: [],
      },
      tests: [],
    },
    test: {
      name: 'L',
      relativePotency: null,
      reasons: [],
      constrained: null,
      free: null,
      lackOfFit: null,
      checks: [],
      points: [],
      parallelism: {
        fTest: null,
        equivalence: [],
      },
      outcomes: {
        systemSuitability: 'meets',
        sampleSuitability: 'meets',
        result: 'not-reportable',
      },
    },
  };
}

function drawn(assays: readonly AssayForLot[], occasions: readonly TestOccasion[]) {
  const material: LotMaterial = {
    definition: DEFINITION,
    plan: {
      subject: {
        lot: 'L',
        purpose: 'release',
        condition: null,
        timePoint: null,
      },
      lot: 'L',
      samples: [],
      missing: [],
      assays: [],
      held: [],
    },
    gated: {
      tubeRuns: new Map(),
      files: new Map(),
    },
    assays,
    combinations: new Map(),
    external: [],
    counts: [],
    unusedRows: [],
    reagents: {
      register: [],
      used: [],
    },
    investigations: [],
    formulas: new Map(),
    viableCellsPerMaximumDose: null,
    dataSetOf: () => null,
    acquiredAtOf: () => null,
  };
  const attributes = occasions.map((on) =>
    resultOf({ unit: 'relative potency', criterion: { atLeast: 0.7 } }, estimate({ unit: 'relative potency', occasion: on })),
  );
  const disposition = proposeDisposition(attributes, [], 'release');
  const analysed = { attributes, disposition, controls: [], occasions: [], unusedRows: [] };
  return buildFigures(material, { analysed, attributes }).potency.map((figure) => figure.assays.map(({ name }) => name));
}

describe('the plots of a potency', () => {
  it.each([
    ['all of one occasion', [assay('A', INITIAL), assay('B', INITIAL)], [INITIAL], [['A', 'B']]],
    ['some of each', [assay('A', INITIAL), assay('B', RETEST)], [INITIAL, RETEST], [['A'], ['B']]],
    // Repeats and retests are numbered each for themselves.
    ['two kinds of one number', [assay('A', RETEST), assay('B', REPEAT)], [RETEST, REPEAT], [['A'], ['B']]],
    ['another kind of the number alone', [assay('A', RETEST)], [REPEAT], []],
    ['none', [], [INITIAL], []],
    ['another assay alone', [assay('A', INITIAL, 'other')], [INITIAL], []],
  ] as const)('show the assays of its own test occasion: %s', (_, assays, occasions, expected) => {
    expect(drawn(assays, occasions)).toEqual(expected);
  });
});
