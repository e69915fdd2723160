import { describe, expect, it } from 'vitest';
import type { DecisiveNumbers } from '../../src/attributes/detail.ts';
import { toNumber } from '../../src/numerics/exact/exact-decimal.ts';
import { convertedValue, decidedValue, exactLimit, oneSidedLimits, zeroCountLimit } from '../../src/specification/decided-value.ts';
import { counted, estimate, parsed, row } from './specification-fixtures.ts';

const decisive = (parts: Partial<DecisiveNumbers>): DecisiveNumbers => ({
  level: 0.95,
  oneSided: null,
  zeroCountUpper: null,
  recoveryLower: null,
  ...parts,
});

/** 200 cells in a dose of 2 x 10^6 viable ones are 100 per million, x min(1, recovery). */
describe('a limit in cells per maximum dose', () => {
  const dose = { viableCellsPerMaximumDose: 2e6 };
  const product = { id: 'P', title: { en: 'P', zh: '产品' } };
  const end = { limit: { cellsPerMaximumDose: 200 }, closed: true, side: 'upper' } as const;
  const limitOf = (value: number | null, declared: unknown = dose) => {
    const specification = parsed([row()], { product: declared === null ? product : { ...product, dose: declared } });
    const limit = exactLimit(
      end,
      { unit: 'per million' },
      { specification, estimate: estimate({ decisive: decisive({ recoveryLower: value }) }) },
    );
    return limit === null ? null : toNumber(limit);
  };

  it.each([
    ['without a recovery', null, 100],
    ['half of the cells found', 0.5, 50],
    ['just below all', 0.99, 99],
    ['all', 1, 100],
    ['more than all, which loosens nothing', 1.1, 100],
    ['far more than all', 2, 100],
  ])('%s', (_, value, expected) => {
    expect(limitOf(value)).toBe(expected);
  });

  it('is none without a dose', () => {
    expect(limitOf(1, null)).toBeNull();
  });
});

describe('the value that is judged', () => {
  const interval = { lower: 0.9, upper: 0.96, level: 0.95, sides: 'two', method: 'wilson' } as const;
  const value = (on: 'estimate' | 'lower-limit' | 'upper-limit', unit: string, parts = {}) => {
    const found = decidedValue(estimate({ estimate: 0.93, interval, ...parts }), { on, unit });
    return found === null ? null : [toNumber(found.value), found.operator];
  };

  it.each([
    ['estimate', '%', [93, '']],
    ['lower-limit', '%', [90, '']],
    ['upper-limit', '%', [96, '']],
    ['estimate', 'fraction', [0.93, '']],
    ['estimate', 'EU/mL', null],
    ['upper-limit', 'EU/mL', null],
  ] as const)('%s in %s is %j', (on, unit, expected) => {
    expect(value(on, unit)).toEqual(expected);
  });

  it('is none where its side is missing', () => {
    expect(value('upper-limit', '%', { interval: { ...interval, upper: null } })).toBeNull();
    expect(value('lower-limit', '%', { interval: null })).toBeNull();
    expect(value('estimate', '%', { estimate: null })).toBeNull();
  });
});

describe('one-sided 95 % limits', () => {
  const stated = (lower: number | null, upper: number | null) => ({ decisive: decisive({ oneSided: { lower, upper } }) });
  const limits = (parts: Parameters<typeof estimate>[0], unit = '%') => {
    const { lower, upper } = oneSidedLimits(estimate(parts), unit);
    return [lower, upper].map((limit) => (limit === null ? null : toNumber(limit)));
  };

  it('are those that the estimate states, in the unit of the row', () => {
    expect(limits(stated(0.1, 0.3))).toEqual([10, 30]);
    expect(limits(stated(null, 0.3))).toEqual([null, 30]);
    expect(limits(stated(0.1, null))).toEqual([10, null]);
    expect(limits(stated(0.1, null), 'EU/mL')).toEqual([null, null]);
  });

  it('of none of 59 events begin at nothing and end at 1 - 0.05^(1/59) = 4.95 %, the first below 5 %', () => {
    const [lower, upper] = limits({ k: 0, N: 59, estimate: 0 });
    expect(lower).toBe(0);
    expect(upper).toBeCloseTo(100 * (1 - 0.05 ** (1 / 59)), 10);
    expect(upper).toBeLessThan(5);
  });

  it('are none of a value that is no fraction of counts', () => {
    expect(limits({ estimate: 0.2 })).toEqual([null, null]);
  });
});

describe('the upper limit without a positive event', () => {
  const of = (sides: 'two' | 'upper', level: number, parts = {}) => {
    const interval = { lower: sides === 'two' ? 0 : null, upper: 0.1, level, sides, method: 'clopper-pearson' } as const;
    const found = zeroCountLimit(counted(1, 100, { interval, ...parts }), '%');
    return found === null ? null : toNumber(found);
  };

  it('is 1 - (1 - confidence)^(1/N), where the upper end of a two-sided interval has half of the rest', () => {
    expect(of('upper', 0.95)).toBeCloseTo(100 * (1 - 0.05 ** (1 / 100)), 10);
    expect(of('two', 0.95)).toBeCloseTo(100 * (1 - 0.025 ** (1 / 100)), 10);
  });

  it('is what the estimate states, else that of a fraction of counts alone', () => {
    expect(of('upper', 0.95, { decisive: decisive({ zeroCountUpper: 0.07 }) })).toBe(7);
    expect(of('upper', 0.95, { N: null, k: null })).toBeNull();
    expect(of('upper', 0.95, { N: 0, k: 0 })).toBeNull();
    expect(of('upper', 0.95, { interval: null })).toBeNull();
  });
});

describe('a value with its interval in the unit of the row', () => {
  const interval = { lower: 0.9, upper: 0.96, level: 0.95, sides: 'two', method: 'wilson' } as const;

  it.each([
    ['93 of 100 in percent', counted(93, 100, { interval }), '%', { unit: '%', estimate: 93, lower: 90, upper: 96 }],
    [
      'a fraction per million',
      counted(3, 1e6, { interval: null }),
      'per million',
      { unit: 'per million', estimate: 3, lower: null, upper: null },
    ],
    [
      'one known only to lie below',
      estimate({ estimate: 0.5, operator: '<', unit: 'EU/mL' }),
      'EU/mL',
      { unit: 'EU/mL', estimate: null, bounds: { lower: null, upper: { value: 0.5, closed: false } }, lower: null, upper: null },
    ],
    ['one in another kind of unit', estimate({ estimate: 0.5, unit: 'EU/mL' }), '%', null],
  ] as const)('%s', (_, found, unit, expected) => {
    expect(convertedValue(found, unit)).toEqual(expected);
  });
});
