import { describe, expect, it } from 'vitest';
import type { Layout, LayoutWell } from '../../src/plates/layout.ts';
import type { PlateRead } from '../../src/plates/plate-reading.ts';
import { fittedCurves } from '../../src/potency/drawing/fitted-curves.ts';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import { assayFromPlate, type PlateAssay } from '../../src/potency/plate/assay-from-plate.ts';
import { said } from './said.ts';

const DOSES = [1, 2, 4, 8, 16, 32, 64, 128];

/** Rows A–D of a plate: reference in A and B, a lot in C and D whose dose acts twice as strongly; column 12 holds blanks. */
function wells(): LayoutWell[] {
  return ['A', 'B', 'C', 'D'].flatMap((row, r) => [
    ...DOSES.map((dose, i): LayoutWell => {
      const isReference = r < 2;
      return {
        well: `${row}${i + 1}`,
        role: isReference ? 'reference' : 'test',
        slot: isReference ? 'reference' : 'test-1',
        dose,
        replicate: (r % 2) + 1,
        group: null,
      };
    }),
    { well: `${row}12`, role: 'blank' as const, slot: 'blank', dose: null, replicate: r + 1, group: null },
  ]);
}

function readOf(layout: readonly LayoutWell[]): PlateRead {
  const values = layout.map(({ well, role, dose, replicate }) => {
    const strength = role === 'test' ? 2 : 1;
    const wobble = 1 + (replicate % 2 === 0 ? 0.002 : -0.002) * (well.charCodeAt(1) % 3);
    return [well, role === 'blank' ? 0.05 : 0.05 + (0.1 + 2 / (1 + 12 / (strength * (dose ?? 1)))) * wobble] as const;
  });
  return {
    label: '450',
    mode: 'absorbance',
    wavelengthsNm: [450],
    unit: 'OD',
    calculated: false,
    values: Object.fromEntries(values),
    nonNumeric: {},
  };
}

function source(changes: Partial<PlateAssay> = {}): PlateAssay {
  const layout: Layout = { wellCount: 96, doseUnit: 'ng/mL', wells: wells() };
  return {
    name: 'run-1',
    responseUnit: 'OD',
    plate: 'P1',
    read: readOf(layout.wells),
    layout,
    slots: { reference: 'RS-07', 'test-1': 'LOT-A' },
    exclusions: [],
    method: potencyMethod({ model: '4pl' }),
    ...changes,
  };
}

describe('an assay from a plate', () => {
  it('binds slots to names and gives the relative potency that was put in', () => {
    const plate = source();
    const assay = assayFromPlate(plate);
    expect([assay.reference.name, assay.tests.map((test) => test.name), assay.doseUnit]).toEqual(['RS-07', ['LOT-A'], 'ng/mL']);
    const result = estimateAssay(assay, plate.method);
    const [test] = result.tests;
    expect(test?.relativePotency?.estimate).toBeGreaterThan(1.95);
    expect(test?.relativePotency?.estimate).toBeLessThan(2.05);
    expect(test?.outcomes).toEqual({ systemSuitability: 'meets', sampleSuitability: 'meets', result: 'reportable' });
    const curves = fittedCurves(result, test!);
    expect(curves?.doses).toHaveLength(101);
    expect(curves?.doses[0]).toBeCloseTo(0.6, 12);
    expect(curves?.doses[100]).toBeCloseTo(1.7 * 128, 9);
    expect(curves?.residuals).toHaveLength(32);
    expect(curves!.ec50Reference! / curves!.ec50Test!).toBeCloseTo(test!.relativePotency!.estimate, 10);
  });

  it('a marker or an empty well is a reason in its own scope, never a number', () => {
    const read = readOf(wells());
    const { C3: _, ...values } = read.values;
    const marked = { ...read, values, nonNumeric: { C3: 'OVRFLW' } };
    const plate = source({ read: marked });
    const [test] = estimateAssay(assayFromPlate(plate), plate.method).tests;
    expect(test?.reasons.map(said)).toEqual([
      { code: 'potency/well-not-numeric', scope: 'test-article', message: "Well C3 of 'LOT-A' holds 'OVRFLW' instead of a number." },
    ]);
    expect(test?.relativePotency).not.toBeNull();
    const { A3: __, ...withoutA3 } = readOf(wells()).values;
    const gap = source({ read: { ...read, values: withoutA3 } });
    const [other] = estimateAssay(assayFromPlate(gap), gap.method).tests;
    expect(other?.reasons.map(said)).toEqual([
      { code: 'potency/well-not-numeric', scope: 'assay-run', message: "Well A3 of 'RS-07' holds no value." },
    ]);
    expect(other?.outcomes.systemSuitability).toBe('fails');
    expect(other?.outcomes.sampleSuitability).toBe('meets');
  });

  it('a well that the reader masked is not fitted in silence: it is a reason until somebody excludes it', () => {
    const masked = { ...readOf(wells()), masked: ['C3'] };
    expect(assayFromPlate(source({ read: masked })).tests[0]?.problems?.map(said)).toEqual([
      { code: 'potency/well-not-numeric', message: "Well C3 of 'LOT-A' holds 'Masked' instead of a number." },
    ]);
    const exclusions = [{ plate: 'P1', well: 'C3', reason: 'masked by the analyst in SoftMax', by: 'analyst-1' }];
    expect(assayFromPlate(source({ read: masked, exclusions })).tests[0]?.problems).toEqual([]);
  });

  it('an excluded well stays in the points, is left out of the fit, and can be put back', () => {
    const read = readOf(wells());
    const outlier = { ...read, values: { ...read.values, D5: 9 } };
    const exclusions = [{ plate: 'P1', well: 'D5', reason: 'bubble', by: 'QC' }];
    const plate = source({ read: outlier, exclusions });
    const assay = assayFromPlate(plate);
    const [reduced] = estimateAssay(assay, plate.method).tests;
    expect(reduced?.points.filter((point) => point.excluded === 'bubble').map((point) => point.well)).toEqual(['D5']);
    expect(reduced?.outcomes.result).toBe('reportable');
    // An exclusion that the method accepts decides, and the record shows that it does.
    expect(reduced?.comparisons).toMatchObject([
      { kind: 'exclusions', proposed: 'reduced', agree: false, original: { outcomes: { result: 'not-reportable' } } },
    ]);
    expect(reduced?.comparisons?.[0]?.reduced.relativePotency).toEqual(reduced?.relativePotency);
    const careful = potencyMethod({ model: '4pl', exclusions: 'must-not-decide' });
    const [neither] = estimateAssay(assay, careful).tests;
    expect(neither?.reasons.map(said)).toEqual([
      {
        code: 'potency/outcome-depends-on-outlier',
        scope: 'test-article',
        message:
          "With the excluded wells put back 'LOT-A' is not reportable (potency/outlier-suspected), without them reportable: neither is proposed.",
      },
    ]);
  });

  it('subtracts the mean of the blanks only where the method names it', () => {
    const plain = assayFromPlate(source()).reference.points[0]!.response;
    const blank = assayFromPlate(source({ method: potencyMethod({ model: '4pl', blank: 'subtract-mean' }) })).reference.points[0]!.response;
    // Every blank reads 0.05.
    expect(plain - blank).toBeCloseTo(0.05, 12);
  });

  it('averages the pseudo-replicates of a group before the fit', () => {
    const grouped = wells().map((well) => ({ ...well, group: well.role === 'blank' ? null : 'one' }));
    const plate = source({ layout: { wellCount: 96, doseUnit: 'ng/mL', wells: grouped } });
    const [test] = estimateAssay(assayFromPlate(plate), plate.method).tests;
    // 8 + 8 means less 5 parameters.
    expect(test?.constrained?.degreesOfFreedom).toBe(11);
    expect(test?.lackOfFit).toBeNull();
    expect(test?.points).toHaveLength(16);
  });

  it('an unbound reference slot is refused; an unbound test slot is an empty place', () => {
    expect(() => assayFromPlate(source({ slots: { 'test-1': 'LOT-A' } }))).toThrow(
      "Expected the reference slot of the plate 'P1' to be bound to a reference standard, found no binding.",
    );
    expect(assayFromPlate(source({ slots: { reference: 'RS-07' } })).tests).toEqual([]);
  });

  it('suspected outliers are counted against their limit, and stay in the fit', () => {
    const read = readOf(wells());
    const far = { ...read, values: { ...read.values, D5: 1.55 } };
    const method = potencyMethod({
      model: '4pl',
      // The wobble of this plate grows with the response, so its top wells stand out by a few s already.
      systemSuitability: { outliers: { limit: 10, maximum: 0 } },
      sampleSuitability: { outliers: { maximum: 0 }, parallelism: { fTest: { action: 'information' } } },
    });
    const plate = source({ read: far, method });
    const result = estimateAssay(assayFromPlate(plate), method);
    const [test] = result.tests;
    expect(test?.checks.find((line) => line.name === 'suspected outliers')).toMatchObject({ found: 1, upper: 0, outcome: 'fails' });
    expect(result.reference.checks.find((line) => line.name === 'reference suspected outliers')).toMatchObject({
      found: 0,
      outcome: 'meets',
    });
    expect(test?.reasons.map((one) => one.code)).toEqual(['potency/outliers']);
    expect(test?.constrained?.degreesOfFreedom).toBe(27);
  });

  it('limits on the reference standard fail the assay run, limits on the article only the article', () => {
    const strict = potencyMethod({
      model: '4pl',
      systemSuitability: { ec50: { upper: 5 }, maximumReplicateCv: 0.1 },
      sampleSuitability: { range: { upper: 1.5 } },
    });
    const plate = source({ method: strict });
    const result = estimateAssay(assayFromPlate(plate), strict);
    expect(result.reference.checks.find((line) => line.name === 'reference EC50')?.outcome).toBe('fails');
    expect(result.reference.checks.find((line) => line.name === 'reference largest replicate CV')?.outcome).toBe('meets');
    expect(result.tests[0]?.reasons.map((one) => [one.code, one.scope])).toEqual([
      ['potency/unsuitable-reference', 'assay-run'],
      ['potency/outside-range', 'test-article'],
    ]);
  });
});
