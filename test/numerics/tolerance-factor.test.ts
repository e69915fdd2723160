import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { toleranceFactor } from '../../src/numerics/intervals/tolerance-factor.ts';
import { describeShared } from '../shared-data.ts';

let compared = 0;
afterAll(() => console.log(`tolerance.json: ${compared} factors compared`));

describeShared('tolerance.json: exact factors', (shared) => {
  interface Case {
    readonly id: string;
    readonly kind: string;
    readonly method: { readonly sides: 1 | 2 };
    readonly data: { readonly n: number[]; readonly content: number[]; readonly confidence: number[] };
    readonly expected: { readonly k: number[] };
    readonly tolerance: { readonly rel: number };
  }
  const cases: readonly Case[] = JSON.parse(readFileSync(`${shared}data/studies/tolerance.json`, 'utf8'));
  it.each(cases.filter((one) => one.kind === 'tolerance-factor').map((one) => [one.id, one] as const))(
    '%s',
    (_, { data, expected, method, tolerance }) => {
      data.n.forEach((n, i) => {
        const found = toleranceFactor(n, {
          sides: method.sides === 2 ? 'two' : 'one',
          coverage: data.content[i]!,
          confidence: data.confidence[i]!,
        });
        compared += 1;
        expect(Math.abs(found / expected.k[i]! - 1), `n ${n}: found ${found}, expected ${expected.k[i]}`).toBeLessThanOrEqual(
          tolerance.rel,
        );
      });
    },
  );
});

describe('tolerance factors', () => {
  it('are those that ISO 16269-6 and the NIST handbook print', () => {
    const at95 = (n: number): number => toleranceFactor(n, { sides: 'two', coverage: 0.95, confidence: 0.95 });
    // ISO 16269-6: 36.519, 3.393, 2.760; NIST/SEMATECH 7.2.6.3: n = 43, 0.90 with 0.99, one side: 1.873954 (noncentral t).
    expect([at95(2), at95(10), at95(20)].map((k) => k.toFixed(3))).toEqual(['36.519', '3.393', '2.760']);
    expect(toleranceFactor(43, { sides: 'one', coverage: 0.9, confidence: 0.99 })).toBeCloseTo(1.873954, 6);
  });

  it('need two values', () => {
    expect(() => toleranceFactor(1, { sides: 'two', coverage: 0.95, confidence: 0.95 })).toThrow(
      'Expected at least two values for a tolerance interval, found 1.',
    );
  });
});
