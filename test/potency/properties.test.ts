import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import type { PotencyAssay } from '../../src/potency/potency-assay.ts';
import type { DosePoint } from '../../src/potency/potency-result.ts';

const DOSES = [1, 2.5, 6.25, 15.6, 39, 97.6, 244, 610];

/** A reproducible wobble of about one part in a hundred: no two wells alike, no chance involved. */
const wobble = (seed: number, i: number): number => 1 + 0.01 * Math.sin(seed * 12.9898 + i * 78.233);

function assayOf({ rp, slope, ec50, seed }: { rp: number; slope: number; ec50: number; seed: number }): PotencyAssay {
  const points = (strength: number, from: number): DosePoint[] =>
    DOSES.flatMap((dose, i) =>
      [0, 1, 2].map((replicate) => {
        const curve = 0.1 + 2 / (1 + ((strength * dose) / ec50) ** -slope);
        return { dose, response: curve * wobble(seed, from + 3 * i + replicate), well: null, plate: null, excluded: null };
      }),
    );
  return {
    name: 'a',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'ref', points: points(1, 0) },
    tests: [{ name: 'test', points: points(rp, 100) }],
  };
}

const healthy = fc.record({
  rp: fc.double({ min: 0.5, max: 2, noNaN: true }),
  slope: fc.double({ min: 0.8, max: 3, noNaN: true }),
  ec50: fc.double({ min: 10, max: 60, noNaN: true }),
  seed: fc.integer({ min: 1, max: 1000 }),
});

const method = potencyMethod({ model: '4pl' });
const potencyOf = (assay: PotencyAssay) => estimateAssay(assay, method).tests[0]!.relativePotency!;
const mapPoints = (assay: PotencyAssay, change: (points: readonly DosePoint[]) => DosePoint[]): PotencyAssay => ({
  ...assay,
  reference: { ...assay.reference, points: change(assay.reference.points) },
  tests: assay.tests.map((test) => ({ ...test, points: change(test.points) })),
});

describe('a relative potency', () => {
  it('does not change a bit with the order of the wells', () => {
    fc.assert(
      fc.property(healthy, (shape) => {
        const assay = assayOf(shape);
        const turned = mapPoints(assay, (points) => [...points].reverse());
        expect(potencyOf(turned)).toEqual(potencyOf(assay));
      }),
      { numRuns: 15 },
    );
  });

  it('is turned upside down when reference and test article change places', () => {
    fc.assert(
      fc.property(healthy, (shape) => {
        const assay = assayOf(shape);
        const [test] = assay.tests;
        const swapped = { ...assay, reference: test!, tests: [assay.reference] };
        const [one, other] = [potencyOf(assay), potencyOf(swapped)];
        expect(Math.abs(one.estimate * other.estimate - 1)).toBeLessThan(1e-8);
        expect(Math.abs(one.lower! * other.upper! - 1)).toBeLessThan(1e-8);
      }),
      { numRuns: 15 },
    );
  });

  it('does not know the units of dose and response', () => {
    fc.assert(
      fc.property(
        healthy,
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (shape, doseUnit, responseUnit) => {
          const assay = assayOf(shape);
          const scaled = mapPoints(assay, (points) =>
            points.map((point) => ({ ...point, dose: point.dose * doseUnit, response: point.response * responseUnit })),
          );
          expect(Math.abs(potencyOf(scaled).estimate / potencyOf(assay).estimate - 1)).toBeLessThan(1e-8);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('never is a number that is not finite, whatever the responses; what is reportable has no reason', () => {
    const response = fc.oneof(fc.double({ min: -1e5, max: 1e5, noNaN: true }), fc.constantFrom(0, 1, 1e-300, 1e120, -1e120));
    fc.assert(
      fc.property(
        fc.array(response, { minLength: 16, maxLength: 16 }),
        fc.constantFrom('4pl', '3pl', '5pl', 'weibull-1', 'brain-cousens', 'parallel-line'),
        (responses, model) => {
          const points = (from: number): DosePoint[] =>
            [1, 2, 4, 8].flatMap((dose, i) =>
              [0, 1].map((r) => ({ dose, response: responses[from + 2 * i + r]!, well: null, plate: null, excluded: null })),
            );
          const assay = {
            name: 'a',
            doseUnit: null,
            responseUnit: null,
            reference: { name: 'ref', points: points(0) },
            tests: [{ name: 'test', points: points(8) }],
          };
          const [test] = estimateAssay(assay, potencyMethod({ model: model as '4pl' })).tests;
          const numbers: number[] = [];
          JSON.stringify(test, (_, value: unknown) => {
            if (typeof value === 'number') numbers.push(value);
            return value;
          });
          expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
          expect(test?.outcomes.result === 'reportable').toBe(test?.reasons.length === 0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
