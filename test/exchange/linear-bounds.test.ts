import { describe, expect, it } from 'vitest';
import { linearBounds } from '../../src/exchange/gating-ml/linear-bounds.ts';
import { compileTransform, type Transform } from '../../src/population/transforms/registry.ts';

const AXIS = { boundMin: 0, boundMax: 1 };
const BIEX: Transform = { type: 'biex', T: 262144, positive: 4.418539922, negative: 0, width: -100, ...AXIS };
const LOG: Transform = { type: 'log', T: 100_000, M: 5, negative: 'lowest', ...AXIS };

/** The double next to a number, up or down: what a bound must tell apart. */
function neighbours(value: number): readonly number[] {
  const cell = new Float64Array([value]);
  const bits = new BigInt64Array(cell.buffer);
  return [-1n, 0n, 1n].map((step) => {
    const own = new BigInt64Array([bits[0]! + (value < 0 ? -step : step)]);
    return new Float64Array(own.buffer)[0]!;
  });
}

describe('a range on an axis that Gating-ML lacks holds the same events in linear values, to the last digit', () => {
  it.each([
    ['biex', BIEX],
    ['log', LOG],
  ] as const)('%s', (_, transform) => {
    const scale = compileTransform(transform);
    let compared = 0;
    for (let i = 1; i < 200; i++) {
      const [low, high] = [i / 410, i / 410 + 0.25];
      const { min, max } = linearBounds(low, high, scale);
      for (const x of [...neighbours(min), ...neighbours(max), 0, -5, 1e7]) {
        const place = scale.forward(x);
        expect([x, x >= min && x < max]).toEqual([x, place >= low && place < high]);
        compared += 1;
      }
    }
    expect(compared).toBe(199 * 9);
  });

  it.each([
    ['a minimum at the begin of the axis holds what lies below it', 0, 0.5, -Number.MAX_VALUE, true],
    ['one above it does not', 0.01, 0.5, -Number.MAX_VALUE, false],
    ['a maximum beyond the end holds what lies above it', 0.5, 1.1, Number.MAX_VALUE, true],
    ['one at the end does not', 0.5, 1, Number.MAX_VALUE, false],
  ])('%s', (_, low, high, x, isHeld) => {
    const { min, max } = linearBounds(low, high, compileTransform(BIEX));
    expect(x >= min && x < max).toBe(isHeld);
  });
});
