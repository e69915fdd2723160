import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { type PotencyMethodInput, potencyMethod } from '../../src/potency/method.ts';
import type { AssayResult, DosePoint } from '../../src/potency/potency-result.ts';

/** Dose-response shapes by the dose in units of a lowest dose of 1; EC50 of the healthy one is 12. */
const SHAPES = {
  healthy: (x: number) => 0.1 + 2 / (1 + (12 / x) ** 1.3),
  flat: () => 1,
  zero: () => 0,
  step: (x: number) => (x > 10 ? 2 : 0.1),
  'only the lower asymptote seen': (x: number) => 0.1 + 2 / (1 + (1e4 / x) ** 1.3),
  'only the upper asymptote seen': (x: number) => 0.1 + 2 / (1 + (1e-3 / x) ** 1.3),
  falling: (x: number) => 2.1 - 2 / (1 + (12 / x) ** 1.3),
  shallow: (x: number) => 0.1 + 2 / (1 + (12 / x) ** 0.15),
  gompertz: (x: number) => 0.1 + 2 * Math.exp(-Math.exp(-1.3 * Math.log(x / 12))),
  hook: (x: number) => 0.1 + 2 / (1 + (12 / x) ** 2) - 1.5 / (1 + (60 / x) ** 3),
  line: (x: number) => 0.1 + 0.01 * x,
  negative: (x: number) => -3 + 2 / (1 + (12 / x) ** 1.3),
} as const;
type Shape = keyof typeof SHAPES;

interface Made {
  readonly shapes: readonly [Shape, Shape];
  readonly doses: readonly number[];
  readonly replicates: number;
  readonly noise: number;
  readonly seed: number;
  readonly units: { readonly dose: number; readonly response: number };
}

const EIGHT = [1, 2.2, 4.84, 10.6, 23.4, 51.5, 113, 249];

/** A reproducible wobble between −1 and 1. */
const wobble = (seed: number, i: number): number => Math.sin(seed * 12.9898 + i * 78.233 + i * i);

function estimate(made: Made, method: PotencyMethodInput): AssayResult {
  const { shapes, doses, replicates, noise, seed, units } = made;
  const points = (shape: Shape, from: number): DosePoint[] =>
    doses.flatMap((dose, d) =>
      Array.from({ length: replicates }, (_, r): DosePoint => {
        const response = SHAPES[shape](Math.max(dose, 1e-9)) * (1 + noise * wobble(seed, from + d * replicates + r));
        return { dose: dose * units.dose, response: response * units.response, well: null, plate: null, excluded: null };
      }),
    );
  const assay = {
    name: 'a',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'ref', points: points(shapes[0], 0) },
    tests: [{ name: 'test', points: points(shapes[1], 1000) }],
  };
  return estimateAssay(assay, potencyMethod(method));
}

/** No number that is not finite, no word for one, an interval about every reportable estimate, and a reason for everything else. */
function mustHold(result: AssayResult): void {
  const numbers: number[] = [];
  const text = JSON.stringify(result, (_, value: unknown) => {
    if (typeof value === 'number') numbers.push(value);
    return value;
  });
  expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
  expect(text).not.toMatch(/NaN|Infinity|undefined/);
  for (const { outcomes, reasons, notes = [], diagnostics = [], relativePotency: potency } of result.tests) {
    // Every diagnostic belongs to a reason or a note, and has a figure or says with null that there is none.
    const codes = new Set([...reasons, ...notes].map((one) => one.code));
    expect(diagnostics.filter((one) => !codes.has(one.code))).toEqual([]);
    if (codes.has('potency/unbounded-interval')) expect(diagnostics.map((one) => one.code)).toContain('potency/unbounded-interval');
    expect(outcomes.result === 'reportable').toBe(reasons.length === 0);
    if (outcomes.result !== 'reportable') continue;
    expect(potency?.lower).toBeLessThanOrEqual(potency!.estimate);
    expect(potency?.upper).toBeGreaterThanOrEqual(potency!.estimate);
  }
}

const made = fc.record({
  shapes: fc.tuple(fc.constantFrom(...(Object.keys(SHAPES) as Shape[])), fc.constantFrom(...(Object.keys(SHAPES) as Shape[]))),
  doses: fc.constantFrom(EIGHT, [0, ...EIGHT.slice(1)], EIGHT.slice(0, 5), EIGHT.slice(2, 5), [12], [0], [0, 0, 0]),
  replicates: fc.integer({ min: 1, max: 3 }),
  noise: fc.constantFrom(0, 1e-12, 1e-3, 0.02, 0.1, 1),
  seed: fc.integer({ min: 1, max: 1000 }),
  units: fc.record({
    dose: fc.integer({ min: -15, max: 7 }).map((power) => 10 ** power),
    response: fc.integer({ min: -12, max: 12 }).map((power) => 10 ** power),
  }),
});

const curveMethod = fc.record({
  model: fc.constantFrom(
    '4pl' as const,
    '3pl' as const,
    '5pl' as const,
    '5pl-upper' as const,
    'weibull-1' as const,
    'weibull-2' as const,
    'brain-cousens' as const,
  ),
  weights: fc.constantFrom(
    'none' as const,
    '1/y^2' as const,
    '1/mean' as const,
    '1/variance' as const,
    '1/mean^1.5' as const,
    '1/fitted^estimated' as const,
  ),
  interval: fc.record({ method: fc.constantFrom('log-delta' as const, 'delta' as const, 'fieller' as const) }),
  responseTransform: fc.constantFrom('none' as const, 'ln' as const, 'square-root' as const, 'square' as const),
});
const lineMethod = fc.record({ model: fc.constantFrom('parallel-line' as const, 'slope-ratio' as const) });

describe('whatever the data', () => {
  it('curves: nothing throws, no figure is not finite, and no potency stands without an interval', () => {
    fc.assert(
      fc.property(made, curveMethod, (one, method) => mustHold(estimate(one, method))),
      { numRuns: 60, seed: 4 },
    );
  }, 120_000);

  it('lines: the same', () => {
    fc.assert(
      fc.property(made, lineMethod, (one, method) => mustHold(estimate(one, method))),
      { numRuns: 150, seed: 4 },
    );
  });
});

describe('data that hold no relative potency', () => {
  const bare = { doses: EIGHT, replicates: 2, noise: 0.01, seed: 1, units: { dose: 1, response: 1 } };
  const codes = (result: AssayResult): string[] => [...new Set(result.tests[0]!.reasons.map((one) => one.code))];

  it.each([
    ['flat', 'potency/no-dose-response'],
    ['zero', 'potency/no-dose-response'],
    ['step', 'potency/not-identified'],
    ['only the upper asymptote seen', 'potency/no-dose-response'],
  ] as const)('%s', (shape, code) => {
    for (const model of ['4pl', '5pl', 'weibull-1'] as const) {
      const result = estimate({ ...bare, shapes: [shape, shape] }, { model });
      expect(result.tests[0]?.outcomes.result, model).toBe('not-reportable');
      expect(result.tests[0]?.relativePotency, model).toBeNull();
    }
    expect(codes(estimate({ ...bare, shapes: [shape, shape] }, { model: '4pl' }))).toContain(code);
  });

  // Two samples of one shape share what neither shows alone: the shift between them has a bounded interval, and the notes say what is open.
  it.each(['only the lower asymptote seen', 'shallow'] as const)(
    '%s: what the curves leave open is a note beside a bounded interval, or a reason',
    (shape) => {
      for (const model of ['4pl', '5pl', 'weibull-1'] as const) {
        const [test] = estimate({ ...bare, shapes: [shape, shape] }, { model }).tests;
        const said = [...(test!.notes ?? []), ...test!.reasons];
        expect(
          said.map((one) => one.code),
          model,
        ).toContain('potency/not-identified');
        if (test!.relativePotency?.lower == null || test!.outcomes.result !== 'reportable') continue;
        expect(test!.relativePotency.upper! / test!.relativePotency.lower, model).toBeLessThanOrEqual(10);
      }
    },
  );

  it('an article that falls where the reference rises', () => {
    const result = estimate({ ...bare, shapes: ['healthy', 'falling'] }, { model: '4pl' });
    expect(codes(result)).toContain('potency/opposite-direction');
  });

  it('a flat article beside a good reference standard, by lines', () => {
    for (const model of ['parallel-line', 'slope-ratio'] as const) {
      const result = estimate({ ...bare, noise: 0.2, doses: EIGHT.slice(0, 3), shapes: ['line', 'flat'] }, { model });
      expect(codes(result), model).toContain('potency/no-dose-response');
    }
  });

  it('an asymmetry that has run away: Gompertz data, the limit of a 5PL', () => {
    const result = estimate({ ...bare, noise: 1e-3, shapes: ['gompertz', 'gompertz'] }, { model: '5pl' });
    expect(result.tests[0]?.outcomes.result).toBe('not-reportable');
    expect(result.tests[0]?.reasons.map((one) => sentenceOf(one, 'en')).join(' ')).toContain('asymmetry');
  });

  it('one replicate, all doses zero, a single dose', () => {
    const one = estimate({ ...bare, replicates: 1, shapes: ['healthy', 'healthy'] }, { model: '4pl' });
    expect(one.tests[0]?.lackOfFit).toBeNull();
    for (const doses of [[0, 0, 0, 0], [12]]) {
      expect(codes(estimate({ ...bare, doses, shapes: ['healthy', 'healthy'] }, { model: '4pl' }))).toContain('potency/too-few-doses');
    }
  });

  it('does not depend on units from 1e-15 to 1e9', () => {
    const plain = estimate({ ...bare, shapes: ['healthy', 'healthy'] }, { model: '4pl' }).tests[0]?.relativePotency?.estimate ?? 0;
    for (const [dose, response] of [
      [1e-15, 1e-12],
      [1e6, 1e12],
      [1e-9, 1e9],
    ] as const) {
      const found = estimate({ ...bare, units: { dose, response }, shapes: ['healthy', 'healthy'] }, { model: '4pl' }).tests[0];
      expect(Math.abs((found?.relativePotency?.estimate ?? 0) / plain - 1)).toBeLessThan(1e-8);
      expect(found?.outcomes.result).toBe('reportable');
    }
  });
});
