import { describe, expect, it } from 'vitest';
import { type CountedControlLimits, controlCount, controlFailures } from '../../src/attributes/estimates/counted-control.ts';
import { tube } from './attribute-fixtures.ts';

const LIMITS: CountedControlLimits = { name: 'FMO', minimumEvents: 1000, maximumPositiveFraction: 0.01, significance: 0.0625 };
const NONE = { k: 0, N: 100_000 };

describe('a counted control', () => {
  it.each([
    ['none: at least the events, none positive', { k: 0, N: 1000 }, NONE, []],
    ['one event too few', { k: 0, N: 999 }, NONE, ['control/too-few-events']],
    ['at the largest fraction, which is allowed', { k: 10, N: 1000 }, null, []],
    ['one positive more', { k: 11, N: 1000 }, null, ['control/too-many-positive']],
    // All k events lie in the control where both have the same number of events: p = 2^-k.
    ['at its significance: p = 2^-4 = 0.0625', { k: 4, N: 100_000 }, NONE, []],
    ['significantly above its sample: p = 2^-5', { k: 5, N: 100_000 }, NONE, ['control/above-sample']],
    ['as far above a sample that was not counted', { k: 5, N: 100_000 }, null, []],
    ['all three', { k: 999, N: 999 }, NONE, ['control/too-few-events', 'control/too-many-positive', 'control/above-sample']],
    ['that is not there says nothing here', null, NONE, []],
  ] as const)('%s', (_, control, sample, codes) => {
    expect(controlFailures(LIMITS, control, sample).map(({ code }) => code)).toEqual(codes);
  });
});

describe('the counts of a control', () => {
  const findings = (k: number, N: number) => ({ counts: [{ name: '1', k, N, tube: tube({}) }], reasons: [] });

  it.each([
    [3, 10, { k: 3, N: 10 }],
    [10, 10, { k: 10, N: 10 }],
    [11, 10, null],
    [0, 0, null],
  ])('%d of %d', (k, N, expected) => {
    expect(controlCount(findings(k, N))).toEqual(expected);
  });

  it('are none without an acquisition', () => {
    expect(controlCount({ counts: [], reasons: [] })).toBeNull();
  });
});
