import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { compileTransform, findTransform, type Transform, transformSchema } from '../../src/population/transforms/registry.ts';
import { describeShared } from '../shared-data.ts';

const TOLERANCE: Record<string, number> = { logicle: 1e-9, hyperlog: 1e-9, asinh: 1e-12, linear: 1e-12, log: 1e-12 };

describeShared('transforms equal the reference values of Gating-ML 2.0 (FlowUtils)', (shared) => {
  const reference = JSON.parse(readFileSync(`${shared}data/fcs/transforms_reference.json`, 'utf8'));
  const xs: number[] = reference.x;
  const cases = Object.keys(TOLERANCE).flatMap((type) =>
    reference[type].map((entry: Record<string, number> & { y: (number | null)[] }) => ({ type, entry })),
  );

  it('compares every type', () => {
    expect(new Set(cases.map(({ type }) => type)).size).toBe(5);
  });

  it.each(cases)('$type $entry.T $entry.W $entry.M $entry.A', ({ type, entry }) => {
    const { y, roundtrip_max_abs_err: _, ...parameters } = entry;
    const scale = compileTransform(transformSchema().parse({ type, ...parameters }));
    xs.forEach((x, i) => {
      const expected = y[i];
      const found = scale.forward(x);
      if (expected === null || expected === undefined) expect(Number.isFinite(found)).toBe(false);
      else expect(Math.abs(found - expected), `${type}(${x})`).toBeLessThanOrEqual(TOLERANCE[type] ?? 0);
    });
  });
});

const SCALES: readonly Transform[] = [
  { type: 'linear', T: 262144, A: 1000 },
  { type: 'log', T: 10000, M: 4 },
  { type: 'asinh', T: 262144, M: 4.5, A: 0.5 },
  { type: 'logicle', T: 262144, W: 0.5, M: 4.5, A: 0 },
  { type: 'logicle', T: 1000, W: 0, M: 4, A: 0 },
  { type: 'logicle', T: 262144, W: 1, M: 4.5, A: -0.5 },
  { type: 'hyperlog', T: 262144, W: 1, M: 4.5, A: 0.5 },
  { type: 'biex', T: 262144, positive: 4.41854, negative: 1, width: -10 },
];

describe('a transform', () => {
  it.each(SCALES)('gives back the linear value by its inverse and never decreases ($type T=$T)', (transform) => {
    const scale = compileTransform(transform);
    const value = fc.double({ min: scale.lowest === 0 ? 1e-3 : -3e5, max: 3e5, noNaN: true });
    fc.assert(
      fc.property(value, value, (p, q) => {
        expect(Math.abs(scale.inverse(scale.forward(p)) - p)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(p)));
        const [low, high] = p < q ? [p, q] : [q, p];
        expect(scale.forward(low)).toBeLessThanOrEqual(scale.forward(high) + 1e-13);
      }),
      { seed: 20260102 },
    );
  });

  it.each([
    [
      { type: 'logicle', T: 262144, W: 2.5, M: 4.5, A: 0 },
      'Expected a logicle transform with 0 <= W <= M/2, found T = 262144, W = 2.5, M = 4.5, A = 0.',
    ],
    [
      { type: 'hyperlog', T: 262144, W: 0, M: 4.5, A: 0 },
      'Expected a hyperlog transform with 0 < W <= M/2, found T = 262144, W = 0, M = 4.5, A = 0.',
    ],
    [{ type: 'log', T: 0, M: 4 }, 'Expected a log transform with T > 0 and M > 0, found T = 0, M = 4.'],
    [{ type: 'asinh', T: 1, M: 4, A: 5 }, 'Expected a asinh transform with T > 0, M > 0 and 0 <= A <= M, found T = 1, M = 4, A = 5.'],
    [
      { type: 'logicle', T: 1e-308, W: 0.5, M: 4.5, A: 0 },
      'Expected a logicle transform with T from 1e-9 to 100000000000000000000, found 1e-308.',
    ],
    [{ type: 'logicle', T: 262144, W: 0.5, M: 1000, A: 0 }, 'Expected a logicle transform with M of at most 50 decades, found 1000.'],
    [{ type: 'log', T: 1e300, M: 4 }, 'Expected a log transform with T from 1e-9 to 100000000000000000000, found 1e+300.'],
    [{ type: 'linear', T: 10, A: 11 }, 'Expected a linear transform with T > 0 and 0 <= A <= T, found T = 10, A = 11.'],
  ] as const)('refuses parameters outside their range: %o', (transform, sentence) => {
    expect(() => compileTransform(transform)).toThrow(new InputError('population/bad-transform', sentence));
  });

  it('is found among the definition’s own first, then by its type with default parameters', () => {
    const own: Transform = { type: 'logicle', T: 1000, W: 1, M: 4, A: 0 };
    expect(findTransform('logicle', { logicle: own })).toEqual(own);
    expect(findTransform('logicle', {})).toEqual({ type: 'logicle', T: 262144, W: 0.5, M: 4.5, A: 0 });
    expect(() => findTransform('biexp', { lgcl: own })).toThrow(
      "Expected the name of a transform ('lgcl', 'linear', 'log', 'asinh', 'logicle', 'hyperlog', 'biex'), found 'biexp'.",
    );
  });
});
