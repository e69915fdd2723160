import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRuns, encodeRuns } from '../../src/numerics/runs.ts';

describe('runs', () => {
  it('are [skip, count] for every bin that is not empty', () => {
    expect(encodeRuns(Uint32Array.of(0, 5, 0, 0, 7, 1, 0))).toEqual([1, 5, 2, 7, 0, 1]);
    expect(encodeRuns(new Uint32Array(4))).toEqual([]);
  });

  it('are decoded along x first, from the lower left', () => {
    expect([...decodeRuns([1, 5, 2, 7], 9)]).toEqual([0, 5, 0, 0, 7, 0, 0, 0, 0]);
  });

  it('are refused where they leave the plot', () => {
    expect([...decodeRuns([3, 1], 4)]).toEqual([0, 0, 0, 1]);
    expect(() => decodeRuns([4, 1], 4)).toThrow('Expected the runs to end within 4 bins, found one at 4.');
  });

  it('lead back to the counts', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4294967295 }))), (counts) => {
        expect([...decodeRuns(encodeRuns(Uint32Array.from(counts)), counts.length)]).toEqual(counts);
      }),
    );
  });
});
