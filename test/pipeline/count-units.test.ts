import { describe, expect, it } from 'vitest';
import { toNumber } from '../../src/numerics/exact/exact-decimal.ts';
import { figureFactor, scaledDifference } from '../../src/pipeline/counters/count-units.ts';

describe('the unit of a counted figure', () => {
  it.each([
    ['10^6 cells/mL', 'cells/mL', 1e6],
    ['x10^6 cells/ml', 'cells/mL', 1e6],
    ['10^5 cells/ml', '10^6 cells/mL', 0.1],
    ['cells/ml', 'cells/mL', 1],
    // A microlitre is a thousandth of a millilitre.
    ['cells/µL', 'cells/mL', 1000],
    ['cells/μl', 'cells/mL', 1000],
    ['1e6 cells/L', 'cells/mL', 1000],
    ['%', '%', 1],
    [null, 'cells', 1],
  ])('%s in %s', (from, to, factor) => {
    const found = figureFactor(from, to);
    expect(found === null ? null : toNumber(found)).toBe(factor);
  });

  it.each([
    ['%', 'fraction'],
    ['cells/mL', 'cells/vial'],
    ['cells/mL', 'cells'],
    ['x10^6', 'cells/mL'],
    ['10^6 cells/mL', 'events/mL'],
  ])('nobody can turn %s into %s', (from, to) => {
    expect(figureFactor(from, to)).toBeNull();
  });

  it.each([
    // By the decimals that are written: in binary fractions 1.1e6 x 1 is 1,100,000.0000000002 and 0.3 - 0.1 is 0.19999999999999998.
    [1.1, 0, '10^6 cells/mL', 1_100_000],
    [0.3, 0.1, '10^6 cells/mL', 200_000],
    [1.7e6, 1.22e5, 'cells/mL', 1_578_000],
  ])('%s less %s of a figure in %s', (value, minus, unit, expected) => {
    const factor = figureFactor(unit, 'cells/mL');
    expect(factor === null ? null : toNumber(scaledDifference(value, minus, factor))).toBe(expected);
  });
});
