import { describe, expect, it } from 'vitest';
import { quantileByRank, quantileOfSorted } from '../../src/numerics/quantile.ts';
import { emptyValues, joinValues, type KeptValues, keepValue } from '../../src/population/statistics/kept-values.ts';

const asked = (probabilities: readonly number[]) => ({ id: 'q', population: 'p', parameter: 'x', probabilities });

/** 0 to below 1; a fixed sequence (Numerical Recipes' quick generator). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** The values in parts, each kept by itself, and joined in the order given. */
function keptOf(values: readonly number[], probabilities: readonly number[], parts: readonly number[]): KeptValues {
  const lists = parts.map(() => emptyValues(asked(probabilities), values.length));
  for (const [i, value] of values.entries()) keepValue(lists[i % parts.length]!, value);
  const [first, ...others] = parts.map((part) => lists[part]!);
  for (const other of others) joinValues(first!, other);
  return first!;
}

function quantileOf({ keep, values, length, seen }: KeptValues, p: number): number {
  const sorted = values.slice(0, length).sort();
  const first = keep === 'highest' ? seen - length : 0;
  return quantileByRank({ count: seen, valueAt: (rank) => sorted[rank - first]! }, p);
}

describe('values kept for a quantile', () => {
  it.each([
    { p: 0.995, keep: 'highest' },
    { p: 0.9, keep: 'highest' },
    { p: 1, keep: 'highest' },
    { p: 0.005, keep: 'lowest' },
    { p: 0, keep: 'lowest' },
    { p: 0.5, keep: 'all' },
  ] as const)('give the quantile $p of all of them, in whatever parts and order they came', ({ p, keep }) => {
    for (const count of [1, 2, 3, 10, 999, 20_000]) {
      const next = sequence(count);
      // Every third value is drawn from ten, so that many are equal.
      const values = Array.from({ length: count }, (_, i) => (i % 3 === 0 ? Math.floor(next() * 10) : next() * 10 - 2));
      const expected = quantileOfSorted(Float64Array.from(values).sort(), p);
      for (const parts of [[0], [1, 0], [2, 0, 1]]) {
        const kept = keptOf(values, [p], parts);
        expect(kept.seen).toBe(count);
        expect(quantileOf(kept, p)).toBe(expected);
      }
      if (count >= 999) expect(keptOf(values, [p], [0]).keep).toBe(keep);
    }
  });

  it('are no more than twice what the quantile needs: 100 of 20,000 above the 99.5th percentile, and one beside them', () => {
    const values = Array.from({ length: 20_000 }, (_, i) => i);
    const { most, values: room } = keptOf(values, [0.995], [0]);
    // 20,000 - floor(19,999 x 0.995) = 20,000 - 19,899.
    expect(most).toBe(101);
    expect(room.length).toBeLessThanOrEqual(1024);
  });

  it('are all of them where a quantile lies on each side, or where limits or moments are wanted', () => {
    expect(emptyValues(asked([0.01, 0.99]), 1000).keep).toBe('all');
    expect(emptyValues({ ...asked([0.99]), limits: { level: 0.95, sides: 'two' } }, 1000).keep).toBe('all');
    expect(emptyValues({ ...asked([0.99]), moments: true }, 1000).keep).toBe('all');
  });

  it.each([
    { bad: [Number.NaN], expected: Number.NaN },
    { bad: [Number.POSITIVE_INFINITY, Number.NaN], expected: Number.NaN },
    { bad: [Number.NaN, Number.NEGATIVE_INFINITY], expected: Number.NEGATIVE_INFINITY },
  ])('tell of values that are no finite numbers, also of those that are not kept: $bad', ({ bad, expected }) => {
    const values = [...Array.from({ length: 5000 }, (_, i) => i), ...bad];
    for (const p of [0.995, 0.005]) expect(keptOf(values, [p], [0]).bad).toBe(expected);
    expect(keptOf([1, 2, 3], [0.5], [0]).bad).toBeNull();
  });
});
