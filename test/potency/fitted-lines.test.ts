import { expect, it } from 'vitest';
import { fittedCurves } from '../../src/potency/drawing/fitted-curves.ts';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { type PotencyMethodInput, potencyMethod } from '../../src/potency/method.ts';
import type { DosePoint } from '../../src/potency/potency-result.ts';

type Counts = readonly [dose: number, responders: number];

function drawn(reference: readonly Partial<DosePoint>[], test: readonly Partial<DosePoint>[], method: PotencyMethodInput) {
  const sample = (name: string, points: readonly Partial<DosePoint>[]) => ({
    name,
    points: points.map((point): DosePoint => ({ dose: 0, response: 0, well: null, plate: null, excluded: null, ...point })),
  });
  const assay = { name: 'a', doseUnit: null, responseUnit: null, reference: sample('RS', reference), tests: [sample('lot', test)] };
  const result = estimateAssay(assay, potencyMethod(method));
  return fittedCurves(result, result.tests[0]!) ?? expect.fail('no curves');
}

/** Two responses about each value of a line. */
const about = (line: (dose: number) => number, doses: readonly number[]) =>
  doses.flatMap((dose) => [-0.05, 0.05].map((error) => ({ dose, response: line(dose) + error })));

it('parallel lines stand where they were made: a + b ln dose, the article shifted by ln RP', () => {
  const doses = [1, 2, 4, 8];
  const curves = drawn(
    about((dose) => 1 + 2 * Math.log(dose), doses),
    about((dose) => 1.5 + 2 * Math.log(dose), doses),
    { model: 'parallel-line' },
  );
  curves.doses.forEach((dose, i) => {
    expect(curves.reference[i]).toBeCloseTo(1 + 2 * Math.log(dose), 9);
    expect(curves.test[i]).toBeCloseTo(1.5 + 2 * Math.log(dose), 9);
  });
});

it('lines under a transform are drawn on the scale of the measured response', () => {
  const steep = (factor: number) =>
    [1, 2, 4, 8].flatMap((dose) => [0.98, 1 / 0.98].map((error) => ({ dose, response: factor * dose * error })));
  const curves = drawn(steep(3), steep(4), { model: 'parallel-line', responseTransform: 'ln' });
  curves.doses.forEach((dose, i) => {
    expect(curves.reference[i]! / (3 * dose)).toBeCloseTo(1, 9);
    expect(curves.test[i]! / (4 * dose)).toBeCloseTo(1, 9);
  });
});

it('the lines of a slope ratio have one intercept and a slope each by dose', () => {
  const doses = [0, 1, 2, 3];
  const curves = drawn(
    about((dose) => 1 + 2 * dose, doses),
    about((dose) => 1 + 3 * dose, doses),
    { model: 'slope-ratio' },
  );
  curves.doses.forEach((dose, i) => {
    expect(curves.reference[i]).toBeCloseTo(1 + 2 * dose, 9);
    expect(curves.test[i]).toBeCloseTo(1 + 3 * dose, 9);
  });
});

it('a logit line is the fraction that responds: half of it at the ED50, 1 − p mirrored about it', () => {
  // Symmetric counts: half respond at the dose 4 of the reference standard and 2 of the article.
  const reference: readonly Counts[] = [
    [1, 2],
    [2, 8],
    [4, 20],
    [8, 32],
    [16, 38],
  ];
  const points = (counts: readonly Counts[], factor: number) =>
    counts.map(([dose, responders]) => ({ dose: dose / factor, response: responders / 40, counts: { responders, total: 40 } }));
  const curves = drawn(points(reference, 1), points(reference, 2), { model: 'logit' });
  expect(curves.ec50Reference).toBeCloseTo(4, 6);
  expect(curves.ec50Test).toBeCloseTo(2, 6);
  // ln p/(1 − p) is straight in ln dose and 0 at the ED50.
  const logit = (p: number): number => Math.log(p / (1 - p));
  const slopes = curves.doses.map((dose, i) => logit(curves.reference[i]!) / Math.log(dose / 4));
  for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0]!, 4);
  expect(slopes[0]).toBeGreaterThan(1);
});
