import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fittedCurves } from '../../src/potency/drawing/fitted-curves.ts';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { type PotencyMethodInput, potencyMethod } from '../../src/potency/method.ts';
import type { PotencyAssay } from '../../src/potency/potency-assay.ts';
import { describeShared } from '../shared-data.ts';
import { said } from './said.ts';
import { pairAssay, pointsOf, relativeError } from './shared-cases.ts';

describeShared('parameters that only some samples share', (shared) => {
  interface Case {
    readonly id: string;
    readonly data: { readonly sample: readonly string[]; readonly dose: readonly number[]; readonly response: readonly number[] };
    readonly expected: {
      readonly unrestricted: { readonly rss: number; readonly ref: Record<string, number>; readonly test: Record<string, number> };
    };
  }
  const cases: readonly Case[] = JSON.parse(readFileSync(`${shared}data/potency/relative_potency.json`, 'utf8'));
  const caseOf = (id: string): Case => cases.find((one) => one.id === id)!;
  const run = (id: string, method: PotencyMethodInput) => {
    const result = estimateAssay(pairAssay(id, caseOf(id).data), potencyMethod(method));
    return { result, test: result.tests[0]! };
  };

  // R 4.2.2 nls with the shared parameters once and the others by sample, interval of ln(EC50 ratio) from vcov and t, for the 5PL by the delta method.
  it.each([
    ['rp-salba-4pl', '4pl', ['slope'], [8.82192441404, 61, 2.12306798384, 1.67899051221, 2.68459984213]],
    ['rp-salba-4pl', '4pl', ['slope', 'lowerAsymptote'], [9.46636182305, 62, 2.38865726495, 1.94068981213, 2.94002858866]],
    ['rp-sim5pl-a', '5pl', ['lowerAsymptote', 'upperAsymptote'], [0.0205044904763, 58, 0.8807325680161, 0.8495852809446, 0.9130217692822]],
  ] as const)('%s, %s sharing %j: RSS and ratio of EC50s as R', (id, model, names, [rss, df, ratio, lower, upper]) => {
    const { test } = run(id, { model, shared: [...names] });
    expect(test.relativePotency).toBeNull();
    expect(test.constrained?.degreesOfFreedom).toBe(df);
    expect(relativeError(test.constrained?.rss, rss)).toBeLessThan(1e-9);
    expect(relativeError(test.ec50Ratio?.estimate, ratio)).toBeLessThan(1e-6);
    expect(relativeError(test.ec50Ratio?.lower, lower)).toBeLessThan(1e-5);
    expect(relativeError(test.ec50Ratio?.upper, upper)).toBeLessThan(1e-5);
    expect(test.outcomes.result).toBe('not-reportable');
    expect(test.reasons.map((one) => one.code)).toContain('potency/not-a-shift');
  });

  it('sharing nothing is the free fits', () => {
    const { result, test } = run('rp-salba-4pl', { model: '4pl', shared: [] });
    const { rss, ref, test: other } = caseOf('rp-salba-4pl').expected.unrestricted;
    expect(relativeError(test.constrained?.rss, rss)).toBeLessThan(1e-8);
    expect(relativeError(test.ec50Ratio?.estimate, Math.exp(ref.le! - other.le!))).toBeLessThan(1e-6);
    expect(test.parallelism.fTest).toBeNull();
    expect(test.reasons.map(said)).toEqual([
      {
        code: 'potency/not-a-shift',
        scope: 'test-article',
        message:
          "'ref' and 'test' share no parameter, so that neither curve is the other one shifted: the ratio of their EC50s is no relative potency.",
      },
    ]);
    const curves = fittedCurves(result, test);
    expect(relativeError(curves?.ec50Reference, Math.exp(ref.le!))).toBeLessThan(1e-5);
    expect(relativeError(curves?.ec50Test, Math.exp(other.le!))).toBeLessThan(1e-5);
    expect(curves?.test).toEqual(curves?.freeTest);
  });

  it('naming every parameter but the location is the constrained fit, with its relative potency', () => {
    const plain = run('rp-salba-4pl', { model: '4pl' }).test;
    const named = run('rp-salba-4pl', { model: '4pl', shared: ['upperAsymptote', 'slope', 'lowerAsymptote'] }).test;
    expect(named).toEqual(plain);
    expect(named.ec50Ratio).toBeUndefined();
    // An asymptote that is fixed is shared whether it is named or not.
    const fixed = { model: '4pl', fixed: { lowerAsymptote: 0.7 } } as const;
    expect(run('rp-salba-4pl', { ...fixed, shared: ['upperAsymptote', 'slope'] }).test).toEqual(run('rp-salba-4pl', fixed).test);
  });
});

describe('several lots in one assay', () => {
  const doses = [1, 2, 4, 8, 16, 32, 64, 128].flatMap((dose) => [dose, dose]);
  const points = (strength: number, bend = 1) =>
    pointsOf(
      doses,
      doses.map((dose, i) => (i % 2 === 0 ? 0.995 : 1.005) * (0.1 + 2 / (1 + (12 / (strength * dose)) ** bend))),
    );
  const flat = pointsOf(
    doses,
    doses.map((_, i) => 1 + 0.01 * Math.sin(7 * i)),
  );
  const assay = (reference: PotencyAssay['reference']['points'], second: PotencyAssay['reference']['points']): PotencyAssay => ({
    name: 'a',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'RS', points: reference },
    tests: [
      { name: 'LOT-1', points: points(2) },
      { name: 'LOT-2', points: second },
      { name: 'LOT-3', points: points(0.5) },
    ],
  });
  const outcomes = (fit: 'pairwise' | 'simultaneous', one: PotencyAssay) =>
    estimateAssay(one, potencyMethod({ model: '4pl', fit })).tests.map((test) => test.outcomes);
  const good = { systemSuitability: 'meets', sampleSuitability: 'meets', result: 'reportable' };

  it.each(['pairwise', 'simultaneous'] as const)('%s: a failed article is out alone, a failed reference takes all with it', (fit) => {
    const bad = { systemSuitability: 'meets', sampleSuitability: 'fails', result: 'not-reportable' };
    expect(outcomes(fit, assay(points(1), flat))).toEqual([good, bad, good]);
    expect(outcomes(fit, assay(points(1), points(1, 2.5)))[1]).toEqual(bad);
    for (const outcome of outcomes(fit, assay(flat, points(1)))) {
      expect(outcome.systemSuitability).toBe('fails');
      expect(outcome.result).toBe('not-reportable');
    }
  });

  it.each([
    ['flat', flat],
    ['steeper', points(1, 2.5)],
  ])('a %s article changes no digit of the others in a simultaneous fit', (_, second) => {
    const method = potencyMethod({ model: '4pl', fit: 'simultaneous' });
    const all = assay(points(1), second);
    const [first, bad, third] = estimateAssay(all, method).tests;
    const others = estimateAssay({ ...all, tests: all.tests.filter((test) => test.name !== 'LOT-2') }, method).tests;
    expect(bad?.outcomes.result).toBe('not-reportable');
    expect([first?.relativePotency, third?.relativePotency]).toEqual(others.map((test) => test.relativePotency));
  });
});

describe('a method that shares parameters', () => {
  it.each([
    [{ model: '3pl', shared: ['lowerAsymptote'] }, 'Expected parameters of the model, found one that it has not.'],
    [{ model: 'parallel-line', shared: ['slope'] }, 'Expected `shared` only with a logistic or Weibull model'],
    [{ model: '4pl', shared: ['slope', 'slope'] }, 'Expected every parameter once.'],
    [{ model: '4pl', shared: ['slope'], interval: { method: 'profile' } }, "found 'profile'"],
  ] as const)('refuses %j', (input, sentence) => {
    expect(() => potencyMethod(input as unknown as PotencyMethodInput)).toThrow(sentence);
  });
});
