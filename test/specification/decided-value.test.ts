import { describe, expect, it } from 'vitest';
import { DETAIL } from '../../src/attributes/attribute-result.ts';
import { toNumber } from '../../src/numerics/exact/exact-decimal.ts';
import { decidedValue, exactLimit, oneSidedLimits, zeroCountLimit } from '../../src/specification/decided-value.ts';
import { counted, estimate, parsed, row } from './specification-fixtures.ts';

const title = { en: '', zh: '' };
const recovery = (value: number | null) => (value === null ? [] : [{ name: DETAIL.recoveryLowerLimit, title, value, unit: 'fraction' }]);

/** 200 cells in a dose of 2 x 10^6 viable ones are 100 per million, x min(1, recovery). */
describe('a limit in cells per maximum dose', () => {
  const dose = { viableCellsPerMaximumDose: 2e6 };
  const product = { id: 'P', title: { en: 'P', zh: '产品' } };
  const end = { limit: { cellsPerMaximumDose: 200 }, closed: true, side: 'upper' } as const;
  const limitOf = (value: number | null, declared: unknown = dose) => {
    const specification = parsed([row()], { product: declared === null ? product : { ...product, dose: declared } });
    const limit = exactLimit(end, { unit: 'per million' }, { specification, estimate: estimate({ details: recovery(value) }) });
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
  const detail = (name: string, value: number) => ({ name, title, value, unit: 'fraction' });
  const limits = (parts: Parameters<typeof estimate>[0], unit = '%') => {
    const { lower, upper } = oneSidedLimits(estimate(parts), unit);
    return [lower, upper].map((limit) => (limit === null ? null : toNumber(limit)));
  };

  it('are those that the estimate states, in the unit of the row', () => {
    expect(limits({ details: [detail(DETAIL.lowerLimit, 0.1), detail(DETAIL.upperLimit, 0.3)] })).toEqual([10, 30]);
    expect(limits({ details: [detail(DETAIL.upperLimit, 0.3)] })).toEqual([null, 30]);
    expect(limits({ details: [detail(DETAIL.lowerLimit, 0.1)] })).toEqual([10, null]);
    expect(limits({ details: [detail(DETAIL.lowerLimit, 0.1)] }, 'EU/mL')).toEqual([null, null]);
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
    const interval = { lower: sides === 'two' ? 0 : null, upper: 0.1, level, sides, method: 'clopper-pearson' };
    const found = zeroCountLimit(counted(1, 100, { interval, ...parts }), '%');
    return found === null ? null : toNumber(found);
  };

  it('is 1 - (1 - confidence)^(1/N), where the upper end of a two-sided interval has half of the rest', () => {
    expect(of('upper', 0.95)).toBeCloseTo(100 * (1 - 0.05 ** (1 / 100)), 10);
    expect(of('two', 0.95)).toBeCloseTo(100 * (1 - 0.025 ** (1 / 100)), 10);
  });

  it('is what the estimate states, else that of a fraction of counts alone', () => {
    expect(of('upper', 0.95, { details: [{ name: DETAIL.zeroCountLimit, title, value: 0.07, unit: 'fraction' }] })).toBe(7);
    expect(of('upper', 0.95, { N: null, k: null })).toBeNull();
    expect(of('upper', 0.95, { N: 0, k: 0 })).toBeNull();
    expect(of('upper', 0.95, { interval: null })).toBeNull();
  });
});
