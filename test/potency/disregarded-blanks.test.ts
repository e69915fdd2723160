import { describe, expect, it } from 'vitest';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import type { AssaySample } from '../../src/potency/potency-assay.ts';
import type { DosePoint } from '../../src/potency/potency-result.ts';

const method = potencyMethod({ model: 'slope-ratio', sampleSuitability: { compendial: { blanks: 'disregarded' } } });

/** Two responses a dose, 0.01 below and above its mean, so that every dose mean is exact. */
function sampleOf(name: string, means: Readonly<Record<number, number>>): AssaySample {
  const points = Object.entries(means).flatMap(([dose, mean]) =>
    [-0.01, 0.01].map((off): DosePoint => ({ dose: Number(dose), response: mean + off, well: null, plate: null, excluded: null })),
  );
  return { name, points };
}

function estimate(reference: Readonly<Record<number, number>>, article: Readonly<Record<number, number>>) {
  const tests = [sampleOf('t', article)];
  const assay = { name: 'a', doseUnit: null, responseUnit: null, reference: sampleOf('reference', reference), tests };
  return estimateAssay(assay, method).tests[0]!;
}

describe('zero doses that the method leaves out of the lines', () => {
  // Lines 1 + x and 1 + 1.5 x; the zero doses lie far below 1 on purpose.
  const whole = { 0: 0.2, 1: 2, 2: 3 };
  const steeper = { 0: 0.2, 1: 2.5, 2: 4 };

  it('enter neither the ratio nor the separate lines', () => {
    const { relativePotency, free, outcomes } = estimate(whole, steeper);
    expect(outcomes.result).toBe('reportable');
    expect(relativePotency?.estimate).toBeCloseTo(1.5, 12);
    expect(free?.parameters.slope_test).toBeCloseTo(1.5, 12);
    expect(free?.parameters.intercept_test).toBeCloseTo(1, 12);
  });

  const only = { 0: 0.2, 1: 2 };
  it.each([
    ['none has too few', whole, steeper, []],
    ['the article has one dose', whole, only, ['t']],
    ['the reference standard has one dose', only, steeper, ['reference']],
    ['both have one dose', only, only, ['reference', 't']],
    ['the article has none', whole, { 0: 0.2 }, ['t']],
  ] as const)('do not count as doses: %s beside them', (_, reference, article, few) => {
    const { reasons, relativePotency, outcomes } = estimate(reference, article);
    expect(reasons.map(({ code, fields }) => [code, fields.sample])).toEqual(few.map((name) => ['potency/too-few-doses', name]));
    expect([relativePotency === null, outcomes.result]).toEqual(few.length === 0 ? [false, 'reportable'] : [true, 'not-reportable']);
  });

  it('do not make a level line steep: 3, 3, 3 behind a blank of 0.2 has no slope of its own', () => {
    const { reasons } = estimate({ 0: 0.2, 1: 2, 2: 3, 3: 4 }, { 0: 0.2, 1: 3, 2: 3, 3: 3 });
    expect(reasons.map(({ code, fields }) => [code, fields.finding])).toContainEqual(['potency/no-dose-response', 'own-line']);
  });
});
